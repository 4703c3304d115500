"""What could not be added: to rows and back."""

import sqlite3
from datetime import datetime

from attrs import frozen

from claimtrack.store.encoding import from_time, to_time
from claimtrack.store.rows import Record


@frozen(kw_only=True)
class Failure:
    """Something that could not be added.

    Attributes:
        item: The file, or the first words of the text.
        error: The kind of error.
        message: What was wrong and what to do.
        added: When.
    """

    item: str
    error: str
    message: str
    added: datetime


def failure_to_row(failure: Failure) -> Record:
    """A row of table `failure`."""
    return {
        "item": failure.item,
        "error": failure.error,
        "message": failure.message,
        "added": to_time(failure.added),
    }


def failure_from_row(row: sqlite3.Row) -> Failure:
    """The failure that a row of table `failure` holds."""
    return Failure(
        item=row["item"],
        error=row["error"],
        message=row["message"],
        added=from_time(row["added"]),
    )
