"""Eight short reports of five outlets on one event: what they are to each other, end to end."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimtrack.ingest import read_jsonl
from claimtrack.model import Relation
from claimtrack.tracker import Tracker

REPORTS = Path(__file__).parent.parent / "seeds" / "border-clashes.jsonl"

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def tracker() -> Iterator[Tracker]:
    with Tracker() as found, REPORTS.open("rb") as lines:
        found.add_many(line.document for line in read_jsonl(lines) if line.document is not None)
        yield found


@pytest.fixture(scope="module")
def relations(tracker: Tracker) -> tuple[Relation, ...]:
    return tracker.relations()


def test_no_figures_are_called_a_conflict(relations: tuple[Relation, ...]) -> None:
    assert not [item.reason for item in relations if item.kind == "numeric"]


def test_the_conflicts_are_who_attacked_first_and_what_is_denied(
    relations: tuple[Relation, ...],
) -> None:
    found = Counter(item.rule for item in relations if item.conflict)
    assert found == {"denial": 4, "exclusive": 1}
    reasons = [item.reason for item in relations if item.conflict]
    assert any(
        reason.startswith("Armenia's Defence Ministry said that Azerbaijani forces had attacked ")
        and reason.endswith("only one can have done it “first”.")
        for reason in reasons
    )
    for denied in (
        (
            "Azerbaijan's Defence Ministry denied that Azerbaijani forces were shelling "
            "civilians; Armenia's Defence Ministry said that Azerbaijani forces were shelling "
            "civilians."
        ),
        (
            "Armenia's Defence Ministry denied that Armenian forces had committed sabotage; "
            "Azerbaijan's Defence Ministry said that Armenian forces had committed sabotage along "
            "the border."
        ),
        (
            "Armenia's Defence Ministry denied that Armenian forces had attacked first; "
            "Azerbaijan's Defence Ministry said that Armenian forces had attacked first."
        ),
    ):
        assert denied in reasons


def test_a_later_figure_of_one_source_is_an_update_and_never_goes_back(
    tracker: Tracker, relations: tuple[Relation, ...]
) -> None:
    dates = {item.id: item.published for item in tracker.store.documents()}
    figures: set[tuple[str, str]] = set()
    for item in relations:
        if item.kind == "update":
            a, b = tracker.claim(item.a), tracker.claim(item.b)
            earlier, later = dates[a.document], dates[b.document]
            assert earlier is not None
            assert later is not None
            assert earlier < later
            figures.add((a.quantities[0].text, b.quantities[0].text))
    assert figures == {("49", "105"), ("50", "105"), ("50", "71")}
