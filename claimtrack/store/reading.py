"""What can be read from a claimtrack file, verb by verb.

The central decision: reading never writes, and needs no lock: a reader sees the file as it was
when it began to look, whatever is written meanwhile.
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from claimtrack.errors import StoreError
from claimtrack.model import (
    Carriage,
    Claim,
    Cluster,
    Document,
    Extraction,
    Judgement,
    Relation,
    Source,
    Subject,
)
from claimtrack.store.changes import Change, read_changes
from claimtrack.store.copying import copy_file
from claimtrack.store.excerpts import Excerpt, write_excerpt
from claimtrack.store.failures import Failure, failure_from_row
from claimtrack.store.findings import Difference, compare_runs, find_run
from claimtrack.store.identities import (
    find_base,
    find_source,
    find_sources,
    is_identified,
    read_counts,
    read_sources,
    read_spoken,
    read_told,
)
from claimtrack.store.judgements import read_judgements
from claimtrack.store.ledger import Entry
from claimtrack.store.proofs import read_head
from claimtrack.store.queries import (
    RunSummary,
    Sizes,
    count_rows,
    find_claim,
    find_row,
    find_unread,
    read_claims,
    read_clusters,
    read_log,
    read_provenance,
    read_runs,
    search_claims,
)
from claimtrack.store.reporting import reported, understood
from claimtrack.store.rows import (
    Provenance,
    carriage_from_row,
    document_from_row,
    relation_from_row,
)
from claimtrack.store.search import SEARCH_SECONDS, quote_query
from claimtrack.store.sessions import Session
from claimtrack.store.verification import Verification, verify, verify_file


class Reader(Session):
    """A claimtrack file, or a store in memory, to be read; `Store` writes to it too.

    Args:
        path: The file; None: in memory.
        seconds: How long to wait for another program's lock.
        largest: Most bytes of one text or row.
    """

    def related(self, version: str) -> bool:
        """Whether clusters and relations are of this version and nothing came after them."""
        last = self._ask("SELECT version FROM revision ORDER BY id DESC LIMIT 1")
        since = self._ask(
            "SELECT action FROM log WHERE action NOT IN ('note', 'guard') ORDER BY id DESC LIMIT 1"
        )
        if not last:
            return self.sizes().claims == 0
        return bool(last[0]["version"] == version and since[0]["action"] == "relate")

    def sizes(self) -> Sizes:
        """How many documents, claims and conflicts there are."""
        return count_rows(self._ask)

    @understood
    def extraction(self, document: str) -> Extraction | None:
        """A document with its claims; None when the store has no document of that id."""
        rows = self._ask("SELECT * FROM document WHERE id = ?", document)
        if not rows:
            return None
        return Extraction(document_from_row(rows[0]), self.claims(document=document))

    @understood
    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order in which they were added."""
        return tuple(map(document_from_row, self._ask("SELECT * FROM document ORDER BY rowid")))

    @understood
    def document(self, key: str) -> Document:
        """The document of an id, or of an id's first characters when only one begins so.

        Raises:
            NotFoundError: None begins so, or several do.
        """
        return document_from_row(find_row(self._ask, "document", key))

    @understood
    def claims(
        self,
        *,
        document: str | None = None,
        source: str | None = None,
        cluster: str | None = None,
        canonical: bool = False,
    ) -> tuple[Claim, ...]:
        """Claims in the order of documents and text.

        Args:
            document: Only those of the document of this id.
            source: Only those of sources so named: the whole name, an alias or an id; where
                none fits, a part of the name. Upper and lower case are the same.
            cluster: Only those of the cluster of this id.
            canonical: Name sources as they are called across documents, not as in their own.

        Raises:
            NotFoundError: No source is so named.
        """
        with self.snapshot():
            found = () if source is None else self.sources(named=source)
            ids = tuple(item.id for item in found)
            marks = ", ".join("?" * len(ids))
            said = (
                "claim.id IN (SELECT said.claim FROM current_claim_source AS said "  # noqa: S608
                "WHERE said.source IN (SELECT source.id FROM source LEFT JOIN identity "
                f"ON identity.source = source.id WHERE coalesce(canonical, id) IN ({marks})))"
            )
            inside = "claim.id IN (SELECT claim FROM current_membership WHERE cluster = ?)"
            conditions = {
                "claim.document = ?": None if document is None else (document,),
                said: ids or None,
                inside: None if cluster is None else (cluster,),
            }
            return read_claims(self._ask, conditions, canonical=canonical)

    @understood
    def claim(self, key: str, *, canonical: bool = False) -> Claim:
        """The claim of an id, or of an id's first characters when only one begins so.

        Args:
            key: The id, or its beginning.
            canonical: As for `claims`.

        Raises:
            NotFoundError: None begins so, or several do.
        """
        return find_claim(self._ask, key, canonical=canonical)

    @understood
    def provenance(self, claim: str) -> Provenance:
        """Which run made a claim, and when.

        Raises:
            NotFoundError: No claim has that id.
        """
        return read_provenance(self._ask, claim)

    @understood
    def sources(self, *, named: str | None = None) -> tuple[Source, ...]:
        """Who speaks, by name.

        Args:
            named: Only those of this name, alias or id; where none fits, with it in the name.

        Raises:
            NotFoundError: No source is so named.
        """
        return read_sources(self._ask) if named is None else find_sources(self._ask, named)

    def source(self, name: str) -> Source:
        """The only source of a name, an alias or an id.

        Raises:
            NotFoundError: No source is so named, or several are.
        """
        return find_source(self._ask, name)

    def base(self, name: str) -> str:
        """The id, as documents tell of it, of the only source of a name, an alias or an id.

        Raises:
            NotFoundError: No source is so named, or several are.
        """
        return find_base(self._ask, name)

    def names(self) -> dict[str, str]:
        """Id of a source, as documents tell of it, to its name."""
        return {row["id"]: row["name"] for row in self._ask("SELECT id, name FROM source")}

    def members(self, source: str) -> tuple[str, ...]:
        """The ids, as documents tell of them, of all that a canonical source's id stands for."""
        rows = self._ask("SELECT source FROM identity WHERE canonical = ? ORDER BY rowid", source)
        return tuple(row["source"] for row in rows)

    def told(self) -> tuple[Source, ...]:
        """All that documents tell of sources, one after another, in the order of publication."""
        return read_told(self._ask)

    def counts(self) -> Mapping[str, int]:
        """Id of a source, as documents tell of it, to how many claims are its."""
        return read_counts(self._ask)

    def spoken(self) -> Counter[str]:
        """Id of a source across documents to how many claims are its."""
        return read_spoken(self._ask)

    def identified(self, version: str) -> bool:
        """Whether it is known who is who among all sources, by this version and all judgements."""
        return is_identified(self._ask, version)

    @understood
    def clusters(self) -> tuple[Cluster, ...]:
        """All clusters that hold, by their first claim; claims in the order of texts."""
        return read_clusters(self._ask)

    @understood
    def changes(self) -> tuple[Change, ...]:
        """What became of clusters, oldest first: which merged into which, and which split."""
        return read_changes(self._ask)

    @understood
    def relations(self, *, claim: str | None = None) -> tuple[Relation, ...]:
        """The relations that hold: conflicts first, the surest first.

        Args:
            claim: Only those in which the claim of this id takes part.
        """
        where, values = ("", ()) if claim is None else ("WHERE a = ? OR b = ?", (claim, claim))
        rows = self._ask(
            f"SELECT * FROM current_relation {where} "  # noqa: S608  our SQL
            "ORDER BY conflict DESC, score DESC, a, b, id",
            *values,
        )
        return tuple(map(relation_from_row, rows))

    def carriages(self) -> tuple[Carriage, ...]:
        """How many independent reports carry a claim, for those that several documents do."""
        return tuple(map(carriage_from_row, self._ask("SELECT * FROM carriage ORDER BY rowid")))

    @understood
    def judgements(self, *, subject: Subject | None = None) -> tuple[Judgement, ...]:
        """The judgements in force, oldest first: of one person on one pair only the last.

        Args:
            subject: Only those about claims, or about sources; None: all.
        """
        return read_judgements(self._ask, subject)

    @understood
    def failures(self) -> tuple[Failure, ...]:
        """What could not be added, oldest first."""
        return tuple(map(failure_from_row, self._ask("SELECT * FROM failure ORDER BY id")))

    def search(self, question: str, *, limit: int = 20) -> tuple[Claim, ...]:
        """Claims in whose content or source words stand, the best first.

        The best by BM25; where more than a thousand fit, of the newest thousand.

        Args:
            question: Words that must all be there; ``"in this order"``, ``begin*``, ``-without``.
            limit: At most so many.

        Raises:
            InputError: There is no word in the question.
            StoreError: It takes longer than `SEARCH_SECONDS`.
        """
        return self._search(quote_query(question), limit)

    @understood
    def _search(self, match: str, limit: int) -> tuple[Claim, ...]:
        until = time.monotonic() + SEARCH_SECONDS
        self._connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
        try:
            with self.snapshot():
                return search_claims(self._ask, match, limit)
        finally:
            self._connection.set_progress_handler(None, 0)

    @understood
    def runs(self) -> tuple[RunSummary, ...]:
        """What made claims, oldest first."""
        return read_runs(self._ask)

    def unread(self, run: str) -> tuple[str, ...]:
        """Ids of the documents that the run of an id has not read, oldest first."""
        return find_unread(self._ask, run)

    @understood
    def differences(self, earlier: str, later: str) -> tuple[Difference, ...]:
        """How two runs differ, over the documents that both have read.

        Args:
            earlier: Id of a run, or the first characters of one.
            later: The same of another.

        Raises:
            NotFoundError: No run's id begins so, or several do.
        """
        with self.snapshot():
            pair = find_run(self._ask, earlier), find_run(self._ask, later)
            return tuple(compare_runs(self._ask, *pair))

    def head(self) -> str | None:
        """The number and hash of the log's last row; kept elsewhere it proves the past."""
        self._notice()
        with reported(self.path, self._seconds):
            return read_head(self._connection)

    def verify(self, *, head: str | None = None) -> Verification:
        """Look at all of the file; see `verify_file` for one that cannot be opened.

        Args:
            head: A head that `head` gave before: the file must still contain that past.
        """
        if self.path is not None and not self._unmade:
            return verify_file(self.path, head=head, seconds=self._seconds)
        with reported(self.path, self._seconds):
            return verify(self._connection, head=head)

    def back_up(self, to: Path) -> None:
        """Copy the file as it is at this moment, whatever others write meanwhile.

        Args:
            to: The copy; it is there wholly or not at all.

        Raises:
            StoreError: It is there already, or cannot be written.
        """
        self._notice()
        copy_file(self._connection, to)

    def excerpt(self, to: Path, documents: Iterable[str], *, now: datetime) -> Excerpt:
        """Write some documents with all that hangs on them into a file that proves what it says.

        Args:
            to: The excerpt; it is there wholly or not at all.
            documents: Ids of documents.
            now: The time to write into it, timezone-aware.

        Raises:
            NotFoundError: A document is not there.
            StoreError: This is in memory or itself an excerpt, or `to` cannot be written.
        """
        if self.path is None or self._unmade:
            raise StoreError("a store in memory has no excerpts; open it with a path")
        keys = [str(find_row(self._ask, "document", key)["id"]) for key in documents]
        return write_excerpt(self.path, to, keys, now)

    def log(self) -> tuple[Entry, ...]:
        """What was appended when, oldest first."""
        return read_log(self._ask)
