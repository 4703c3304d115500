"""Whether a file says what was written to it, and where it does not.

The central decision: nothing that is stored is believed. Ids and hashes are computed anew from
what they cover, spans are read off the texts again, the rows that the log proves are digested
again, and the schema is compared with ours; every difference is named with its table and row.
What is read is of one moment, and nothing is written.
"""

import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import evolve, frozen

from claimtrack.errors import StoreError
from claimtrack.store import proofs, readings
from claimtrack.store.connection import connect
from claimtrack.store.faults import Fault
from claimtrack.store.reporting import BUSY_SECONDS, reported
from claimtrack.store.trust import compare_schema, restrain
from claimtrack.store.upgrading import SCHEMA, read_applied, refuse_newer


@frozen(kw_only=True)
class Verification:
    """What a look at a whole file has found.

    Attributes:
        faults: What is wrong, worst first; empty: nothing is.
        head: The log's head, to be kept elsewhere; None where the log is empty.
        documents: How many there are.
        claims: How many there are, superseded ones too.
        excerpt: Whether the file is an excerpt, which proves what it has and leaves out the rest.
    """

    faults: tuple[Fault, ...]
    head: str | None
    documents: int
    claims: int
    excerpt: bool


def verify_file(
    path: Path, *, head: str | None = None, seconds: float = BUSY_SECONDS
) -> Verification:
    """Look at all of a file.

    Args:
        path: The file; of the present schema.
        head: A head that `head` gave before: the file must still contain that past.
        seconds: How long to wait for another program's lock.

    Raises:
        StoreError: There is no such file, it is no claimtrack file, or of another schema.
    """
    if not path.is_file():
        raise StoreError(f"no database {path}; make one with: claimtrack add FILE --db {path}")
    with reported(path, seconds), closing(connect(path, seconds)) as connection:
        found = verify(connection, path=path, head=head)
        words = tuple(_check_words(connection))
    return evolve(found, faults=(*found.faults, *words))


def verify(
    connection: sqlite3.Connection, *, path: Path | None = None, head: str | None = None
) -> Verification:
    """Look at all that a connection shows.

    Args:
        connection: To a file of the present schema; restrained from here on.
        path: The file, for messages.
        head: A head that the log must contain.

    Raises:
        StoreError: It is no claimtrack file, or of another schema.
    """
    applied = read_applied(connection)
    refuse_newer(applied, path)
    if not applied:
        raise StoreError(
            f"{path} has none of claimtrack's tables; give another file with --db, or make one "
            "with: claimtrack add FILE"
        )
    if applied != set(SCHEMA):
        raise StoreError(
            f"{path} has schema {max(applied)}, not {SCHEMA[-1]}; a file of an earlier "
            "one is brought up to date by any command that reads it, such as: claimtrack sources"
        )
    restrain(connection)
    with _moment(connection):
        faults = [fault for check in _CHECKS for fault in _run(check, connection)]
        if head is not None:
            faults += proofs.check_head(connection, head)
        return Verification(
            faults=tuple(faults),
            head=proofs.read_head(connection),
            documents=_count(connection, "document"),
            claims=_count(connection, "claim"),
            excerpt=bool(_count(connection, "excerpt")),
        )


@contextmanager
def _moment(connection: sqlite3.Connection) -> Generator[None]:
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _run(
    check: Callable[[sqlite3.Connection], Iterator[Fault]], connection: sqlite3.Connection
) -> Iterator[Fault]:
    """A check's faults; that it cannot go on is one too."""
    try:
        yield from check(connection)
    except sqlite3.DatabaseError as error:
        yield Fault(kind="file", where=check.__name__, message=f"cannot be read on: {error}")


def _count(connection: sqlite3.Connection, table: str) -> int:
    try:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    except sqlite3.DatabaseError:
        return 0
    return int(found[0])


def check_file(connection: sqlite3.Connection) -> Iterator[Fault]:
    """SQLite's own look at pages, indexes and types."""
    for row in connection.execute("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield Fault(kind="file", where="integrity_check", message=str(row[0]))


def check_schema(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Triggers, tables, views and indexes are those that this version makes."""
    odd = compare_schema(connection)
    for name in odd.unguarded:
        yield Fault(kind="guard", where=name, message="the guarding trigger is gone or altered")
    for name in odd.altered:
        yield Fault(kind="schema", where=name, message="is not as claimtrack makes it")
    for name in odd.foreign:
        yield Fault(kind="schema", where=name, message="is not claimtrack's, and would run")


def check_references(connection: sqlite3.Connection) -> Iterator[Fault]:
    """What a row refers to is there."""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        message = f"refers to a row of {parent} that is not there"
        yield Fault(kind="reference", where=f"{table} row {row}", message=message)


def check_index(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The index of words has the claims that there are."""
    claims, indexed = (
        {row[0] for row in connection.execute(f"SELECT {column} FROM {table}")}  # noqa: S608
        for column, table in (("rowid", "claim"), ("id", "claim_search_docsize"))
    )
    for row in sorted(claims ^ indexed)[:20]:
        where = "not in the index" if row in claims else "in the index only"
        yield Fault(kind="index", where=f"claim row {row}", message=f"is {where}")


def _check_words(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The index has the very words; SQLite asks this by a statement that would write."""
    try:
        connection.execute(
            "INSERT INTO claim_search (claim_search, rank) VALUES ('integrity-check', 1)"
        )
    except sqlite3.OperationalError:
        # Somebody is writing, or nobody can: its rows were looked at all the same.
        return
    except sqlite3.DatabaseError:
        yield Fault(kind="index", where="claim_search", message="has other words than the claims")


_CHECKS = (
    check_file,
    check_schema,
    check_references,
    proofs.check_log,
    readings.check_documents,
    readings.check_claims,
    readings.check_relations,
    readings.check_judgements,
    readings.check_names,
    readings.check_counts,
    check_index,
)
