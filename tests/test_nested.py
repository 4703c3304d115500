"""Claims inside claims, on web texts of our own: found, under the right parent, not invented."""

import json
from pathlib import Path

import pytest

from benchmarks.nested import measure, read_cases
from claimtrack.extraction import extract
from claimtrack.model import Document

pytestmark = pytest.mark.models

SEEDS = Path(__file__).parent.parent / "seeds"
FLOORS: dict[str, dict[str, float]] = json.loads((SEEDS / "floors.json").read_text("utf-8"))["web"]


def test_web_texts_do_not_fall_below_their_floors() -> None:
    cases = read_cases()
    reached = measure((case, extract(Document(case.text)).claims) for case in cases)
    low = {
        sort: (tally.right, round(tally.precision, 3))
        for sort, tally in reached.items()
        if tally.right < FLOORS[sort]["right"] or tally.precision < FLOORS[sort]["precision"]
    }
    assert not low


def test_the_gold_reads_back() -> None:
    for case in read_cases():
        for item in case.attributions:
            assert item["cue"]
            assert item["content"]
            spans = [span for part in item.values() for span in part]
            assert all(case.text[low:high].strip() for low, high in spans)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The mayor said that residents had told her that the bridge was unsafe.",
            ["said", "had told"],
        ),
        (
            "Critics say the agency claims that studies show the pills are safe.",
            ["say", "claims", "show"],
        ),
        (
            "“My doctor told me that it would heal,” one reader wrote.",
            ["wrote", "told"],
        ),
    ],
)
def test_what_is_said_is_judged_as_if_it_stood_by_itself(text: str, chain: list[str]) -> None:
    claims = {claim.cue.text: claim for claim in extract(text).claims if claim.cue}
    assert set(claims) == set(chain)
    above = None
    for cue in chain:
        assert claims[cue].parent == above
        above = claims[cue].id


def test_a_quotation_goes_on_for_the_outer_of_two() -> None:
    text = (
        "The mayor said that the engineer had warned that the bridge was weak. "
        "“It will fall before the year is out, and nobody will be surprised.”"
    )
    outer, inner = extract(text).claims
    assert "nobody" in outer.text
    assert "nobody" not in inner.text
