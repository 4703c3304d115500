"""Whether rows say what can be read off the texts, and ids what they are digests of."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Claim, Source
from claimtrack.store.faults import Fault, Kind
from claimtrack.store.judgements import judgement_from_row
from claimtrack.store.queries import overlay
from claimtrack.store.reporting import UNREADABLE
from claimtrack.store.rows import (
    CONTEXT,
    check_claim,
    claim_from_row,
    document_from_row,
    relation_from_row,
    run_from_row,
)


def check_documents(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Every text has its hash, and every document the id of its text, address and outlet."""
    for row in connection.execute("SELECT * FROM document ORDER BY rowid"):
        fault = partial(Fault, kind="document", where=f"document {row['id']}")
        try:
            document = document_from_row(row)
        except UNREADABLE as error:
            yield fault(message=f"cannot be read: {error}")
            continue
        if document.sha256 != row["sha256"]:
            yield fault(message="its text is not the one that was hashed")
        if document.id != row["id"]:
            yield fault(message="its id is not that of its text, address and outlet")


def check_claims(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Every span reads back, and every claim has the id of its spans."""
    documents = connection.execute("SELECT id, text FROM document ORDER BY rowid")
    for document, text in documents:
        rows = connection.execute(
            "SELECT claim.*, finding.changes FROM claim LEFT JOIN finding "
            "ON finding.claim = claim.id WHERE document = ? ORDER BY claim.position",
            (document,),
        )
        for row in rows:
            for message in _read_claim(row, text):
                yield Fault(kind="claim", where=f"claim {row['id']}", message=message)


def _read_claim(row: sqlite3.Row, text: str) -> Iterator[str]:
    try:
        claim = claim_from_row(row, ())
        if row["changes"] is not None:
            claim_from_row(overlay(row), ())
        yield from _read_back(claim, row, text)
    except ClaimtrackError as error:
        yield str(error)
    except UNREADABLE as error:
        yield f"cannot be read: {error}"


def _read_back(claim: Claim, row: sqlite3.Row, text: str) -> Iterator[str]:
    if claim.id != row["id"]:
        yield "its id is not that of its document and spans: a span was edited"
    check_claim(claim, text)
    first, last = claim.content[0].start, claim.content[-1].end
    if row["prefix"] != text[max(0, first - CONTEXT) : first]:
        yield "its prefix is not what stands before its content"
    if row["suffix"] != text[last : last + CONTEXT]:
        yield "its suffix is not what stands after its content"
    spans = [claim.sentence, *(item.span for item in claim.quantities)]
    spans += [item.span for item in claim.propositions]
    spans += [item.span for item in claim.moments]
    if any(span.end > len(text) for span in spans):
        yield "a span in it lies behind the end of the text"


def check_relations(connection: sqlite3.Connection) -> Iterator[Fault]:
    """What decided a relation lies in the two documents."""
    # In bytes, which are never fewer than code points: SQLite's length stops at a NUL.
    rows = connection.execute(
        "SELECT relation.*, length(CAST(da.text AS BLOB)) AS a_length, "
        "length(CAST(db.text AS BLOB)) AS b_length "
        "FROM relation JOIN claim AS ca ON ca.id = a JOIN document AS da ON da.id = ca.document "
        "JOIN claim AS cb ON cb.id = b JOIN document AS db ON db.id = cb.document"
    )
    for row in rows:
        fault = partial(Fault, kind="relation", where=f"relation {row['id']}")
        try:
            relation = relation_from_row(row)
        except UNREADABLE as error:
            yield fault(message=f"cannot be read: {error}")
            continue
        if relation.conflict != bool(row["conflict"]):
            yield fault(message=f"says conflict {row['conflict']} of kind {relation.kind}")
        for spans, length in ((relation.spans_a, "a_length"), (relation.spans_b, "b_length")):
            if any(span.end > row[length] for span in spans):
                yield fault(message="what decided it lies behind the end of the text")


def check_judgements(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Every judgement has the id of what it says, and what it is about is there."""
    for row in connection.execute("SELECT * FROM judgement ORDER BY rowid").fetchall():
        fault = partial(Fault, kind="judgement", where=f"judgement {row['id']}")
        try:
            judgement = judgement_from_row(row)
        except UNREADABLE as error:
            yield fault(message=f"cannot be read: {error}")
            continue
        if judgement.id != row["id"]:
            yield fault(message="its id is not that of what it says: it was edited")
        for key in (judgement.a, judgement.b):
            known = f"SELECT 1 FROM {judgement.subject} WHERE id = ?"  # noqa: S608  one of two
            if connection.execute(known, (key,)).fetchone() is None:
                yield fault(message=f"is about {key}, which is not there")


def check_names(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Runs and sources have the ids of what they say."""
    checks: tuple[tuple[Kind, Callable[[sqlite3.Row], str]], ...] = (
        ("run", lambda row: run_from_row(row).id),
        (
            "source",
            lambda row: (
                Source(name=row["name"], kind=row["kind"], document=row["document"] or "").id
            ),
        ),
    )
    for table, identify in checks:
        for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608  one of two
            try:
                wrong = identify(row) != row["id"]
            except UNREADABLE:
                wrong = True
            if wrong:
                message = "its id is not that of what it says: it was edited"
                yield Fault(kind=table, where=f"{table} {row['id']}", message=message)


def check_counts(connection: sqlite3.Connection) -> Iterator[Fault]:
    """A run found as many claims in a document as it says."""
    rows = connection.execute(
        "SELECT document, run, claims, (SELECT count(*) FROM claim WHERE claim.document = "
        "extraction.document AND claim.run = extraction.run) + (SELECT count(*) FROM finding "
        "JOIN claim ON claim.id = finding.claim WHERE finding.run = extraction.run "
        "AND claim.document = extraction.document AND claim.run != finding.run) AS found "
        "FROM extraction"
    )
    for row in rows:
        if row["claims"] != row["found"]:
            where = f"document {row['document']}"
            message = f"{row['run']} found {row['claims']} claims in it; {row['found']} are there"
            yield Fault(kind="extraction", where=where, message=message)
