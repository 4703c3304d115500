"""A claimtrack file that is open, or a store in memory: where statements are run.

The central decision: a file that is not there yet is read as an empty store in memory, and is
made, or met when another process has made it, once there is a reason.
"""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from claimtrack.store.connection import check_place, open_connection
from claimtrack.store.failures import Failure, failure_from_row
from claimtrack.store.reporting import BUSY_SECONDS, reported
from claimtrack.store.trust import LARGEST


class Session:
    """An open file, or a store in memory; `Reader` and `Store` add what it is asked.

    Args:
        path: The file; None: in memory.
        seconds: How long to wait for another program's lock.
        largest: Most bytes of one text or row.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        seconds: float = BUSY_SECONDS,
        largest: int = LARGEST,
    ) -> None:
        self.path = path
        self._seconds = seconds
        self._largest = largest
        self._unmade = path is not None and not path.exists()
        if path is not None and self._unmade:
            check_place(path)
        self._connection = open_connection(None if self._unmade else path, seconds, largest)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was written stays."""
        self._connection.close()

    @contextmanager
    def snapshot(self) -> Generator[None]:
        """What is read inside is of one moment, whatever others write meanwhile.

        Nothing can be written inside. Snapshots may nest.
        """
        if self._connection.in_transaction:
            yield
            return
        self._notice()
        with reported(self.path, self._seconds):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            # An error of SQLite may have ended the transaction already.
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    # Inside

    def _notice(self) -> None:
        """Go over to the file if another process has made it meanwhile."""
        idle = not self._connection.in_transaction
        if self._unmade and idle and self.path is not None and self.path.exists():
            self._make()

    def _make(self) -> tuple[Failure, ...]:
        """Go over from the empty store in memory to the file, now that there is a reason.

        Returns:
            The failures that were noted in memory.
        """
        rows = self._connection.execute("SELECT * FROM failure ORDER BY id").fetchall()
        made = open_connection(self.path, self._seconds, self._largest)
        self._connection.close()
        self._connection = made
        self._unmade = False
        return tuple(map(failure_from_row, rows))

    def _ask(self, sql: str, *values: object) -> list[sqlite3.Row]:
        self._notice()
        with reported(self.path, self._seconds):
            return self._connection.execute(sql, values).fetchall()
