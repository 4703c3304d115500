"""A copy of a file that others may be writing to: whole, or not there at all."""

import os
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from claimtrack.errors import StoreError


@contextmanager
def written_wholly(to: Path) -> Generator[Path]:
    """A file to write to that takes its place when all went well, and is gone when not.

    Args:
        to: Where it goes; nothing may be there.

    Raises:
        StoreError: Something is there, or its folder is missing or cannot be written to.
    """
    if to.exists():
        raise StoreError(f"{to} is there already; give a name that is free")
    try:
        handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")
        os.close(handle)
        part = Path(name)
        try:
            yield part
            # mkstemp makes a file for its owner alone.
            part.chmod(0o644)
            # On the disk before it has its name.
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(to)
        finally:
            remove_file(part)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{to} cannot be written ({error}); see that its folder is there, may be written to "
            "and has space"
        ) from error


def remove_file(path: Path) -> None:
    """Remove a database that nobody else knows of, with all that SQLite lays beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def copy_file(connection: sqlite3.Connection, to: Path) -> None:
    """Copy what a connection shows at this moment.

    All pages go in one step: a backup in several begins anew whenever another process writes
    (sqlite.org/backup.html). In WAL writers do not wait for it.

    Raises:
        StoreError: `to` is there already, or cannot be written.
    """
    with written_wholly(to) as part, closing(sqlite3.connect(part)) as target:
        connection.backup(target)
        # One file, with no log beside it, so that it can be moved as it is.
        target.execute("PRAGMA journal_mode = DELETE")
