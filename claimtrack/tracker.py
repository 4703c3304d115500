"""One store, one parser, and a handful of verbs that join them for people.

The central decision: here, and only here, values meet state. Each verb reads, calls a function
of values, and writes; the clock is read here and passed down. Weights load at the first text
that is really parsed, so that reading a store costs nothing.
"""

import logging
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from claimtrack.clustering import revise
from claimtrack.conflicts import (
    build_report,
    choose,
    find_cluster,
    load_measures,
    order_turns,
    relate,
    stand,
)
from claimtrack.errors import InputError, NotFoundError, ParseError, StoreError
from claimtrack.extraction import extract
from claimtrack.independence import find_carriages
from claimtrack.ingest import from_text, read_document
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import (
    Carriage,
    Claim,
    Cluster,
    Document,
    Extraction,
    Judgement,
    Link,
    Measure,
    Relation,
    RelationKind,
    Report,
    Run,
    Source,
    Standing,
    Turn,
    Verdict,
)
from claimtrack.parsing import Parser, default_parser
from claimtrack.sources import Alias, classify_source, find_chains, unite
from claimtrack.store import Failure, Store, Verification

#: A text, a file, or a document made before.
Item: TypeAlias = str | Path | Document

_LOGGER = logging.getLogger(__name__)

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

    def identify(self, *, now: datetime | None = None) -> None:
        """Bring up to date who is who across documents; does nothing when that is known.

        The verbs that read sources call it.
        """
        made_by = read_version()
        if self.store.identified(made_by):
            return
        found = unite(
            self.store.told(),
            self.lexicon,
            judgements=self.store.judgements(subject="source"),
            counts=self.store.counts(),
        )
        self.store.identify(found, version=made_by, now=now or datetime.now(UTC))

    def relate(self, *, now: datetime | None = None) -> None:
        """Bring clusters and relations up to date; does nothing when they are.

        The verbs that read them call it. Call it after adding, so that the file is complete
        for readers other than claimtrack.
        """
        self.identify(now=now)
        if not self.store.related(read_version()):
            self._relate((), now or datetime.now(UTC))

    def recluster(self, *, now: datetime | None = None) -> None:
        """Cluster all claims anew, as if they had come at once; ids of clusters stay.

        What is added joins the clusters that are there, which depends on what came first.
        """
        self.identify(now=now)
        self._relate(None, now or datetime.now(UTC))

    def _relate(self, loose: Iterable[str] | None, now: datetime) -> None:
        """Write clusters and relations; the clusters of some claims, None: all, are made anew."""
        store = self.store
        claims = store.claims(canonical=True)
        judgements = store.judgements(subject="claim")
        lexicon = self.lexicon
        clusters = revise(claims, store.clusters(), judgements, loose=loose, lexicon=lexicon)
        documents = store.documents()
        relations = relate(claims, clusters, lexicon=lexicon, documents=documents)
        store.relate(
            clusters,
            relations,
            find_carriages(documents, claims, relations),
            self.measures().values(),
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
        """Take back a judgement; around two claims clusters are made anew.

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
        if taken.subject == "claim":
            self._relate((taken.a, taken.b), moment)
        return taken

    # Who is who

    def merge(
        self,
        name: str,
        others: Iterable[str],
        *,
        by: str,
        reason: str = "",
        now: datetime | None = None,
    ) -> tuple[Judgement, ...]:
        """Say that sources are one, which goes by the first name from now on.

        Args:
            name: A name, an alias or an id of the one that gives its name.
            others: The same for the others.
            by: Who says so.
            reason: Why.
            now: The time to write beside it; the clock's by default.

        Returns:
            The judgements that were written; `retract` takes them back.

        Raises:
            NotFoundError: No source is so named, or several are.
        """
        self.identify()
        chosen = self.store.base(name)
        pairs = [(other, chosen) for other in map(self.store.base, others)]
        return self._judge_pairs(pairs, "same", by=by, reason=reason, now=now)

    def split(
        self,
        name: str,
        others: Iterable[str],
        *,
        by: str,
        reason: str = "",
        now: datetime | None = None,
    ) -> tuple[Judgement, ...]:
        """Say that some names are not those of a source: they become sources of their own.

        Args:
            name: A name, an alias or an id of the source.
            others: Names among its aliases.
            by: As for `merge`.
            reason: As for `merge`.
            now: As for `merge`.

        Returns:
            As for `merge`.

        Raises:
            NotFoundError: No source is so named, several are, or a name is none of its aliases.
        """
        self.identify()
        source = self.store.source(name)
        away = [self.store.base(other) for other in others]
        kept = [key for key in self.store.members(source.id) if key not in away]
        for key, other in zip(away, others, strict=True):
            if key not in self.store.members(source.id):
                raise NotFoundError(
                    f"{other!r} is no alias of {source.name!r}; see: claimtrack sources"
                )
        if not kept:
            raise InputError(f"{source.name!r} would have no name left; leave one")
        pairs = [(key, other) for key in away for other in kept]
        return self._judge_pairs(pairs, "different", by=by, reason=reason, now=now)

    def add_aliases(
        self, aliases: Iterable[Alias], *, by: str, now: datetime | None = None
    ) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
        """Make the names that a file gives sources those that are in force.

        Args:
            aliases: As `claimtrack.sources.read_aliases` gives them.
            by: The file's name: what it said before and says no more is taken back.
            now: The time to write beside it; the clock's by default.

        Returns:
            The judgements that were written, and those that were taken back.
        """
        when = now or datetime.now(UTC)
        wanted: dict[tuple[str, str], Alias] = {}
        named: dict[str, Source] = {}
        for alias in aliases:
            pair = tuple(
                Source(name=name, kind=classify_source(name, self.lexicon))
                for name in (alias.name, alias.source)
            )
            named.update((source.id, source) for source in pair)
            wanted[pair[0].id, pair[1].id] = alias
        self.store.add_sources(named.values(), now=when)
        old = {
            (item.a, item.b): item
            for item in self.store.judgements(subject="source")
            if item.by == by
        }
        gone = tuple(item for pair, item in old.items() if pair not in wanted)
        reason = "no longer in the file"
        self.store.retract_all((item.id for item in gone), by=by, reason=reason, now=when)
        made = tuple(
            Judgement(
                subject="source",
                a=a,
                b=b,
                verdict="same",
                by=by,
                reason=f"line {alias.line}",
                added=when,
            )
            for (a, b), alias in wanted.items()
            if (a, b) not in old
        )
        self.store.judge_all(made, now=when)
        return made, gone

    def _judge_pairs(
        self,
        pairs: Iterable[tuple[str, str]],
        verdict: Verdict,
        *,
        by: str,
        reason: str,
        now: datetime | None,
    ) -> tuple[Judgement, ...]:
        when = now or datetime.now(UTC)
        made = tuple(
            Judgement(
                subject="source", a=a, b=b, verdict=verdict, by=by, reason=reason, added=when
            )
            for a, b in pairs
        )
        for judgement in made:
            self.store.judge(judgement)
        return made

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
        self._recognise()
        return self.store.claims(document=document, source=source, cluster=cluster, canonical=True)

    def claim(self, key: str) -> Claim:
        """The claim of an id, or of the first characters of one.

        Raises:
            NotFoundError: None begins so, or several do.
        """
        self._recognise()
        return self.store.claim(key, canonical=True)

    def carriages(self) -> tuple[Carriage, ...]:
        """How many independent reports carry a claim, for those that several documents do."""
        self.relate()
        return self.store.carriages()

    def chains(self, claim: Claim) -> tuple[tuple[Link, ...], ...]:
        """The ways on which a claim has come to its reader: outlet, agency, body, speaker.

        Args:
            claim: One of the store's.

        Returns:
            One for each speaker, as `claimtrack.sources.find_chains` gives them.
        """
        around = {item.id: item for item in self.store.claims(document=claim.document)}
        document = self.store.document(claim.document)
        return find_chains(around.get(claim.id, claim), document, around, self.lexicon)

    def sources(self, *, named: str | None = None) -> tuple[Source, ...]:
        """Who speaks, by name.

        Args:
            named: Only those so named, wholly or, where none is, in part.

        Raises:
            NotFoundError: No source is so named.
        """
        self._recognise()
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

    def conflicts(
        self,
        *,
        source: str | None = None,
        kinds: Container[RelationKind] | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> tuple[Relation, ...]:
        """The relations that cannot both hold and are open, what matters most first.

        Arguments and errors as for `standings`, which gives the others too.
        """
        found = self.standings(source=source, kinds=kinds, since=since, until=until, as_of=as_of)
        return tuple(item.relation for item in found if item.open)

    def standings(
        self,
        *,
        source: str | None = None,
        kinds: Container[RelationKind] | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> tuple[Standing, ...]:
        """How conflicts stand: open ones first, what matters most first, brought up to date.

        Args:
            source: Only those in which a claim of sources so named takes part.
            kinds: Only those of these kinds.
            since: Only those whose later claim was published on that day or after.
            until: Only those whose later claim was published on that day or before.
            as_of: As they stood at the end of that day: nothing published later counts.

        Raises:
            NotFoundError: No source is so named.
        """
        said = None if source is None else {claim.id for claim in self.claims(source=source)}
        found = self.report(as_of=as_of).standings
        return choose(found, claims=said, kinds=kinds, since=since, until=until)

    def timeline(self, cluster: str, *, as_of: date | None = None) -> tuple[Turn, ...]:
        """The claims of a cluster as they were made, each with what it is to those before it.

        Args:
            cluster: Id of a cluster, or of a claim of one; or the first characters.
            as_of: Only what was published on that day or before.

        Raises:
            NotFoundError: No cluster and no claim begins so, or several do.
        """
        report = self.report(as_of=as_of)
        group = find_cluster(cluster, self.store.clusters())
        keys = set(group.claims)
        claims = (claim for claim in report.claims if claim.id in keys)
        return order_turns(claims, report.documents, report.relations)

    def report(self, *, as_of: date | None = None) -> Report:
        """Everything that a reader needs: documents, claims, clusters and relations.

        Args:
            as_of: Only what was published on that day or before; clusters and relations between
                that are those that are known now.
        """
        self.relate()
        store = self.store
        with store.snapshot():
            found = build_report(
                store.documents(),
                store.claims(canonical=True),
                store.clusters(),
                store.relations(),
                store.carriages(),
                self.measures().values(),
            )
        return stand(found, as_of=as_of)

    def measures(self) -> Mapping[RelationKind, Measure]:
        """How often relations of a kind were right where that was measured, by kind."""
        return load_measures(self.lexicon)

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

    def _recognise(self) -> None:
        """Bring who is who up to date for a reader, who may have no right to write."""
        try:
            self.identify()
        except StoreError as error:
            _LOGGER.warning("sources go by the names known before: %s", error)

    def _make_run(self) -> Run:
        return Run(
            version=read_version(),
            parser=self.parser.fingerprint,
            lexicon=f"{self.lexicon.lang}:{self.lexicon.digest}",
        )

    def _find_sources(self, claims: Iterable[Claim]) -> dict[str, Source]:
        told = {source.name: source for claim in claims for source in claim.speakers}
        names = {name for claim in claims for name in claim.sources} - set(told)
        bare = (Source(name=name, kind=classify_source(name, self.lexicon)) for name in names)
        return told | {source.name: source for source in bare}


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
