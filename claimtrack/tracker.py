"""One store, one parser, and a handful of verbs that join them for people.

The central decision: here, and only here, values meet state. Each verb reads, calls a function
of values, and writes; the clock is read here and passed down. Weights load at the first text
that is really parsed, so that reading a store costs nothing.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from claimtrack.clustering import revise
from claimtrack.conflicts import build_report, relate
from claimtrack.errors import InputError, ParseError
from claimtrack.extraction import extract
from claimtrack.ingest import from_text, read_document
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import (
    Claim,
    Cluster,
    Document,
    Extraction,
    Judgement,
    Relation,
    Report,
    Run,
    Source,
    Verdict,
)
from claimtrack.parsing import Parser, default_parser
from claimtrack.sources import classify_source
from claimtrack.store import Failure, Store, Verification

#: A text, a file, or a document made before.
Item: TypeAlias = str | Path | Document

# How many characters of a text name it in the table of failures.
_NAME_LENGTH = 60


def read_version() -> str:
    """The installed version of claimtrack."""
    # A tenth of all that ``import claimtrack`` may take, and needed only to write.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("claimtrack")
    except PackageNotFoundError:
        # Run from a source tree that was never installed.
        return "0+source"


class Tracker:
    """Documents in, claims and conflicts out, all kept in one file.

    Args:
        path: The database file, made with the first document; None keeps all in memory.
        parser: What parses; the models that ship with claimtrack by default.
        lexicon: Words and patterns; English by default.

    Raises:
        StoreError: The file cannot be used as a claimtrack store.

    Example::

        with Tracker("claims.db") as tracker:
            tracker.add(Path("article.txt"))
            for relation in tracker.conflicts():
                print(relation.reason)
    """

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        parser: Parser | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        self._parser = parser
        self.lexicon = load_lexicon() if lexicon is None else lexicon
        self.store = Store(None if path is None else Path(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __contains__(self, document: Document) -> bool:
        return self.store.extraction(document.id) is not None

    @property
    def parser(self) -> Parser:
        """What parses; its weights load when it first does."""
        if self._parser is None:
            self._parser = default_parser(self.lexicon.lang)
        return self._parser

    def close(self) -> None:
        """Close the file; what was added stays."""
        self.store.close()

    # Adding

    def add(self, item: Item, *, now: datetime | None = None) -> Extraction:
        """Find the claims of a document and keep both; a document that is there is only read.

        Args:
            item: A text, the path of a file, or a document.
            now: The time to write beside it; the clock's by default.

        Returns:
            The document and its claims, as the store holds them.

        Raises:
            InputError: The text or file cannot be read.
            ModelError: The parser's models are missing or damaged.
            StoreError: The database cannot be written.
        """
        document = _read_item(item)
        known = self.store.extraction(document.id)
        if known is not None:
            return known
        found = extract(document, parser=self.parser, lexicon=self.lexicon)
        self.store.add(
            found,
            sources=self._find_sources(found.claims),
            run=self._make_run(),
            now=now or datetime.now(UTC),
        )
        return found

    def add_many(
        self,
        items: Iterable[Item],
        *,
        on_error: Callable[[Failure], None] | None = None,
        now: datetime | None = None,
    ) -> tuple[Extraction, ...]:
        """Add document after document; one that fails is noted and the rest goes on.

        Args:
            items: Texts, paths of files, or documents.
            on_error: Called with each failure, after it is noted in table `failure`.
            now: The time to write beside them; the clock's by default.

        Returns:
            Those that did not fail, in order.

        Raises:
            ModelError: The parser's models are missing or damaged.
            StoreError: The database cannot be written.
        """
        found: list[Extraction] = []
        for item in items:
            try:
                found.append(self.add(item, now=now))
            except (InputError, ParseError) as error:
                failure = self.note_failure(item, error, now=now)
                if on_error is not None:
                    on_error(failure)
        return tuple(found)

    def rerun(
        self,
        *,
        on_document: Callable[[Document], None] | None = None,
        now: datetime | None = None,
    ) -> int:
        """Read anew the documents that this version, parser and lexicon have not read.

        What it finds is current from then on; what earlier runs found stays in the store. Each
        document is written by itself: a rerun that was broken off goes on where it was.

        Args:
            on_document: Called with each document before it is read.
            now: The time to write beside them; the clock's by default.

        Returns:
            How many documents were read.

        Raises:
            ModelError: The parser's models are missing or damaged.
            StoreError: The database cannot be written.
        """
        run = self._make_run()
        ids = self.store.unread(run.id)
        for key in ids:
            document = self.store.document(key)
            if on_document is not None:
                on_document(document)
            found = extract(document, parser=self.parser, lexicon=self.lexicon)
            self.store.renew(
                found,
                sources=self._find_sources(found.claims),
                run=run,
                now=now or datetime.now(UTC),
            )
        return len(ids)

    def note_failure(
        self, item: Item, error: Exception, *, now: datetime | None = None
    ) -> Failure:
        """Keep that something could not be added, and why."""
        failure = Failure(
            item=_name_item(item),
            error=type(error).__name__,
            message=str(error),
            added=now or datetime.now(UTC),
        )
        self.store.add_failure(failure)
        return failure

    def relate(self, *, now: datetime | None = None) -> None:
        """Bring clusters and relations up to date; does nothing when they are.

        The verbs that read them call it. Call it after adding, so that the file is complete
        for readers other than claimtrack.
        """
        if not self.store.related(read_version()):
            self._relate((), now or datetime.now(UTC))

    def recluster(self, *, now: datetime | None = None) -> None:
        """Cluster all claims anew, as if they had come at once; ids of clusters stay.

        What is added joins the clusters that are there, which depends on what came first.
        """
        self._relate(None, now or datetime.now(UTC))

    def _relate(self, loose: Iterable[str] | None, now: datetime) -> None:
        """Write clusters and relations; the clusters of some claims, None: all, are made anew."""
        store = self.store
        claims = store.claims()
        judgements = store.judgements(subject="claim")
        lexicon = self.lexicon
        clusters = revise(claims, store.clusters(), judgements, loose=loose, lexicon=lexicon)
        self.store.relate(
            clusters,
            relate(claims, clusters, lexicon=lexicon),
            claims=len(claims),
            version=read_version(),
            now=now,
        )

    # Judging

    def judge(
        self,
        a: str,
        b: str,
        verdict: Verdict,
        *,
        by: str,
        reason: str = "",
        now: datetime | None = None,
    ) -> Judgement:
        """Keep what a person says of two claims, and cluster what is around them anew.

        Args:
            a: Id of a claim, or its first characters.
            b: The other.
            verdict: ``same`` joins the two, ``different`` keeps them apart whatever they are
                like, ``unsure`` only says that somebody looked.
            by: Who says so.
            reason: Why.
            now: The time to write beside it; the clock's by default.

        Raises:
            InputError: Nobody is named, or both are one claim.
            NotFoundError: A claim is not there.
            StoreError: The database cannot be written.
        """
        moment = now or datetime.now(UTC)
        one, other = self.claim(a).id, self.claim(b).id
        judgement = Judgement(
            subject="claim", a=one, b=other, verdict=verdict, by=by, reason=reason, added=moment
        )
        self.relate(now=moment)
        self.store.judge(judgement)
        self._relate((one, other), moment)
        return judgement

    def retract(
        self, judgement: str, *, by: str, reason: str = "", now: datetime | None = None
    ) -> Judgement:
        """Take back a judgement about two claims, and cluster what is around them anew.

        Args:
            judgement: Its id.
            by: Who takes it back.
            reason: Why.
            now: The time to write beside it; the clock's by default.

        Raises:
            NotFoundError: No judgement has that id.
            StoreError: It was taken back already, or the database cannot be written.
        """
        moment = now or datetime.now(UTC)
        self.relate(now=moment)
        taken = self.store.retract(judgement, by=by, reason=reason, now=moment)
        self._relate((taken.a, taken.b), moment)
        return taken

    # Reading

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
            source: Only those of sources so named, wholly or, where none is, in part.
            cluster: Only those of the cluster of this id.

        Raises:
            NotFoundError: No source is so named.
        """
        return self.store.claims(document=document, source=source, cluster=cluster)

    def claim(self, key: str) -> Claim:
        """The claim of an id, or of the first characters of one.

        Raises:
            NotFoundError: None begins so, or several do.
        """
        return self.store.claim(key)

    def sources(self, *, named: str | None = None) -> tuple[Source, ...]:
        """Who speaks, by name.

        Args:
            named: Only those so named, wholly or, where none is, in part.

        Raises:
            NotFoundError: No source is so named.
        """
        return self.store.sources(named=named)

    def clusters(self) -> tuple[Cluster, ...]:
        """Claims about the same thing, brought up to date."""
        self.relate()
        return self.store.clusters()

    def relations(self, *, claim: str | None = None) -> tuple[Relation, ...]:
        """What claims are to each other, brought up to date.

        Args:
            claim: Only those in which the claim of this id takes part.
        """
        self.relate()
        return self.store.relations(claim=claim)

    def conflicts(self, *, source: str | None = None) -> tuple[Relation, ...]:
        """The relations that cannot both hold, brought up to date.

        Args:
            source: Only those in which a claim of sources so named takes part.

        Raises:
            NotFoundError: No source is so named.
        """
        found = tuple(relation for relation in self.relations() if relation.conflict)
        if source is None:
            return found
        said = {claim.id for claim in self.claims(source=source)}
        return tuple(relation for relation in found if relation.a in said or relation.b in said)

    def report(self) -> Report:
        """Everything that a reader needs: documents, claims, clusters and relations."""
        self.relate()
        store = self.store
        with store.snapshot():
            return build_report(
                store.documents(), store.claims(), store.clusters(), store.relations()
            )

    def search(self, question: str, *, limit: int = 20) -> tuple[Claim, ...]:
        """Claims in whose content or source words stand, the best first.

        Args:
            question: Words that must all be there; ``"in this order"``, ``begin*``, ``-without``.
            limit: At most so many.

        Raises:
            InputError: There is no word in the question.
        """
        return self.store.search(question, limit=limit)

    def verify(self, *, head: str | None = None) -> Verification:
        """Whether the database still says what was written to it.

        Args:
            head: A head that ``store.head()`` gave before: that past must still be there.
        """
        return self.store.verify(head=head)

    # Inside

    def _make_run(self) -> Run:
        return Run(
            version=read_version(),
            parser=self.parser.fingerprint,
            lexicon=f"{self.lexicon.lang}:{self.lexicon.digest}",
        )

    def _find_sources(self, claims: Iterable[Claim]) -> dict[str, Source]:
        names = {name for claim in claims for name in claim.sources}
        return {
            name: Source(name=name, kind=classify_source(name, self.lexicon)) for name in names
        }


def _read_item(item: Item) -> Document:
    if isinstance(item, Document):
        return item
    return read_document(item) if isinstance(item, Path) else from_text(item)


def _name_item(item: Item) -> str:
    if isinstance(item, Path):
        return str(item)
    if isinstance(item, Document):
        return item.url or item.title or _name_item(item.text)
    return " ".join(item[: 4 * _NAME_LENGTH].split())[:_NAME_LENGTH].rstrip()
