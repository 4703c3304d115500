"""Values to table rows and back, without loss.

The central decision: spans, quantities and propositions are JSON text beside the words they
cover, short enough to read in the row. Reading gives back a value equal to the one written.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from attrs import frozen

from claimtrack.errors import StoreError
from claimtrack.model import (
    Carriage,
    Claim,
    Cue,
    Document,
    Mention,
    Moment,
    Origin,
    Relation,
    Run,
    Source,
    Span,
    Spans,
    read_spans,
)
from claimtrack.store.encoding import (
    Json,
    from_time,
    moment_from_json,
    moment_to_json,
    proposition_from_json,
    proposition_to_json,
    quantity_from_json,
    quantity_to_json,
    spans_from_json,
    spans_to_json,
    spans_to_text,
    to_json,
    to_time,
)

T = TypeVar("T")
Record: TypeAlias = Mapping[str, object]

Values: TypeAlias = tuple[object, ...]

#: How much text around a content is kept, so that it can be found again in a changed page.
CONTEXT = 32


@frozen(kw_only=True)
class Provenance:
    """Which run made a claim from a document, and when.

    Attributes:
        run: What made it.
        extracted: When.
        added: When the document came into the store.
    """

    run: Run
    extracted: datetime
    added: datetime


def _reach(moments: Iterable[Moment]) -> tuple[str | None, str | None]:
    """The first and the last instant of some moments, in UTC; None where an end is open."""
    known = [moment for moment in moments if moment.resolved]
    starts = [moment.start for moment in known if moment.start is not None]
    ends = [moment.end for moment in known if moment.end is not None]
    return (
        to_time(min(starts)) if known and len(starts) == len(known) else None,
        to_time(max(ends)) if known and len(ends) == len(known) else None,
    )


def document_to_row(document: Document, now: datetime) -> Record:
    """A row of table `document`."""
    published, origin = document.published, document.origin
    return {
        "id": document.id,
        "sha256": document.sha256,
        "text": document.text,
        "url": document.url,
        "title": document.title,
        "outlet": document.outlet,
        "published": None if published is None else to_time(published),
        "added": to_time(now),
        "got_from": origin and origin.place,
        "got_at": origin and to_time(origin.got or now),
        "got_sha256": origin and origin.sha256,
        "read_as": origin and origin.method,
    }


def document_from_row(row: sqlite3.Row) -> Document:
    """The document that a row of table `document` holds."""
    origin = None
    if row["got_sha256"] is not None:
        origin = Origin(
            place=row["got_from"],
            sha256=row["got_sha256"],
            method=row["read_as"],
            got=from_time(row["got_at"]),
        )
    return Document(
        row["text"],
        url=row["url"],
        title=row["title"],
        outlet=row["outlet"],
        published=None if row["published"] is None else from_time(row["published"]),
        origin=origin,
    )


def check_claim(claim: Claim, text: str) -> None:
    """See that what a claim says stands in the text where it says so.

    Raises:
        StoreError: A part of it does not read back.
    """
    source, cue = claim.source, claim.cue
    if not _reads_back(claim.content, claim.text, text):
        raise _complain("content", claim.content, claim.text, claim)
    if source is not None and not _reads_back(source.spans, source.text, text):
        raise _complain("source", source.spans, source.text, claim)
    if cue is not None and not _reads_back(cue.spans, cue.text, text):
        raise _complain("cue", cue.spans, cue.text, claim)


def _reads_back(spans: Spans, words: str, text: str) -> bool:
    if len(spans) == 1:
        (span,) = spans
        end = span.end
        # Python cuts a slice off at the end of the text: then the words are fewer.
        return text[span.start : end] == words and end <= len(text)
    return bool(spans) and spans[-1].end <= len(text) and read_spans(spans, text) == words


def _complain(name: str, spans: Spans, words: str, claim: Claim) -> StoreError:
    return StoreError(
        f"the {name} of claim {claim.id} does not read back: {words!r} is not at "
        f"{spans_to_json(spans)} of document {claim.document}; extract it again"
    )


def _to_list(convert: Callable[[T], Json], items: Sequence[T]) -> str:
    # Most lists are empty.
    return to_json([convert(item) for item in items]) if items else "[]"


#: What `claim_to_row` gives: all columns of table `claim`, in their order.
CLAIM_COLUMNS = (
    "id",
    "document",
    "run",
    "position",
    "source_text",
    "cue_text",
    "cue_lemma",
    "text",
    "mode",
    "polarity",
    "kind",
    "parent",
    "pattern",
    "confidence",
    "source_spans",
    "cue_spans",
    "content_spans",
    "sentence_start",
    "sentence_end",
    "prefix",
    "suffix",
    "quantities",
    "propositions",
    "said",
    "said_start",
    "moments",
    "moments_start",
    "moments_end",
    "via",
)

#: The same of table `claim_source`.
SAID_COLUMNS = ("claim", "source", "position", "name")


def claim_to_row(claim: Claim, *, position: int, run: str, text: str) -> Values:
    """The `CLAIM_COLUMNS` of a claim.

    Args:
        claim: The claim.
        position: Its place among the claims of its document.
        run: Id of the run that made it.
        text: The document's text.
    """
    first, last = claim.content[0].start, claim.content[-1].end
    begun, over = _reach(claim.moments) if claim.moments else (None, None)
    said = claim.said
    source, cue = claim.source, claim.cue
    return (
        claim.id,
        claim.document,
        run,
        position,
        None if source is None else source.text,
        None if cue is None else cue.text,
        None if cue is None else cue.lemma,
        claim.text,
        claim.mode,
        claim.polarity,
        claim.kind,
        claim.parent,
        claim.pattern,
        # As SQLite keeps it, which knows neither 1 nor -0.0 in a column of reals.
        float(claim.confidence) + 0.0,
        None if source is None else spans_to_text(source.spans),
        None if cue is None else spans_to_text(cue.spans),
        spans_to_text(claim.content),
        claim.sentence.start,
        claim.sentence.end,
        text[max(0, first - CONTEXT) : first],
        text[last : last + CONTEXT],
        _to_list(quantity_to_json, claim.quantities),
        _to_list(proposition_to_json, claim.propositions),
        None if said is None else to_json(moment_to_json(said)),
        None if said is None or said.start is None else to_time(said.start),
        _to_list(moment_to_json, claim.moments),
        begun,
        over,
        to_json(claim.via) if claim.via else "[]",
    )


def claim_from_row(
    row: sqlite3.Row | Mapping[str, Any],
    sources: tuple[str, ...],
    speakers: tuple[Source, ...] = (),
) -> Claim:
    """The claim that a row of table `claim` holds.

    Args:
        row: The row.
        sources: Names from table `claim_source`, in their order.
        speakers: What the document tells of those, from table `speaker`.
    """
    source = cue = None
    if row["source_spans"] is not None:
        source = Mention(spans_from_json(json.loads(row["source_spans"])), row["source_text"])
    if row["cue_spans"] is not None:
        spans = spans_from_json(json.loads(row["cue_spans"]))
        cue = Cue(spans, row["cue_text"], lemma=row["cue_lemma"])
    return Claim(
        document=row["document"],
        source=source,
        cue=cue,
        content=spans_from_json(json.loads(row["content_spans"])),
        text=row["text"],
        mode=row["mode"],
        polarity=row["polarity"],
        kind=row["kind"],
        parent=row["parent"],
        pattern=row["pattern"],
        confidence=row["confidence"],
        sources=sources,
        speakers=speakers,
        via=tuple(json.loads(row["via"])),
        sentence=Span(row["sentence_start"], row["sentence_end"]),
        quantities=tuple(quantity_from_json(item) for item in json.loads(row["quantities"])),
        propositions=tuple(
            proposition_from_json(item) for item in json.loads(row["propositions"])
        ),
        said=None if row["said"] is None else moment_from_json(json.loads(row["said"])),
        moments=tuple(moment_from_json(item) for item in json.loads(row["moments"])),
    )


def carriage_to_row(carriage: Carriage) -> Record:
    """A row of table `carriage`."""
    return {
        "claim": carriage.claim,
        "reports": carriage.reports,
        "documents": carriage.documents,
        "origin": carriage.origin,
    }


def carriage_from_row(row: sqlite3.Row) -> Carriage:
    """The carriage that a row of table `carriage` holds."""
    return Carriage(
        claim=row["claim"],
        reports=row["reports"],
        documents=row["documents"],
        origin=row["origin"],
    )


def source_to_row(source: Source) -> Record:
    """A row of table `source` or `canonical`, without its aliases."""
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "country": source.country,
        "body": source.body,
        "role": source.role,
        "document": source.document or None,
    }


def source_from_row(row: sqlite3.Row, aliases: Sequence[str] = ()) -> Source:
    """The source that a row of table `source`, `speaker` or `canonical` holds."""
    return Source(
        name=row["name"],
        kind=row["kind"],
        aliases=tuple(aliases),
        country=row["country"],
        body=row["body"],
        role=row["role"],
        document=row["document"] or "",
    )


def speaker_to_row(source: Source, document: Document, run: Run) -> Record:
    """A row of table `speaker`: what a document tells of a source, as a run reads it."""
    return {
        "document": document.id,
        "run": run.id,
        "name": source.name,
        "source": source.id,
        "kind": source.kind,
        "country": source.country,
        "body": source.body,
        "role": source.role,
    }


def relation_to_row(relation: Relation, revision: int) -> Record:
    """A row of table `relation`."""
    return {
        "revision": revision,
        "a": relation.a,
        "b": relation.b,
        "kind": relation.kind,
        "conflict": int(relation.conflict),
        "rule": relation.rule,
        "reason": relation.reason,
        "score": relation.score,
        "spans_a": spans_to_text(relation.spans_a),
        "spans_b": spans_to_text(relation.spans_b),
    }


def relation_from_row(row: sqlite3.Row) -> Relation:
    """The relation that a row of table `relation` holds."""
    return Relation(
        a=row["a"],
        b=row["b"],
        kind=row["kind"],
        rule=row["rule"],
        reason=row["reason"],
        score=row["score"],
        spans_a=spans_from_json(json.loads(row["spans_a"])),
        spans_b=spans_from_json(json.loads(row["spans_b"])),
    )


def run_to_row(run: Run, now: datetime) -> Record:
    """A row of table `run`."""
    return {
        "id": run.id,
        "version": run.version,
        "parser": run.parser,
        "lexicon": run.lexicon,
        "added": to_time(now),
        "options": to_json(dict(run.options)) if run.options else None,
    }


def run_from_row(row: sqlite3.Row) -> Run:
    """The run that a row of table `run` holds."""
    options: dict[str, str] = json.loads(row["options"] or "{}")
    return Run(
        version=row["version"],
        parser=row["parser"],
        lexicon=row["lexicon"],
        options=tuple(sorted(options.items())),
    )
