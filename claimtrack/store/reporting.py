"""SQLite's errors in one sentence that says what to do."""

import shutil
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from claimtrack.errors import StoreError


class HasPath(Protocol):
    """What is read from."""

    @property
    def path(self) -> Path | None:
        """The file; None: in memory."""
        ...


Named = TypeVar("Named", bound=HasPath)
Given = ParamSpec("Given")
Found = TypeVar("Found")

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
    "SQLITE_INTERRUPT": "{path} took too long to search; ask for rarer words",
    "SQLITE_AUTH": "{path}: claimtrack does not do that to a database ({error})",
    "SQLITE_TOOBIG": "a text is too big for {path} ({error}); split the document",
}


# The index of a write-ahead log takes this much (sqlite.org/walformat.html), reading too.
_ROOM = 32_768

#: What reading a row that somebody edited can raise.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)


def understood(
    read: Callable[Concatenate[Named, Given], Found],
) -> Callable[Concatenate[Named, Given], Found]:
    """A verb that says in a `StoreError` that a row cannot be read, whatever is in it."""

    @wraps(read)
    def reading(reader: Named, /, *arguments: Given.args, **others: Given.kwargs) -> Found:
        try:
            return read(reader, *arguments, **others)
        except StoreError:
            raise
        except UNREADABLE as error:
            raise StoreError(
                f"{name_file(reader.path)} holds a row that cannot be read ({error}); see which "
                f"with: claimtrack verify --db {reader.path}"
            ) from error

    return reading


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
        if isinstance(error, sqlite3.ProgrammingError) and "thread" in str(error):
            raise StoreError(
                f"{name_file(path)} was opened in another thread; open a store or tracker of "
                "its own in each thread"
            ) from error
        found = next((key for key in _REASONS if name.startswith(key)), None)
        if found in {"SQLITE_IOERR", "SQLITE_READONLY"} and path is not None and is_full(path):
            found = "SQLITE_FULL"
        template = _REASONS[found] if found else "{path}: {error}"
        message = template.format(path=name_file(path), error=error, seconds=seconds)
        raise StoreError(message) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            f"{name_file(path)} cannot hold a lone surrogate ({error.object[error.start]!r}); "
            "replace it before the text becomes a document (claimtrack.ingest does)"
        ) from error


def is_full(path: Path) -> bool:
    """Whether the disk of a file has no room for what SQLite lays beside the file."""
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False


def name_file(path: Path | None) -> str:
    """How a message names a store."""
    return "the store in memory" if path is None else str(path)
