"""The seed article's attributions, names and conflicts do not fall below their floors."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import score
from benchmarks.attribution import to_attribution
from claimtrack.extraction import extract
from claimtrack.model import Document, Extraction
from claimtrack.tracker import Tracker

pytestmark = pytest.mark.models

SEEDS = Path(__file__).parent.parent / "seeds"
NAME = "azerbaijan-armenia-clashes"
FLOORS: dict[str, float] = json.loads((SEEDS / "floors.json").read_text("utf-8"))[NAME]


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    record: dict[str, Any] = json.loads((SEEDS / f"{NAME}.gold.jsonl").read_text("utf-8"))
    return record


@pytest.fixture(scope="module")
def extraction(gold: dict[str, Any]) -> Extraction:
    return extract(Document(gold["text"]))


def test_the_gold_is_of_the_article(gold: dict[str, Any]) -> None:
    with (SEEDS / f"{NAME}.txt").open(encoding="utf-8", newline="") as file:
        assert file.read() == gold["text"]


def test_attributions_are_right(gold: dict[str, Any], extraction: Extraction) -> None:
    claims = {"id": gold["id"], "attributions": [to_attribution(c) for c in extraction.claims]}
    options = score.parser().parse_args(["gold", "claims", "--boot", "0"])
    row = score.evaluate({gold["id"]: gold}, {gold["id"]: claims}, options)["scores"]["ATTR"]
    assert round(row["R"] * len(gold["attributions"])) >= FLOORS["right"]
    assert row["P"] >= FLOORS["precision"]


def test_sources_are_named(gold: dict[str, Any], extraction: Extraction) -> None:
    document = score.Doc(gold["text"])
    wanted = [score.Att(item, document, "gold") for item in gold["attributions"]]
    found = [score.Att(to_attribution(c), document, "claims") for c in extraction.claims]
    named = sum(
        set(extraction.claims[to].sources) == set(gold["attributions"][at]["source_name"])
        for _, at, to in score.align(wanted, found)
        if gold["attributions"][at]["source_name"]
    )
    assert named >= FLOORS["named"]


def test_the_conflicts_of_the_article_are_named(gold: dict[str, Any]) -> None:
    with Tracker() as tracker:
        tracker.add(Document(gold["text"]))
        claims = {claim.id: claim for claim in tracker.claims()}
        conflicts = tracker.conflicts()
    sides = [
        ({*claims[found.a].sources, *claims[found.b].sources}, found.reason) for found in conflicts
    ]
    ministries = {"Armenian Defense Ministry", "Azerbaijani Defense Ministry"}
    assert any(who == ministries and "civilian" in reason for who, reason in sides)
    assert any(
        {"Russian officials", "Armenian Defense Ministry"} <= who and "ceasefire" in reason
        for who, reason in sides
    )
    # Beyond these two kinds, at most two that a careful reader would not call a conflict.
    others = [
        reason
        for who, reason in sides
        if not (who == ministries and "civilian" in reason) and "ceasefire" not in reason
    ]
    assert len(others) <= 2, others
