"""Where a text that has lost its commas needs one before "X said" at a sentence's end.

The central decision: texts that were cleaned by machines often have no comma left, and a parser
takes "the raid killed 11 people the monitor said" for people whom a monitor said. So a network
is shown a comma there, and only there: where it stands can be told from a few words, and in a
text that never had commas it does no harm. The text itself stays as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from attrs import frozen

from claimtrack.lexicon import Lexicon

#: Words of a text from which it is odd that none of them has a comma; of news with fewer than
#: 100 words about 1 in 200 has none.
_FEWEST = 80
#: Words of a source that are looked at.
_LONGEST = 10
#: Words before a source: less is no content.
_CONTENT = 3
_COMMA = re.compile("[,،，、]")
_SENTENCE = re.compile(r"[^.!?…\n]+")
_WORD = re.compile(r"\S+")
_ABBREVIATION = re.compile(r"\(?[A-Z]{2,8}\)?")


@frozen
class Closings:
    """What a lexicon knows of how a sentence closes with who said it."""

    kinds: Mapping[str, frozenset[str]]
    pronouns: frozenset[str]
    articles: frozenset[str]
    sources: frozenset[str]
    plurals: frozenset[str]
    weekdays: frozenset[str]
    small: frozenset[str]


@cache
def load_closings(lexicon: Lexicon) -> Closings:
    """The words of a language; made once and kept."""
    kinds: dict[str, set[str]] = {}
    for row in lexicon.rows("closing_words"):
        kinds.setdefault(row["kind"], set()).add(row["word"])
    nouns = {
        noun for table in ("source_nouns", "people", "titles") for noun in lexicon.words(table)
    }
    return Closings(
        kinds={kind: frozenset(words) for kind, words in kinds.items()},
        pronouns=frozenset(
            row["pronoun"] for row in lexicon.rows("pronouns") if row["form"] == "personal"
        ),
        articles=frozenset(
            row["word"]
            for row in lexicon.rows("determiners")
            if row["trait"] in {"definite", "indefinite", "possessive"}
        ),
        sources=frozenset(noun.split()[-1] for noun in nouns),
        plurals=_find_plurals(lexicon, nouns),
        weekdays=frozenset(
            row["word"].casefold() for row in lexicon.rows("calendar") if row["kind"] == "weekday"
        ),
        small=lexicon.words("function_words") | lexicon.words("locatives") | kinds["before"],
    )


def _find_plurals(lexicon: Lexicon, nouns: Iterable[str]) -> frozenset[str]:
    """Nouns for several who speak: "activists", "witnesses", "police"."""
    single = [noun for noun in nouns if " " not in noun and noun.islower()]
    own = {row["noun"] for row in lexicon.rows("source_nouns") if "plural" in row["trait"].split()}
    return frozenset({*own, *(noun + ending for noun in single for ending in ("s", "es"))})


def find_lost_commas(text: str, words: Closings) -> Iterator[int]:
    """Where a comma is missing before a source that closes its sentence, as offsets into `text`.

    A text that has a comma, or too few words to miss one, gives none.

    Args:
        text: Any text.
        words: As `load_closings` gives them.
    """
    if _COMMA.search(text) or len(text.split()) < _FEWEST:
        return
    for sentence in _SENTENCE.finditer(text):
        found = list(_WORD.finditer(text, sentence.start(), sentence.end()))
        tokens = [match[0] for match in found]
        verb = _find_verb(tokens, words)
        start = _find_source(tokens, verb, words) if verb else None
        if start is not None and start >= _CONTENT and _may_part(tokens[start - 1], words):
            yield found[start - 1].end()


def _find_verb(tokens: Sequence[str], words: Closings) -> int:
    """Where the verb stands that closes a sentence, or to whom or when it was said; else 0."""
    for place in range(len(tokens) - 1, max(0, len(tokens) - 6), -1):
        word, rest = tokens[place], tokens[place + 1 :]
        if word in words.kinds["verb"]:
            return place if all(_may_close(other, words) for other in rest) else 0
        if word in words.kinds["addressing"]:
            told = rest and all(_may_hear(it, words) for it in rest)
            return place if told else 0
    return 0


def _may_close(word: str, words: Closings) -> bool:
    return word in words.kinds["after"] or word.casefold() in words.weekdays


def _may_hear(word: str, words: Closings) -> bool:
    """Whether a word can be of a name to whom something was told, or close the sentence."""
    return word[:1].isupper() or word in words.articles or _may_close(word, words)


def _may_part(word: str, words: Closings) -> bool:
    """Whether a comma may follow a word, and none is there already in another form."""
    return word.casefold() not in words.kinds["before"] and word[-1:] not in ':;"”’-–—('


def _find_source(tokens: Sequence[str], verb: int, words: Closings) -> int | None:
    """Where the noun phrase begins that ends before a verb; None where that is not plain."""
    last = verb - 1
    while last > 0 and tokens[last] in words.kinds["between"]:
        last -= 1
    if last < 1 or tokens[last].casefold() in words.pronouns:
        return last if last >= 1 else None
    if tokens[last][:1].islower():
        start = _find_article(tokens, last, words)
        known = start is not None or tokens[last] not in words.plurals
        return start if known else _before_modifiers(tokens, last, words)
    return _find_name(tokens, last, words)


def _find_article(tokens: Sequence[str], last: int, words: Closings) -> int | None:
    """Where the article stands that opens a phrase, and that no preposition stands before."""
    plain = tokens[last] in words.plurals
    for place in range(last - 1, max(0, last - _LONGEST), -1):
        word = tokens[place].casefold()
        if word in words.articles:
            if tokens[place - 1].casefold() not in words.kinds["inside"]:
                return place if _may_open(tokens[place - 1], words) else None
        elif word in words.kinds["inside"]:
            if plain:
                return None  # "On the quay activists said".
        elif word in words.small:
            return None
    return None


def _before_modifiers(tokens: Sequence[str], first: int, words: Closings) -> int:
    """Where a phrase begins with what stands before its noun: "local sources"."""
    while first > 1 and tokens[first - 1].casefold() in words.kinds["modifier"]:
        first -= 1
    return first


def _find_name(tokens: Sequence[str], last: int, words: Closings) -> int | None:
    """Where a name begins; None where it runs into the name of a place: "in Aleppo Sky Media"."""
    first = last
    while first > 1 and _is_of_name(tokens[first - 1], words):
        first -= 1
        if tokens[first].casefold() in words.articles and _may_open(tokens[first - 1], words):
            return first
    if _ABBREVIATION.fullmatch(tokens[last]):
        first = last - _spelled_by(tokens[last], tokens[:last])
        return _before_modifiers(tokens, first, words)
    first = _find_capitals(tokens, last)
    before = tokens[first - 1].casefold()
    if before in words.sources:
        # "Observatory director Jo Bell": the role stands before the name.
        first = _before_modifiers(tokens, first - 1, words)
        first = _find_capitals(tokens, first - 1) if tokens[first - 1][:1].isupper() else first
        before = tokens[first - 1].casefold()
    return None if before in words.small else first


def _is_of_name(word: str, words: Closings) -> bool:
    """Whether a word can stand between an article and the end of a name."""
    folded = word.casefold()
    known = folded in words.articles or folded in words.kinds["inside"]
    return (
        known
        or word[:1].isupper()
        or "-" in word
        or folded in words.kinds["modifier"]
        or folded in words.sources
    )


def _may_open(before: str, words: Closings) -> bool:
    """Whether a phrase may open after a word: no preposition holds it."""
    return before.casefold() not in words.small


def _find_capitals(tokens: Sequence[str], last: int) -> int:
    """Where the words with a capital begin that end with one of them."""
    while last > 1 and tokens[last - 1][:1].isupper():
        last -= 1
    return last


def _spelled_by(abbreviation: str, tokens: Sequence[str]) -> int:
    """How many words before an abbreviation in brackets it stands for: "Free Media (FM)"."""
    letters = abbreviation.strip("()")
    initials = "".join(word[:1] for word in tokens[-len(letters) :])
    return len(letters) if abbreviation[0] == "(" and initials.upper() == letters else 0
