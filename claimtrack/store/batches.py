"""Documents with their claims as rows, table by table.

The central decision: a batch of documents becomes one list of rows a table, each of them a tuple
that goes to the database and to its digest as it is. What several documents share is made once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Self

from attrs import frozen

from claimtrack.errors import StoreError
from claimtrack.model import Document, Extraction, Run, Source
from claimtrack.store.encoding import to_time
from claimtrack.store.rows import (
    CLAIM_COLUMNS,
    SAID_COLUMNS,
    Record,
    Values,
    check_claim,
    claim_to_row,
    document_to_row,
    run_to_row,
    source_to_row,
    speaker_to_row,
)


@frozen
class Rows:
    """Rows of one table: the names of their columns once, their values in the same order."""

    columns: tuple[str, ...]
    values: Sequence[Values]

    @classmethod
    def of(cls, records: Iterable[Record]) -> Self:
        """Rows that come with the names of their columns, all of them with the same."""
        rows = list(records)
        return cls(tuple(rows[0]) if rows else (), [tuple(row.values()) for row in rows])

    def records(self) -> list[Record]:
        """The rows, each with the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


def extractions_to_rows(
    extractions: Sequence[Extraction], sources: Mapping[str, Source], *, run: Run, now: datetime
) -> dict[str, Rows]:
    """The rows of some documents with their claims, table by table, in the order to write them.

    Args:
        extractions: Each of another document.
        sources: Name to source, for every name in the claims' `sources`.
        run: What made the claims.
        now: The time to write beside them, timezone-aware.

    Raises:
        StoreError: A claim is of another document, or does not read back.
    """
    claims: list[Values] = []
    spoken: list[Values] = []
    speakers: list[Record] = []
    for item in extractions:
        claims.extend(_read_claims(item, run.id))
        speakers.extend(_read_speakers(item, run))
        spoken.extend(
            (claim.id, sources[name].id, place, name)
            for claim in item.claims
            for place, name in enumerate(claim.sources)
        )
    met = [sources[name] for name in dict.fromkeys(str(row[3]) for row in spoken)]
    # Of wordings that differ in case alone the first one names the source.
    first = {source.id: source for source in reversed(met)}
    documents = [item.document for item in extractions]
    counts = [(item.document.id, run.id, len(item.claims), to_time(now)) for item in extractions]
    return {
        "document": Rows.of(document_to_row(document, now) for document in documents),
        "run": Rows.of([run_to_row(run, now)] if documents else ()),
        "source": Rows.of(source_to_row(item) for item in first.values()),
        "speaker": Rows.of(speakers),
        "source_alias": Rows.of(
            {"source": item.id, "name": name} for item in met for name in item.aliases
        ),
        "claim": Rows(CLAIM_COLUMNS, claims),
        "claim_source": Rows(SAID_COLUMNS, spoken),
        "extraction": Rows(("document", "run", "claims", "added"), counts),
    }


def _read_claims(item: Extraction, run: str) -> list[Values]:
    text, document = item.document.text, item.document.id
    for claim in item.claims:
        if claim.document != document:
            raise StoreError(
                f"claim {claim.id} is of document {claim.document}, not of {document}; write it "
                "with its own document"
            )
        check_claim(claim, text)
    return [
        claim_to_row(claim, position=position, run=run, text=text)
        for position, claim in enumerate(item.claims)
    ]


def _read_speakers(item: Extraction, run: Run) -> list[Record]:
    """What a document tells of who speaks in it, the last for each name."""
    document: Document = item.document
    told: dict[str, Source] = {}
    for claim in item.claims:
        for source in claim.speakers:
            told[source.name] = source
    return [speaker_to_row(source, document, run) for source in told.values()]
