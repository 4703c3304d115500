"""Opening a claimtrack file, and saying in one sentence why it cannot be used.

The central decision: a connection is handed out only when the file is known to be ours and of
a schema we know; every SQLite error on the way becomes a `StoreError` that says what to do.
Nothing in a file may run: its schema is not trusted, and no plugin is loaded.
"""

import os
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from claimtrack.errors import StoreError
from claimtrack.store.copying import remove_file
from claimtrack.store.ledger import append_entry
from claimtrack.store.reporting import BUSY_SECONDS, reported
from claimtrack.store.trust import LARGEST, compare_schema, read_known, restrain
from claimtrack.store.upgrading import bring_up_to_date, refuse_schema
from claimtrack.store.writing import writing


def check_place(path: Path) -> None:
    """See that a new file could be made, before any work is done for it.

    Raises:
        StoreError: The folder is missing or cannot be written to.
    """
    folder = path.parent
    if not folder.is_dir():
        raise StoreError(f"no folder {folder} for {path.name}; make it, or give another --db")
    if not os.access(folder, os.W_OK):
        raise StoreError(
            f"{path} cannot be written to; make the folder {folder} writable, or give another "
            "file with --db"
        )


def open_connection(
    path: Path | None, seconds: float = BUSY_SECONDS, largest: int = LARGEST
) -> sqlite3.Connection:
    """A connection to a store whose schema is up to date.

    Args:
        path: The file, made if it is not there; None for a store in memory.
        seconds: How long to wait for another program's lock.
        largest: Most bytes of one text or row.

    Raises:
        StoreError: It is a folder, no database, not claimtrack's, newer, locked or damaged, or
            its schema is not ours to the letter.
    """
    if path is not None and path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "no regular file"
        raise StoreError(f"{path} is {what}; give a file, such as {path / 'claims.db'}")
    with reported(path, seconds):
        if path is not None and not path.exists():
            _make_file(path, seconds)
        connection = connect(path, seconds)
        try:
            bring_up_to_date(connection, path, seconds)
            see_to_guards(connection, path)
            restrain(connection, largest)
        except BaseException:
            connection.close()
            raise
    return connection


def _make_file(path: Path, seconds: float) -> None:
    """Make a file with all its tables: there wholly or, on a disk that is full, not at all."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with closing(connect(part, seconds)) as connection:
            bring_up_to_date(connection, part, seconds)
            # Out of the log, which goes: closing would not say that there was no room.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        # Where another process was faster its file stays, and where a disk knows no links the
        # file is made in its place as it is opened.
        with suppress(OSError):
            path.hardlink_to(part)
    finally:
        remove_file(part)


def connect(path: Path | None, seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection to a file as it is, whatever its schema; nothing in it is trusted."""
    if path is None:
        return _prepared(sqlite3.connect(":memory:", isolation_level=None))
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(uri, uri=True, timeout=seconds, isolation_level=None)
    try:
        return _prepared(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        if not _only_readable(path, error):
            raise
    # A WAL file in a folder that cannot be written to opens only as one that never changes.
    frozen = f"{uri}?mode=ro&immutable=1"
    return _prepared(sqlite3.connect(frozen, uri=True, isolation_level=None))


def _only_readable(path: Path, error: sqlite3.OperationalError) -> bool:
    name = error.sqlite_errorname or ""
    log = path.with_name(path.name + "-wal")
    settled = not log.exists() or log.stat().st_size == 0
    # On a disk that is full there is no room for the log's index, which reading takes too.
    barred = name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR_SHM"))
    return barred and path.exists() and settled


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        # Of a file that is yet to be made: half as many pages to write and to look through
        # (benchmarks/store.py).
        connection.execute("PRAGMA page_size = 8192")
        # In WAL a commit survives the process without waiting for the disk each time; what a
        # power cut can take is the last commits, never the file (sqlite.org/pragma.html).
        connection.execute("PRAGMA synchronous = NORMAL")
        # Ids are digests: the pages of their indexes are met at random, and stay at hand.
        connection.execute("PRAGMA cache_size = -64000")
        # Nothing is deleted here but words of the index that were merged.
        connection.execute("PRAGMA secure_delete = OFF")
        # Few and large checkpoints: a page of an index that many commits wrote is copied once.
        connection.execute("PRAGMA wal_autocheckpoint = 16000")
        # The first read: here a file that is no database, or is locked, says so.
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def see_to_guards(connection: sqlite3.Connection, path: Path | None) -> None:
    """See that the schema is ours, and put back guarding triggers that are gone.

    That they were gone is written in the log, where `verify` finds it.

    Raises:
        StoreError: The schema has something that is not ours, or differs from ours.
    """
    odd = compare_schema(connection)
    if odd.foreign or odd.altered:
        refuse_schema(path, (*odd.foreign, *odd.altered))
    if odd.unguarded:
        try:
            with writing(connection):
                # Another process may have put them back while this one waited for the lock.
                restore_guards(connection, compare_schema(connection).unguarded)
        except sqlite3.OperationalError as error:
            # A file that nobody can write to needs no guard; `verify` tells.
            if not (error.sqlite_errorname or "").startswith("SQLITE_READONLY"):
                raise


def restore_guards(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    """Make guarding triggers anew, and say so in the log."""
    for name in names:
        connection.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        connection.execute(read_known()[name])
    if names:
        now = datetime.now(UTC)
        append_entry(connection, {}, action="guard", subject=", ".join(names), now=now)
