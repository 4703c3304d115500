"""How often dates and quantities are read as a person reads them.

The gold is ``seeds/gold/values/cases.txt``: sentences of our own with their dates and quantities,
a part of them for tuning, others kept apart until they were measured once. A date is right when
its words overlap the gold's and start, end and precision are the same; a quantity when words,
value, bound, unit, the noun that is counted, the words that narrow it, event, side and total are.
What is found beyond the gold counts against precision. Places of a count are scored apart.

    python -m benchmarks.values               # the part for tuning, with its errors
    python -m benchmarks.values --part first  # the figures of a part kept apart, no errors
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from attrs import field, frozen

from claimtrack.dates import find_moments
from claimtrack.extraction import extract
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Claim, Document, Moment, Quantity, Span
from claimtrack.parsing import Parser, default_parser
from claimtrack.quantities import find_quantities

GOLD = Path(__file__).parents[1] / "seeds" / "gold" / "values" / "cases.txt"
_BOUNDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than", "~": "about"}
ANY = "*"


@frozen
class GoldDate:
    """A date as a person reads it; `value` is ``*`` where it is not judged."""

    text: str
    value: str
    precision: str
    said: bool = False


@frozen
class GoldQuantity:
    """A quantity as a person reads it; ``*`` is not judged."""

    text: str
    value: str
    counted: str
    event: str
    options: Mapping[str, str] = field(factory=dict[str, str])


@frozen
class Case:
    """A sentence with its dates and quantities."""

    part: str
    genre: str
    published: str
    text: str
    dates: tuple[GoldDate, ...]
    quantities: tuple[GoldQuantity, ...]

    @property
    def document(self) -> Document:
        """The sentence as a document published on its day."""
        return Document(self.text, published=datetime.fromisoformat(self.published + "T00:00Z"))


def read_cases(path: Path = GOLD) -> tuple[Case, ...]:
    """The cases of a gold file; its head says how they are written."""
    cases: list[Case] = []
    for block in path.read_text(encoding="utf-8").split("\n= ")[1:]:
        head, text, *rows = [line for line in block.strip().splitlines() if line]
        part, genre, published = head.split()
        cells = [(row[0], [cell.strip() for cell in row[2:].split("|")]) for row in rows]
        cases.append(
            Case(
                part,
                genre,
                published,
                text,
                tuple(
                    GoldDate(row[0], row[1], row[2], "said" in row[3:])
                    for kind, row in cells
                    if kind == "t"
                ),
                tuple(
                    GoldQuantity(row[0], row[1], row[2], row[3], dict(_options(row[4:])))
                    for kind, row in cells
                    if kind == "q"
                ),
            )
        )
    return tuple(cases)


def _options(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """``unit=km part=more than 5`` as pairs."""
    for cell in cells:
        name = ""
        value: list[str] = []
        for word in cell.split():
            if "=" in word:
                if name:
                    yield name, " ".join(value)
                name, _, first = word.partition("=")
                value = [first]
            else:
                value.append(word)
        if name:
            yield name, " ".join(value)


# --- dates ---------------------------------------------------------------------------------


def _edge(text: str) -> datetime | None:
    if text in {"-", "?"}:
        return None
    padded = text + "-01-01"[len(text) - 4 :] if len(text) < len("2022-01-01") else text
    hour = "" if "T" in padded else "T00"
    zone = "" if padded.endswith("Z") else "+00:00"
    return datetime.fromisoformat(padded + hour + zone)


def _after(text: str) -> datetime:
    """The end of the day, month or year that an ISO date names."""
    start = _edge(text)
    assert start is not None
    if len(text) == len("2022"):
        return start.replace(year=start.year + 1)
    if len(text) == len("2022-01"):
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return datetime.fromtimestamp(start.timestamp() + 86400, tz=UTC)


def judge_date(gold: GoldDate, found: Moment) -> str:
    """What is wrong with a date that was found, or empty."""
    if gold.value != ANY:
        start, _, end = gold.value.partition("/")
        wanted = (_edge(start), _edge(end) if end else _after(start) if start != "?" else None)
        got = (found.start, found.end)
        if gold.precision == "instant":
            wanted, got = (wanted[0], None), (got[0], None)
        if wanted != got:
            return f"{_show(found.start)}/{_show(found.end)}"
    if gold.precision not in {ANY, found.precision} and gold.value != "?":
        return found.precision
    return ""


def _show(moment: datetime | None) -> str:
    return "-" if moment is None else moment.strftime("%Y-%m-%dT%H:%M")


# --- quantities ----------------------------------------------------------------------------


def judge_quantity(gold: GoldQuantity, found: Quantity, text: str) -> str:
    """What is wrong with a quantity that was found, or empty."""
    wrong: list[str] = []
    if gold.value != ANY and read_value(found) != gold.value:
        wrong.append(f"value {read_value(found)}")
    if not any(_counts(reading.split(), found) for reading in gold.counted.split("/")):
        wrong.append(f"counted {' '.join(found.counted) or '-'}")
    if gold.event != ANY and (found.event or "-") not in gold.event.split("/"):
        wrong.append(f"event {found.event or '-'}")
    total = "" if found.part_of is None else found.part_of.of(text)
    for name, got_text in (("unit", found.unit), ("side", found.side), ("part", total)):
        wanted_text = gold.options.get(name, "")
        close = name == "part" and bool(total) and (total in wanted_text or wanted_text in total)
        if wanted_text not in {ANY, got_text} and not (close and wanted_text):
            wrong.append(f"{name} {got_text or '-'}")
    return ", ".join(wrong)


def _counts(reading: Sequence[str], found: Quantity) -> bool:
    """Whether a quantity counts a noun, narrowed by the same words in any order."""
    noun, *narrow = reading
    got = {word for item in found.counted[1:] for word in item.split()}
    return noun == ANY or ((found.counted[:1] or ("-",)) == (noun,) and got == {*narrow})


def read_value(found: Quantity) -> str:
    """The value of a quantity as the gold writes it."""
    if found.low is None and found.high is None:
        return "?"
    if found.bound == "between":
        return f"{_plain(found.low)}..{_plain(found.high)}"
    sign = {name: mark for mark, name in _BOUNDS.items()}.get(found.bound, "")
    value = found.low if found.value is None else found.value
    return f"{'^' if found.bound == 'nearly' else sign}{_plain(value)}"


def _plain(value: Decimal | None) -> str:
    return "?" if value is None else format(value.normalize(), "f")


# --- scoring -------------------------------------------------------------------------------


@frozen
class Score:
    """Right ones among those of the gold and those found, with what is wrong in words."""

    right: int
    gold: int
    found: int
    errors: tuple[str, ...]

    @property
    def accuracy(self) -> float:
        """Share of the gold that is right."""
        return self.right / max(self.gold, 1)

    @property
    def precision(self) -> float:
        """Share of what is found that is right."""
        return self.right / max(self.found, 1)


def places_of(text: str, rows: Sequence[str]) -> tuple[Span, ...]:
    """Where the words of a case's rows stand, which are in text order, as whole words.

    Raises:
        ValueError: Some are not in the text.
    """
    found: list[Span] = []
    for words in rows:
        whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        match = whole.search(text, found[-1].end if found else 0) or whole.search(text)
        if match is None:
            msg = f"{words!r} is not in {text!r}"
            raise ValueError(msg)
        found.append(Span(match.start(), match.end()))
    return tuple(found)


def _overlapping(wanted: Span, spans: Sequence[Span], taken: set[int]) -> int | None:
    close = [k for k, span in enumerate(spans) if k not in taken and span.overlaps(wanted)]
    return min(close, key=lambda k: abs(spans[k].start - wanted.start), default=None)


def score_dates(case: Case, moments: Sequence[Moment]) -> Score:
    """The dates that were found in a sentence against those of the gold."""
    taken: set[int] = set()
    errors: list[str] = []
    places = places_of(case.text, [gold.text for gold in case.dates])
    for gold, wanted in zip(case.dates, places, strict=True):
        place = _overlapping(wanted, [item.span for item in moments], taken)
        if place is None:
            errors.append(f"{case.text}\n    missed: {gold.text} = {gold.value}")
            continue
        taken.add(place)
        wrong = judge_date(gold, moments[place])
        if wrong:
            errors.append(f"{case.text}\n    {gold.text} = {gold.value}, not {wrong}")
    right = len(case.dates) - len(errors)
    for place, item in enumerate(moments):
        if place not in taken:
            errors.append(f"{case.text}\n    no date: {item.text}")
    return Score(right, len(case.dates), len(moments), tuple(errors))


def score_quantities(case: Case, found: Sequence[Quantity]) -> Score:
    """The quantities that were found in a sentence against those of the gold."""
    taken: set[int] = set()
    errors: list[str] = []
    places = places_of(case.text, [gold.text for gold in case.quantities])
    for gold, wanted in zip(case.quantities, places, strict=True):
        place = _overlapping(wanted, [item.span for item in found], taken)
        if place is None:
            # What no value is asked of may be left out.
            if gold.value != ANY:
                errors.append(f"{case.text}\n    missed: {gold.text}")
            continue
        taken.add(place)
        wrong = judge_quantity(gold, found[place], case.text)
        if wrong:
            errors.append(f"{case.text}\n    {gold.text}: {gold.value} {gold.counted}: {wrong}")
    right = len(case.quantities) - len(errors)
    for place, item in enumerate(found):
        if place not in taken:
            errors.append(f"{case.text}\n    no quantity: {item.text}")
    return Score(right, len(case.quantities), len(found), tuple(errors))


def score_said(case: Case, claims: Sequence[Claim]) -> Score:
    """When it was said: dates on cues against those of the gold."""
    wanted = [gold.text for gold in case.dates if gold.said]
    spoken = {claim.said.text for claim in claims if claim.said is not None}
    right = sum(any(text in words or words in text for text in spoken) for words in wanted)
    errors = [f"{case.text}\n    said: {sorted(spoken)}, not {wanted}"] * (
        right < max(len(wanted), len(spoken))
    )
    return Score(right, len(wanted), len(spoken), tuple(errors))


def score_places(case: Case, found: Sequence[Quantity]) -> Score:
    """Where the counted was, for counts whose gold says where."""
    wanted = [
        (gold.text, gold.options["place"])
        for gold in case.quantities
        if gold.options.get("place", ANY) != ANY
    ]
    by_text = {item.text: item.place for item in found}
    right = sum(
        any(words in text or text in words for text in by_text if by_text[text] == place)
        for words, place in wanted
    )
    errors = [f"{case.text}\n    place: {by_text}, not {wanted}"] * (right < len(wanted))
    return Score(right, len(wanted), len(wanted), tuple(errors))


def score_cases(cases: Sequence[Case], parser: Parser) -> dict[str, Score]:
    """All scores of some cases, summed up."""
    lexicon = load_lexicon()
    sums: dict[str, list[Score]] = {}
    for case in cases:
        document = case.document
        trees = parser.parse(document.text)
        whole = (Span(0, len(document.text)),)
        moments = find_moments(trees, lexicon, document.published)
        found = find_quantities(trees, whole, lexicon, dates=tuple(item.span for item in moments))
        claims = extract(document, parser=parser, lexicon=lexicon).claims
        sums.setdefault("dates", []).append(score_dates(case, moments))
        sums.setdefault("said", []).append(score_said(case, claims))
        sums.setdefault("quantities", []).append(score_quantities(case, found))
        sums.setdefault("places", []).append(score_places(case, found))
    return {
        name: Score(
            sum(item.right for item in scores),
            sum(item.gold for item in scores),
            sum(item.found for item in scores),
            tuple(error for item in scores for error in item.errors),
        )
        for name, scores in sums.items()
    }


def main() -> None:
    """Print the figures, and the errors of the part for tuning."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--part",
        choices=["tune", "first", "second", "third", "fourth", "fifth", "sixth", "outside"],
        default="tune",
    )
    options.add_argument("--errors", action="store_true", help="list the errors of any part")
    given = options.parse_args()
    cases = [case for case in read_cases() if case.part == given.part]
    scores = score_cases(cases, default_parser())
    print(f"{given.part}: {len(cases)} sentences", Counter(case.genre for case in cases))
    for name, score in scores.items():
        print(
            f"  {name:<10}  accuracy {score.accuracy:.3f} ({score.right} of {score.gold})"
            f"  precision {score.precision:.3f} (of {score.found})"
        )
    if given.part == "tune" or given.errors:
        for name, score in scores.items():
            print(f"\n{name}")
            for error in score.errors:
                print("  " + error)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
