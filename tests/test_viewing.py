"""How conflicts stand, which matter most, and the timeline of a cluster; values by hand."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from claimtrack.cli import main
from claimtrack.conflicts import choose, find_cluster, order_turns, stand, weigh
from claimtrack.display.page import to_html
from claimtrack.display.text import to_text
from claimtrack.errors import NotFoundError
from claimtrack.model import (
    Carriage,
    Claim,
    Cluster,
    Document,
    Extraction,
    Moment,
    Relation,
    RelationKind,
    Report,
    Run,
    Source,
    Span,
    Spans,
)
from claimtrack.store import Store
from claimtrack.tracker import Tracker, read_version

DAY = datetime(2022, 9, 13, 12, tzinfo=UTC)
TEXTS = {
    "first": "Army said that 49 were killed.",
    "second": "Rebels said that 80 were killed.",
    "third": "Army said that 105 were killed.",
    "fourth": "Monitor said that 81 were killed.",
}
FIGURE = (Span(15, 17),)


def make_document(name: str, days: float | None) -> Document:
    published = None if days is None else DAY + timedelta(days=days)
    return Document(TEXTS[name], outlet=name, published=published)


def make_claim(document: Document, source: str) -> Claim:
    end = len(document.text)
    return Claim(
        document=document.id,
        source=None,
        cue=None,
        content=(Span(10, end - 1),),
        text=document.text[10:-1],
        mode="indirect",
        pattern="test.by-hand",
        sources=(source,) if source else (),
        sentence=Span(0, end),
    )


def tie(
    a: Claim, b: Claim, kind: RelationKind, *, rule: str = "", spans: Spans = FIGURE
) -> Relation:
    return Relation(
        a=a.id, b=b.id, kind=kind, rule=rule or kind, reason=f"{kind}.", score=0.6,
        spans_a=spans, spans_b=spans,
    )  # fmt: skip


@pytest.fixture
def told() -> Report:
    """The army says 49 and a day later 105; rebels and a monitor say about 80."""
    documents = tuple(
        make_document(name, days)
        for name, days in (("first", 0.0), ("second", 0.2), ("third", 1.0), ("fourth", 2.0))
    )
    names = ("Army", "Rebels", "Army", "Monitor")
    a, b, c, d = claims = tuple(map(make_claim, documents, names))
    return Report(
        documents=documents,
        claims=claims,
        clusters=(Cluster(tuple(claim.id for claim in claims)),),
        relations=(
            tie(a, b, "numeric"),
            tie(b, c, "numeric"),
            tie(a, c, "update"),
            tie(b, d, "agree"),
        ),
    )


def pairs(report: Report) -> list[tuple[str, str]]:
    said = {claim.id: claim.text for claim in report.claims}
    return [
        (said[it.relation.a][5:8].strip(), said[it.relation.b][5:8].strip())
        for it in report.standings
    ]


def test_a_figure_that_its_source_has_replaced_is_open_no_more(told: Report) -> None:
    found = stand(told)
    first, second = found.standings
    assert (first.open, second.open) == (True, False)
    assert {first.relation, second.relation} == set(told.relations[:2])
    assert second.relation == told.relations[0]
    assert second.superseded == (told.claims[2].id,)
    # The report shows conflicts as they stand, then what else there is.
    assert found.relations == (first.relation, second.relation, *told.relations[2:])


def test_as_of_a_day_nothing_published_later_counts(told: Report) -> None:
    (then,) = stand(told, as_of=date(2022, 9, 13)).standings
    assert then.relation == told.relations[0]
    assert then.open
    assert then.sources == (1, 1)
    assert stand(told, as_of=date(2022, 9, 12)) == Report(
        documents=(), claims=(), clusters=(), relations=()
    )
    # What is known later is nothing else than what is known at the end.
    assert stand(told, as_of=date(2022, 9, 15)).relations == stand(told).relations


def test_the_first_and_the_last_day_that_there_are_can_be_asked_for(told: Report) -> None:
    assert stand(told, as_of=date.min).standings == ()
    found = stand(told, as_of=date.max).standings
    assert len(found) == len(stand(told).standings) > 0
    assert choose(found, since=date.min, until=date.max) == found
    assert choose(found, since=date.max) == ()
    assert choose(found, until=date.min) == ()


def test_what_has_no_date_is_not_there_as_of_a_day(told: Report) -> None:
    undated = evolve(told.documents[1], published=None)
    report = evolve(told, documents=(told.documents[0], undated, *told.documents[2:]))
    assert stand(report, as_of=date(2022, 9, 30)).standings == ()
    assert [item.since for item in stand(report).standings] == [None, None]


def test_an_update_whose_order_is_not_known_supersedes_nothing(told: Report) -> None:
    undated = tuple(evolve(document, published=None) for document in told.documents)
    assert all(item.open for item in stand(evolve(told, documents=undated)).standings)


def test_an_update_of_another_figure_supersedes_nothing(told: Report) -> None:
    a, _, c, _ = told.claims
    update = tie(a, c, "update", spans=(Span(18, 22),))
    report = evolve(told, relations=(told.relations[0], update))
    assert [item.open for item in stand(report).standings] == [True]


def test_an_update_of_a_figure_ends_no_denial(told: Report) -> None:
    a, b, c, _ = told.claims
    denial = tie(a, b, "denial")
    report = evolve(told, relations=(denial, tie(a, c, "update")))
    assert [item.open for item in stand(report).standings] == [True]


def test_independent_sources_and_reports_of_both_sides_are_counted(told: Report) -> None:
    carried = tuple(
        Carriage(claim=claim.id, origin=claim.id, reports=reports, documents=5)
        for claim, reports in zip(told.claims, (1, 3, 1, 3), strict=True)
    )
    open_, over = stand(evolve(told, carriages=carried)).standings
    assert (open_.sources, open_.reports) == ((2, 1), (3, 1))
    assert (over.sources, over.reports) == ((1, 2), (1, 3))
    shown = to_text(stand(evolve(told, carriages=carried))).plain
    assert "2 independent sources in 3 reports against 1 in 1" in shown


def test_copies_of_one_passage_are_one_source(told: Report) -> None:
    _, b, _, d = told.claims
    copies = (
        Carriage(claim=b.id, origin=b.id, documents=2),
        Carriage(claim=d.id, origin=b.id, documents=2),
    )
    found = weigh(told.relations, told.claims, told.documents, carriages=copies)
    assert {item.sources for item in found} == {(1, 1)}


def test_the_weight_is_that_of_the_formula(told: Report) -> None:
    found = {item.relation: item.weight for item in stand(told).standings}
    # One source in one report against two in one: backing 1 and log2(1 + 1.5).
    open_, over = told.relations[1], told.relations[0]
    assert found[open_] == pytest.approx(0.6 * 1.322 * (1 + 2 ** (-1 / 30)) / 2, abs=0.001)
    assert found[over] == pytest.approx(0.6 * 1.322 * (1 + 2 ** (-1.8 / 30)) / 2, abs=0.001)
    undated = tuple(evolve(document, published=None) for document in told.documents)
    (one, _) = stand(evolve(told, documents=undated)).standings
    assert one.weight == pytest.approx(0.6 * 1.322 / 2, abs=0.001)


def test_conflicts_are_chosen_by_claim_kind_and_day(told: Report) -> None:
    found = stand(told).standings
    assert choose(found) == found
    assert choose(found, claims={told.claims[2].id}) == found[:1]
    assert choose(found, kinds={"denial"}) == ()
    assert choose(found, since=date(2022, 9, 14)) == found[:1]
    assert choose(found, until=date(2022, 9, 13)) == found[1:]
    assert choose(found, since=date(2022, 9, 13), until=date(2022, 9, 14)) == found


def test_the_order_of_conflicts_is_that_of_what_they_weigh_not_of_arrival(told: Report) -> None:
    turned = evolve(told, relations=told.relations[::-1], claims=told.claims[::-1])
    assert stand(turned).standings == stand(told).standings


# Timelines


def test_a_timeline_says_who_said_what_when_and_what_superseded_what(told: Report) -> None:
    turns = order_turns(reversed(told.claims), told.documents, told.relations)
    assert [turn.claim for turn in turns] == list(told.claims)
    assert [turn.superseded for turn in turns] == [(told.claims[2].id,), (), (), ()]
    assert [[item.kind for item in turn.relations] for turn in turns] == [
        [], ["numeric"], ["update", "numeric"], ["agree"],
    ]  # fmt: skip
    assert turns[0].when == told.documents[0].published


def test_a_claim_stands_where_the_text_says_that_it_was_made(told: Report) -> None:
    late = told.claims[3]
    early = DAY - timedelta(days=1)
    said = Moment(span=Span(0, 1), text="", start=early, end=DAY, precision="day")
    claims = (*told.claims[:3], evolve(late, said=said))
    assert order_turns(claims, told.documents, ())[0].when == early
    # Nothing is said after it was printed.
    wrong = evolve(said, start=DAY + timedelta(days=9))
    claims = (*told.claims[:3], evolve(late, said=wrong))
    assert order_turns(claims, told.documents, ())[3].when == told.documents[3].published


def test_undated_claims_come_last(told: Report) -> None:
    undated = evolve(told.documents[0], published=None)
    turns = order_turns(told.claims, (undated, *told.documents[1:]), ())
    assert (turns[-1].claim, turns[-1].when) == (told.claims[0], None)


def test_a_cluster_is_found_by_its_id_or_that_of_a_claim(told: Report) -> None:
    (group,) = told.clusters
    other = Cluster(("c1:else",))
    for key in (group.id, group.id[:9], group.id[3:9], group.claims[2], group.claims[2][3:9]):
        assert find_cluster(key, (other, group)) == group
    for key in ("k1:nothing", "", " "):
        with pytest.raises(NotFoundError, match="no cluster"):
            find_cluster(key, (other, group))
    with pytest.raises(NotFoundError, match="more than one"):
        find_cluster("k1:", (other, group))


# In a store, by commands


@pytest.fixture
def stored(
    told: Report, run: Run, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "claims.db"
    names = {claim.sources[0] for claim in told.claims}
    sources = {name: Source(name=name, kind="organisation") for name in names}
    with Store(path) as store:
        for document, claim in zip(told.documents, told.claims, strict=True):
            store.add(Extraction(document, (claim,)), sources=sources, run=run, now=now)
        store.relate(told.clusters, told.relations, claims=4, version=read_version(), now=now)
    return path


def call(*words: str) -> str:
    result = CliRunner().invoke(main, list(words), prog_name="claimtrack")
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.usefixtures("stored")
def test_conflicts_come_as_they_stand(told: Report) -> None:
    shown = call("conflicts")
    assert shown.index("105 were") < shown.index("superseded by Army on 14 September 2022")
    first, second = json.loads(call("conflicts", "--json"))
    assert (first["open"], second["open"]) == (True, False)
    assert second["superseded_by"] == [told.claims[2].id]
    assert first["backing"] == {
        "a": {"sources": 2, "reports": 1},
        "b": {"sources": 1, "reports": 1},
    }
    assert first["since"].startswith("2022-09-14")
    assert first["weight"] > second["weight"] > 0


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["--kind", "numeric"], 2),
        (["--kind", "denial", "--kind", "numeric"], 2),
        (["--kind", "denial"], 0),
        (["--source", "rebels"], 2),
        (["--source", "monitor"], 0),
        (["--since", "2022-09-14"], 1),
        (["--until", "2022-09-13"], 1),
        (["--as-of", "2022-09-13"], 1),
        (["--as-of", "2022-09-12"], 0),
    ],
)
def test_conflicts_are_chosen_by_options(words: list[str], number: int) -> None:
    assert len(json.loads(call("conflicts", "--json", *words))) == number
    assert bool(call("conflicts", *words)) == bool(number)


def test_a_day_that_is_none_is_refused(stored: Path) -> None:
    result = CliRunner().invoke(main, ["conflicts", "--db", str(stored), "--since", "May"])
    assert result.exit_code == 2
    assert "'May' is no day; give one such as 2022-09-13" in result.output


@pytest.mark.usefixtures("stored")
def test_a_timeline_is_shown_and_written(told: Report) -> None:
    key = told.clusters[0].id
    shown = call("timeline", key[:9])
    assert shown.splitlines()[0] == f"1. 13 September 2022 · first · {told.claims[0].id}"
    assert "   update of no. 1: update." in shown
    assert "   superseded by no. 3" in shown
    record = json.loads(call("timeline", key, "--json"))
    assert [turn["outlet"] for turn in record] == ["first", "second", "third", "fourth"]
    assert record[2]["relations"][0]["with"] == told.claims[0].id
    assert len(json.loads(call("timeline", key, "--json", "--as-of", "2022-09-13"))) == 2
    assert json.loads(call("timeline", key, "--json", "--as-of", "2022-09-12")) == []


@pytest.mark.usefixtures("stored")
def test_a_report_is_written_as_of_a_day() -> None:
    assert "1 conflict · 2 documents" in call("report", "--as-of", "2022-09-13")


def test_python_gives_what_the_commands_give(stored: Path, told: Report) -> None:
    with Tracker(stored) as tracker:
        assert tracker.conflicts() == (told.relations[1],)
        assert len(tracker.standings()) == 2
        assert tracker.conflicts(as_of=date(2022, 9, 13)) == (told.relations[0],)
        assert len(tracker.timeline(told.claims[0].id)) == 4
        page = to_html(tracker.report())
    assert "superseded by Army on 14 September 2022" in page
    assert 'class="conflict over"' in page
