"""``claimtrack judge`` and ``recluster``, and the history of clusters in the store."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimtrack.cli import main
from claimtrack.errors import NotFoundError, StoreError
from claimtrack.model import Extraction, Run, Source
from claimtrack.tracker import Tracker


@pytest.fixture
def path(
    tmp_path: Path,
    bridge: Extraction,
    outlet: Extraction,
    sources: dict[str, Source],
    run: Run,
    now: datetime,
) -> Path:
    """A database of two documents."""
    place = tmp_path / "claims.db"
    with Tracker(place) as tracker:
        for item in (bridge, outlet):
            tracker.store.add(item, sources=sources, run=run, now=now)
        tracker.relate(now=now)
    return place


@pytest.fixture
def tracker(path: Path) -> Iterator[Tracker]:
    with Tracker(path) as opened:
        yield opened


def alone(tracker: Tracker) -> list[str]:
    """Claims that are in a cluster of their own."""
    return [item.claims[0] for item in tracker.clusters() if len(item.claims) == 1]


def homes(tracker: Tracker) -> dict[str, str]:
    """Claim to cluster."""
    return {claim: item.id for item in tracker.clusters() for claim in item.claims}


def test_what_a_person_judged_holds_survives_and_is_taken_back(
    tracker: Tracker, now: datetime
) -> None:
    strike, hurt, *_ = alone(tracker)
    before = homes(tracker)
    assert before[strike] != before[hurt]
    judged = tracker.judge(strike[:12], hurt, "same", by="Ana", reason="one day", now=now)
    joined = homes(tracker)
    assert joined[strike] == joined[hurt]
    tracker.recluster(now=now + timedelta(1))
    assert homes(tracker) == joined
    tracker.retract(judged.id, by="Ana", now=now + timedelta(2))
    after = homes(tracker)
    assert after[strike] != after[hurt]
    # Every other claim is where it was, under the same id.
    assert {key: after[key] for key in after.keys() - {strike, hurt}} == {
        key: before[key] for key in before.keys() - {strike, hurt}
    }
    changes = tracker.store.changes()
    assert [item.kind for item in changes] == ["merge", "split"]
    assert changes[0].after == joined[strike] == changes[1].before
    assert {item.claims for item in changes} <= {(strike,), (hurt,)}


def test_a_judgement_different_cuts(tracker: Tracker, now: datetime) -> None:
    pair = next(item.claims[:2] for item in tracker.clusters() if len(item.claims) > 1)
    tracker.judge(pair[0], pair[1], "different", by="Bo", now=now)
    assert len({homes(tracker)[claim] for claim in pair}) == 2
    tracker.recluster(now=now)
    assert len({homes(tracker)[claim] for claim in pair}) == 2


def test_unsure_changes_nothing(tracker: Tracker, bridge: Extraction, now: datetime) -> None:
    before = homes(tracker)
    tracker.judge(bridge.claims[0].id, bridge.claims[4].id, "unsure", by="Ana", now=now)
    assert homes(tracker) == before
    assert tracker.store.changes() == ()


def test_what_is_not_there_cannot_be_judged(tracker: Tracker, bridge: Extraction) -> None:
    with pytest.raises(NotFoundError):
        tracker.judge("c1:0", bridge.claims[0].id, "same", by="Ana")
    with pytest.raises(NotFoundError):
        tracker.retract("j1:0", by="Ana")


def call(path: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, [*words, "--db", str(path)])
    assert result.exit_code == code, result.output
    return result.output


def test_judging_by_command(path: Path) -> None:
    with Tracker(path) as tracker:
        a, b, *_ = alone(tracker)
    assert call(path, "judge", a, b, "same", "--by", "Ana") == "Ana: same\n"
    (group,) = (
        item
        for item in json.loads(call(path, "clusters", "--json"))
        if a in {claim["id"] for claim in item["claims"]}
    )
    assert {claim["id"] for claim in group["claims"]} == {a, b}
    assert "no judgement of Bo" in call(path, "judge", a, b, "--retract", "--by", "Bo", code=1)
    assert call(path, "judge", b, a, "--retract", "--by", "Ana") == "Ana: no longer same\n"
    kinds = [item["kind"] for item in json.loads(call(path, "clusters", "--history", "--json"))]
    assert kinds == ["merge", "split"]
    assert "merge" in call(path, "clusters", "--history")
    assert "give same, different or unsure" in call(path, "judge", a, b, code=2)
    assert "0 changes" in call(path, "recluster")


def test_a_history_in_which_nothing_happened_says_so(path: Path) -> None:
    assert "no cluster has merged" in call(path, "clusters", "--history")
    assert json.loads(call(path, "clusters", "--history", "--json")) == []


def test_taking_back_twice_is_an_error(
    tracker: Tracker, bridge: Extraction, now: datetime
) -> None:
    judged = tracker.judge(bridge.claims[0].id, bridge.claims[4].id, "unsure", by="A", now=now)
    tracker.retract(judged.id, by="A", now=now)
    with pytest.raises(StoreError, match="taken back already"):
        tracker.retract(judged.id, by="A", now=now)


@pytest.mark.parametrize("variable", [None, "Ana"])
def test_who_judges_is_named_by_the_variable_or_is_somebody(
    path: Path, monkeypatch: pytest.MonkeyPatch, variable: str | None
) -> None:
    def fail() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    # A container runs under a number that no user has.
    monkeypatch.setattr("claimtrack.cli.options.getuser", fail)
    with Tracker(path) as tracker:
        a, b, *_ = alone(tracker)
        names = [source.name for source in tracker.sources()]
    given = {"CLAIMTRACK_USER": variable}
    for command in (["judge", a, b, "same"], ["source", "merge", *names[:2]]):
        result = CliRunner(env=given).invoke(main, [*command, "--db", str(path)])
        assert result.exit_code == 0, result.output
    with Tracker(path) as tracker:
        said = [*tracker.store.judgements(subject="claim")]
        said += tracker.store.judgements(subject="source")
    assert [item.by for item in said] == [variable or "somebody"] * 2


def test_whoever_judges_what_another_judged_otherwise_is_told(path: Path) -> None:
    with Tracker(path) as tracker:
        a, b, *_ = alone(tracker)
    said = ["judge", a, b, "same", "--db", str(path), "--by"]
    assert "stay apart" not in CliRunner().invoke(main, [*said, "Ana"]).output
    CliRunner().invoke(main, ["judge", a, b, "different", "--db", str(path), "--by", "Bo"])
    result = CliRunner().invoke(main, [*said, "Cy"])
    assert result.exit_code == 0
    assert "they stay apart" in result.output
