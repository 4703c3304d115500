"""Pairs of news claims that contradict, or only differ, read with the shipped models.

Part 1 was written before the rules were mended, part 2 after, and read only then; how many of
each were right when first run stands in ``benchmarks/README.md``. What is missed, and what is
taken for a conflict and is none, is listed, so that a rule that learns it takes it off the list.
"""

import csv
from pathlib import Path

import pytest

from claimtrack.conflicts import read_text, relate_pair
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Document

pytestmark = pytest.mark.models

TABLE = Path(__file__).parents[1] / "seeds" / "gold" / "relations" / "opposites.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

#: Lines that are judged wrong.
MISSED = {10, 18, 19, 56, 58, 68, 70, 72, 97, 141, 155}


@pytest.mark.parametrize(("number", "row"), list(enumerate(ROWS, 2)))
def test_claims_that_cannot_both_hold_conflict_and_others_do_not(
    number: int, row: dict[str, str]
) -> None:
    a, b = (read_text(Document(row[side]), lexicon=load_lexicon()) for side in ("a", "b"))
    found = relate_pair(a, b, lexicon=load_lexicon())
    right = found.conflict == (row["wanted"] == "conflict")
    assert right == (number not in MISSED), found.reason


def test_the_table_has_enough_of_both() -> None:
    for part in ("1", "2"):
        wanted = [row["wanted"] for row in ROWS if row["part"] == part]
        assert min(wanted.count("conflict"), wanted.count("open")) >= 40
