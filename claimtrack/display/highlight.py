"""A document's text as HTML, with its claims' sources, cues and contents marked.

The central decision: spans may nest and overlap in any way, so the text is cut at every edge
of a span into pieces, and each piece says in its classes all that it is part of. Marks need no
nesting then, and the text reads back unchanged.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, TypeAlias

from attrs import field, frozen

from claimtrack.display.elements import Html, escape, join, tag
from claimtrack.model import Claim, Document, Span

Part: TypeAlias = Literal["source", "cue", "content", "against", "decides"]

#: Longest sentence shown around a claim; of a longer one only the part next to the claim.
_WINDOW = 700


@frozen
class Mark:
    """A span and what it is; `note` is shown when the pointer rests on it."""

    span: Span
    part: Part
    note: str = ""


@frozen(kw_only=True)
class Number:
    """A raised number before a place in the text, linked to elsewhere in the page.

    Attributes:
        at: The place, where a mark starts.
        text: The number.
        anchor: Its own name in the page.
        target: The name of what it is linked to; None for nothing.
        against: Whether it stands for one side of a conflict.
        beside: What stands beside it in the margin; empty for nothing.
    """

    at: int
    text: str
    anchor: str
    target: str | None
    against: bool = False
    beside: str = ""


@frozen
class Piece:
    """Consecutive characters that are part of the same marks."""

    span: Span
    marks: tuple[Mark, ...] = field(factory=tuple)


def find_pieces(window: Span, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Cut a stretch of text at every edge of a mark.

    Args:
        window: The stretch.
        marks: In any order; what lies outside the stretch is left out.

    Yields:
        Pieces that cover the stretch without gap or overlap, in order.
    """
    inside = [mark for mark in marks if len(mark.span) and mark.span.overlaps(window)]
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for index, mark in enumerate(inside):
        opening.setdefault(max(mark.span.start, window.start), []).append(index)
        closing.setdefault(min(mark.span.end, window.end), []).append(index)
    edges = sorted({window.start, window.end, *opening, *closing})
    active: dict[int, None] = {}
    for start, end in pairwise(edges):
        for index in closing.get(start, ()):
            active.pop(index, None)
        active.update(dict.fromkeys(opening.get(start, ())))
        yield Piece(Span(start, end), tuple(inside[index] for index in sorted(active)))


def mark_claim(claim: Claim, *, against: bool = False) -> Iterator[Mark]:
    """The marks of a claim's source, cue and content.

    Args:
        claim: The claim.
        against: Whether the claim is in a conflict.
    """
    note = describe_claim(claim)
    for span in claim.content:
        yield Mark(span, "content", note)
        if against:
            yield Mark(span, "against")
    for part, mention in (("source", claim.source), ("cue", claim.cue)):
        for span in mention.spans if mention else ():
            yield Mark(span, "source" if part == "source" else "cue", note)


def describe_claim(claim: Claim) -> str:
    """Who says it and by which words, in one line."""
    who = name_sources(claim)
    how = claim.cue.text if claim.cue else "goes on"
    return f"{who}: {how}"


def name_sources(claim: Claim) -> str:
    """The names of who says it; its own words where nobody was resolved."""
    if claim.sources:
        return " and ".join(claim.sources)
    return claim.source.text if claim.source else "No source given"


def highlight(
    text: str, window: Span, marks: Iterable[Mark], numbers: Iterable[Number] = ()
) -> Html:
    """A stretch of text with its marks.

    Args:
        text: The document's text.
        window: The stretch to show.
        marks: What is marked in it.
        numbers: Raised numbers to put into it, each at the start of a mark.
    """
    raised: dict[int, list[Number]] = {}
    for number in numbers:
        raised.setdefault(number.at, []).append(number)
    shown: list[Html] = []
    for piece in find_pieces(window, marks):
        shown.extend(map(_show_number, raised.get(piece.span.start, ())))
        shown.append(_show_piece(piece, text))
    return join(shown)


def highlight_sentence(
    document: Document, claim: Claim, *, against: bool = False, decides: Iterable[Span] = ()
) -> Html:
    """A claim in its sentence.

    Args:
        document: The claim's document.
        claim: The claim.
        against: Whether to show it as one side of a conflict.
        decides: Spans to stress, such as those that decide a conflict.
    """
    marks = [*mark_claim(claim, against=against), *(Mark(span, "decides") for span in decides)]
    whole = Span(
        min(claim.sentence.start, claim.content[0].start),
        max(claim.sentence.end, claim.content[-1].end),
    )
    if len(whole) > _WINDOW:
        first = max(whole.start, claim.content[0].start - _WINDOW // 3)
        window = Span(first, min(whole.end, first + _WINDOW))
    else:
        window = whole
    before = "…" if window.start > whole.start else ""
    after = "…" if window.end < whole.end else ""
    return join((before, highlight(document.text, window, marks), after))


def anchor(room: str, key: str) -> str:
    """The name of a place in the page: `room` tells several places of one id apart."""
    return f"{room}-{key.partition(':')[2] or key}"


def _show_piece(piece: Piece, text: str) -> Html:
    words = piece.span.of(text)
    if not piece.marks:
        return escape(words)
    parts = [mark.part for mark in piece.marks]
    classes = list(dict.fromkeys(parts))
    if parts.count("content") > 1:
        classes.append("content")
    nested = " nested" if parts.count("content") > 1 else ""
    # The shortest mark is the innermost; its claim is the one that a reader points at.
    innermost = min(piece.marks, key=lambda mark: (not mark.note, len(mark.span)))
    return tag(
        "span",
        words,
        class_=" ".join(dict.fromkeys(classes)) + nested,
        title=innermost.note or None,
    )


def _show_number(number: Number) -> Html:
    href = None if number.target is None else f"#{number.target}"
    link = tag("a", number.text, id=number.anchor, href=href)
    beside = tag("small", number.beside, class_="beside") if number.beside else ""
    return join((beside, tag("sup", link, class_="against" if number.against else None)))
