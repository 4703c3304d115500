"""Claims as a table for spreadsheets.

The central decision: a cell is text, whatever program opens it. A cell that begins as a formula
does is given an apostrophe before it, for what it says was written by strangers (OWASP, "CSV
Injection"); control characters but the line feed are left out.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping

from claimtrack.model import Claim, Document

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

#: What spreadsheets take for the beginning of a formula, white space before it or not.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def claims_to_csv(claims: Iterable[Claim], documents: Mapping[str, Document]) -> str:
    """A table of claims, one a line, with a header.

    Args:
        claims: In the order to write.
        documents: Id to document, for those of the claims.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for claim in claims:
        document = documents[claim.document]
        row = (
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
        writer.writerow([to_cell(value) for value in row])
    return target.getvalue()


def to_cell(value: str) -> str:
    """Text that no spreadsheet runs.

    Example:
        >>> to_cell("=HYPERLINK(A1)"), to_cell("a=b")
        ("'=HYPERLINK(A1)", 'a=b')
    """
    clean = _CONTROL.sub(" ", value)
    return f"'{clean}" if _FORMULA.match(clean) else clean
