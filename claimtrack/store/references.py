"""The step of the schema by which rows are looked at for what they refer to at the commit.

The central decision: a reference that is to hold at once, beside a trigger, makes SQLite keep a
copy of every page that one row changes, to take that row alone back (sqlite.org/tempfiles.html,
section 2.4). A transaction of ours is taken back wholly or not at all, so references may wait for
its end, and a tenth of the time of writing is saved (benchmarks/store.py).
"""

import re
import sqlite3

#: 0008_measures: the tables that rows are added to by the thousand, or that their rows refer by.
_TABLES = (
    "extraction",
    "claim",
    "source",
    "source_alias",
    "claim_source",
    "speaker",
    "finding",
    "finding_source",
    "cluster",
    "membership",
    "membership_end",
    "relation",
    "relation_end",
    "judgement",
)

_REFERENCE = re.compile(r"(REFERENCES \w+ \(id\))(?! DEFERRABLE)")


def defer_references(connection: sqlite3.Connection) -> None:
    """Make tables anew whose references are looked at when a transaction ends.

    Args:
        connection: Inside the migration's transaction, with foreign keys off and no triggers;
            views are made anew.
    """
    views = _read_schema(connection, "type = 'view'")
    for name, _ in views:
        connection.execute(f"DROP VIEW {name}")
    for table in _TABLES:
        _make_anew(connection, table)
    for _, sql in views:
        connection.execute(sql)


def _make_anew(connection: sqlite3.Connection, table: str) -> None:
    ((_, made),) = _read_schema(connection, f"type = 'table' AND name = '{table}'")
    indexes = _read_schema(
        connection, f"type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL"
    )
    found = connection.execute(f"PRAGMA table_info({table})").fetchall()
    columns = ", ".join(["rowid", *(f'"{row[1]}"' for row in found)])
    deferred = _REFERENCE.sub(r"\1 DEFERRABLE INITIALLY DEFERRED", made)
    # SQLite's own way to change a table (sqlite.org/lang_altertable.html, section 7); rows keep
    # their numbers, by which the log and the index of words know them.
    connection.execute(re.sub(rf'CREATE TABLE "?{table}"?', "CREATE TABLE made_anew", deferred))
    connection.execute(
        f"INSERT INTO made_anew ({columns}) SELECT {columns} FROM {table} ORDER BY rowid"  # noqa: S608
    )
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE made_anew RENAME TO {table}")
    for _, sql in indexes:
        connection.execute(sql)


def _read_schema(connection: sqlite3.Connection, where: str) -> list[tuple[str, str]]:
    rows = connection.execute(
        f"SELECT name, sql FROM sqlite_schema WHERE {where} ORDER BY rowid"  # noqa: S608
    )
    return [(row[0], row[1]) for row in rows]
