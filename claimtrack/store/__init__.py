"""One SQLite file that keeps documents, what was found in them, and where it came from.

The central decision: all rows of a document are written in one transaction or not at all, and
what is there is never written again: adding a document twice adds nothing. Clusters and
relations are computed over all claims, so a revision replaces them as a whole, and says over
how many claims it was made.

A file that is not there yet is made when the first document is written, not before: an add
that fails leaves nothing behind.
"""

import sqlite3
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from claimtrack.model import (
    Claim,
    Cluster,
    Document,
    Extraction,
    Judgement,
    Relation,
    Run,
    Source,
    Subject,
)
from claimtrack.store.connection import (
    BUSY_SECONDS,
    check_place,
    open_connection,
    reported,
    writing,
)
from claimtrack.store.judgements import (
    check_pair,
    judgement_to_row,
    make_retraction,
    read_judgements,
)
from claimtrack.store.queries import (
    Sizes,
    count_rows,
    find_row,
    find_sources,
    read_claims,
    read_clusters,
    read_provenance,
    read_sources,
)
from claimtrack.store.rows import (
    Failure,
    Provenance,
    Record,
    cluster_to_row,
    document_from_row,
    extraction_to_rows,
    failure_from_row,
    failure_to_row,
    memberships_to_rows,
    relation_from_row,
    relation_to_row,
    to_time,
)

__all__ = ["Failure", "Provenance", "Sizes", "Store"]

# Tables whose rows several documents share.
_SHARED = frozenset(("run", "source", "source_alias"))


class Store:
    """A claimtrack file, or a store in memory.

    Args:
        path: The file; made at the first write if it is not there. None: in memory.
        seconds: How long to wait for another program's lock.

    Raises:
        StoreError: The file is a folder, no database, not claimtrack's, of a newer version,
            locked or damaged; or its folder is missing or cannot be written to.

    A store belongs to the thread that made it.
    """

    def __init__(self, path: Path | None = None, *, seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._seconds = seconds
        self._unmade = path is not None and not path.exists()
        if path is not None and self._unmade:
            check_place(path)
        self._connection = open_connection(None if self._unmade else path, seconds)

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

    # Writing

    def add(
        self,
        extraction: Extraction,
        *,
        sources: Mapping[str, Source],
        run: Run,
        now: datetime,
    ) -> bool:
        """Write a document with its claims, wholly or not at all.

        Args:
            extraction: The document and its claims.
            sources: Name to source, for every name in the claims' `sources`.
            run: What made the claims.
            now: The time to write beside them, timezone-aware.

        Returns:
            Whether anything was written: False when the document was there already.

        Raises:
            StoreError: The file cannot be written, or a claim does not read back.
        """
        rows = extraction_to_rows(extraction, sources, run=run, now=now)
        if self._unmade:
            # Whatever is wrong with the rows shows in memory, before a file is made for them.
            self._add(extraction.document.id, rows)
            self._make()
        return self._add(extraction.document.id, rows)

    def _add(self, document: str, rows: Mapping[str, Sequence[Record]]) -> bool:
        with self._writing():
            if self._ask("SELECT id FROM document WHERE id = ?", document):
                return False
            for table, records in rows.items():
                self._insert(table, records)
        return True

    def add_failure(self, failure: Failure) -> None:
        """Note something that could not be added.

        A note alone makes no file: it is written with the first document.
        """
        with self._writing():
            self._insert("failure", [failure_to_row(failure)])

    def relate(
        self,
        clusters: Iterable[Cluster],
        relations: Iterable[Relation],
        *,
        claims: int,
        version: str,
        now: datetime,
    ) -> None:
        """Replace all clusters and relations by those of a new revision.

        Args:
            clusters: The clusters, in the order to keep.
            relations: The relations, in the order to keep.
            claims: How many claims they were computed over.
            version: What computed them.
            now: The time to write beside them, timezone-aware.
        """
        with self._writing():
            for table in ("relation", "membership", "cluster"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608  fixed names
            revision = self._connection.execute(
                "INSERT INTO revision (version, claims, added) VALUES (?, ?, ?)",
                (version, claims, to_time(now)),
            ).lastrowid
            assert revision is not None
            kept = tuple(clusters)
            self._insert("cluster", [cluster_to_row(item, revision) for item in kept])
            self._insert("membership", [row for item in kept for row in memberships_to_rows(item)])
            self._insert("relation", [relation_to_row(item, revision) for item in relations])

    # Judging

    def judge(self, judgement: Judgement) -> bool:
        """Append what a person says of two claims or two sources.

        Args:
            judgement: It stays for ever; `retract` takes it back.

        Returns:
            Whether it was written: False when this very judgement was there already.

        Raises:
            NotFoundError: A claim or source is not in the store.
            StoreError: The file cannot be written.
        """
        with self._writing():
            if self._ask("SELECT 1 FROM judgement WHERE id = ?", judgement.id):
                return False
            check_pair(self._ask, judgement)
            self._insert("judgement", [judgement_to_row(judgement)])
        return True

    def retract(self, judgement: str, *, by: str, reason: str = "", now: datetime) -> Judgement:
        """Take back the judgement of an id, by a row of its own.

        Args:
            judgement: Its id.
            by: Who takes it back.
            reason: Why.
            now: When, timezone-aware.

        Returns:
            What was appended.

        Raises:
            NotFoundError: No judgement has that id.
            StoreError: It was taken back already, or the file cannot be written.
        """
        with self._writing():
            taken = make_retraction(self._ask, judgement, by=by, reason=reason, now=now)
            self._insert("judgement", [judgement_to_row(taken)])
        return taken

    def judgements(self, *, subject: Subject | None = None) -> tuple[Judgement, ...]:
        """The judgements in force, oldest first: of one person on one pair only the last.

        Args:
            subject: Only those about claims, or about sources; None: all.
        """
        return read_judgements(self._ask, subject)

    # Reading

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

    def related(self, version: str) -> bool:
        """Whether clusters and relations are those of this version over all claims."""
        last = self._ask("SELECT version, claims FROM revision ORDER BY id DESC LIMIT 1")
        claims = self.sizes().claims
        if not last:
            return claims == 0
        return bool(last[0]["version"] == version and last[0]["claims"] == claims)

    def sizes(self) -> Sizes:
        """How many documents, claims and conflicts there are."""
        return count_rows(self._ask)

    def extraction(self, document: str) -> Extraction | None:
        """A document with its claims; None when the store has no document of that id."""
        rows = self._ask("SELECT * FROM document WHERE id = ?", document)
        if not rows:
            return None
        return Extraction(document_from_row(rows[0]), self.claims(document=document))

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order in which they were added."""
        return tuple(map(document_from_row, self._ask("SELECT * FROM document ORDER BY rowid")))

    def document(self, key: str) -> Document:
        """The document of an id, or of an id's first characters when only one begins so.

        Raises:
            NotFoundError: None begins so, or several do.
        """
        return document_from_row(find_row(self._ask, "document", key))

    def claims(
        self,
        *,
        document: str | None = None,
        source: str | None = None,
        cluster: str | None = None,
    ) -> tuple[Claim, ...]:
        """Claims in the order of documents and text.

        Args:
            document: Only those of the document of this id.
            source: Only those of sources so named: the whole name, an alias or an id; where
                none fits, a part of the name. Upper and lower case are the same.
            cluster: Only those of the cluster of this id.

        Raises:
            NotFoundError: No source is so named.
        """
        with self.snapshot():
            found = () if source is None else self.sources(named=source)
            ids = tuple(item.id for item in found)
            marks = ", ".join("?" * len(ids))
            said = f"claim.id IN (SELECT claim FROM claim_source WHERE source IN ({marks}))"  # noqa: S608
            inside = "claim.id IN (SELECT claim FROM membership WHERE cluster = ?)"
            conditions = {
                "claim.document = ?": None if document is None else (document,),
                said: ids or None,
                inside: None if cluster is None else (cluster,),
            }
            return read_claims(self._ask, conditions)

    def claim(self, key: str) -> Claim:
        """The claim of an id, or of an id's first characters when only one begins so.

        Raises:
            NotFoundError: None begins so, or several do.
        """
        row = find_row(self._ask, "claim", key)
        return read_claims(self._ask, {"claim.id = ?": (row["id"],)})[0]

    def provenance(self, claim: str) -> Provenance:
        """Which run made a claim, and when.

        Raises:
            NotFoundError: No claim has that id.
        """
        return read_provenance(self._ask, claim)

    def sources(self, *, named: str | None = None) -> tuple[Source, ...]:
        """Who speaks, by name.

        Args:
            named: Only those of this name, alias or id; where none fits, with it in the name.

        Raises:
            NotFoundError: No source is so named.
        """
        return read_sources(self._ask) if named is None else find_sources(self._ask, named)

    def clusters(self) -> tuple[Cluster, ...]:
        """All clusters of the last revision, in its order."""
        return read_clusters(self._ask)

    def relations(self, *, claim: str | None = None) -> tuple[Relation, ...]:
        """Relations of the last revision, in its order.

        Args:
            claim: Only those in which the claim of this id takes part.
        """
        where, values = ("", ()) if claim is None else ("WHERE a = ? OR b = ?", (claim, claim))
        rows = self._ask(f"SELECT * FROM relation {where} ORDER BY id", *values)  # noqa: S608
        return tuple(map(relation_from_row, rows))

    def failures(self) -> tuple[Failure, ...]:
        """What could not be added, oldest first."""
        return tuple(map(failure_from_row, self._ask("SELECT * FROM failure ORDER BY id")))

    # Inside

    @contextmanager
    def _writing(self) -> Generator[None]:
        with reported(self.path, self._seconds), writing(self._connection):
            yield

    def _notice(self) -> None:
        """Go over to the file if another process has made it meanwhile."""
        idle = not self._connection.in_transaction
        if self._unmade and idle and self.path is not None and self.path.exists():
            self._make()

    def _make(self) -> None:
        """Go over from the empty store in memory to the file, now that there is a reason."""
        failures = self._connection.execute("SELECT * FROM failure ORDER BY id").fetchall()
        made = open_connection(self.path, self._seconds)
        self._connection.close()
        self._connection = made
        self._unmade = False
        for row in failures:
            self.add_failure(failure_from_row(row))

    def _insert(self, table: str, records: Sequence[Record]) -> None:
        """Append rows; runs and sources that are there already stay as they are."""
        if not records:
            return
        columns = ", ".join(records[0])
        marks = ", ".join("?" * len(records[0]))
        clash = " ON CONFLICT DO NOTHING" if table in _SHARED else ""
        self._connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}){clash}",  # noqa: S608  our names
            [tuple(record.values()) for record in records],
        )

    def _ask(self, sql: str, *values: object) -> list[sqlite3.Row]:
        self._notice()
        with reported(self.path, self._seconds):
            return self._connection.execute(sql, values).fetchall()
