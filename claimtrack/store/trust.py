"""What a database file may do to the program that opens it: nothing.

The central decision: a file is data from a stranger until its schema is known to be ours, to the
letter. Triggers, and tables, views and indexes of ours that read otherwise than this version
makes them, are refused before a statement could set them going; tables and views that somebody
added are left alone, for nothing here reads them. Beside that the schema is not trusted to call
functions, an authorizer forbids statements that no verb of a store needs, and limits bound what
one statement may take.
"""

import json
import re
import sqlite3
from functools import cache
from pathlib import Path

from attrs import frozen

#: Largest text or row that a store reads or writes, in bytes.
LARGEST = 256_000_000

_LIMITS = {
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
}

_FORBIDDEN = frozenset(
    getattr(sqlite3, f"SQLITE_{name}")
    for name in (
        "ALTER_TABLE",
        "ATTACH",
        "CREATE_INDEX",
        "CREATE_TABLE",
        "CREATE_TRIGGER",
        "CREATE_VIEW",
        "CREATE_VTABLE",
        "DETACH",
        "DROP_INDEX",
        "DROP_TABLE",
        "DROP_TRIGGER",
        "DROP_VIEW",
        "DROP_VTABLE",
        "RECURSIVE",
    )
)
_FUNCTIONS = frozenset(("load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"))
_PRAGMAS = frozenset(
    (
        "data_version",
        "foreign_key_check",
        "index_info",
        "index_list",
        "integrity_check",
        "query_only",
        "table_info",
        "table_list",
        "wal_checkpoint",
    )
)

_SPACE = re.compile(r'[\s"]+')


@frozen(kw_only=True)
class Oddities:
    """How a file's schema differs from the one that this version makes.

    Attributes:
        unguarded: Guarding triggers that are missing or altered.
        altered: Tables, views and indexes of ours that are missing or altered.
        foreign: Triggers, and indexes that compute, that are not ours.
    """

    unguarded: tuple[str, ...]
    altered: tuple[str, ...]
    foreign: tuple[str, ...]


@cache
def read_known() -> dict[str, str]:
    """Name to SQL of all that this version's schema has; ``schema.json``, held to it by a test."""
    text = Path(__file__).with_name("schema.json").read_text(encoding="utf-8")
    known: dict[str, str] = json.loads(text)
    return known


def read_schema(connection: sqlite3.Connection) -> dict[str, str]:
    """Name to SQL of all that a file's schema has."""
    return dict(
        connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    )


def compare_schema(connection: sqlite3.Connection) -> Oddities:
    """How a file's schema differs from ours."""
    found = read_schema(connection)
    known = read_known()
    other = [name for name, sql in known.items() if _plain(found.get(name, "")) != _plain(sql)]
    return Oddities(
        unguarded=tuple(name for name in other if _is_guard(known[name])),
        altered=tuple(name for name in other if not _is_guard(known[name])),
        foreign=tuple(name for name, sql in found.items() if name not in known and _acts(sql)),
    )


def _plain(sql: str) -> str:
    """SQL without what SQLite's versions write differently."""
    return _SPACE.sub("", sql).lower()


def _is_guard(sql: str) -> bool:
    return sql.startswith("CREATE TRIGGER")


def _acts(sql: str) -> bool:
    """Whether an object that is not ours does something when ours are written to."""
    plain = _plain(sql)
    # An index that somebody added for speed has nothing but columns between its brackets.
    index = plain.startswith(("createindex", "createuniqueindex"))
    return plain.startswith(("createtrigger", "createtemp")) or (
        index and (plain.count("(") != 1 or not plain.endswith(")") or "unique" in plain)
    )


def restrain(connection: sqlite3.Connection, largest: int = LARGEST) -> None:
    """Bound what statements over a connection may do and take, whatever is in the file.

    Args:
        connection: Whose schema is up to date: afterwards it cannot be changed.
        largest: Most bytes of one text or row.
    """
    for limit, most in _LIMITS.items():
        connection.setlimit(limit, most)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, largest)
    connection.set_authorizer(_authorize)


def _authorize(
    action: int, first: str | None, second: str | None, _: str | None, __: str | None
) -> int:
    if action in _FORBIDDEN:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() not in _PRAGMAS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
