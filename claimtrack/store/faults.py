"""What can be wrong with a file."""

import sqlite3
from typing import Literal, TypeAlias

from attrs import frozen

Kind: TypeAlias = Literal[
    "claim",
    "document",
    "extraction",
    "file",
    "guard",
    "head",
    "index",
    "judgement",
    "log",
    "reference",
    "relation",
    "row",
    "run",
    "schema",
    "source",
]


@frozen(kw_only=True)
class Fault:
    """Something in a file that is not as it was written.

    Attributes:
        kind: What sort of thing it is.
        where: The table and row, the id, or the name.
        message: What is wrong.
    """

    kind: Kind
    where: str
    message: str


def name_row(connection: sqlite3.Connection, table: str, row: int) -> str:
    """A row for people: its table, its id where it has one that tells, and its number."""
    columns = [found[1] for found in connection.execute(f'PRAGMA table_info("{table}")')]
    if "id" not in columns:
        return f"{table} row {row}"
    found = connection.execute(f'SELECT id FROM "{table}" WHERE rowid = ?', (row,)).fetchone()  # noqa: S608
    if found is None or found[0] == row:
        return f"{table} row {row}"
    return f"{table} {found[0]} (row {row})"
