"""Which words of a sentence make a number: digits, words, scales, no dates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from attrs import evolve, frozen

from claimtrack.lexicon import Lexicon
from claimtrack.syntax import ROOT, Sentence, Word

_DIGITS = re.compile(r"(?P<sign>[^\w\s.,+-]|US\$)?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<tail>[^\d\s]*)")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?|\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?")
_YEARS = range(1800, 2100)
_PLURAL = frozenset(("NNS", "NNPS"))
#: Longer numerals are kept as text with no bounds: arithmetic on them would be meaningless.
_LONGEST = 40
#: What kind of number word may follow what: units add to tens, scales multiply what is before.
_FOLLOWS: Mapping[str, frozenset[str]] = {
    "": frozenset(("unit", "ten", "scale")),
    "unit": frozenset(("scale",)),
    "ten": frozenset(("unit", "scale")),
    "scale": frozenset(("unit", "ten", "scale")),
}


@frozen
class Tables:
    """The lexicon's tables on numbers, folded for look-up."""

    numbers: Mapping[str, tuple[Decimal, str]]
    units: Mapping[tuple[str, str], str]
    bounds: Mapping[tuple[str, str], tuple[str, Decimal | None, Decimal | None]]
    calendar: Mapping[str, str]
    members: frozenset[str]
    bounding: frozenset[str]

    def number(self, word: Word) -> tuple[Decimal | None, str]:
        """The value and kind of a number word; ``(None, "")`` for any other word."""
        return self.numbers.get(word.text.casefold(), (None, ""))


@cache
def load_tables(lexicon: Lexicon) -> Tables:
    """The tables of a lexicon; made once and kept."""
    units: dict[tuple[str, str], str] = {}
    for row in lexicon.rows("units"):
        for place in ("before", "after") if row["place"] == "both" else (row["place"],):
            units[place, row["word"].casefold()] = row["unit"]
    return Tables(
        numbers={
            row["word"]: (Decimal(row["value"]), row["kind"])
            for row in lexicon.rows("number_words")
        },
        units=units,
        bounds={
            (row["place"], row["phrase"]): (
                row["bound"],
                Decimal(row["low"]) if row["low"] else None,
                Decimal(row["high"]) if row["high"] else None,
            )
            for row in lexicon.rows("bounds")
        },
        calendar={row["word"].casefold(): row["kind"] for row in lexicon.rows("calendar")},
        members=frozenset(
            row["preposition"] for row in lexicon.rows("roles") if row["role"] == "member"
        ),
        bounding=frozenset(
            word for row in lexicon.rows("bounds") for word in row["phrase"].split()
        ),
    )


@frozen(kw_only=True)
class Number:
    """A run of words that is one number: positions ``[first, last]`` and its value."""

    first: int
    last: int
    value: Decimal | None
    vague: bool = False
    unit: str = ""

    @property
    def positions(self) -> range:
        """Where its words stand in the sentence."""
        return range(self.first, self.last + 1)


def text_of(words: Sequence[Word]) -> str:
    """The words as they stand, with a space wherever the text has a gap."""
    pieces = [words[0].text]
    for before, word in pairwise(words):
        pieces.append((" " if word.start > before.end else "") + word.text)
    return "".join(pieces)


def find_numbers(sentence: Sentence, tables: Tables) -> Iterator[Number]:
    """The numbers of a sentence that are no dates, in text order."""
    position = 0
    while position < len(sentence):
        run = _run_at(sentence, position, tables)
        if run is None:
            position += 1
            continue
        if not _is_date(sentence, run, tables):
            yield run
        position = run.last + 1


def _run_at(sentence: Sentence, start: int, tables: Tables) -> Number | None:
    word = sentence[start]
    digits = _DIGITS.fullmatch(word.text)
    if digits:
        return _numeral(sentence, start, digits, tables)
    value, kind = tables.number(word)
    if kind == "none":
        return Number(first=start, last=start, value=value) if word.upos == "DET" else None
    if kind == "vague":
        return Number(first=start, last=start, value=value, vague=True)
    if kind == "article":
        follows = start + 1 < len(sentence) and tables.number(sentence[start + 1])[1] == "scale"
        found = _spelled(sentence, start + 1, tables) if follows else None
        return evolve(found, first=start) if found else None
    # "One" and "second" are pronouns and ordinals as often as they are numbers.
    counts = word.upos == "NUM" or kind == "scale"
    return _spelled(sentence, start, tables) if counts else None


def _numeral(
    sentence: Sentence, start: int, digits: re.Match[str], tables: Tables
) -> Number | None:
    sign, tail = (digits["sign"] or "").casefold(), digits["tail"].casefold()
    factor, kind = tables.numbers.get(tail, (None, ""))
    unit = tables.units.get(("before", sign), "") or tables.units.get(("after", tail), "")
    scaled = factor is not None and kind in {"scale", "suffix"}
    if (tail not in {"", "+"} and not unit and not scaled) or (sign and not unit):
        return None
    if len(digits["value"]) > _LONGEST:
        return Number(first=start, last=start, value=None, unit=unit)
    value = Decimal(digits["value"].replace(",", ""))
    if factor is not None and scaled:
        value *= factor
    last = start
    while last + 1 < len(sentence):
        factor, kind = tables.number(sentence[last + 1])
        if factor is None or kind not in {"scale", "suffix"}:
            break
        value, last = value * factor, last + 1
    return Number(first=start, last=last, value=value, unit=unit)


def _spelled(sentence: Sentence, start: int, tables: Tables) -> Number | None:
    """A number in words: "two dozen", "a hundred and five", "twenty-one"."""
    total, part, last, before = Decimal(0), Decimal(0), start - 1, ""
    for position in range(start, len(sentence)):
        word = sentence[position]
        value, kind = tables.number(word)
        joins = (kind == "link" and before == "scale") or (
            kind == "range" and before == "ten" and not word.text.isalpha()
        )
        if value is None or not (joins or kind in _FOLLOWS[before]):
            break
        if joins:
            continue
        part = (part or Decimal(1)) * value if kind == "scale" else part + value
        if kind == "scale" and value >= Decimal(1000):
            total, part = total + part, Decimal(0)
        last, before = position, kind
    return Number(first=start, last=last, value=total + part) if last >= start else None


def _is_date(sentence: Sentence, run: Number, tables: Tables) -> bool:
    """Whether the number is a year, a day of a month, an hour, or a label ("Flight 17")."""
    word = sentence[run.first]
    around = [at for at in (run.first - 1, run.last + 1) if 0 <= at < len(sentence)]
    kinds = {
        tables.calendar.get(sentence[at].text.casefold(), "")
        for at in around
        if sentence[at].upos in {"PROPN", "NOUN", "ADV"}
    }
    if "month" in kinds or "clock" in kinds:
        return True
    before = run.first > word.head >= 0 and sentence[word.head].upos in {"NOUN", "PROPN"}
    if before and word.relation in {"nummod", "flat", "appos", "compound", "nmod"}:
        return not run.unit
    if len(word.text) != len("2022") or not word.text.isdecimal() or int(word.text) not in _YEARS:
        return False
    # "The 2016 campaign" names a year, "2016 soldiers" counts.
    plural = word.head != ROOT and sentence[word.head].xpos in _PLURAL
    return run.first == run.last and not (word.relation == "nummod" and plural)
