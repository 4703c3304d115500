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
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from claimtrack.errors import NotFoundError
from claimtrack.model import (
    Claim,
    Cluster,
    Document,
    Extraction,
    Relation,
    Run,
    Source,
)
from claimtrack.store.connection import (
    BUSY_SECONDS,
    check_place,
    open_connection,
    reported,
    writing,
)
from claimtrack.store.rows import (
    Failure,
    Provenance,
    Record,
    claim_from_row,
    cluster_to_row,
    document_from_row,
    extraction_to_rows,
    from_time,
    memberships_to_rows,
    relation_from_row,
    relation_to_row,
    to_time,
)

__all__ = ["Failure", "Provenance", "Store"]

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
            if self._one("SELECT id FROM document WHERE id = ?", document):
                return False
            for table, records in rows.items():
                self._insert(table, records)
        return True

    def add_failure(self, failure: Failure) -> None:
        """Note something that could not be added.

        A note alone makes no file: it is written with the first document.
        """
        row = {
            "item": failure.item,
            "error": failure.error,
            "message": failure.message,
            "added": to_time(failure.added),
        }
        with self._writing():
            self._insert("failure", [row])

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

    # Reading

    def related(self, version: str) -> bool:
        """Whether clusters and relations are those of this version over all claims."""
        last = self._one("SELECT version, claims FROM revision ORDER BY id DESC LIMIT 1")
        (total,) = self._all("SELECT count(*) FROM claim")[0]
        if last is None:
            return bool(total == 0)
        return bool(last["version"] == version and last["claims"] == total)

    def extraction(self, document: str) -> Extraction | None:
        """A document with its claims; None when the store has no document of that id."""
        row = self._one("SELECT * FROM document WHERE id = ?", document)
        if row is None:
            return None
        return Extraction(document_from_row(row), self.claims(document=document))

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order in which they were added."""
        return tuple(map(document_from_row, self._all("SELECT * FROM document ORDER BY rowid")))

    def document(self, key: str) -> Document:
        """The document of an id, or of an id's first characters when only one begins so.

        Raises:
            NotFoundError: None begins so, or several do.
        """
        found = self._find("document", key)
        return document_from_row(found)

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
        ids = () if source is None else self._sources_named(source)
        marks = ", ".join("?" * len(ids))
        conditions: dict[str, tuple[object, ...] | None] = {
            "claim.document = ?": None if document is None else (document,),
            f"claim.id IN (SELECT claim FROM claim_source WHERE source IN ({marks}))": ids or None,  # noqa: S608
            "claim.id IN (SELECT claim FROM membership WHERE cluster = ?)": None
            if cluster is None
            else (cluster,),
        }
        chosen = {sql: values for sql, values in conditions.items() if values is not None}
        where = f"WHERE {' AND '.join(chosen)}" if chosen else ""
        return self._claims(where, tuple(chain.from_iterable(chosen.values())))

    def claim(self, key: str) -> Claim:
        """The claim of an id, or of an id's first characters when only one begins so.

        Raises:
            NotFoundError: None begins so, or several do.
        """
        found = self._find("claim", key)
        return self._claims("WHERE claim.id = ?", [found["id"]])[0]

    def provenance(self, claim: str) -> Provenance:
        """Which run made a claim, and when.

        Raises:
            NotFoundError: No claim has that id.
        """
        row = self._one(
            "SELECT run.version, run.parser, run.lexicon, extraction.added AS extracted, "
            "document.added FROM claim JOIN run ON run.id = claim.run "
            "JOIN document ON document.id = claim.document "
            "JOIN extraction ON extraction.document = claim.document "
            "AND extraction.run = claim.run WHERE claim.id = ?",
            claim,
        )
        if row is None:
            raise self._missing("claim", claim)
        return Provenance(
            run=Run(version=row["version"], parser=row["parser"], lexicon=row["lexicon"]),
            extracted=from_time(row["extracted"]),
            added=from_time(row["added"]),
        )

    def sources(self) -> tuple[Source, ...]:
        """All sources, by name."""
        aliases: dict[str, list[str]] = {}
        for row in self._all("SELECT source, name FROM source_alias ORDER BY name"):
            aliases.setdefault(row["source"], []).append(row["name"])
        return tuple(
            Source(name=row["name"], kind=row["kind"], aliases=tuple(aliases.get(row["id"], ())))
            for row in self._all("SELECT * FROM source ORDER BY name")
        )

    def clusters(self) -> tuple[Cluster, ...]:
        """All clusters of the last revision, in its order."""
        members: dict[str, list[str]] = {}
        rows = self._all(
            "SELECT cluster, claim FROM membership JOIN cluster ON cluster.id = cluster "
            "ORDER BY cluster.rowid, membership.position"
        )
        for row in rows:
            members.setdefault(row["cluster"], []).append(row["claim"])
        return tuple(Cluster(tuple(claims)) for claims in members.values())

    def relations(self, *, claim: str | None = None) -> tuple[Relation, ...]:
        """Relations of the last revision, in its order.

        Args:
            claim: Only those in which the claim of this id takes part.
        """
        where, values = ("", ()) if claim is None else ("WHERE a = ? OR b = ?", (claim, claim))
        rows = self._all(f"SELECT * FROM relation {where} ORDER BY id", *values)  # noqa: S608
        return tuple(map(relation_from_row, rows))

    def failures(self) -> tuple[Failure, ...]:
        """What could not be added, oldest first."""
        return tuple(
            Failure(
                item=row["item"],
                error=row["error"],
                message=row["message"],
                added=from_time(row["added"]),
            )
            for row in self._all("SELECT * FROM failure ORDER BY id")
        )

    # Inside

    @contextmanager
    def _writing(self) -> Generator[None]:
        with reported(self.path, self._seconds), writing(self._connection):
            yield

    def _make(self) -> None:
        """Go over from the empty store in memory to the file, now that there is a reason."""
        failures = self.failures()
        with reported(self.path, self._seconds):
            made = open_connection(self.path, self._seconds)
        self._connection.close()
        self._connection = made
        self._unmade = False
        for failure in failures:
            self.add_failure(failure)

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

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with reported(self.path, self._seconds):
            return self._connection.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: object) -> sqlite3.Row | None:
        return next(iter(self._all(sql, *values)), None)

    def _claims(self, where: str, values: Sequence[object]) -> tuple[Claim, ...]:
        names: dict[str, list[str]] = {}
        said = self._all(
            "SELECT claim_source.claim, claim_source.name FROM claim_source "  # noqa: S608
            f"JOIN claim ON claim.id = claim_source.claim {where} ORDER BY claim_source.position",
            *values,
        )
        for row in said:
            names.setdefault(row["claim"], []).append(row["name"])
        rows = self._all(
            "SELECT claim.* FROM claim JOIN document ON document.id = claim.document "  # noqa: S608
            f"{where} ORDER BY document.rowid, claim.position",
            *values,
        )
        return tuple(claim_from_row(row, tuple(names.get(row["id"], ()))) for row in rows)

    def _find(self, table: str, key: str) -> sqlite3.Row:
        """The row whose id is or begins with a key; the tag may be left out."""
        tag = {"claim": "c1:", "document": "d1:"}[table]
        start = key if key.startswith(tag) else tag + key
        rows = self._all(
            f"SELECT * FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT 2",  # noqa: S608
            start,
            start + "~",
        )
        if not rows or not key.strip():
            raise self._missing(table, key)
        if len(rows) > 1 and rows[0]["id"] != start:
            raise NotFoundError(f"more than one {table} begins with {key!r}; give more of the id")
        return rows[0]

    def _missing(self, table: str, key: str) -> NotFoundError:
        where = "this store" if self.path is None else str(self.path)
        return NotFoundError(f"no {table} {key!r} in {where}; see: claimtrack claims")

    def _sources_named(self, name: str) -> tuple[str, ...]:
        wanted = name.casefold().strip()
        sources = self.sources()
        exact = tuple(
            source.id
            for source in sources
            if wanted in {text.casefold() for text in (source.id, source.name, *source.aliases)}
        )
        partly = tuple(
            source.id for source in sources if wanted and wanted in source.name.casefold()
        )
        if not exact and not partly:
            raise NotFoundError(f"no source is named {name!r}; see: claimtrack sources")
        return exact or partly
