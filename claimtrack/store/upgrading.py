"""Files of earlier schemas: refused, or brought up to date after a copy was kept.

The central decision: all pending migrations run in one transaction that holds the write lock,
and before the first of them a copy of the file as it was is laid beside it, whole or not at all.
"""

import sqlite3
import time
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from claimtrack.errors import StoreError
from claimtrack.store.copying import copy_file
from claimtrack.store.reporting import name_file
from claimtrack.store.trust import compare_schema
from claimtrack.store.writing import writing

#: The migrations this version knows, oldest first (a test holds them to `schema`).
SCHEMA = (
    "0001_first",
    "0002_judgement",
    "0003_log",
    "0004_moments",
    "0005_ends",
    "0006_sources",
    "0007_words",
    "0008_measures",
)


def bring_up_to_date(connection: sqlite3.Connection, path: Path | None, seconds: float) -> None:
    """Apply the migrations that a file lacks.

    Raises:
        StoreError: It is not claimtrack's, of a newer version, or cannot be copied or written.
    """
    if not _pending(connection, path):
        return
    # sqlite-utils takes a third of a second to import; files that are up to date need none.
    from claimtrack.store.schema import migrate  # noqa: PLC0415

    if path is not None:
        _enable_log(connection, seconds)
    # Tables are made anew under rows that refer to them; all are looked at before the commit.
    connection.execute("PRAGMA foreign_keys = OFF")
    with writing(connection):
        # Another process may have made the tables while this one waited for the lock.
        if _pending(connection, path):
            refuse_foreign(connection, path)
            if path is not None:
                _keep_copy(connection, path)
            # Below the tracker only here the clock is read: a file upgrades when it is opened.
            migrate(connection, datetime.now(UTC))
            astray = connection.execute("PRAGMA foreign_key_check").fetchall()
            if astray:
                raise StoreError(
                    f"{name_file(path)} cannot be brought to schema {SCHEMA[-1]}: a row of table "
                    f"{astray[0][0]} refers to one of {astray[0][2]} that is not there; restore "
                    "the file from a copy"
                )
    connection.execute("PRAGMA foreign_keys = ON")


def refuse_foreign(connection: sqlite3.Connection, path: Path | None) -> None:
    """Refuse a file whose schema has something that would run.

    Raises:
        StoreError: It has a trigger, or an index that computes, that is not ours.
    """
    foreign = compare_schema(connection).foreign
    if foreign:
        refuse_schema(path, foreign)


def refuse_schema(path: Path | None, names: Sequence[str]) -> NoReturn:
    """Say that a file's schema is not ours."""
    raise StoreError(
        f"{name_file(path)} does not have the schema that claimtrack made "
        f"({', '.join(names[:5])}); see what is wrong with: claimtrack verify --db {path}"
    )


def read_applied(connection: sqlite3.Connection) -> set[str]:
    """The migrations that a file has; empty where it is not claimtrack's."""
    try:
        rows = connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = 'claimtrack'"
        )
        return {row[0] for row in rows}
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            return set()
        raise


def _pending(connection: sqlite3.Connection, path: Path | None) -> bool:
    """Whether migrations are to be applied; refuses files that are not ours or are newer."""
    applied = read_applied(connection)
    if not applied and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise StoreError(
            f"{name_file(path)} is a SQLite database, but not one of claimtrack's; give another "
            "file with --db"
        )
    refuse_newer(applied, path)
    return len(applied) < len(SCHEMA)


def refuse_newer(applied: AbstractSet[str], path: Path | None) -> None:
    """Refuse a file with migrations that this version does not know.

    Raises:
        StoreError: It has one.
    """
    unknown = sorted(applied - set(SCHEMA))
    if unknown:
        raise StoreError(
            f"{name_file(path)} was made by a newer claimtrack (schema {unknown[-1]}, this one "
            f"knows {SCHEMA[-1]}); upgrade with: pip install --upgrade claimtrack"
        )


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Lay a copy of the file as it is beside it, named after its schema, if it has one."""
    applied = read_applied(connection)
    if not applied:
        return
    place = path.with_name(f"{path.name}.{max(applied)}.bak")
    if place.exists():
        # An upgrade that failed has kept the same file before.
        return
    try:
        # Another connection: this one holds the lock, and writers wait while it copies.
        with closing(sqlite3.connect(path)) as source:
            copy_file(source, place)
    except StoreError as error:
        raise StoreError(
            f"{path} has schema {max(applied)} and is to be brought to {SCHEMA[-1]}, but no copy "
            f"can be kept first: {error}"
        ) from error


def _enable_log(connection: sqlite3.Connection, seconds: float) -> None:
    """Switch to write-ahead logging; SQLite does not wait for a lock here, so this does."""
    until = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
