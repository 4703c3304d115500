"""One SQLite file that keeps documents, what was found in them, and where it came from.

The central decision: a file only grows. All rows of a document are written in one transaction or
not at all, adding a document twice adds nothing, and what supersedes or ends something is a row
beside it. Every transaction ends with a row of the log that proves what it has appended.

A file that is not there yet is made when the first document is written, not before: an add
that fails leaves nothing behind.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from claimtrack.errors import StoreError
from claimtrack.model import (
    Carriage,
    Cluster,
    Extraction,
    Identity,
    Judgement,
    Measure,
    Relation,
    Run,
    Source,
)
from claimtrack.store.batches import Rows, extractions_to_rows
from claimtrack.store.changes import Change
from claimtrack.store.encoding import to_time
from claimtrack.store.excerpts import Excerpt
from claimtrack.store.failures import Failure, failure_to_row
from claimtrack.store.faults import Fault
from claimtrack.store.findings import Difference, findings_to_rows
from claimtrack.store.identities import write_identities
from claimtrack.store.judgements import check_pair, judgement_to_row, make_retraction
from claimtrack.store.ledger import (
    Entry,
    digest_written,
    is_excerpt,
    last_rows,
    read_columns,
    seal,
)
from claimtrack.store.measures import measures_to_rows
from claimtrack.store.queries import RunSummary, Sizes, find_row
from claimtrack.store.reading import Reader
from claimtrack.store.reporting import BUSY_SECONDS, reported
from claimtrack.store.revisions import Revision, revision_to_rows
from claimtrack.store.rows import (
    Provenance,
    Record,
    Values,
    carriage_to_row,
    source_to_row,
)
from claimtrack.store.search import index_claims, last_claim
from claimtrack.store.trust import LARGEST
from claimtrack.store.verification import Verification, verify_file
from claimtrack.store.writing import writing

__all__ = [
    "Change",
    "Difference",
    "Entry",
    "Excerpt",
    "Failure",
    "Fault",
    "Provenance",
    "RunSummary",
    "Sizes",
    "Store",
    "Verification",
    "verify_file",
]

# Tables whose rows several documents share, and what tells those rows apart.
_SHARED = {"run": ("id",), "source": ("id",), "source_alias": ("source", "name")}


class Store(Reader):
    """A claimtrack file, or a store in memory.

    Args:
        path: The file; made at the first write if it is not there. None: in memory.
        seconds: How long to wait for another program's lock.
        largest: Most bytes of one text or row.

    Raises:
        StoreError: The file is a folder, no database, not claimtrack's, of a newer version,
            locked, damaged, or with a schema that is not ours to the letter; or its folder is
            missing or cannot be written to.

    A store belongs to the thread that made it.
    """

    # Writing

    def __init__(
        self,
        path: Path | None = None,
        *,
        seconds: float = BUSY_SECONDS,
        largest: int = LARGEST,
    ) -> None:
        super().__init__(path, seconds=seconds, largest=largest)
        # Shared rows that are known to be in the file, and those of the transaction.
        self._known: set[tuple[str, Values]] = set()
        self._fresh: set[tuple[str, Values]] = set()
        # Of the transaction: kept table to its columns, and to the digests of its new rows.
        self._columns: Mapping[str, str] = {}
        self._digests: dict[str, list[bytes]] = {}

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
        return bool(self.add_many([extraction], sources=sources, run=run, now=now))

    def add_many(
        self,
        extractions: Iterable[Extraction],
        *,
        sources: Mapping[str, Source],
        run: Run,
        now: datetime,
    ) -> int:
        """Write documents with their claims, all of them or none: faster than one by one.

        Args:
            extractions: A thousand at most; others who write wait meanwhile.
            sources: Name to source, for every name in the claims' `sources`.
            run: What made the claims.
            now: The time to write beside them, timezone-aware.

        Returns:
            How many were not there already.

        Raises:
            StoreError: The file cannot be written, or a claim does not read back.
        """
        batch = {item.document.id: item for item in extractions}
        make = partial(extractions_to_rows, sources=sources, run=run, now=now)
        if self._unmade:
            # Whatever is wrong with the rows shows in memory, before a file is made for them.
            self._add(batch, make, now)
            self._make()
        return self._add(batch, make, now)

    def _add(
        self,
        batch: Mapping[str, Extraction],
        make: Callable[[Sequence[Extraction]], Mapping[str, Rows]],
        now: datetime,
    ) -> int:
        subject = next(iter(batch)) if len(batch) == 1 else None
        # Made before others wait for the lock; behind it what is there already is left out.
        rows = make(tuple(batch.values()))
        with self._writing("add", subject, now=now):
            fresh = [
                item
                for document, item in batch.items()
                if not self._ask("SELECT id FROM document WHERE id = ?", document)
            ]
            if len(fresh) < len(batch):
                rows = make(fresh)
            for table, part in rows.items():
                self._append(table, part)
        return len(fresh)

    def renew(
        self,
        extraction: Extraction,
        *,
        sources: Mapping[str, Source],
        run: Run,
        now: datetime,
    ) -> bool:
        """Write what a later run finds in a document that is there; it is current from then on.

        Args:
            extraction: The document and what the run finds in it.
            sources: Name to source, for every name in the claims' `sources`.
            run: What made the claims.
            now: The time to write beside them, timezone-aware.

        Returns:
            Whether anything was written: False when this run has read the document before.

        Raises:
            NotFoundError: The document is not there.
            StoreError: The file cannot be written, or a claim does not read back.
        """
        rows = extractions_to_rows([extraction], sources, run=run, now=now)
        document = extraction.document.id
        find_row(self._ask, "document", document)
        ids = {name: source.id for name, source in sources.items()}
        with self._writing("rerun", document, now=now):
            known = "SELECT 1 FROM extraction WHERE document = ? AND run = ?"
            if self._ask(known, document, run.id):
                return False
            for table, found in findings_to_rows(self._ask, rows, ids).items():
                self._append(table, found)
        return True

    def add_failure(self, failure: Failure) -> None:
        """Note something that could not be added.

        A note alone makes no file: it is written with the first document.
        """
        with self._writing("note", now=failure.added):
            self._insert("failure", [failure_to_row(failure)])

    def relate(  # noqa: PLR0913  one for each table
        self,
        clusters: Iterable[Cluster],
        relations: Iterable[Relation],
        carriages: Iterable[Carriage] = (),
        measures: Iterable[Measure] = (),
        *,
        claims: int,
        version: str,
        now: datetime,
    ) -> None:
        """Write what has changed in clusters and relations since the last revision.

        Args:
            clusters: All clusters that are to hold; they read back by their first claim.
            relations: All relations; they read back conflicts first, then by score.
            carriages: How many independent reports carry a claim; those of one document are
                left out.
            measures: How often relations of a kind were right, for all kinds that are known.
            claims: How many claims they were computed over.
            version: What computed them.
            now: The time to write beside them, timezone-aware.
        """
        with self._writing("relate", now=now):
            key = self._connection.execute(
                "INSERT INTO revision (version, claims, added) VALUES (?, ?, ?)",
                (version, claims, to_time(now)),
            ).lastrowid
            assert key is not None
            revision = Revision(id=key, clusters=tuple(clusters), relations=tuple(relations))
            self._insert_all(revision_to_rows(self._ask, revision))
            self._insert("measure", measures_to_rows(self._ask, measures, key))
            # An index over the rest, made anew with each revision.
            self._connection.execute("DELETE FROM carriage")
            shared = [carriage_to_row(item) for item in carriages if item.documents > 1]
            self._insert("carriage", shared)

    def identify(self, identities: Iterable[Identity], *, version: str, now: datetime) -> None:
        """Replace what is known of who is who.

        Args:
            identities: One for each source.
            version: What computed them.
            now: The time to write beside them, timezone-aware.
        """
        state = {"version": version, "added": to_time(now)}
        with reported(self.path, self._seconds), writing(self._connection):
            write_identities(self._connection, self._ask, identities, state)

    def add_sources(self, sources: Iterable[Source], *, now: datetime) -> None:
        """Write names that a person gives, so that judgements can be about them."""
        with self._writing("alias", now=now):
            self._insert("source", [source_to_row(source) for source in sources])

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
        with self._writing("judge", judgement.id, now=judgement.added):
            if self._ask("SELECT 1 FROM judgement WHERE id = ?", judgement.id):
                return False
            check_pair(self._ask, judgement)
            self._insert("judgement", [judgement_to_row(judgement)])
        return True

    def judge_all(self, judgements: Iterable[Judgement], *, now: datetime) -> None:
        """Append many judgements in one transaction; those that are there already stay.

        Raises:
            NotFoundError: As for `judge`; then none is written.
            StoreError: The file cannot be written.
        """
        with self._writing("judge", now=now):
            for judgement in judgements:
                if not self._ask("SELECT 1 FROM judgement WHERE id = ?", judgement.id):
                    check_pair(self._ask, judgement)
                    self._insert("judgement", [judgement_to_row(judgement)])

    def retract_all(
        self, judgements: Iterable[str], *, by: str, reason: str = "", now: datetime
    ) -> None:
        """Take back the judgements of some ids in one transaction; see `retract`."""
        with self._writing("retract", now=now):
            for judgement in judgements:
                taken = make_retraction(self._ask, judgement, by=by, reason=reason, now=now)
                self._insert("judgement", [judgement_to_row(taken)])

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
        with self._writing("retract", judgement, now=now):
            taken = make_retraction(self._ask, judgement, by=by, reason=reason, now=now)
            self._insert("judgement", [judgement_to_row(taken)])
        return taken

    # Inside

    @contextmanager
    def _writing(
        self, action: str, subject: str | None = None, *, now: datetime
    ) -> Generator[None]:
        """A transaction whose new rows the log proves, under the name of what it does."""
        connection = self._connection
        self._fresh.clear()
        with reported(self.path, self._seconds), writing(connection):
            if is_excerpt(connection):
                raise StoreError(f"{self.path} is an excerpt, to be read; write to the whole file")
            before, claims = last_rows(connection), last_claim(connection)
            self._columns, self._digests = read_columns(connection), {}
            yield
            index_claims(connection, claims)
            seal(connection, before, self._digests, action=action, subject=subject, now=now)
        self._known |= self._fresh

    def _make(self) -> tuple[Failure, ...]:
        failures = super()._make()
        self._known.clear()
        for failure in failures:
            self.add_failure(failure)
        return failures

    def _insert_all(self, rows: Mapping[str, Sequence[Record]]) -> None:
        for table, records in rows.items():
            self._insert(table, records)

    def _insert(self, table: str, records: Iterable[Record]) -> None:
        self._append(table, Rows.of(records))

    def _append(self, table: str, rows: Rows) -> None:
        """Append rows; runs and sources that are there already stay as they are."""
        if table in _SHARED:
            rows = self._leave_out(table, rows)
        if not rows.values:
            return
        columns = ", ".join(f'"{column}"' for column in rows.columns)
        marks = ", ".join("?" * len(rows.columns))
        # What fails takes back all: see `references`.
        self._connection.executemany(
            f"INSERT OR ROLLBACK INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608  our names
            rows.values,
        )
        # Rows that are whole are digested as they are here, the others when they are read.
        if columns == self._columns.get(table):
            self._digests.setdefault(table, []).extend(digest_written(rows.columns, rows.values))

    def _leave_out(self, table: str, rows: Rows) -> Rows:
        """Of rows that several documents share those that are not there already."""
        columns = _SHARED[table]
        same = " AND ".join(f"{column} = ?" for column in columns)
        sql = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608  our names
        fresh: list[Values] = []
        for row in rows.values:
            # What tells rows apart stands first in each of these tables.
            values = row[: len(columns)]
            key = (table, values)
            if key in self._known or key in self._fresh:
                continue
            self._fresh.add(key)
            if not self._ask(sql, *values):
                fresh.append(row)
        return Rows(rows.columns, fresh)
