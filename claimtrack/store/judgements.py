"""What people say of pairs of claims or sources: to rows and back, and what is in force.

The central decision: a judgement is a row, taking one back is another row, and nobody's row is
ever changed. What is in force is read off the rows: those that were not taken back, and of what
one person said of one pair only the last.
"""

import sqlite3
from datetime import datetime

from attrs import evolve

from claimtrack.errors import NotFoundError, StoreError
from claimtrack.model import Judgement, Subject
from claimtrack.store.encoding import from_time, to_time
from claimtrack.store.queries import Ask
from claimtrack.store.rows import Record


def judgement_to_row(judgement: Judgement) -> Record:
    """A row of table `judgement`."""
    return {
        "id": judgement.id,
        "subject": judgement.subject,
        "a": judgement.a,
        "b": judgement.b,
        "verdict": judgement.verdict,
        "by": judgement.by,
        "reason": judgement.reason,
        "added": to_time(judgement.added),
        "retracts": judgement.retracts,
    }


def judgement_from_row(row: sqlite3.Row) -> Judgement:
    """The judgement that a row of table `judgement` holds."""
    return Judgement(
        subject=row["subject"],
        a=row["a"],
        b=row["b"],
        verdict=row["verdict"],
        by=row["by"],
        reason=row["reason"],
        added=from_time(row["added"]),
        retracts=row["retracts"],
    )


def check_pair(ask: Ask, judgement: Judgement) -> None:
    """See that both ids are there: a wrong one could never be taken out again.

    Raises:
        NotFoundError: One is not.
    """
    for key in (judgement.a, judgement.b):
        # The table is one of two that the value itself has checked.
        if not ask(f"SELECT 1 FROM {judgement.subject} WHERE id = ?", key):  # noqa: S608
            raise NotFoundError(
                f"no {judgement.subject} {key!r}; see: claimtrack {judgement.subject}s"
            )


def make_retraction(ask: Ask, key: str, *, by: str, reason: str, now: datetime) -> Judgement:
    """The judgement that takes back another.

    Raises:
        NotFoundError: No judgement has that id.
        StoreError: It was taken back already, or itself takes one back.
    """
    rows = ask("SELECT * FROM judgement WHERE id = ?", key)
    if not rows:
        raise NotFoundError(f"no judgement {key!r}")
    judgement = judgement_from_row(rows[0])
    if judgement.retracts is not None:
        raise StoreError(f"{key} takes back {judgement.retracts}; judge the two anew instead")
    if ask("SELECT 1 FROM judgement WHERE retracts = ?", key):
        raise StoreError(f"{key} was taken back already")
    return evolve(judgement, by=by, reason=reason, added=now, retracts=key)


def read_judgements(ask: Ask, subject: Subject | None) -> tuple[Judgement, ...]:
    """The judgements in force, oldest first.

    Args:
        ask: The store.
        subject: Only those about claims, or about sources; None: all.
    """
    where = "" if subject is None else "AND subject = ?"
    rows = ask(
        "SELECT * FROM judgement WHERE retracts IS NULL AND id NOT IN "  # noqa: S608  our SQL
        "(SELECT retracts FROM judgement WHERE retracts IS NOT NULL) "
        f"{where} ORDER BY rowid",
        *(() if subject is None else (subject,)),
    )
    last: dict[tuple[str, str, frozenset[str]], Judgement] = {}
    for judgement in map(judgement_from_row, rows):
        said = (judgement.by, judgement.subject, frozenset((judgement.a, judgement.b)))
        last.pop(said, None)
        last[said] = judgement
    return tuple(last.values())
