"""The log: what was appended when, chained by hashes, and the triggers that keep it so.

The central decision: no row of a kept table is ever changed or removed, so the rows that one
transaction appended are a range of row numbers, and one row of `log` can prove them all: it
holds the range and a digest of each table, and the hash of the log's row before. Whoever changes,
removes or slips in a row breaks the chain from there on, and a chain's head that was written down
elsewhere shows that the whole chain was not made anew. This is a hash chain over batches (Haber
and Stornetta, 1991, section 5), with the rows' own digests inside, so that an excerpt can prove
its rows without those left out.

A table joins by one line in `KEPT`. Which of its columns are proven, and since when, stands in
table `guard` of the file itself: a column that a later migration adds does not spoil old proofs.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import TypeAlias

from attrs import frozen

from claimtrack.store.encoding import rows_to_bytes, to_bytes, to_json, to_time

#: What comes before the log's first row.
ORIGIN = "0" * 64

#: How many hexadecimal digits of a row's digest stand in the log, to find the row by that changed.
MARK = 6

#: The columns of kept tables that hold reals.
REALS = frozenset(("confidence", "score"))

#: Table to the numbers of its first and last row that a transaction appended.
Ranges: TypeAlias = Mapping[str, tuple[int, int]]


@frozen
class Kept:
    """A table whose rows stay as they were written.

    Attributes:
        name: The table.
        excerpt: SQL that says which of its rows go along when some documents are exported, over
            the rows of the excerpt that are there already; empty: none do.
    """

    name: str
    excerpt: str = ""


@frozen(kw_only=True)
class Entry:
    """A row of the log, as it is in the file."""

    id: int
    action: str
    subject: str | None
    rows: str
    added: str
    previous: str
    hash: str


_SAID = "claim IN (SELECT id FROM claim)"
_BOTH = "a IN (SELECT id FROM claim) AND b IN (SELECT id FROM claim)"

#: The tables that are kept, each after those that it refers to.
KEPT = (
    Kept("guard", "true"),
    Kept("document", "id IN (SELECT id FROM temp.chosen)"),
    Kept("run", "true"),
    Kept("extraction", "document IN (SELECT id FROM document)"),
    Kept("claim", "document IN (SELECT id FROM document)"),
    Kept(
        "source",
        "id IN (SELECT source FROM whole.claim_source WHERE claim IN (SELECT id FROM claim) "
        "UNION SELECT finding_source.source FROM whole.finding_source JOIN whole.finding "
        "ON finding.id = finding_source.finding WHERE finding.claim IN (SELECT id FROM claim))",
    ),
    Kept("speaker", "document IN (SELECT id FROM document)"),
    Kept("source_alias", "source IN (SELECT id FROM source)"),
    Kept("claim_source", _SAID),
    Kept("finding", _SAID),
    Kept("finding_source", "finding IN (SELECT id FROM finding)"),
    Kept("revision", "true"),
    Kept("measure", "true"),
    Kept("cluster", f"id IN (SELECT cluster FROM whole.membership WHERE {_SAID})"),  # noqa: S608
    Kept("membership", _SAID),
    Kept("membership_end", "membership IN (SELECT id FROM membership)"),
    Kept("relation", _BOTH),
    Kept("relation_end", "relation IN (SELECT id FROM relation)"),
    Kept("judgement", f"subject = 'claim' AND {_BOTH}"),
    Kept("failure"),
)


def digest_row(row: Sequence[object]) -> bytes:
    """SHA-256 of a row's values as a JSON array."""
    return sha256(to_bytes(row)).digest()


def digest_written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[bytes]:
    """The digests of rows of a kept table that have values in these columns."""
    reals = [place for place, column in enumerate(columns) if column in REALS]
    return [sha256(line).digest() for line in rows_to_bytes(rows, reals)]


def digest_rows(digests: Iterable[bytes]) -> str:
    """SHA-256 of rows' digests one after the other, in hexadecimal."""
    return sha256(b"".join(digests)).hexdigest()


def hash_entry(previous: str, key: int, *content: str | None) -> str:
    """The hash of a row of the log.

    Args:
        previous: The hash of the row before, `ORIGIN` for the first.
        key: The row's id.
        content: Its action, subject, rows and time.
    """
    return sha256(to_bytes([previous, key, *content])).hexdigest()


# Appending


def last_rows(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The number of the last row of each kept table, 0 where there is none, in `KEPT`'s order."""
    return tuple(number or 0 for number in connection.execute(_LAST_ROWS).fetchone())


_LAST_ROWS = "SELECT " + ", ".join(f"(SELECT max(rowid) FROM {item.name})" for item in KEPT)  # noqa: S608


def seal(
    connection: sqlite3.Connection,
    before: Sequence[int],
    digests: Mapping[str, Sequence[bytes]],
    *,
    action: str,
    subject: str | None,
    now: datetime,
) -> None:
    """Append the log's row for what was appended meanwhile; none where nothing was.

    Args:
        connection: Inside the transaction.
        before: What `last_rows` gave at its start.
        digests: Kept table to the digests of the rows that were appended to it, in their order;
            where some are missing the rows are read.
        action: What was done, one word.
        subject: What it was done to, an id.
        now: When.
    """
    after = last_rows(connection)
    ranges = {
        item.name: (start + 1, end)
        for item, start, end in zip(KEPT, before, after, strict=True)
        if end > start
    }
    if ranges:
        known = {
            name: digests[name]
            for name, (first, last) in ranges.items()
            if len(digests.get(name, ())) == last - first + 1
        }
        append_entry(connection, ranges, known, action=action, subject=subject, now=now)


def append_entry(
    connection: sqlite3.Connection,
    ranges: Ranges,
    known: Mapping[str, Sequence[bytes]] = MappingProxyType({}),
    *,
    action: str,
    subject: str | None,
    now: datetime,
) -> None:
    """Append a row to the log that proves ranges of rows, of which some digests are known."""
    columns = read_columns(connection)
    proofs: dict[str, tuple[int, int, str, str]] = {}
    for name, (first, last) in ranges.items():
        digests = known.get(name) or [
            digest_row(row) for row in read_rows(connection, name, columns[name], first, last)
        ]
        marks = "".join([digest.hex()[:MARK] for digest in digests])
        proofs[name] = (first, last, digest_rows(digests), marks)
    last = connection.execute("SELECT id, hash FROM log ORDER BY id DESC LIMIT 1").fetchone()
    key, previous = (last[0] + 1, last[1]) if last else (1, ORIGIN)
    content = (action, subject, to_json(proofs), to_time(now))
    connection.execute(
        "INSERT INTO log (id, action, subject, rows, added, previous, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, *content, previous, hash_entry(previous, key, *content)),
    )


def read_rows(
    connection: sqlite3.Connection, name: str, columns: str, first: int, last: int
) -> list[tuple[object, ...]]:
    """Some columns, as SQL, of the rows of a kept table by their numbers, in that order."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(
        f"SELECT {columns} FROM {name} WHERE rowid BETWEEN ? AND ? ORDER BY rowid",  # noqa: S608
        (first, last),
    ).fetchall()


def read_columns(connection: sqlite3.Connection) -> dict[str, str]:
    """Kept table to the columns that are proven now, quoted, with commas between."""
    rows = connection.execute("SELECT name, columns FROM guard ORDER BY id")
    return {name: quote_columns(columns) for name, columns in rows}


@lru_cache(maxsize=256)
def quote_columns(columns: str) -> str:
    """The columns in a row of `guard`, as SQL."""
    return ", ".join(f'"{column}"' for column in json.loads(columns))


# Guarding


def make_guards(connection: sqlite3.Connection) -> dict[str, str]:
    """Name to SQL of the triggers that keep the rows of all kept tables and of the log."""
    return {
        name: sql
        for table in (*(item.name for item in KEPT), "log")
        for name, sql in _make_guards(connection, table)
    }


def _make_guards(connection: sqlite3.Connection, table: str) -> Iterable[tuple[str, str]]:
    for verb, event in (("updated", "UPDATE"), ("deleted", "DELETE")):
        name = f"{table}_is_never_{verb}"
        stop = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        yield name, f"CREATE TRIGGER {name} BEFORE {event} ON {table} {stop}"
    # INSERT OR REPLACE deletes without asking the trigger above, unless recursive_triggers is on.
    name = f"{table}_is_never_replaced"
    # It takes back the whole transaction: to take back one row alone SQLite would keep a copy of
    # each page that a row changes, which costs more than the row (see `references`).
    stop = f"BEGIN SELECT RAISE(ROLLBACK, '{table} is append-only'); END"
    # A row without a number of its own has the number -1 here, which no row of ours has.
    number = f'NEW."rowid" <> -1 AND EXISTS (SELECT 1 FROM {table} WHERE "rowid" = NEW."rowid")'  # noqa: S608
    clash = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE "  # noqa: S608  names of our own tables
        + " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
        + ")"
        for key in _read_keys(connection, table)
    )
    when = " OR ".join(filter(None, (number, clash)))
    yield name, f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {when} {stop}"


def _read_keys(connection: sqlite3.Connection, table: str) -> list[tuple[str, ...]]:
    """The sets of columns, beside its number, by which a new row can push out an old one."""
    indexes = connection.execute(f"PRAGMA index_list({table})").fetchall()
    keys = [
        tuple(row[2] for row in connection.execute(f"PRAGMA index_info({index[1]})"))
        for index in indexes
        if index[2]
    ]
    return sorted(keys)


def lift_guards(connection: sqlite3.Connection) -> None:
    """Take the triggers off, for a migration; `renew_guards` puts them back."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%\\_is\\_never\\_%' "
        "ESCAPE '\\'"
    ).fetchall()
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')


def renew_guards(connection: sqlite3.Connection, *, subject: str, now: datetime) -> None:
    """Guard all kept tables as they are after a migration, and prove what it changed.

    Args:
        connection: Inside the migration's transaction.
        subject: The schema's name.
        now: When.
    """
    before = last_rows(connection)
    # Migrations of old made some themselves.
    lift_guards(connection)
    for sql in make_guards(connection).values():
        connection.execute(sql)
    known = dict(connection.execute("SELECT name, columns FROM guard ORDER BY id").fetchall())
    since = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM log").fetchone()[0]
    ranges: dict[str, tuple[int, int]] = {}
    for item, last in zip(KEPT, before, strict=True):
        found = connection.execute(f"PRAGMA table_info({item.name})")
        columns = to_json([row[1] for row in found])
        if known.get(item.name) == columns:
            continue
        connection.execute(
            "INSERT INTO guard (name, columns, since) VALUES (?, ?, ?)",
            (item.name, columns, since),
        )
        # Rows that nobody has logged are no business of ours: they stay unproven.
        end = _last_logged(connection, item.name) if item.name in known else last
        if end and not is_excerpt(connection):
            ranges[item.name] = (1, end)
    fresh = last_rows(connection)[0]
    if fresh > before[0]:
        ranges.setdefault("guard", (before[0] + 1, fresh))
    if ranges:
        append_entry(connection, ranges, action="migrate", subject=subject, now=now)


def _last_logged(connection: sqlite3.Connection, name: str) -> int:
    found = connection.execute(
        "SELECT max(json_extract(rows, '$.' || ? || '[1]')) FROM log", (name,)
    )
    return int(found.fetchone()[0] or 0)


def is_excerpt(connection: sqlite3.Connection) -> bool:
    """Whether the file holds only some of the rows that its log speaks of."""
    return bool(connection.execute("SELECT count(*) FROM excerpt").fetchone()[0])
