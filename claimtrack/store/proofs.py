"""The log's chain, and the rows that it proves.

The central decision: the log alone decides which rows there must be. Rows that it speaks of and
that are gone, rows that are there and it does not speak of, and rows that digest to something
else are named one by one.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from attrs import frozen

from claimtrack.errors import InputError
from claimtrack.store.faults import Fault, name_row
from claimtrack.store.ledger import (
    KEPT,
    MARK,
    ORIGIN,
    digest_row,
    digest_rows,
    hash_entry,
    is_excerpt,
    quote_columns,
    read_rows,
)

#: Of one table so many rows are named one by one.
_NAMED = 50

_KEPT = frozenset(item.name for item in KEPT)

_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@frozen(kw_only=True)
class _Range:
    """The rows of one table that one row of the log proves."""

    entry: int
    table: str
    columns: str
    first: int
    last: int
    digest: str
    marks: str


def read_head(connection: sqlite3.Connection) -> str | None:
    """The number and hash of the log's last row, ``12:9f…``; None where the log is empty."""
    row = connection.execute("SELECT id, hash FROM log ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else f"{row[0]}:{row[1]}"


def check_head(connection: sqlite3.Connection, head: str) -> Iterator[Fault]:
    """The log contains a head that was written down before.

    Raises:
        InputError: It is no head.
    """
    found = _HEAD.fullmatch(head.strip())
    if found is None:
        raise InputError(f"no head {head!r}; give what claimtrack head printed, such as 12:9f…")
    key, wanted = int(found[1]), found[2]
    row = connection.execute("SELECT hash FROM log WHERE id = ?", (key,)).fetchone()
    if row is None:
        message = "the log ends before it: what came last was cut off, or this is another file"
    elif row[0] != wanted:
        message = "the log has another hash there: its past was made anew, or this is another file"
    else:
        return
    yield Fault(kind="head", where=f"log {key}", message=message)


def check_log(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Every hash is that of what it covers, and the rows are those that were appended."""
    seen = {item.name: 0 for item in KEPT}
    columns = _read_columns(connection)
    excerpt = is_excerpt(connection)
    expected, previous = 1, ORIGIN
    for row in connection.execute("SELECT * FROM log ORDER BY id").fetchall():
        where = f"log {row['id']} ({row['action']} of {row['added']})"
        if row["id"] != expected:
            yield Fault(kind="log", where=where, message=f"log {expected} should come here")
        if row["previous"] != previous:
            yield Fault(kind="log", where=where, message="does not follow the row before it")
        content: tuple[str | None, ...] = (
            row["action"],
            row["subject"],
            row["rows"],
            row["added"],
        )
        if row["hash"] != hash_entry(row["previous"], row["id"], *content):
            yield Fault(kind="log", where=where, message="was edited: its hash is another")
        if row["action"] == "guard":
            message = f"guarding triggers were gone before and were put back: {row['subject']}"
            yield Fault(kind="guard", where=where, message=message)
        expected, previous = row["id"] + 1, row["hash"]
        for part in _read_ranges(row, columns):
            if part is None:
                yield Fault(kind="log", where=where, message="speaks of rows that cannot be read")
                continue
            yield from _check_order(part, seen[part.table], where)
            seen[part.table] = max(seen[part.table], part.last)
            yield from _check_range(connection, part, excerpt=excerpt)
    for table, last in seen.items():
        yield from _check_rest(connection, table, last)


def _read_columns(connection: sqlite3.Connection) -> dict[str, list[tuple[int, str]]]:
    """Kept table to since when which columns of it are proven."""
    columns: dict[str, list[tuple[int, str]]] = {}
    for row in connection.execute("SELECT name, columns, since FROM guard ORDER BY id"):
        columns.setdefault(row["name"], []).append((row["since"], row["columns"]))
    return columns


def _read_ranges(
    row: sqlite3.Row, columns: Mapping[str, list[tuple[int, str]]]
) -> Iterator[_Range | None]:
    """What a row of the log proves; None for a part that cannot be read."""
    try:
        parts: dict[str, Any] = dict(json.loads(row["rows"]))
    except (ValueError, TypeError, RecursionError):
        yield None
        return
    for table, part in parts.items():
        fitting = [text for since, text in columns.get(table, ()) if since <= row["id"]]
        try:
            first, last, digest, marks = part
            proven = _Range(
                entry=row["id"],
                table=table,
                columns=quote_columns(fitting[-1]),
                first=int(first),
                last=int(last),
                digest=str(digest),
                marks=str(marks),
            )
        except (ValueError, TypeError, IndexError, RecursionError):
            yield None
        else:
            yield proven if table in _KEPT else None


def _check_order(part: _Range, seen: int, where: str) -> Iterator[Fault]:
    """Rows are appended one after the other; only a migration proves old ones anew."""
    again = part.first == 1 and part.last == seen
    if part.first != seen + 1 and not again:
        message = f"says that it appended rows {part.first}–{part.last} of {part.table}"
        yield Fault(kind="log", where=where, message=f"{message}, after row {seen}")


def _check_range(
    connection: sqlite3.Connection, part: _Range, *, excerpt: bool
) -> Iterator[Fault]:
    columns = f"rowid, {part.columns}"
    rows = read_rows(connection, part.table, columns, part.first, part.last)
    if excerpt and not rows:
        return
    digests = {int(str(row[0])): digest_row(row[1:]) for row in rows}
    present = frozenset(digests)
    if excerpt:
        digests |= _read_withheld(connection, part)
    wanted = range(part.first, part.last + 1)
    gone = [number for number in wanted[: len(digests) + _NAMED] if number not in digests]
    for number in gone[:_NAMED]:
        message = f"is gone; log {part.entry} appended it"
        yield Fault(kind="row", where=f"{part.table} row {number}", message=message)
    if gone or digest_rows(digests[number] for number in wanted) == part.digest:
        return
    edited = [
        number
        for place, number in enumerate(wanted)
        if digests[number].hex()[:MARK] != part.marks[MARK * place : MARK * (place + 1)]
    ]
    for number in edited[:_NAMED]:
        message = f"was edited: log {part.entry} appended it with other content"
        where = name_row(connection, part.table, number) if number in present else "withheld"
        yield Fault(kind="row", where=where, message=message)
    if not edited:
        where = f"{part.table} rows {part.first}–{part.last}"
        yield Fault(kind="row", where=where, message=f"are not those of log {part.entry}")


def _read_withheld(connection: sqlite3.Connection, part: _Range) -> dict[int, bytes]:
    rows = connection.execute(
        "SELECT row, digest FROM withheld WHERE entry = ? AND name = ? AND row BETWEEN ? AND ?",
        (part.entry, part.table, part.first, part.last),
    )
    found: dict[int, bytes] = {}
    for row in rows:
        # What is no digest proves nothing: the row is as good as gone.
        with suppress(ValueError):
            found[row["row"]] = bytes.fromhex(row["digest"])
    return found


def _check_rest(connection: sqlite3.Connection, table: str, last: int) -> Iterator[Fault]:
    """Rows that the log does not speak of."""
    rows = connection.execute(
        f"SELECT rowid FROM {table} WHERE rowid > ? OR rowid < 1 ORDER BY rowid LIMIT ?",  # noqa: S608
        (last, _NAMED),
    )
    for row in rows.fetchall():
        where = name_row(connection, table, row[0])
        yield Fault(kind="row", where=where, message="is not in the log: somebody slipped it in")
