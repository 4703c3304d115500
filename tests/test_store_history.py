"""A file grows and never changes: guards, reruns, revisions, migrations."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from sqlite_utils import Database
from sqlite_utils.db import Table

from claimtrack.errors import NotFoundError, StoreError
from claimtrack.model import (
    Document,
    Extraction,
    Measure,
    Origin,
    Report,
    Run,
    Source,
)
from claimtrack.store import Store, trust, verify_file
from claimtrack.store.ledger import KEPT, REALS
from claimtrack.store.schema import migrate
from claimtrack.store.upgrading import SCHEMA

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
RUN = Run(version="0.1.0", parser="by hand", lexicon="en:none")
SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture
def path(grown: Path) -> Path:
    """A file with rows in every kept table."""
    return grown


# Guards


@pytest.mark.parametrize("table", [item.name for item in KEPT] + ["log"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {0} SET rowid = rowid + 1000",
        "DELETE FROM {0}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "REPLACE INTO {0} (rowid, {1}) SELECT 1, {1} FROM {0} LIMIT 1",
    ],
)
def test_no_program_can_change_or_replace_a_row(path: Path, table: str, sql: str) -> None:
    with closing(sqlite3.connect(path)) as other:
        # Off is SQLite's default, and lets REPLACE delete without asking a trigger.
        other.execute("PRAGMA recursive_triggers = OFF")
        columns = ", ".join(row[1] for row in other.execute(f"PRAGMA table_info({table})"))
        assert other.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            other.execute(sql.format(table, columns))


def test_a_row_is_written_without_a_copy_of_the_pages_that_it_changes(path: Path) -> None:
    """What could end a statement alone makes SQLite keep one, which takes as long as the row."""
    with closing(sqlite3.connect(path)) as other:
        schema = trust.read_schema(other)
    for name in (item.name for item in KEPT):
        references = re.findall(r"REFERENCES \w+ \(id\)(.{0,29})", schema[name])
        assert all(" DEFERRABLE INITIALLY DEFERRED".startswith(it) for it in references)
        assert "RAISE(ROLLBACK" in schema[f"{name}_is_never_replaced"]


def test_a_row_that_refers_to_nothing_is_refused_at_the_commit(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA foreign_keys = ON")
        other.execute("BEGIN")
        other.execute("INSERT INTO source_alias (source, name) VALUES ('s1:nobody', 'x')")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            other.execute("COMMIT")


def test_every_table_is_kept_or_says_why_not(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        rows = other.execute("PRAGMA table_list").fetchall()
    ours = {name for _, name, kind, *_ in rows if kind == "table" and name[:7] != "sqlite_"}
    # The log proves the others; the next two are written when an excerpt is made, and only then.
    apart = {"log", "excerpt", "withheld", "_sqlite_migrations"}
    # Who is who is an index over what is kept, made anew whenever that has grown.
    apart |= {"canonical", "identity", "identification", "carriage"}
    assert ours - apart == {item.name for item in KEPT}
    # Where the columns of the key are not the first, integrity_check cries wolf over such tables.
    assert not [name for _, name, _, _, rowless, _ in rows if rowless and name in ours]


def test_where_reals_are_is_known(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        kept = [other.execute(f"PRAGMA table_info({item.name})").fetchall() for item in KEPT]
    assert {name for rows in kept for _, name, kind, *_ in rows if kind == "REAL"} == REALS


def test_a_guard_that_a_transform_dropped_comes_back_and_the_log_says_so(path: Path) -> None:
    database = Database(path)
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("DROP TRIGGER failure_is_never_updated")
    database.close()
    with Store(path) as store:
        assert store.sizes().documents == 2
    with closing(sqlite3.connect(path)) as other:
        last = other.execute("SELECT action, subject FROM log ORDER BY id DESC").fetchone()
        assert last == ("guard", "failure_is_never_updated")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute("UPDATE failure SET item = ''")


def test_a_transform_loses_triggers_and_the_store_notices(path: Path) -> None:
    database = Database(path)
    before = len(database.triggers)
    database.table("failure").transform(rename={"item": "thing"})
    assert len(database.triggers) < before, "if sqlite-utils keeps them now, so much the better"
    database.close()
    with pytest.raises(StoreError, match=r"does not have the schema.*failure.*claimtrack verify"):
        Store(path)


def insert_and_fail(connection: sqlite3.Connection, table: Table) -> None:
    with connection:
        table.insert({"a": 1})
        raise ZeroDivisionError


def test_with_connection_keeps_what_sqlite_utils_wrote_and_a_store_does_not(
    path: Path, bridge: Extraction, sources: dict[str, Source]
) -> None:
    database = Database(memory=True)
    table = database.table("t")
    with pytest.raises(ZeroDivisionError):
        insert_and_fail(database.conn, table)
    assert table.count == 1, "the trap is gone: say so in docs/store.md"
    database.close()
    other = evolve(bridge.document, url="https://other.example")
    claims = tuple(evolve(item, document=other.id, parent=None) for item in bridge.claims)
    broken = evolve(claims[-1], parent="c1:nobody")
    with Store(path) as store:
        log = len(store.log())
        with pytest.raises(StoreError, match="FOREIGN KEY"):
            store.add(Extraction(other, (*claims[:-1], broken)), sources=sources, run=RUN, now=NOW)
        assert store.extraction(other.id) is None
        assert len(store.log()) == log


# Reruns


def test_a_later_run_supersedes_and_the_first_stays(
    path: Path, report: Report, sources: dict[str, Source], rerun: Extraction, newer: Run
) -> None:
    found = rerun
    with Store(path) as store:
        assert store.extraction(found.document.id) == found
        assert store.claim(found.claims[1].id) == found.claims[1]
        gone = report.claims[1]
        assert store.claim(gone.id) == gone, "what is current no more can still be shown"
        assert store.claims(source="Ana Ruiz")[0].polarity == "negative"
        assert not store.renew(found, sources=sources, run=newer, now=LATER)
        assert store.sizes().claims == 9
        assert store.provenance(found.claims[0].id).run == newer
        assert store.provenance(gone.id).run == RUN


def test_the_difference_of_two_runs_is_read_off(
    path: Path, report: Report, rerun: Extraction, newer: Run
) -> None:
    with Store(path) as store:
        found = store.differences(RUN.id, newer.id)
        assert store.differences(RUN.id, RUN.id) == ()
    assert [(item.change, item.claim) for item in found] == [
        ("changed", report.claims[0].id),
        ("gone", report.claims[1].id),
        ("new", rerun.claims[1].id),
    ]
    assert found[0].columns == {
        "polarity": ("positive", "negative"),
        "sources": (["City council"], ["Ana Ruiz", "City council"]),
    }


def test_a_run_that_is_none_says_so(path: Path) -> None:
    with Store(path) as store:
        with pytest.raises(NotFoundError, match="no run 'r1:x'; see: claimtrack runs"):
            store.differences("r1:x", RUN.id)
        with pytest.raises(NotFoundError, match="no run ''"):
            store.differences("", "r1:")
        with pytest.raises(NotFoundError, match="no document"):
            store.renew(Extraction(Document("new"), ()), sources={}, run=RUN, now=NOW)


def test_what_ended_stays_with_the_revision_that_ended_it(path: Path, report: Report) -> None:
    with Store(path) as store:
        assert store.clusters() == report.clusters[:1]
        assert store.relations() == report.relations[:1]
    with closing(sqlite3.connect(path)) as other:
        ended = "SELECT relation.revision, relation_end.revision FROM relation JOIN relation_end"
        rows = other.execute(f"{ended} ON relation = relation.id").fetchall()
        assert rows == [(1, 2), (1, 2)]
        assert other.execute("SELECT count(*) FROM membership").fetchone() == (5,)
        assert other.execute("SELECT count(*) FROM membership_end").fetchone() == (3,)


def read_view(place: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(place)) as other:
        return other.execute(sql).fetchall()


@pytest.fixture
def related(report: Report, sources: dict[str, Source], tmp_path: Path) -> Path:
    """A file with all relations, of which one kind was measured."""
    place = tmp_path / "related.db"
    measures = (Measure(kind="denial", right=3, pairs=4, where="bridges 3 of 4"),)
    with Store(place) as store:
        for document in report.documents:
            claims = tuple(item for item in report.claims if item.document == document.id)
            store.add(Extraction(document, claims), sources=sources, run=RUN, now=NOW)
        store.relate(
            report.clusters, report.relations, measures=measures, claims=9, version="0", now=NOW
        )
    return place


def test_how_often_a_kind_was_right_stands_beside_each_relation(related: Path) -> None:
    asked = "SELECT kind, precision, correct, pairs, measured FROM relation_view ORDER BY kind"
    assert read_view(related, asked) == [
        ("agree", None, None, None, None),
        ("denial", 0.75, 3, 4, "bridges 3 of 4"),
        ("time", None, None, None, None),
    ]


def test_an_excerpt_has_how_often_a_kind_was_right(related: Path) -> None:
    path = related
    part = path.with_name("part.db")
    with Store(path) as store:
        store.excerpt(part, [item.id for item in store.documents()], now=LATER)
        assert verify_file(part, head=store.head()).faults == ()
    asked = "SELECT kind, precision FROM relation_view"
    assert read_view(part, asked) == read_view(path, asked)
    assert ("denial", 0.75) in read_view(part, asked)


def test_what_was_measured_is_written_when_it_changes(path: Path) -> None:
    denial = Measure(kind="denial", right=3, pairs=4, where="bridges 3 of 4")
    time = Measure(kind="time", right=1, pairs=1, where="bridges 1 of 1")
    better = evolve(denial, right=4)
    asked = "SELECT kind, correct, pairs FROM current_measure ORDER BY kind"
    with Store(path) as store:
        for number, (measures, now_known) in enumerate(
            (
                ((denial, time), [("denial", 3, 4), ("time", 1, 1)]),
                ((time, better), [("denial", 4, 4), ("time", 1, 1)]),
                ((time, better), [("denial", 4, 4), ("time", 1, 1)]),
                ((time,), [("time", 1, 1)]),
                ((time, denial), [("denial", 3, 4), ("time", 1, 1)]),
            )
        ):
            store.relate((), (), measures=measures, claims=9, version=str(number), now=LATER)
            assert read_view(path, asked) == now_known
        assert store.verify().faults == ()
    rows = read_view(path, "SELECT kind, correct, pairs FROM measure ORDER BY id")
    assert rows == [
        ("denial", 3, 4),
        ("time", 1, 1),
        ("denial", 4, 4),
        ("denial", 0, 0),
        ("denial", 3, 4),
    ]


def test_where_a_text_was_got_from_is_kept(tmp_path: Path) -> None:
    origin = Origin(place="a.txt", sha256="00ff", method="utf-8")
    document = Document("A text.", origin=origin)
    with Store(tmp_path / "claims.db") as store:
        store.add(Extraction(document, ()), sources={}, run=RUN, now=NOW)
        assert store.document(document.id).origin == evolve(origin, got=NOW)


# Migrations


def test_the_schema_is_the_one_that_is_written_down(request: pytest.FixtureRequest) -> None:
    place = Path(trust.__file__).with_name("schema.json")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("BEGIN")
        migrate(connection, NOW)
        found = trust.read_schema(connection)
    if request.config.getoption("--regold"):
        place.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        trust.read_known.cache_clear()
    assert trust.read_known() == found, "if the change is right: pytest --regold"


def make_old(schema: Path, place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(schema.read_text(encoding="utf-8"))


@pytest.fixture(params=sorted(SCHEMAS.glob("*.sql")), ids=lambda item: item.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    place = tmp_path / "old.db"
    make_old(request.param, place)
    return request.param.stem, place


def test_there_is_a_file_of_every_earlier_schema() -> None:
    assert [item.stem for item in sorted(SCHEMAS.glob("*.sql"))] == list(SCHEMA[:-1])


def test_a_file_of_an_earlier_schema_upgrades_by_itself(
    old: tuple[str, Path], report: Report, sources: dict[str, Source]
) -> None:
    name, place = old
    with Store(place) as store:
        assert store.documents() == report.documents
        assert store.claims() == report.claims
        assert store.clusters() == report.clusters
        assert store.relations() == report.relations
        assert {source.name: source for source in store.sources()} == sources
        assert len(store.failures()) == 1
        assert not store.add(
            Extraction(report.documents[0], ()), sources=sources, run=RUN, now=NOW
        )
        assert store.log()[0].action == "migrate"
        assert store.verify(head=store.head()).faults == ()
        store.excerpt(place.with_name("part.db"), [report.documents[1].id], now=NOW)
        part = verify_file(place.with_name("part.db"), head=store.head())
        assert (part.faults, part.documents) == ((), 1)
    copy = place.with_name(f"old.db.{name}.bak")
    with closing(sqlite3.connect(copy)) as kept:
        (known,) = kept.execute("SELECT max(name) FROM _sqlite_migrations").fetchone()
        assert known == name


def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    make_old(SCHEMAS / "0001_first.sql", place)
    with closing(sqlite3.connect(place)) as other:
        other.execute("INSERT INTO source_alias VALUES ('s1:nobody', 'x')")
        other.commit()
        before = list(other.iterdump())
    with pytest.raises(StoreError, match="a row of table source_alias refers to one of source"):
        Store(place)
    with closing(sqlite3.connect(place)) as other:
        assert list(other.iterdump()) == before


def test_an_old_file_with_a_trigger_of_its_own_is_not_touched(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    make_old(SCHEMAS / "0001_first.sql", place)
    with closing(sqlite3.connect(place)) as other:
        other.execute("CREATE TRIGGER mine AFTER INSERT ON run BEGIN DELETE FROM claim; END")
    with pytest.raises(StoreError, match=r"the schema that claimtrack made \(mine\)"):
        Store(place)
    assert [item.name for item in tmp_path.iterdir()] == ["old.db"]
