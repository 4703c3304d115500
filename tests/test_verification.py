"""Whatever is done to a file by hand is named by `verify`."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from claimtrack.errors import InputError, StoreError
from claimtrack.model import Document, Extraction, Run
from claimtrack.store import Store, verify_file
from claimtrack.store.ledger import KEPT, make_guards

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
TABLES = [item.name for item in KEPT]


def test_a_file_as_it_was_written_has_no_faults(grown: Path) -> None:
    found = verify_file(grown)
    assert found.faults == ()
    assert (found.documents, found.claims, found.excerpt) == (2, 10, False)
    with Store(grown) as store:
        assert store.verify(head=store.head()) == found
    with Store() as empty:
        assert empty.verify().faults == ()


def tamper(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Do something to a file as one would who can: without guards, which are put back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        guards = make_guards(other)
        for name in guards:
            other.execute(f"DROP TRIGGER {name}")
        change(other)
        for sql in guards.values():
            other.execute(sql)


def columns_of(path: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(path)) as other:
        return [row[1] for row in other.execute(f"PRAGMA table_info({table})")]


def edit(other: sqlite3.Connection, table: str, column: str) -> None:
    """Change the last row's value to another of its type."""
    ((row, value),) = other.execute(
        f"SELECT rowid, {column} FROM {table} ORDER BY rowid DESC LIMIT 1"  # noqa: S608
    )
    new = f"{value}x" if isinstance(value, str) else 77 if value is None else value + 1
    other.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, row))  # noqa: S608


@pytest.mark.parametrize("table", [*TABLES, "log"])
def test_every_edit_of_every_column_is_named(table: str, whole: Path, tmp_path: Path) -> None:
    for column in columns_of(whole, table):
        path = tmp_path / f"{column}.db"
        path.write_bytes(whole.read_bytes())
        tamper(path, partial(edit, table=table, column=column))
        faults = verify_file(path).faults
        named = [f for f in faults if f.where.startswith(table) or table in f.message]
        assert named, f"{column}: {faults}"


@pytest.mark.parametrize("table", TABLES)
def test_every_row_that_is_removed_is_named(table: str, grown: Path) -> None:
    last = f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})"  # noqa: S608
    tamper(grown, lambda other: other.execute(last))
    faults = verify_file(grown).faults
    assert [f for f in faults if f.where.startswith(f"{table} row") and "is gone" in f.message]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_that_is_slipped_in_is_named(table: str, grown: Path) -> None:
    names = columns_of(grown, table)
    values = ", ".join(
        f"(SELECT max(rowid) + 1 FROM {table})"  # noqa: S608
        if name == "id" and table not in {"claim", "document"}
        else f"{name} || 1"
        for name in names
    )
    numbered = f"INSERT INTO {table} SELECT {values} FROM {table} ORDER BY rowid DESC LIMIT 1"  # noqa: S608
    tamper(grown, lambda other: other.execute(numbered))
    faults = verify_file(grown).faults
    assert [f for f in faults if f.where.startswith(table) and "slipped it in" in f.message]


@pytest.mark.parametrize(
    ("sql", "kind", "words"),
    [
        ("UPDATE claim SET text = 'x' WHERE rowid = 3", "claim", "does not read back"),
        ("UPDATE claim SET content_spans = '[[0,9]]' WHERE rowid = 3", "claim", "span was edited"),
        ("UPDATE claim SET content_spans = '{' WHERE rowid = 3", "claim", "cannot be read"),
        ("UPDATE claim SET prefix = 'x' WHERE rowid = 3", "claim", "its prefix"),
        ("UPDATE claim SET suffix = 'x' WHERE rowid = 3", "claim", "its suffix"),
        ("UPDATE claim SET sentence_end = 9999 WHERE rowid = 3", "claim", "behind the end"),
        ("UPDATE claim SET quantities = '[[]]' WHERE rowid = 3", "claim", "cannot be read"),
        ("UPDATE judgement SET by = 'Eve' WHERE rowid = 1", "judgement", "it was edited"),
        ("UPDATE judgement SET b = 'c1:x'", "judgement", "is about c1:x, which is not there"),
        ("UPDATE judgement SET verdict = 'x'", "judgement", "cannot be read"),
        ("UPDATE document SET text = text || '!'", "document", "not the one that was hashed"),
        ("UPDATE document SET url = 'https://x'", "document", "not that of its text, address"),
        ("UPDATE document SET published = 'x'", "document", "cannot be read"),
        ("UPDATE relation SET spans_a = '[[1,9999]]'", "relation", "behind the end"),
        ("UPDATE relation SET spans_a = 'x'", "relation", "cannot be read"),
        ("UPDATE relation SET conflict = 0 WHERE rowid = 1", "relation", "says conflict 0"),
        ("UPDATE run SET version = '9'", "run", "it was edited"),
        ("UPDATE run SET options = 'x'", "run", "it was edited"),
        ("UPDATE source SET name = 'x' WHERE rowid = 1", "source", "it was edited"),
        ("UPDATE extraction SET claims = 1 WHERE rowid = 1", "extraction", "found 1 claims"),
        ("DELETE FROM source WHERE rowid = 1", "reference", "refers to a row of source"),
        ("UPDATE log SET rows = '[' WHERE id = 2", "log", "rows that cannot be read"),
        ('UPDATE log SET rows = \'{"x":[1,1,"",""]}\' WHERE id = 2', "log", "cannot be read"),
        ("DELETE FROM log WHERE id = 3", "log", "log 3 should come here"),
        ("DELETE FROM claim_search WHERE rowid = 3", "index", "other words"),
        ("DELETE FROM claim_search_docsize WHERE id = 3", "index", "not in the index"),
        ("DROP VIEW conflict_view", "schema", "not as claimtrack makes it"),
        ("DROP INDEX relation_by_a", "schema", "not as claimtrack makes it"),
        ("CREATE TRIGGER t AFTER INSERT ON run BEGIN SELECT 1; END", "schema", "would run"),
        ("CREATE INDEX i ON claim (lower(text))", "schema", "would run"),
    ],
)
def test_what_is_wrong_is_said(sql: str, kind: str, words: str, grown: Path) -> None:
    tamper(grown, lambda other: other.execute(sql))
    faults = verify_file(grown).faults
    assert [f for f in faults if f.kind == kind and words in f.message], faults


def test_a_swapped_document_is_named(grown: Path) -> None:
    def swap(other: sqlite3.Connection) -> None:
        (a,), (b,) = other.execute("SELECT text FROM document ORDER BY rowid")
        other.execute("UPDATE document SET text = ? WHERE rowid = 1", (b,))
        other.execute("UPDATE document SET text = ? WHERE rowid = 2", (a,))

    tamper(grown, swap)
    faults = verify_file(grown).faults
    assert len([f for f in faults if f.kind == "document" and "hashed" in f.message]) == 2


def test_every_dropped_guard_is_named(grown: Path) -> None:
    with closing(sqlite3.connect(grown)) as other:
        guards = list(make_guards(other))
        for name in guards:
            other.execute(f"DROP TRIGGER {name}")
    faults = verify_file(grown).faults
    assert sorted(f.where for f in faults if f.kind == "guard") == sorted(guards)
    with Store(grown):
        pass
    (again,) = verify_file(grown).faults
    assert "were gone before and were put back" in again.message


def test_a_past_made_anew_is_seen_by_a_head_that_was_kept(
    grown: Path, bridge: Extraction, run: Run, tmp_path: Path
) -> None:
    with Store(grown) as store:
        head = store.head()
        assert head is not None
        store.add(Extraction(Document("More."), ()), sources={}, run=run, now=NOW)
        assert store.verify(head=head).faults == ()
    with Store(tmp_path / "other.db") as other:
        other.add(Extraction(bridge.document, ()), sources={}, run=run, now=NOW)
        (fault,) = other.verify(head=head).faults
        assert "was cut off, or this is another file" in fault.message
        number, _ = head.split(":")
        for _ in range(int(number)):
            other.relate((), (), claims=0, version="1", now=NOW)
        (fault,) = other.verify(head=head).faults
        assert (fault.kind, fault.where) == ("head", f"log {number}")
        assert "its past was made anew" in fault.message
        with pytest.raises(InputError, match="no head 'abc'; give what claimtrack head printed"):
            other.verify(head="abc")


def test_a_log_that_was_cut_off_with_its_rows_is_seen_by_a_head(grown: Path) -> None:
    with Store(grown) as store:
        head = store.head()

    def cut(other: sqlite3.Connection) -> None:
        (rows,) = other.execute("SELECT rows FROM log ORDER BY id DESC LIMIT 1").fetchone()
        for table, (first, *_) in json.loads(rows).items():
            other.execute(f"DELETE FROM {table} WHERE rowid >= ?", (first,))  # noqa: S608
        other.execute("DELETE FROM log WHERE id = (SELECT max(id) FROM log)")

    tamper(grown, cut)
    assert verify_file(grown).faults == ()
    (fault,) = verify_file(grown, head=head).faults
    assert fault.kind == "head"


def test_a_damaged_file_is_a_fault_and_no_crash(grown: Path) -> None:
    raw = bytearray(grown.read_bytes())
    for place in range(8 * 4096, len(raw), 4096):
        raw[place : place + 600] = b"\xaa" * 600
    grown.write_bytes(bytes(raw))
    try:
        faults = verify_file(grown).faults
    except StoreError as error:
        assert "damaged" in str(error)  # noqa: PT017  which of both depends on the page
    else:
        assert any(f.kind == "file" for f in faults)


def test_what_cannot_be_verified_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no database .*none\.db"):
        verify_file(tmp_path / "none.db")
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as other:
        schema = Path(__file__).parent / "schemas" / "0001_first.sql"
        other.executescript(schema.read_text(encoding="utf-8"))
    with pytest.raises(StoreError, match="has schema 0001_first, not"):
        verify_file(old)


def test_an_empty_file_is_said_to_have_none_of_our_tables(tmp_path: Path) -> None:
    place = tmp_path / "empty.db"
    place.touch()
    with pytest.raises(StoreError, match=r"empty\.db has none of claimtrack's tables; give ano"):
        verify_file(place)


def test_a_file_from_the_future_is_refused_here_too(grown: Path) -> None:
    with closing(sqlite3.connect(grown)) as other, other:
        other.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('claimtrack', '9999_future', '')"
        )
    with pytest.raises(StoreError, match=r"newer claimtrack \(schema 9999_future.*upgrade with"):
        verify_file(grown)
