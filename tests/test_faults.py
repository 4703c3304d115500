"""The fault suite of benchmarks.faults, smaller."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import faults, store
from benchmarks.hostile import fuzz
from claimtrack.parsing import default_parser
from claimtrack.store.ledger import KEPT

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


@needs_fork
def test_writers_that_are_killed_lose_nothing_that_was_there(tmp_path: Path) -> None:
    counts = faults.kill(tmp_path, rounds=4)
    assert counts["documents said to be there"] > 0
    assert (counts["lost"], counts["faults"], counts["errors"]) == (0, 0, 0)


@needs_fork
def test_writers_and_readers_at_once_make_no_error(tmp_path: Path) -> None:
    counts = faults.load(tmp_path, seconds=1, writers=2, readers=3)
    assert counts["documents"] > 0
    assert counts["questions"] > 0
    bad = ("errors", "documents said twice", "documents there twice", "lost", "faults")
    assert [counts[name] for name in bad] == [0] * 5


def test_every_table_has_rows_to_edit(tmp_path: Path) -> None:
    whole = faults.make_whole(tmp_path / "whole.db")
    with closing(sqlite3.connect(whole)) as connection:
        for name in (item.name for item in KEPT):
            (rows,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608
            assert rows > 0, name


def test_a_sample_of_all_edits_is_named(tmp_path: Path) -> None:
    counts = faults.tamper(faults.make_whole(tmp_path / "whole.db"), every=23)
    assert counts["edits"] > 8
    assert counts["missed"] == 0


@pytest.mark.models
def test_hostile_texts_crash_nothing_and_every_span_reads_back(tmp_path: Path) -> None:
    run = fuzz(tmp_path / "fuzz.db", default_parser("en"), texts=20)
    assert run.counts["texts"] == 20
    assert run.counts["claims"] > 0
    assert (run.counts["crashes"], run.counts["astray"]) == (0, 0), run.failed


def test_the_benchmark_of_the_store_measures_what_it_says(tmp_path: Path) -> None:
    found = store.measure(tmp_path, list(store.make_extractions(20, 20)), searches=20, rounds=1)
    assert (found["claims"], found["faults"]) == (400, 0)
    assert found["bytes a claim"] < 3000
