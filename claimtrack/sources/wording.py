"""The words of a noun phrase: where it begins and ends, its titles, its content words.

The central decision: spacing is kept, words are not: text is put together from words and the
gaps between them, so that a phrase reads as in the document although words are left out.
"""

from collections.abc import Iterable, Mapping, Sequence

from claimtrack.sources.people import PersonName
from claimtrack.sources.vocabulary import Vocabulary, fold, singular
from claimtrack.syntax import ROOT, Sentence, Word

#: Subtypes of relations that tie a word to a name or title beside it.
PART_SUBTYPES = frozenset(("nmod:desc", "nmod:unmarked"))
TITLE_WORDS = 4
_DATE = 2
#: Before a capital no adjective or number but the first word of a name: Saw Taw Nee.
_COMMON = frozenset(("NOUN", "VERB", "AUX", "X"))

_BREAKS = frozenset((",", "(", ")", "-LRB-", "-RRB-", "—", "–", "--", ";", ":"))


def join(words: Sequence[Word]) -> str:
    """The words' text, with a space wherever the document has anything between them."""
    pieces: list[str] = []
    for before, word in zip((None, *words), words, strict=False):
        if before is not None and word.start > before.end:
            pieces.append(" ")
        pieces.append(word.text)
    return "".join(pieces)


def trim(
    sentence: Sentence, words: Sequence[Word], top: Word, vocabulary: Vocabulary
) -> tuple[Word, ...]:
    """A phrase's words without edge punctuation, preposition, possessive ending, asides, date."""
    kept = list(words)
    while kept and (kept[0].upos == "PUNCT" or _leads(kept[0], top)):
        kept.pop(0)
    for position, word in enumerate(kept):
        if word.index > top.index and (word.text in _BREAKS or _aside(sentence, word, kept)):
            kept = kept[:position]
            break
    while kept and (kept[-1].upos == "PUNCT" or kept[-1].xpos == "POS"):
        kept.pop()
    if len(kept) > _DATE and fold(kept[-1].text) in vocabulary.dates and kept[-2].upos == "ADP":
        del kept[-_DATE:]
    return tuple(kept) or tuple(words)


def strip_determiners(
    words: Sequence[Word], top: Word, vocabulary: Vocabulary
) -> tuple[tuple[Word, ...], bool]:
    """A phrase's words without leading articles and quantifiers, and whether it is definite."""
    definite = any(word.xpos in {"PRP$", "POS"} and word.index < top.index for word in words)
    start = 0
    for word in words[:-1]:
        trait = vocabulary.determiners.get(fold(word.text), "")
        if trait in {"", "number", "past"} or word.index == top.index:
            break
        definite = definite or trait in {"definite", "near", "pair"}
        start += 1
    return tuple(words[start:]), definite


def uncapitalised(text: str, first: Word, rest: Sequence[Word], vocabulary: Vocabulary) -> str:
    """The text without the capital that its first word has only because it begins a sentence."""
    common = first.upos != "PROPN" and (
        first.lemma[:1].islower() or first.lemma == first.text[:-1]
    )
    common = common and not (rest and rest[0].text[:1].isupper() and first.upos in _COMMON)
    common = common and not vocabulary.country(fold(first.text))
    common = common and not first.text.isupper() and not first.xpos.startswith("NNP")
    if first.index == 0 and common and not any(map(str.isupper, first.text[1:])):
        return text[:1].lower() + text[1:]
    return text


def _leads(word: Word, top: Word) -> bool:
    return word.relation in {"case", "mark", "cc"} and word.index < top.index


def _aside(sentence: Sentence, word: Word, kept: Sequence[Word]) -> bool:
    """Whether a relative clause begins at the word, after a head that is told apart without."""
    if word.xpos not in {"WP", "WDT", "WP$"}:
        return False
    clause = next(
        (up for up in sentence.ancestors(word.index) if sentence[up].deprel == "acl:relcl"), None
    )
    noun = sentence[clause].head if clause is not None else ROOT
    return any(
        item.head == noun and item.relation in {"amod", "compound", "flat", "nmod"}
        for item in kept
        if item.index < word.index
    )


def core_end(words: Sequence[Word], top: Word, names: Mapping[int, PersonName]) -> int:
    """Position after the last word of the phrase before its after-modifiers begin.

    A person's name right behind the head belongs to the core however it is hung.
    """
    inside = {top.index}
    end = 1
    for position, word in enumerate(words):
        if word.index <= top.index:
            end = position + 1
            continue
        part = word.relation in {"flat", "compound", "goeswith", "appos", "nummod", "punct"}
        part = (part or word.deprel in PART_SUBTYPES) and word.head in inside
        if not part and (word.index not in names or word.index - 1 not in inside):
            break
        inside.add(word.index)
        end = position + 1
    return end


def find_titles(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The titles among some words, the longest at each place, in text order."""
    folded = [_key(word, vocabulary) for word in words]
    found: list[str] = []
    start = 0
    while start < len(folded):
        for end in range(min(len(folded), start + TITLE_WORDS), start, -1):
            key = " ".join(folded[start:end])
            if key in vocabulary.titles:
                found.append(key)
                start = end - 1
                break
        start += 1
    return tuple(found)


def _key(word: Word, vocabulary: Vocabulary) -> str:
    """A word as tables have it: a noun in the singular, also where the lemma is not."""
    return singular(fold(word.lemma), vocabulary) if word.upos == "NOUN" else fold(word.text)


def cut_title(sentence: Sentence, vocabulary: Vocabulary) -> str:
    """The abbreviated title that a sentence ends in, because it was cut too early, or empty."""
    last = fold("".join(word.text for word in sentence.words[-2:]))
    for key in (last, fold(sentence.words[-1].text)):
        if key.endswith(".") and key in vocabulary.titles:
            return key
    return ""


def _place(key: str, vocabulary: Vocabulary) -> str:
    if key in vocabulary.regions:
        return f"#{key}"
    country = vocabulary.country(key)
    return f"@{country}" if country else ""


def read_content(words: Iterable[Word], vocabulary: Vocabulary) -> frozenset[str]:
    """Folded content words of a phrase, those for places marked.

    What names a country or its people becomes ``@Country``, a region ``#region``.
    """
    listed = [word for word in words if word.upos in {"NOUN", "PROPN", "ADJ", "NUM", "VERB", "X"}]
    folded = [_key(word, vocabulary) for word in listed]
    found: set[str] = set()
    position = 0
    while position < len(folded):
        for size in (3, 2, 1):
            place = _place(" ".join(folded[position : position + size]), vocabulary)
            if place and position + size <= len(folded):
                found.add(place)
                position += size
                break
        else:
            word = folded[position]
            found.add(vocabulary.spellings.get(word, word))
            position += 1
    return frozenset(found)
