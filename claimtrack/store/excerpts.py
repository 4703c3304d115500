"""A part of a file as a file of its own that still proves what it says.

The central decision: an excerpt has the whole log, so that its head is that of the whole file,
and of each transaction that it has rows of the digests of the rows that it leaves out. What it
has can so be proven without what it has not. `KEPT` says table by table which rows go along.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from attrs import frozen

from claimtrack.errors import StoreError
from claimtrack.store.copying import written_wholly
from claimtrack.store.encoding import to_time
from claimtrack.store.ledger import (
    KEPT,
    digest_row,
    lift_guards,
    make_guards,
    quote_columns,
)
from claimtrack.store.proofs import read_head
from claimtrack.store.reporting import reported
from claimtrack.store.writing import writing


@frozen(kw_only=True)
class Excerpt:
    """What an excerpt holds, and the head of the whole file that it proves against."""

    documents: int
    claims: int
    head: str


def write_excerpt(path: Path, to: Path, documents: Iterable[str], now: datetime) -> Excerpt:
    """Write some documents with all that hangs on them into a file of its own.

    Args:
        path: The whole file, of the present schema and not damaged: verify it before.
        to: The excerpt; it is there wholly or not at all.
        documents: Ids of documents.
        now: The time to write into it, timezone-aware.

    Raises:
        StoreError: `to` is there already or cannot be written, or `path` is itself an excerpt.
    """
    with written_wholly(to) as part, closing(_open(part)) as connection, reported(path):
        connection.execute("ATTACH ? AS whole", (f"{path.absolute().as_uri()}?mode=ro",))
        connection.execute("CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY)")
        keys = [(key,) for key in dict.fromkeys(documents)]
        connection.executemany("INSERT INTO temp.chosen VALUES (?)", keys)
        with writing(connection):
            found = _fill(connection, path, now)
        connection.execute("DETACH whole")
        connection.execute("PRAGMA journal_mode = DELETE")
    return found


def _open(part: Path) -> sqlite3.Connection:
    # sqlite-utils is slow to import, and most programs export nothing.
    from claimtrack.store.schema import make_tables  # noqa: PLC0415

    connection = sqlite3.connect(part.absolute().as_uri(), uri=True, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    with writing(connection):
        make_tables(connection)
    return connection


def _fill(connection: sqlite3.Connection, path: Path, now: datetime) -> Excerpt:
    if connection.execute("SELECT count(*) FROM whole.excerpt").fetchone()[0]:
        raise StoreError(f"{path} is an excerpt itself; make one of the whole file")
    columns: dict[str, str] = {}
    for item in KEPT:
        found = connection.execute(f"PRAGMA main.table_info({item.name})").fetchall()
        names = ", ".join(f'"{row[1]}"' for row in found)
        columns[item.name] = names
        if item.excerpt:
            connection.execute(
                f"INSERT INTO main.{item.name} (rowid, {names}) SELECT rowid, {names} "  # noqa: S608
                f"FROM whole.{item.name} WHERE {item.excerpt} ORDER BY rowid"
            )
    connection.execute("INSERT INTO main.log SELECT * FROM whole.log ORDER BY id")
    _withhold(connection)
    connection.execute(
        "INSERT INTO claim_search (rowid, text, source_text) "
        "SELECT rowid, text, source_text FROM main.claim"
    )
    head = read_head(connection) or ""
    connection.execute("INSERT INTO excerpt (head, made) VALUES (?, ?)", (head, to_time(now)))
    lift_guards(connection)
    for sql in make_guards(connection).values():
        connection.execute(sql)
    astray = connection.execute("PRAGMA main.foreign_key_check").fetchall()
    if astray:
        raise StoreError(
            f"no excerpt of these documents: a row of {astray[0][0]} refers to one of "
            f"{astray[0][2]} that is left out; add the documents that they cite"
        )
    counts = "SELECT (SELECT count(*) FROM main.document), (SELECT count(*) FROM main.claim)"
    documents, claims = connection.execute(counts).fetchone()
    return Excerpt(documents=documents, claims=claims, head=head)


def _withhold(connection: sqlite3.Connection) -> None:
    """Write down the digests of rows that are left out of transactions that are not."""
    guards = connection.execute("SELECT name, columns, since FROM main.guard ORDER BY id")
    proven = [(name, columns, since) for name, columns, since in guards]
    for entry, rows in connection.execute("SELECT id, rows FROM main.log").fetchall():
        for name, (first, last, *_) in json.loads(rows).items():
            columns = [text for table, text, since in proven if table == name and since <= entry]
            _withhold_range(connection, entry, name, (columns[-1], first, last))


def _withhold_range(
    connection: sqlite3.Connection, entry: int, name: str, part: tuple[str, int, int]
) -> None:
    columns, first, last = part
    (had,) = connection.execute(
        f"SELECT count(*) FROM main.{name} WHERE rowid BETWEEN ? AND ?",  # noqa: S608
        (first, last),
    ).fetchone()
    if had in {0, last - first + 1}:
        return
    left: Sequence[tuple[object, ...]] = connection.execute(
        f"SELECT rowid, {quote_columns(columns)} FROM whole.{name} WHERE rowid BETWEEN ? AND ? "  # noqa: S608
        f"AND rowid NOT IN (SELECT rowid FROM main.{name})",
        (first, last),
    ).fetchall()
    connection.executemany(
        "INSERT INTO withheld (entry, name, row, digest) VALUES (?, ?, ?, ?)",
        [(entry, name, row[0], digest_row(row[1:]).hex()) for row in left],
    )
