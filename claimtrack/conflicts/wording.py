"""What the wording of a report says of a claim: numbers that a scorer can weigh.

The central decision: a report calls a rumour false, doubtful or true by words that the rumour
itself does not have ("hoax", "denies", "reportedly", "no, …"), by where they stand, and by how
much of the rumour it repeats. Both sides are read by their words only: headlines are no
sentences, and trees of them are wrong too often to help (measured, see benchmarks).
After the features of Ferreira and Vlachos (2016), with classes of words in place of distances
in a tree.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from attrs import frozen

from claimtrack.lexicon import Lexicon
from claimtrack.model import Span, Spans

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*|[?!:\"“”]")
_OPENING = re.compile(r"\W*(\w+)\s*([,:!.–—-]?)")
_PARTS = re.compile(r"[?:!]| - | -- |\.\.\.|…")
#: A full stop that is none of an abbreviation or of three.
_END = re.compile(r"(?<![.\s])(?<!\b[A-Z])\.[\"'”’) ]*$")
#: Words that have a capital in a headline of capitals, and how many of them show that it is one.
_LONGER, _FEWEST = re.compile(r"(?<![\w'’-])[^\W\d_]{5,}"), 3
#: Names within a text: a capital that no beginning asks for; and numbers.
_NAME = re.compile(r"(?<=[\w,;)] )[A-Z][\w’'-]+|\d[\d,.]*")
_STEM = 5
_GRAMS = (3, 4, 5)
#: Neighbouring words that are looked at as one.
_SIZES = (1, 2, 3)
#: What stands for the beginning or end of a report, and for a stretch of the claim.
_EDGE, _SAID = "|", "…"
#: Words around another that are looked at.
_NEAR = 4
#: Classes of words that say how the report stands to the claim.
_STANCES = (
    *("refute", "deny", "rumour", "hedge", "plan", "say", "confirm", "negate", "viral"),
    *("withdraw", "alive", "doubt", "mock", "report", "official", "dispel", "assert"),
)
#: Classes by whose words a text keeps its distance from what it tells.
_DISTANT = (
    *("refute", "deny", "rumour", "hedge", "plan", "say", "withdraw", "doubt", "mock"),
    *("report", "dispel"),
)
#: Classes whose words two sides may share: then they say nothing of the one about the other.
_SHARED = ("say", "hedge", "plan", "negate", "rumour", "refute", "deny")
_TOGETHER = (
    *(("negate", "refute"), ("negate", "hedge"), ("hedge", "refute"), ("say", "refute")),
    *(("rumour", "refute"), ("say", "negate"), ("rumour", "negate"), ("viral", "refute")),
    *(("viral", "hedge"), ("deny", "rumour"), ("hedge", "say")),
)
_MARKS = ("?", "!", ":", '"', "“")


@frozen
class Words:
    """The lexicon's classes of words.

    Attributes:
        classes: Name to words.
        small: Function words.
        known: All of them.
        determiners: Articles and what stands in their place, and an existential "there".
    """

    classes: Mapping[str, frozenset[str]]
    small: frozenset[str]
    known: frozenset[str]
    determiners: frozenset[str]

    def tells(self, word: str) -> bool:
        """Whether a word says something of what a text is about."""
        return word[:1].isalnum() and word not in self.small and word not in self.classes["negate"]

    def ends(self, text: str) -> bool:
        """Whether a text ends as a sentence does, and a headline seldom; "U.S." ends nothing."""
        return _END.search(text) is not None

    def opens(self, text: str) -> bool:
        """Whether a text begins as a sentence does, and a headline seldom; "No, …" does not.

        Nor does a text in two parts, or one in which every longer word has a capital.
        """
        first = _OPENING.match(text)
        if first is None or first[2] or first[1].casefold() not in self.determiners:
            return False
        if len(_PARTS.split(text.rstrip("?!"))) > 1:
            return False
        longer = _LONGER.findall(text)
        return len(longer) < _FEWEST or not all(word[0].isupper() for word in longer)

    def is_sentence(self, text: str) -> bool:
        """Whether a text ends or begins as a sentence does."""
        return self.ends(text) or self.opens(text)

    def holds(self, name: str, words: Iterable[str]) -> bool:
        """Whether one of some words is of a class."""
        return not self.classes[name].isdisjoint(words)


@cache
def load_words(lexicon: Lexicon) -> Words:
    """The classes of a lexicon; made once and kept."""
    classes: dict[str, set[str]] = {name: set() for name in _STANCES}
    for row in lexicon.rows("stance_words"):
        classes[row["class"]].add(row["word"])
    small = lexicon.words("function_words")
    return Words(
        classes={name: frozenset(words) for name, words in classes.items()},
        small=small,
        known=small.union(*classes.values(), _MARKS),
        determiners=lexicon.words("determiners") | lexicon.words("expletives"),
    )


@frozen
class Side:
    """The words of a text, folded, with what is asked of them."""

    text: str
    words: tuple[str, ...]
    spans: Spans
    stems: frozenset[str]

    def others(self, side: "Side") -> tuple[str, ...]:
        """The words whose stems the other side has not."""
        return tuple(word for word in self.words if _stem(word) not in side.stems)


def read_side(text: str) -> Side:
    """The words of a text; "didn't" is two."""
    words: list[str] = []
    spans: list[Span] = []
    for match in _WORD.finditer(text):
        word = match.group().casefold().replace("’", "'")
        cut = len(word) - 3 if word.endswith("n't") and len(word) > len("n't") else len(word)
        for part, start in ((word[:cut], 0), (word[cut:], cut)):
            if part:
                words.append(part)
                spans.append(Span(match.start() + start, match.start() + start + len(part)))
    return Side(text, tuple(words), tuple(spans), frozenset(map(_stem, words)))


def _stem(word: str) -> str:
    return word if word[:1].isdigit() else word[:_STEM]


def describe(report: Side, claim: Side, words: Words) -> dict[str, float]:
    """The features of a report on a claim, name to value; those that are 0 may be missing.

    Args:
        report: The side that reports.
        claim: The side that is reported on.
        words: Classes of words.
    """
    own = report.others(claim)
    found: dict[str, float] = {}
    for name in _STANCES:
        hits = sum(word in words.classes[name] for word in own)
        found[f"class:{name}"] = float(hits > 0)
        found[f"more:{name}"] = float(hits > 1)
        found[f"claim:{name}"] = float(words.holds(name, claim.others(report)))
    for name in _SHARED:
        shared = words.holds(name, claim.words)
        found[f"both:{name}"] = found[f"class:{name}"] * shared
    for one, other in _TOGETHER:
        found[f"with:{one}+{other}"] = found[f"class:{one}"] * found[f"class:{other}"]
    found.update(_overlap(report, claim, words))
    for name in ("negate", "refute", "hedge", "deny"):
        found[f"covered:{name}"] = found[f"class:{name}"] * found["cover"]
    found.update(_form(report, words))
    for name in ("negate", "refute"):
        found[f"question:{name}"] = found[f"class:{name}"] * found["question"]
    for name in _turns(report, claim, words):
        found[f"turn:{name}"] = 1.0
    for name in _spoken(report, claim, words):
        found[f"word:{name}"] = 1.0
    for name in _stretches(report, claim):
        found[f"run:{name}"] = 1.0
    return found


def share_name(a: Side, b: Side) -> bool:
    """Whether a name or number within one of two texts stands in the other too.

    Args:
        a: A text.
        b: Another.
    """
    return any(
        not other.stems.isdisjoint(_stem(name.casefold()) for name in _NAME.findall(one.text))
        for one, other in ((a, b), (b, a))
    )


def hedges_other(a: str, b: str, lexicon: Lexicon) -> bool:
    """Whether one of two texts asks, or doubts, reports or denies by a word the other has not.

    Args:
        a: A text.
        b: Another.
        lexicon: Gives classes of words.
    """
    words = load_words(lexicon)
    sides = read_side(a), read_side(b)
    own = (*sides[0].others(sides[1]), *sides[1].others(sides[0]))
    return "?" in own or any(words.holds(name, own) for name in _DISTANT)


def _spoken(report: Side, claim: Side, words: Words) -> Iterator[str]:
    """The listed words that only the report has, alone and by two."""
    yield from words.known.intersection(report.others(claim))
    for pair in zip(report.words, report.words[1:], strict=False):
        if words.known.issuperset(pair) and claim.stems.isdisjoint(map(_stem, pair)):
            yield " ".join(pair)


def _stretches(report: Side, claim: Side) -> Iterator[str]:
    """Up to three neighbours in the report, where all that the claim says too is one word."""
    line = [_EDGE]
    for word in report.words:
        told = _SAID if _stem(word) in claim.stems else word
        if told != _SAID or line[-1] != _SAID:
            line.append(told)
    line.append(_EDGE)
    for size in _SIZES:
        for at in range(len(line) - size + 1):
            yield " ".join(line[at : at + size])


def _overlap(report: Side, claim: Side, words: Words) -> Iterator[tuple[str, float]]:
    """How much the two have in common."""
    a, b = (
        {_stem(word) for word in side.words if word not in words.small and word[:1].isalnum()}
        for side in (report, claim)
    )
    common = len(a & b)
    cover = common / max(1, len(b))
    yield "cover", cover
    yield "cover squared", cover * cover
    yield "cover of report", common / max(1, len(a))
    yield "cosine", _cosine(_grams(report.text), _grams(claim.text))
    yield "length", len(report.words) / 20
    yield "length of claim", len(claim.words) / 20
    numbers = [{w for w in side.words if w[:1].isdigit()} for side in (report, claim)]
    yield "number missing", float(bool(numbers[1] - numbers[0]))
    yield "other number", float(bool(numbers[1] - numbers[0]) and bool(numbers[0] - numbers[1]))
    yield "same number", float(bool(numbers[0] & numbers[1]))


def _grams(text: str) -> Counter[str]:
    flat = " " + re.sub(r"\W+", " ", text.casefold()).strip() + " "
    return Counter(flat[at : at + n] for n in _GRAMS for at in range(len(flat) - n + 1))


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    product = sum(count * b[gram] for gram, count in a.items() if gram in b)
    norm = math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return product / norm if norm else 0.0


def _form(report: Side, words: Words) -> Iterator[tuple[str, float]]:
    """How the report is built: question, colon, quotation, what stands first and last."""
    yield "question", float("?" in report.words)
    yield "question at the end", float(report.text.rstrip().endswith("?"))
    yield "quotation", float(not {'"', "“", "”"}.isdisjoint(report.words))
    for name in _STANCES:
        if report.words and words.holds(name, report.words[:1]):
            yield f"first:{name}", 1.0
    parts = [read_side(part).words for part in _PARTS.split(report.text)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        for name in ("negate", "refute", "deny", "say"):
            yield f"last part:{name}", float(words.holds(name, parts[-1]))
        short = len(parts[-1]) <= _NEAR
        yield "short last part:say", float(short and words.holds("say", parts[-1]))
        opened = len(parts[0]) < _NEAR and (
            words.holds("rumour", parts[0]) or words.holds("say", parts[0])
        )
        yield "short first part:say", float(opened)


def _turns(report: Side, claim: Side, words: Words) -> Iterator[str]:
    """What the neighbours of a refuting, denying or negating word make of it."""
    text = report.words
    for at, word in enumerate(text):
        if _stem(word) in claim.stems:
            continue
        before, after = text[max(0, at - _NEAR) : at], text[at + 1 : at + _NEAR]
        if word in words.classes["refute"]:
            turned = words.holds("negate", before) or words.holds("deny", before)
            yield "refuted refutation" if turned else "plain refutation"
            if "or" in (*before[-1:], *after[:1]):
                yield "or refutation"
            if "?" in after[:2]:
                yield "asked refutation"
        if word in words.classes["deny"]:
            turned = words.holds("negate", before) or "or" in before
            yield "turned denial" if turned else "plain denial"
        if word in words.classes["negate"]:
            yield from _negation(at, after, claim, words)


def _negation(at: int, after: Sequence[str], claim: Side, words: Words) -> Iterator[str]:
    if any(_stem(word) in claim.stems and word not in words.small for word in after):
        yield "negates the claim's word"
    if words.holds("confirm", after):
        yield "negates that it is real"
    if at <= 1:
        yield "negation first"
