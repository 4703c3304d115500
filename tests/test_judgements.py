import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from claimtrack.errors import InputError, NotFoundError, StoreError
from claimtrack.model import Extraction, Judgement, Run, Source
from claimtrack.store import Store

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


@pytest.fixture
def store(
    tmp_path: Path, bridge: Extraction, sources: dict[str, Source], run: Run
) -> Iterator[Store]:
    with Store(tmp_path / "claims.db") as made:
        made.add(bridge, sources=sources, run=run, now=NOW)
        yield made


@pytest.fixture
def same(bridge: Extraction) -> Judgement:
    return Judgement(
        subject="claim",
        a=bridge.claims[0].id,
        b=bridge.claims[1].id,
        verdict="same",
        by="Ana",
        reason="both about the bridge",
        added=NOW,
    )


def test_a_judgement_reads_back_and_is_written_once(store: Store, same: Judgement) -> None:
    assert store.judge(same)
    assert not store.judge(same)
    assert store.judgements() == (same,)
    assert store.judgements(subject="claim") == (same,)
    assert store.judgements(subject="source") == ()


def test_a_judgement_is_taken_back_by_another_row(store: Store, same: Judgement) -> None:
    store.judge(same)
    taken = store.retract(same.id, by="Bo", reason="other bridge", now=NOW + timedelta(1))
    assert (taken.retracts, taken.by, taken.a) == (same.id, "Bo", same.a)
    assert store.judgements() == ()
    with pytest.raises(StoreError, match="was taken back already"):
        store.retract(same.id, by="Bo", now=NOW)
    with pytest.raises(StoreError, match="judge the two anew"):
        store.retract(taken.id, by="Bo", now=NOW)
    anew = evolve(same, added=NOW + timedelta(2))
    assert store.judge(anew)
    assert store.judgements() == (anew,)


def test_of_one_person_on_one_pair_the_last_word_counts(store: Store, same: Judgement) -> None:
    turned = evolve(same, a=same.b, b=same.a, verdict="different", added=NOW + timedelta(1))
    other = evolve(same, by="Bo")
    for item in (same, other, turned):
        store.judge(item)
    assert store.judgements() == (other, turned)


def test_sources_are_judged_too(store: Store) -> None:
    a, b, *_ = store.sources()
    item = Judgement(subject="source", a=a.id, b=b.id, verdict="different", by="Bo", added=NOW)
    store.judge(item)
    assert store.judgements(subject="source") == (item,)


def test_what_is_not_there_cannot_be_judged(store: Store, same: Judgement) -> None:
    with pytest.raises(NotFoundError, match="no claim 'c1:nobody'; see: claimtrack claims"):
        store.judge(evolve(same, b="c1:nobody"))
    with pytest.raises(NotFoundError, match="no source"):
        store.judge(evolve(same, subject="source"))
    with pytest.raises(NotFoundError, match="no judgement 'j1:x'"):
        store.retract("j1:x", by="Bo", now=NOW)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"verdict": "equal"}, "no verdict 'equal'; give same, different, unsure"),
        ({"subject": "cue"}, "no subject 'cue'; give claim, source"),
        ({"by": " "}, "needs a name"),
        ({"b": "c1:x", "a": "c1:x"}, "about two"),
        ({"added": NOW.replace(tzinfo=None)}, "needs a timezone"),
    ],
)
def test_a_judgement_that_is_none_is_refused(
    same: Judgement, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        evolve(same, **wrong)


@pytest.mark.parametrize("sql", ["UPDATE judgement SET by = 'Eve'", "DELETE FROM judgement"])
def test_no_program_can_change_a_judgement(store: Store, same: Judgement, sql: str) -> None:
    store.judge(same)
    assert store.path is not None
    other = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(sql)
    other.close()
