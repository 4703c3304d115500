"""Claims and relations as tables for spreadsheets.

The central decision: a cell is text, whatever program opens it. A cell that begins as a formula
does is given an apostrophe before it, for what it says was written by strangers (OWASP, "CSV
Injection"); control characters but the line feed are left out.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping

from claimtrack.display.page import Index
from claimtrack.model import Claim, Document, Relation, Spans, read_spans

COLUMNS = (
    "id",
    "sources",
    "source",
    "cue",
    "content",
    "polarity",
    "mode",
    "kind",
    "confidence",
    "outlet",
    "published",
    "title",
    "url",
    "document",
)

#: Of each side of a relation, after ``a_`` and ``b_``.
_SIDE = ("id", "sources", "content", "decided", "outlet", "published")
RELATION_COLUMNS = (
    *("kind", "conflict", "reason", "score", "precision", "right", "pairs", "measured"),
    *("rule", "version", "weight", "open"),
    *(f"{side}_{name}" for side in "ab" for name in _SIDE),
)

#: What spreadsheets take for the beginning of a formula, white space before it or not.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def claims_to_csv(claims: Iterable[Claim], documents: Mapping[str, Document]) -> str:
    """A table of claims, one a line, with a header.

    Args:
        claims: In the order to write.
        documents: Id to document, for those of the claims.
    """
    return _write(COLUMNS, (_claim(claim, documents[claim.document]) for claim in claims))


def _claim(claim: Claim, document: Document) -> tuple[str, ...]:
    return (
        claim.id,
        "; ".join(claim.sources),
        claim.source.text if claim.source else "",
        claim.cue.text if claim.cue else "",
        claim.text,
        claim.polarity,
        claim.mode,
        claim.kind,
        f"{claim.confidence:.3f}",
        document.outlet or "",
        document.published.isoformat() if document.published else "",
        document.title or "",
        document.url or "",
        document.id,
    )


def relations_to_csv(relations: Iterable[Relation], index: Index, version: str) -> str:
    """A table of relations, one a line, with a header.

    Args:
        relations: In the order to write.
        index: The report that they are of.
        version: That of claimtrack which found them.
    """
    return _write(RELATION_COLUMNS, (_relation(item, index, version) for item in relations))


def _relation(relation: Relation, index: Index, version: str) -> tuple[str, ...]:
    measure = index.measures.get(relation.kind)
    counts = (measure.precision, measure.right, measure.pairs, measure.where) if measure else ()
    standing = index.standing(relation)
    state = (f"{standing.weight}", "yes" if standing.open else "no") if standing else ("", "")
    return (
        relation.kind,
        "yes" if relation.conflict else "no",
        relation.reason,
        f"{relation.score}",
        *(map(str, counts or [""] * 4)),
        relation.rule,
        version,
        *state,
        *_side(relation.a, relation.spans_a, index),
        *_side(relation.b, relation.spans_b, index),
    )


def _side(key: str, spans: Spans, index: Index) -> tuple[str, ...]:
    claim = index.claims[key]
    document = index.documents[claim.document]
    return (
        claim.id,
        "; ".join(claim.sources),
        claim.text,
        read_spans(spans, document.text),
        document.outlet or "",
        document.published.isoformat() if document.published else "",
    )


def _write(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([to_cell(value) for value in row] for row in rows)
    return target.getvalue()


def to_cell(value: str) -> str:
    """Text that no spreadsheet runs.

    Example:
        >>> to_cell("=HYPERLINK(A1)"), to_cell("a=b")
        ("'=HYPERLINK(A1)", 'a=b')
    """
    clean = _CONTROL.sub(" ", value)
    return f"'{clean}" if _FORMULA.match(clean) else clean
