"""Opening a claimtrack file, and saying in one sentence why it cannot be used.

The central decision: a connection is handed out only when the file is known to be ours and of
a schema we know; every SQLite error on the way becomes a `StoreError` that says what to do.
Nothing in a file may run: its schema is not trusted, and no plugin is loaded.
"""

import os
import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from claimtrack.errors import StoreError

#: The migrations this version knows, oldest first (a test holds them to `schema`).
SCHEMA = ("0001_first", "0002_judgement")

#: How long to wait for another program that writes, in seconds.
BUSY_SECONDS = 5.0

# What SQLite's result codes mean to a person; the longest prefix of the name decides.
_REASONS = {
    "SQLITE_NOTADB": "{path} is not a SQLite database; give another file with --db",
    "SQLITE_CORRUPT": "{path} is damaged ({error}); restore it from a copy",
    "SQLITE_BUSY": "{path} is locked by another program; close what is writing to it, or wait "
    "for it to end, and try again (waited {seconds:g} s)",
    "SQLITE_LOCKED": "{path} is locked by another program; close what is writing to it, or wait "
    "for it to end, and try again (waited {seconds:g} s)",
    "SQLITE_READONLY": "{path} cannot be written to; make the file and its folder writable, or "
    "give another file with --db",
    "SQLITE_CANTOPEN": "{path} cannot be opened; see that its folder is there and that you may "
    "write to it, or give another file with --db",
    "SQLITE_FULL": "no space left to write {path}; free some and try again",
    "SQLITE_IOERR": "{path} cannot be read or written ({error}); check the disk",
    "SQLITE_TOOBIG": "a text is too big for {path} ({error}); split the document",
}


@contextmanager
def reported(path: Path | None, seconds: float = BUSY_SECONDS) -> Generator[None]:
    """Turn SQLite's errors into `StoreError`.

    Args:
        path: The file to name in the message; None for a store in memory.
        seconds: How long the connection waits for a lock, for the message.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        found = next((key for key in _REASONS if name.startswith(key)), None)
        template = _REASONS[found] if found else "{path}: {error}"
        message = template.format(path=_named(path), error=error, seconds=seconds)
        raise StoreError(message) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            f"{_named(path)} cannot hold a lone surrogate ({error.object[error.start]!r}); "
            "replace it before the text becomes a document (claimtrack.ingest does)"
        ) from error


def _named(path: Path | None) -> str:
    return "the store in memory" if path is None else str(path)


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


def open_connection(path: Path | None, seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection to a store whose schema is up to date.

    Args:
        path: The file, made if it is not there; None for a store in memory.
        seconds: How long to wait for another program's lock.

    Raises:
        StoreError: It is a folder, no database, not claimtrack's, newer, locked or damaged.
    """
    if path is not None and path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "no regular file"
        raise StoreError(f"{path} is {what}; give a file, such as {path / 'claims.db'}")
    with reported(path, seconds):
        connection = _connect(path, seconds)
        try:
            if _pending(connection, path):
                _upgrade(connection, path, seconds)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path | None, seconds: float) -> sqlite3.Connection:
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
    return name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")) and path.exists() and settled


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        # The first read: here a file that is no database, or is locked, says so.
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _pending(connection: sqlite3.Connection, path: Path | None) -> bool:
    """Whether migrations are to be applied; refuses files that are not ours or are newer."""
    tables = {
        row["name"]
        for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    applied: set[str] = set()
    if "_sqlite_migrations" in tables:
        rows = connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = 'claimtrack'"
        )
        applied = {row["name"] for row in rows}
    if tables and not applied:
        raise StoreError(
            f"{_named(path)} is a SQLite database, but not one of claimtrack's; give another "
            "file with --db"
        )
    unknown = sorted(applied - set(SCHEMA))
    if unknown:
        raise StoreError(
            f"{_named(path)} was made by a newer claimtrack (schema {unknown[-1]}, this one "
            f"knows {SCHEMA[-1]}); upgrade with: pip install --upgrade claimtrack"
        )
    return len(applied) < len(SCHEMA)


def _upgrade(connection: sqlite3.Connection, path: Path | None, seconds: float) -> None:
    # sqlite-utils takes a third of a second to import; files that are up to date need none.
    from claimtrack.store.schema import migrate  # noqa: PLC0415

    if path is not None:
        _enable_log(connection, seconds)
    with writing(connection):
        # Another process may have made the tables while this one waited for the lock.
        if _pending(connection, path):
            migrate(connection)


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


@contextmanager
def writing(connection: sqlite3.Connection) -> Generator[None]:
    """One transaction that holds the write lock from its start, and leaves all or nothing.

    ``BEGIN IMMEDIATE``: a transaction that reads first and writes later fails at once when
    another process wrote in between, without waiting (sqlite.org/isolation.html).
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
