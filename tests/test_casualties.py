"""Counts of killed and injured: what they are, and how a person's word on them is read."""

from decimal import Decimal

import pytest
from attrs import evolve

from benchmarks.casualties import MISSED, RIGHT, Count, kind_of, read_verdicts, score
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Quantity, Span

CLASSES = load_lexicon().mapping("events", "class")
COUNT = Count("a1", 0, 2, "12", "killed", "people", "-")


@pytest.mark.parametrize(
    ("event", "counted", "unit", "kind"),
    [
        ("kill", ("people",), "", "killed"),
        ("wound", (), "", "injured"),
        ("claim", ("life", "civilian"), "", "killed"),
        ("put", ("toll", "death"), "", "killed"),
        ("report", ("house",), "", ""),
        ("kill", (), "year", ""),
    ],
)
def test_a_count_is_of_killed_or_injured_by_its_event_or_its_noun(
    event: str, counted: tuple[str, ...], unit: str, kind: str
) -> None:
    found = Quantity(
        span=Span(0, 2),
        text="12",
        low=Decimal(12),
        high=Decimal(12),
        event=event,
        counted=counted,
        unit=unit,
    )
    assert kind_of(found, CLASSES) == kind


def test_what_nobody_judged_is_not_right_and_what_is_found_is_not_missed() -> None:
    other = evolve(COUNT, start=9, end=11)
    said = score([COUNT, other], {COUNT: RIGHT, evolve(COUNT, start=9, value="?"): MISSED})
    assert "found 2, right 1: precision 0.500" in said
    assert "missed 0: recall 1.000" in said
    assert "not judged: 1" in said


def test_the_verdicts_are_whole() -> None:
    verdicts = read_verdicts()
    assert len(verdicts) >= 600
    said = {"right", "missed", "value", "kind", "who", "where"}
    assert set(verdicts.values()) <= said
    assert {count.kind for count in verdicts} == {"killed", "injured"}
