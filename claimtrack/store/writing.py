"""One transaction: all or nothing."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager


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
