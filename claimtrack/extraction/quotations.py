"""Quotation marks of every convention, read off the text alone.

The central decision: marks are paired inside one paragraph, and a mark left open runs to the
paragraph's end, because newspapers leave a quotation open where it goes on in the next
paragraph. Which characters are marks is data (``quotes.csv``); a mark that doubles as an
apostrophe counts only where a word could not have it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import frozen

from claimtrack.lexicon import Lexicon
from claimtrack.model import Span

_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]+")
#: Marks looked at for the end of a quotation in single quotation marks.
_REACH = 60
#: Marks that look the same at both ends.
_BLIND = frozenset(('"', "''"))
_OPENERS = " \t\u00a0\u202f([{-\u2013\u2014:/,;\u200b\ufeff"


@frozen
class Quotation:
    """One quoted stretch.

    Attributes:
        span: With its marks.
        inner: Without them.
        closed: False where the paragraph ends before a closing mark.
    """

    span: Span
    inner: Span
    closed: bool = True


@frozen
class _Style:
    """How one opening mark is closed."""

    open: str
    closers: tuple[str, ...]
    style: str


def ending(quotation: Quotation) -> int:
    """Where a quotation ends: what quotations are searched by."""
    return quotation.span.end


def paragraphs(text: str) -> Iterator[Span]:
    """Spans of the lines of a text that are not blank, in order."""
    for match in _PARAGRAPH.finditer(text):
        if match.group().strip():
            yield Span(match.start(), match.end())


def find_quotations(text: str, lexicon: Lexicon) -> tuple[Quotation, ...]:
    """The outermost quotations of a text, in order, none overlapping.

    Args:
        text: Any text.
        lexicon: Gives the marks, ``quotes.csv``.
    """
    styles = tuple(
        _Style(row["open"], (row["close"],), row["style"]) for row in lexicon.rows("quotes")
    )
    by_mark: dict[str, _Style] = {}
    for style in styles:
        before = by_mark.get(style.open)
        closers = (*before.closers, *style.closers) if before else style.closers
        by_mark[style.open] = _Style(style.open, closers, before.style if before else style.style)
    finder = _finder(
        tuple(sorted({m for s in styles for m in (s.open, *s.closers)}, key=_longest))
    )
    found: list[Quotation] = []
    for line in paragraphs(text):
        marks = [match.span() for match in finder.finditer(text, line.start, line.end)]
        found.extend(_pair(text, line, marks, by_mark))
    return tuple(found)


def _longest(mark: str) -> tuple[int, str]:
    return (-len(mark), mark)


@lru_cache(maxsize=8)
def _finder(marks: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(mark) for mark in marks))


def _pair(
    text: str, line: Span, marks: Sequence[tuple[int, int]], styles: Mapping[str, _Style]
) -> Iterator[Quotation]:
    position = 0
    while position < len(marks):
        start, end = marks[position]
        style = styles.get(text[start:end])
        position += 1
        if style is None or not _opens(text, line, start, end, style):
            continue
        close = _closing(text, line, marks, position, style)
        if close is not None:
            stop, after = marks[close]
            position = close + 1
            yield Quotation(Span(start, after), Span(end, stop))
        elif style.style != "apostrophe" and end < line.end:
            stop = line.start + len(text[line.start : line.end].rstrip())
            if stop > end:
                yield Quotation(Span(start, stop), Span(end, stop), closed=False)
            return


def _opens(text: str, line: Span, start: int, end: int, style: _Style) -> bool:
    if style.style == "paired":
        return True
    before = text[start - 1] if start > line.start else " "
    after = text[end] if end < line.end else " "
    free = before in _OPENERS or before.isspace() or not before.isprintable()
    if style.style == "same":
        return not after.isspace() or free
    # The year '90s and words such as 'em are no quotations: digits never open one.
    return (free or before in '"“') and after.isalnum() and not after.isdigit()


def _closing(
    text: str, line: Span, marks: Sequence[tuple[int, int]], begin: int, style: _Style
) -> int | None:
    depth = 0
    # A word with a stray apostrophe must not make every later mark be looked at again.
    reach = len(marks) if style.style != "apostrophe" else min(len(marks), begin + _REACH)
    for position in range(begin, reach):
        start, end = marks[position]
        mark = text[start:end]
        if style.style == "paired" and mark == style.open and mark not in style.closers:
            # “Like this,“ some keyboards write: a mark that can open nothing closes.
            if depth == 0 and _cannot_open(text, line, start, end):
                return position
            depth += 1
        elif mark in style.closers:
            if style.style == "apostrophe" and not _ends_word(text, line, start, end):
                continue
            if mark in _BLIND and _reopens(text, line, start, end):
                continue
            if depth == 0:
                return position
            depth -= 1
    return None


def _ends_word(text: str, line: Span, start: int, end: int) -> bool:
    """Whether a mark that doubles as an apostrophe can only be closing here."""
    before = text[start - 1]
    after = text[end] if end < line.end else " "
    if after.isalnum() or before.isspace():
        return False
    # A plural possessive (the ministers' house) looks like a closing mark after an s.
    return before != "s" or not after.isspace()


def _cannot_open(text: str, line: Span, start: int, end: int) -> bool:
    """Whether an opening mark stands where only a closing one can."""
    after = text[end] if end < line.end else " "
    return after.isspace() and not text[start - 1].isspace()


def _reopens(text: str, line: Span, start: int, end: int) -> bool:
    """Whether a mark with one shape for both ends clearly opens a further quotation."""
    before = text[start - 1]
    after = text[end] if end < line.end else " "
    return before.isspace() and after.isalnum()
