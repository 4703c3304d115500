"""All values of claimtrack: what flows from text to report.

The central decision: values are frozen, hold spans as code-point offsets into one immutable
text, and derive everything that can be derived. They read themselves and never import an
engine, compute, print, store or render. Ids are tagged digests of canonical JSON, so that the
same input gives the same id on every machine.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

from attrs import Factory, field, frozen

from claimtrack.errors import InputError

Mode: TypeAlias = Literal["direct", "indirect", "mixed"]
Polarity: TypeAlias = Literal["positive", "negative"]
ClaimKind: TypeAlias = Literal["speech", "belief", "stance", "perception", "decree"]
#: What a cue of belief is about: what is so, what is wanted, or how one feels about it.
BeliefAbout: TypeAlias = Literal["fact", "wish", "feeling"]
SourceKind: TypeAlias = Literal[
    "person", "organisation", "government", "country", "outlet", "document", "group", "unnamed"
]
Step: TypeAlias = Literal["outlet", "agency", "report", "body", "speaker"]
RelationKind: TypeAlias = Literal[
    "agree",
    "negation",
    "denial",
    "numeric",
    "agent",
    "place",
    "time",
    "dispute",
    "update",
    "correction",
    "compatible",
    "unsure",
    "unrelated",
]
#: How a relation was asked for: found in a collection, or the answer to a pair.
Asked: TypeAlias = Literal["collection", "pair"]
Subject: TypeAlias = Literal["claim", "source"]
Verdict: TypeAlias = Literal["same", "different", "unsure"]

Precision: TypeAlias = Literal[
    "instant", "part of day", "day", "week", "month", "season", "quarter", "year", "range"
]
MomentBound: TypeAlias = Literal["in", "as of", "since", "until", "before", "after"]

#: Kinds of relation that say: these two cannot both hold.
CONFLICTS: frozenset[RelationKind] = frozenset(
    ("negation", "denial", "numeric", "agent", "place", "time", "dispute")
)

#: Kinds in which `Relation.b` does something to `Relation.a`: denies, supersedes, takes back.
DIRECTED: frozenset[RelationKind] = frozenset(("denial", "update", "correction"))


def digest(tag: str, value: object) -> str:
    """An id: the tag and 128 bits of the SHA-256 of the value's canonical JSON.

    Args:
        tag: Names what is identified and the form of the value, such as ``c1``.
        value: Anything JSON can hold.

    Example:
        >>> digest("x1", {"b": 1, "a": [2]}) == digest("x1", {"a": [2], "b": 1})
        True
    """
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Lone surrogates can stand in a Python string; they must not make an id impossible.
    raw = canonical.encode("utf-8", "surrogatepass")
    return f"{tag}:{hashlib.sha256(raw).hexdigest()[:32]}"


@frozen(order=True)
class Span:
    """A half-open range ``[start, end)`` of code points of a document's text.

    Raises:
        InputError: `start` is negative or `end` lies before it.

    Example:
        >>> Span(4, 8).of("The news")
        'news'
    """

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InputError(f"a span needs 0 <= start <= end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


Spans: TypeAlias = tuple[Span, ...]


def read_spans(spans: Iterable[Span], text: str) -> str:
    """The text under some spans, pieces parted by one space."""
    return " ".join(span.of(text) for span in spans)


@frozen(kw_only=True)
class Origin:
    """How a document's text was got.

    Attributes:
        place: The file or address as it was asked for.
        sha256: SHA-256 of the bytes got, in hexadecimal.
        method: How they were turned into text: the encoding, and what was done to it.
        got: When; None where nobody says: then it was when the document was added.
    """

    place: str
    sha256: str
    method: str
    got: datetime | None = None


@frozen
class Document:
    """An immutable text and where it was got.

    Attributes:
        text: The exact string that all offsets refer to.
        url: Where it was got; None for text from a caller or from standard input.
        title: The headline, if it was given apart from the text.
        outlet: Who published it, if known.
        published: When it was published, timezone-aware, if known.
        origin: The bytes that it was read from, if it was; makes no difference to what it is.

    Raises:
        InputError: `published` has no timezone.
    """

    text: str
    url: str | None = field(default=None, kw_only=True)
    title: str | None = field(default=None, kw_only=True)
    outlet: str | None = field(default=None, kw_only=True)
    published: datetime | None = field(default=None, kw_only=True)
    origin: Origin | None = field(default=None, kw_only=True, eq=False)
    id: str = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if self.published is not None and self.published.tzinfo is None:
            raise InputError(f"published needs a timezone, got {self.published.isoformat()}")
        # attrs' documented way to set a derived field of a frozen class.
        object.__setattr__(
            self, "id", digest("d1", {"text": self.text, "url": self.url, "outlet": self.outlet})
        )

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@frozen
class Mention:
    """Words of one document that name a source or stand for one ("the ministry", "he")."""

    spans: Spans
    text: str


@frozen
class Cue:
    """The words that attribute: the verb group, the noun, "according to", or a colon.

    Attributes:
        spans: Where it stands.
        text: The words.
        lemma: The lexicon's key, such as ``say`` or ``according to``.
    """

    spans: Spans
    text: str
    lemma: str = field(kw_only=True)


@frozen(kw_only=True)
class Quantity:
    """A number with what it counts, as a range of values that it allows.

    Attributes:
        span: The number's words in the document.
        text: Those words.
        value: The number itself, whatever its bound; None where it has too many digits, or is
            a range or a vague word ("dozens").
        low: Smallest value that fits; None when there is no lower bound.
        high: Largest value that fits; None when there is no upper bound.
        bound: ``exactly``, ``about``, ``at least``, ``more than``, ``at most``, ``less than``,
            ``nearly`` or ``between``.
        unit: ``percent``, a currency code, ``km`` …; empty for a plain count.
        counted: Lemmas of the noun that is counted and of what narrows it down, noun first
            (``("soldier", "armenian")``); empty when the text does not say.
        event: Lemma of the predicate that the counted thing takes part in (``kill``), or empty.
        side: Whose the counted are: a country, a party, a named group or a body
            (``Armenia``, ``army``); empty when the text does not say.
        place: Where the event was, by name; empty when the text does not say.
        part_of: Span of the total that this is a part of ("50 dead, 42 from the army"), or None.
    """

    span: Span
    text: str
    value: Decimal | None = None
    low: Decimal | None
    high: Decimal | None
    bound: str = "exactly"
    unit: str = ""
    counted: tuple[str, ...] = ()
    event: str = ""
    side: str = ""
    place: str = ""
    part_of: Span | None = None


@frozen(kw_only=True)
class Moment:
    """A time that a text speaks of, as the half-open range ``[start, end)`` that it allows.

    Calendar time is local: where the text gives no time zone, `start` and `end` are written as if
    it were UTC, and `zone` is empty.

    Attributes:
        span: The words in the document, without a preposition.
        text: Those words.
        start: First instant; None where there is no lower bound, or the time is not known.
        end: First instant after it; None where there is no upper bound, or it is not known.
        precision: How closely the text puts it; a ``range`` is what is no calendar unit.
        bound: What the preposition makes of it: ``in`` (during, at, on), ``as of``, ``since``,
            ``until`` (by), ``before`` or ``after``; the range has it already.
        zone: The time zone as the text gives it (``GMT``), or empty.
        event: Lemma of the predicate that it tells the time of (``kill``), or empty.
    """

    span: Span
    text: str
    start: datetime | None
    end: datetime | None
    precision: Precision
    bound: MomentBound = "in"
    zone: str = ""
    event: str = ""

    @property
    def resolved(self) -> bool:
        """Whether the calendar time is known, at one end at least."""
        return self.start is not None or self.end is not None

    def overlaps(self, other: "Moment") -> bool:
        """Whether some instant fits both; True where a bound is not known."""
        below = self.end is not None and other.start is not None and self.end <= other.start
        above = other.end is not None and self.start is not None and other.end <= self.start
        return not (below or above)


@frozen(kw_only=True)
class Argument:
    """What fills one role of a predicate.

    Attributes:
        role: ``agent`` (who does it), ``patient`` (to whom or what), ``content`` (a clause), or
            ``obl:`` and its preposition (``obl:in``); ``aspect`` and ``hedge`` are words that say
            how the predicate stands, `head` then names their effect (``continue``, ``attempt``).
        head: Lemma of the head word.
        lemmas: Lemmas of all content words of the phrase, in text order.
        span: The phrase in the document.
    """

    role: str
    head: str
    lemmas: tuple[str, ...]
    span: Span


@frozen(kw_only=True)
class Proposition:
    """A predicate with its arguments, read off a tree: who does what to whom.

    Attributes:
        predicate: Lemma of the verb, noun or adjective, with its particle (``carry out``).
        span: The predicate's word in the document.
        negated: Whether an odd number of negators governs it.
        arguments: In text order.
    """

    predicate: str
    span: Span
    negated: bool = False
    arguments: tuple[Argument, ...] = ()

    def argument(self, role: str) -> Argument | None:
        """The first argument of that role, or None."""
        return next((item for item in self.arguments if item.role == role), None)


@frozen(kw_only=True)
class Source:
    """Who speaks: in one document as it tells of them, or across documents.

    Attributes:
        name: The canonical name.
        kind: What it is.
        aliases: Other wordings met, sorted.
        country: The country behind it, by its name in the lexicon; empty where not known.
        body: The body that it speaks for (of a spokesman the ministry), or empty.
        role: What it is called by beside its name (``prime minister``), or empty.
        document: Id of the only document that it is known in, for what has no name of its own
            ("a senior official", "the ministry" of nobody knows where); else empty.
        id: Digest of the name's case-folded form, and of `document` where there is one.
    """

    name: str
    kind: SourceKind
    aliases: tuple[str, ...] = ()
    country: str = ""
    body: str = ""
    role: str = ""
    document: str = ""
    id: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        name = self.name.casefold()
        known = [name, self.document] if self.document else name
        object.__setattr__(self, "id", digest("s1", known))


@frozen
class Identity:
    """Who a source is, across documents.

    Attributes:
        source: Id of a source, as documents tell of it.
        canonical: The one that it is, with all names in `aliases`.
        why: What says so: ``judgement``, ``same name``, ``spelling``, ``surname``, ``office``;
            empty where nothing else is the same.
    """

    source: str
    canonical: Source = field(kw_only=True)
    why: str = field(kw_only=True, default="")


@frozen
class Link:
    """One step of the way on which a claim has come to its reader.

    Attributes:
        name: Who it is.
        step: ``outlet`` (printed it), ``agency`` (sent it to the outlet), ``report`` (says that
            somebody said it), ``body`` (for which the speaker speaks) or ``speaker``.
    """

    name: str
    step: Step


@frozen(kw_only=True)
class Claim:
    """One attribution in one document: a source says a content by a cue.

    Attributes:
        document: Id of the document that the spans refer to.
        source: Who is said to say it; None where the text does not give one.
        cue: What attributes it; None for a quotation that goes on with no cue of its own.
        content: What is said; several spans where the text interrupts it.
        text: The content's words, pieces parted by one space.
        mode: Whether the content is quoted wholly, not at all, or in part.
        polarity: ``negative`` when the source denies the content ("denied that …").
        kind: What sort of attribution the cue makes.
        parent: Id of the claim whose content this one stands in, or None.
        pattern: Id of the pattern that found it.
        confidence: How likely it is an attribution, with these parts, 0..1: of claims given 0.8
            about four in five are. A claim without a cue has that of the one before it.
        sources: Names of whom the mention stands for, resolved inside the document; several
            for a joint source; empty where no source is given.
        speakers: What the document tells of those, in the same order; empty where that is not
            known.
        via: Outlets that the claim was made to or is quoted by ("told Reuters").
        sentence: From the start of the first sentence to the end of the last one it touches.
        quantities: Numbers in the content.
        said: When it was said, where the text puts a time to the cue ("said on Tuesday").
        moments: Times that the content speaks of, in text order.
        propositions: Predicates of the content with their arguments, main one first.
        id: Digest of document, source, cue and content: not of run or pattern, so that a
            person's judgement outlives a better extractor.
    """

    document: str
    source: Mention | None
    cue: Cue | None
    content: Spans
    text: str
    mode: Mode
    polarity: Polarity = "positive"
    kind: ClaimKind = "speech"
    parent: str | None = None
    pattern: str
    confidence: float = 1.0
    sources: tuple[str, ...] = ()
    speakers: tuple[Source, ...] = ()
    via: tuple[str, ...] = ()
    sentence: Span
    quantities: tuple[Quantity, ...] = ()
    said: Moment | None = None
    moments: tuple[Moment, ...] = ()
    propositions: tuple[Proposition, ...] = ()
    id: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(
            self,
            "id",
            digest(
                "c1",
                {
                    "document": self.document,
                    "source": _pairs(self.source.spans if self.source else ()),
                    "cue": _pairs(self.cue.spans if self.cue else ()),
                    "content": _pairs(self.content),
                },
            ),
        )


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


@frozen
class Extraction:
    """What was found in one document: its claims in text order."""

    document: Document
    claims: tuple[Claim, ...]


@frozen(kw_only=True)
class Run:
    """What made a set of claims: enough to make them again.

    Attributes:
        version: claimtrack's version.
        parser: The parser's own description: its name, version and a digest of its weights.
        lexicon: The lexicon's language and digest.
        options: What was asked for beside that, name and value, by name; empty: nothing.
    """

    version: str
    parser: str
    lexicon: str
    options: tuple[tuple[str, str], ...] = ()
    id: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        content: dict[str, object] = {
            "version": self.version,
            "parser": self.parser,
            "lexicon": self.lexicon,
        }
        # Left out where there are none: runs made before there were options keep their id.
        if self.options:
            content["options"] = self.options
        object.__setattr__(self, "id", digest("r1", content))


@frozen
class Similarity:
    """How alike two claims are, 0..1, with the features that say why.

    Attributes:
        a: Id of one claim; `a` < `b`.
        b: Id of the other.
        score: 0 (nothing in common) to 1 (the same words).
        features: Name to value, each 0..1.
    """

    a: str
    b: str
    score: float = field(kw_only=True)
    features: Mapping[str, float] = field(kw_only=True, factory=dict[str, float], hash=False)


def _first_id(cluster: "Cluster") -> str:
    return digest("k1", sorted(cluster.claims))


@frozen
class Cluster:
    """Claims about the same thing.

    Attributes:
        claims: Their ids in text order.
        id: Stays while claims come and go; of a new cluster the digest of its claims.
    """

    claims: tuple[str, ...]
    id: str = field(kw_only=True, default=Factory(_first_id, takes_self=True))


@frozen(kw_only=True)
class Relation:
    """What two claims of one cluster are to each other, and why.

    Attributes:
        a: Id of one claim.
        b: Id of the other.
        kind: Names it; `conflict` says whether the two cannot both hold.
        rule: Id of the rule that decided.
        reason: One sentence in plain words.
        score: How sure the rule is, 0..1.
        spans_a: What decided it in `a`'s document.
        spans_b: What decided it in `b`'s document.
    """

    a: str
    b: str
    kind: RelationKind
    rule: str
    reason: str
    score: float
    spans_a: Spans = ()
    spans_b: Spans = ()

    @property
    def conflict(self) -> bool:
        """Whether the two claims cannot both hold."""
        return self.kind in CONFLICTS


@frozen(kw_only=True)
class Measure:
    """How often relations of a kind were right where people could say.

    Attributes:
        kind: The kind of relation.
        right: How many were right.
        pairs: Of how many, at least 1.
        where: The data with the counts of each, such as ``RTE-3 development 13 of 27``.
    """

    kind: RelationKind
    right: int
    pairs: int
    where: str

    @property
    def precision(self) -> float:
        """The share that was right, 0..1; of few pairs it says little."""
        return round(self.right / self.pairs, 2)


@frozen(kw_only=True)
class Judgement:
    """What a person says of two claims or of two sources: appended, taken back, never edited.

    Attributes:
        subject: What `a` and `b` are ids of.
        a: One id.
        b: The other.
        verdict: Whether they are the same.
        by: Who says so.
        reason: Why, in the person's words; may be empty.
        added: When, timezone-aware.
        retracts: Id of the judgement that this one takes back; its other fields then repeat it.
        id: Digest of all that.

    Raises:
        InputError: Nobody is named, the verdict or the subject is none, both ids are one, or
            `added` has no timezone.
    """

    subject: Subject
    a: str
    b: str
    verdict: Verdict
    by: str
    reason: str = ""
    added: datetime
    retracts: str | None = None
    id: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        for name, allowed in (("subject", Subject), ("verdict", Verdict)):
            value: str = getattr(self, name)
            if value not in get_args(allowed):
                raise InputError(f"no {name} {value!r}; give {', '.join(get_args(allowed))}")
        if not self.by.strip():
            raise InputError("a judgement needs a name of who made it")
        if self.a == self.b:
            raise InputError(f"a judgement is about two, got {self.a} twice")
        if self.added.tzinfo is None:
            raise InputError(f"added needs a timezone, got {self.added.isoformat()}")
        content = {
            "subject": self.subject,
            "pair": [self.a, self.b],
            "verdict": self.verdict,
            "by": self.by,
            "reason": self.reason,
            "added": self.added.astimezone(UTC).isoformat(),
            "retracts": self.retracts,
        }
        object.__setattr__(self, "id", digest("j1", content))


@frozen(kw_only=True)
class Carriage:
    """How many independent reports carry a claim: copies of one wire text are one report.

    Attributes:
        claim: Id of the claim.
        origin: Id of the first claim of those that stand in copies of one passage: claims of
            one origin are copies of each other. Its own where there is no copy.
        reports: How many independent reports carry it, itself included; 1 or more.
        documents: In how many documents it is carried.
    """

    claim: str
    origin: str
    reports: int = 1
    documents: int = 1


@frozen(kw_only=True)
class Standing:
    """How a conflict stands: how much it matters, who is behind each side, and whether it is open.

    Attributes:
        relation: The conflict.
        weight: How much it matters beside others, 0 or more; see docs/algorithms.md.
        sources: How many independent sources say what `relation.a` says, and what `relation.b`.
        reports: How many independent reports carry the one, and the other.
        since: When the later of the two claims was published; None where that is not known.
        superseded: Ids of later claims by which a source takes the place of its own side of the
            conflict, or takes it back; empty while the conflict is open.
    """

    relation: Relation
    weight: float
    sources: tuple[int, int] = (1, 1)
    reports: tuple[int, int] = (1, 1)
    since: datetime | None = None
    superseded: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether nothing has taken the place of either side."""
        return not self.superseded


@frozen(kw_only=True)
class Turn:
    """One claim in a cluster's timeline: who said what when, and what it did to what was said.

    Attributes:
        claim: The claim.
        document: Its document.
        when: When it was said, as the text tells, else when the document was published; None
            where neither is known.
        relations: What it is to claims before it, in their order.
        superseded: Ids of later claims that take its place or take it back.
    """

    claim: Claim
    document: Document
    when: datetime | None = None
    relations: tuple[Relation, ...] = ()
    superseded: tuple[str, ...] = ()


@frozen(kw_only=True)
class Report:
    """Relations, with the claims, clusters and documents needed to read them.

    Attributes:
        documents: Those that the claims come from.
        claims: In the order to be shown.
        clusters: In the order to be shown.
        relations: What matters most first.
        carriages: How many independent reports carry a claim, for those that several do.
        standings: How each conflict stands, in the order of `relations`; may be empty.
        measures: How often relations of a kind were right where that was measured.
    """

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    clusters: tuple[Cluster, ...]
    relations: tuple[Relation, ...]
    carriages: tuple[Carriage, ...] = ()
    standings: tuple[Standing, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def conflicts(self) -> tuple[Relation, ...]:
        """The relations that cannot both hold, as ordered in the report."""
        return tuple(relation for relation in self.relations if relation.conflict)
