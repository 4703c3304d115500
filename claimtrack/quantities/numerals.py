"""Which words of a sentence make a number: digits, words, scales, shares."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, getcontext
from itertools import pairwise

from attrs import evolve, frozen

from claimtrack.numerals import LONGEST, kind_of, read_spelled
from claimtrack.quantities.tables import Tables
from claimtrack.syntax import Sentence, Word

_DIGITS = re.compile(r"(?P<sign>[^\w\s.,+-]|US\$)?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<tail>[^\d\s]*)")
#: A numeral that is no two numerals: "75,784", "£1.1m".
_CUT = re.compile(r"[^\w\s.,+-]?\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|\.\d+)[^\W\d_]*")
#: Digits in groups as numbers are written, also by lakh; "1,2,3" is a list.
_GROUPED = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
#: 1.5e6.
_SCIENTIFIC = re.compile(r"(?P<value>\d{1,20}(?:\.\d{1,20})?)[eE](?P<power>[+-]?\d{1,2})")
_PLURAL = frozenset(("NNS", "NNPS"))
_HUNDRED = Decimal(100)
#: Words that a share is looked for in: "nine out of ten".
_LONGEST_SHARE = 6
#: Words that a number is looked for in.
_LONGEST_NUMBER = 16


@frozen(kw_only=True)
class Number:
    """A run of words that is one number: positions ``[first, last]`` and its value.

    Attributes:
        first: Position of its first word.
        last: Position of its last word.
        value: None where it has too many digits.
        vague: Whether it is a word such as "dozens", whose value is the least that it may be.
        unit: A unit that is written with it (``50%``), or empty.
        scaled: Whether it ends in a scale word ("million").
        share: Whether it says how much of a whole ("a third"), in percent.
    """

    first: int
    last: int
    value: Decimal | None
    vague: bool = False
    unit: str = ""
    scaled: bool = False
    share: bool = False

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


def find_runs(sentence: Sentence, tables: Tables) -> Iterator[Number]:
    """All numbers of a sentence, in text order, whatever they say."""
    position = 0
    while position < len(sentence):
        run = _run_at(sentence, position, tables)
        if run is not None:
            yield run
        position = position + 1 if run is None else run.last + 1


def _run_at(sentence: Sentence, start: int, tables: Tables) -> Number | None:
    word = sentence[start]
    digits = _DIGITS.fullmatch(word.text)
    broken = _rejoined(sentence, start)
    if broken is not None:
        found = _numeral(sentence, start + broken[1] - 1, broken[0], tables)
        return None if found is None else evolve(found, first=start)
    if power := _SCIENTIFIC.fullmatch(word.text):
        value = Decimal(power["value"]).scaleb(int(power["power"]))
        return Number(first=start, last=start, value=_kept(value))
    found = _share(sentence, start, tables) or _not_one(sentence, start, tables)
    if found is not None or digits:
        return found or (_numeral(sentence, start, digits, tables) if digits else None)
    return _worded(sentence, start, tables)


def _not_one(sentence: Sentence, start: int, tables: Tables) -> Number | None:
    """None at all, in several words: "not a single"."""
    for length in (3, 2):
        words = sentence.words[start : start + length]
        if len(words) == length and kind_of(text_of(words), tables.numbers) == "none":
            return Number(first=start, last=start + length - 1, value=Decimal(0))
    return None


def _worded(sentence: Sentence, start: int, tables: Tables) -> Number | None:
    """A number in words."""
    word = sentence[start]
    value, kind = tables.number(word)
    if kind == "none":
        of = start + 1 < len(sentence) and sentence[start + 1].text.casefold() in tables.members
        counts = word.upos == "DET" or word.relation in {"nsubj", "obj"} or of
        counts = counts and not _opens_bound(sentence, start, tables)
        # "No civilians" is a number, "no agreement" is none.
        counts = counts and (word.upos != "DET" or _is_countable(sentence, word.head, tables))
        return Number(first=start, last=start, value=Decimal(0)) if counts else None
    if kind == "vague":
        return _vague(sentence, start, value or Decimal(0), tables)
    if kind == "article" and _is_bounded_unit(sentence, start, tables):
        return Number(first=start, last=start, value=Decimal(1))
    # "One" and "second" are pronouns and ordinals as often as they are numbers.
    if word.upos == "NUM" or kind in {"scale", "article", "fraction"}:
        return _spelled(sentence, start, tables)
    return None


def _is_bounded_unit(sentence: Sentence, start: int, tables: Tables) -> bool:
    """Whether an article is one unit of time that a bound stands before: "less than a year"."""
    following = sentence[start + 1].text.casefold() if start + 1 < len(sentence) else ""
    if following not in tables.times or ("after", following) not in tables.units:
        return False
    return any(
        start >= length
        and ("before", text_of(sentence.words[start - length : start]).casefold()) in tables.bounds
        for length in (2, 1)
    )


def _is_countable(sentence: Sentence, noun: int, tables: Tables) -> bool:
    """Whether "no" counts what a noun names: several things, or people."""
    word = sentence[noun]
    lemma = tables.lemma(word)
    people = word.deprel != "amod" and bool(tables.side(word.text))  # "No European"
    return people or word.xpos in _PLURAL or tables.is_person(lemma) or lemma in tables.parties


def _rejoined(sentence: Sentence, start: int) -> tuple[re.Match[str], int] | None:
    """A numeral that a tokenizer has cut ("£1." and "1m"), and how many words it is."""
    words = sentence.words[start : start + 3]
    for length in (3, 2):
        parts = words[:length]
        joined = len(parts) == length and all(one.end == two.start for one, two in pairwise(parts))
        text = "".join(word.text for word in parts)
        cut = any(word.text.endswith((".", ",")) for word in parts[:2])
        if joined and cut and _CUT.fullmatch(text):
            whole = _DIGITS.fullmatch(text)
            return None if whole is None else (whole, length)
    return None


def _opens_bound(sentence: Sentence, start: int, tables: Tables) -> bool:
    """Whether "no" is the first word of a bound: "no fewer than"."""
    return any(
        ("before", text_of(sentence.words[start : start + length]).casefold()) in tables.bounds
        for length in (3, 2)
    )


def _texts(sentence: Sentence, start: int, length: int) -> list[str]:
    return [word.text for word in sentence.words[start : start + length]]


def _spelled(sentence: Sentence, start: int, tables: Tables) -> Number | None:
    found = read_spelled(_texts(sentence, start, _LONGEST_NUMBER), tables.numbers)
    if found is None:
        return _half(sentence, start, tables)
    last = start + found.length - 1
    scaled = tables.number(sentence[last])[1] == "scale"
    run = Number(first=start, last=last, value=_kept(found.value), scaled=scaled)
    return _signed(sentence, run, tables)


def _half(sentence: Sentence, start: int, tables: Tables) -> Number | None:
    """A fraction of one unit: "half a percentage point", "half a mile"."""
    kinds = [kind_of(text, tables.numbers) for text in _texts(sentence, start, 2)]
    if kinds != ["fraction", "article"]:
        return None
    value = tables.number(sentence[start])[0]
    run = Number(first=start, last=start + 1, value=value)
    return run if unit_after(sentence, run, tables)[1] else None


def _vague(sentence: Sentence, start: int, value: Decimal, tables: Tables) -> Number:
    """A word such as "dozens", with what multiplies it: "tens of thousands", "several hundred"."""
    last = start
    texts = _texts(sentence, start + 1, 2)
    kinds = [kind_of(text, tables.numbers) for text in texts]
    if kinds == ["of", "vague"]:
        # Each of the two plurals says "at least two".
        value, last = value * tables.numbers[texts[1].casefold()][0] / 2, start + 2
    elif kinds[:1] == ["scale"]:
        value, last = value * tables.numbers[texts[0].casefold()][0], start + 1
    return Number(first=start, last=last, value=value, vague=True, scaled=last > start)


def _share(sentence: Sentence, start: int, tables: Tables) -> Number | None:
    """How much of a whole, in percent: "two-thirds of", "a quarter of", "nine in ten"."""
    texts = [text.casefold() for text in _texts(sentence, start, _LONGEST_SHARE)]
    kinds = [kind_of(text, tables.numbers) for text in texts]
    count = Decimal(1)
    at = 0
    if kinds[:1] == ["article"]:
        at = 1
    elif kinds[:1] == ["unit"]:
        count = tables.numbers[texts[0]][0]
        at = 2 if kinds[1:2] == ["range"] and not texts[1].isalpha() else 1
        length = _out_of(texts, kinds, tables)
        if length:
            whole = tables.numbers[texts[length - 1]][0]
            last = start + length - 1
            share = _HUNDRED * count / whole
            return Number(first=start, last=last, value=share, unit="percent", share=True)
    if kinds[at : at + 1] not in (["share"], ["fraction"]):
        return None
    following = kinds[at + 1 : at + 2]
    hyphened = at > 1  # "Two-thirds" is a share whatever follows, "a third" may be an ordinal.
    before = kind_of(sentence[start - 1].text, tables.numbers) if start else ""
    told = following == ["of"] or texts[at + 1 : at + 2] == ["the"]
    told = told or (before == "by" and following != ["article"])
    # "Half a street"; "half a mile" has a unit, "half a million" is a number.
    part = kinds[at] == "fraction" and following == ["article"] and at == 0
    unit = any(
        ("after", " ".join(texts[at + 2 : end])) in tables.units for end in (at + 3, at + 4)
    )
    told = told or (part and not unit and kinds[at + 2 : at + 3] not in (["scale"], ["vague"]))
    if not (hyphened or told):
        return None
    if kinds[at + 2 : at + 4] == ["article", "scale"]:
        return None  # "A quarter of a million" is a number.
    share = (_HUNDRED * count * tables.numbers[texts[at]][0]).quantize(Decimal("0.01"))
    return Number(first=start, last=start + at, value=share, unit="percent", share=True)


def _out_of(texts: Sequence[str], kinds: Sequence[str], tables: Tables) -> int:
    """How many words "nine in ten" or "nine out of ten" takes; 0 where it is neither."""
    for between in (("in",), ("out", "of")):
        end = len(between) + 1
        if tuple(texts[1:end]) == between and kinds[end : end + 1] == ["unit"]:
            whole = tables.numbers[texts[end]][0]
            return end + 1 if whole > tables.numbers[texts[0]][0] else 0
    return 0


def _numeral(
    sentence: Sentence, start: int, digits: re.Match[str], tables: Tables
) -> Number | None:
    sign, tail = (digits["sign"] or "").casefold(), digits["tail"].casefold()
    factor, kind = tables.numbers.get(tail, (None, ""))
    unit = tables.units.get(("before", sign), "") or tables.units.get(("after", tail), "")
    scaled = factor is not None and kind in {"scale", "suffix"}
    if (tail not in {"", "+"} and not unit and not scaled) or (sign and not unit):
        return None
    if len(digits["value"]) > LONGEST or not _GROUPED.fullmatch(digits["value"]):
        return Number(first=start, last=start, value=None, unit=unit)
    value = Decimal(digits["value"].replace(",", ""))
    if factor is not None and scaled:
        value *= factor
    last = start
    while last + 1 < len(sentence):
        factor, kind = tables.number(sentence[last + 1])
        if factor is None or kind not in {"scale", "suffix"}:
            break
        value, last, scaled = value * factor, last + 1, True
    if scaled and value == value.to_integral_value():
        value = value.to_integral_value()
    return _signed(
        sentence,
        Number(first=start, last=last, value=_kept(value), unit=unit, scaled=scaled),
        tables,
    )


def _kept(value: Decimal) -> Decimal | None:
    """A value, written without an exponent; None where it has too many digits to be exact."""
    if value.adjusted() > LONGEST or len(value.as_tuple().digits) >= getcontext().prec:
        return None
    return Decimal(format(value, "f"))


def _signed(sentence: Sentence, run: Number, tables: Tables) -> Number:
    """A number with the minus before it: "-15 degrees", "minus 3 percent"; "10-20" has none."""
    at = run.first - 1
    if run.value is None or at < 0:
        return run
    mark = sentence[at]
    kind = tables.number(mark)[1]
    glued = mark.end == sentence[run.first].start
    apart = at == 0 or sentence[at - 1].end < mark.start or is_sign(sentence, at - 1, tables)
    hyphen = kind == "range" and not mark.text.isalpha() and glued and apart
    if kind != "minus" and not hyphen:
        return run
    return evolve(run, first=at, value=-run.value)


def unit_after(sentence: Sentence, run: Number, tables: Tables) -> tuple[int, str]:
    """The last position with the unit's words, and the unit; empty where there is none."""
    for length in (4, 3, 2, 1):
        words = sentence.words[run.last + 1 : run.last + 1 + length]
        if len(words) < length:
            continue
        text = text_of(words).casefold()
        behind = sentence.words[run.last + 1 + length : run.last + 2 + length]
        # "300 pounds of flour" are no money.
        of = [word.text.casefold() for word in behind] == ["of"]
        places = ("of",) * of + ("scaled",) * run.scaled + ("after",)
        for form in (text, text.lstrip("-‐‑– ").replace(" - ", "-")):
            for place in places:
                if unit := tables.units.get((place, form)):
                    return run.last + length, unit
    return run.last, ""


def is_sign(sentence: Sentence, position: int, tables: Tables) -> bool:
    """Whether a word is a sign or unit that stands before its number."""
    return ("before", sentence[position].text.casefold()) in tables.units


def with_sign(sentence: Sentence, run: Number, tables: Tables) -> Number:
    """The number with a sign that stands before it as a word of its own."""
    if run.first and is_sign(sentence, run.first - 1, tables):
        return evolve(run, first=run.first - 1)
    return run
