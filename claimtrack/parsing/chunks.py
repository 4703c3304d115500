"""Cuts a text into chunks that a network can take, and keeps the way back to the text.

The central decision: a network sees cleaned characters, but every one of them remembers which
characters of the document it stands for. So nothing that is odd in a text can shift an offset,
and nothing that is huge can take more than linear time:

- Paragraphs go in whole; one of more than `LONGEST_PART` characters is cut, at a sentence's end
  if there is one. Chunks gather paragraphs up to `LARGEST_CHUNK` characters.
- A run without white space longer than `LONGEST_RUN` is shown by its first and last
  `SHOWN_OF_RUN` characters: a word of a megabyte stays one word, in its sentence.
- A dateline ("LONDON (Reuters) -") is a paragraph of its own: it is no part of the sentence that
  it stands before, and parsers take it for the subject.
- An abbreviated title before a name ("Gov. Walker") is shown without its full stop, which a
  tokenizer may take for the sentence's end; the word still has it.
- A comma may be shown where a text has lost it (`claimtrack.parsing.commas`); it stands for the
  white space there.
- A letter with combining accents is shown composed, as networks learnt it. Characters that show
  nothing are left out. Lone surrogates, which no encoder takes, are shown as U+FFFD.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from claimtrack.model import Span
from claimtrack.parsing.paragraphs import UNSEEN, find_paragraphs

#: Characters; a paragraph above it is cut. Articles' longest paragraphs stay far below.
LONGEST_PART = 20_000

#: Characters; bounds memory, as a network holds one chunk at a time.
LARGEST_CHUNK = 50_000

#: Characters; Stanza's tokenizer takes time quadratic in the length of such a run.
LONGEST_RUN = 500

#: Characters of a too long run that are shown at either end of it.
SHOWN_OF_RUN = 32

#: Between paragraphs of a chunk; Stanza ends a sentence there.
_PARTING = "\n\n"

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s")
_SPACE = re.compile(r"\s")
_DATELINE = re.compile(
    r"\s*(?:[A-Z][^\n.!?()]{0,50}\([A-Z][A-Za-z. ]{1,20}\)\s*[-\u2013\u2014]{1,2}\s+"
    r"|[A-Z]{3,}[A-Z ,.]{0,30}(?:[A-Z][a-z]{1,8}\.? ?)?[-\u2013\u2014]{1,2}\s+)"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def _odd(titles: Iterable[str]) -> re.Pattern[str]:
    """What is shown otherwise than it stands in the text."""
    return re.compile(
        # Tried at a run's first character only, or it would be quadratic in the run's length.
        rf"(?P<run>(?<!\S)\S{{{LONGEST_RUN + 1},}})"
        r"|(?P<accented>[^\W\d_][\u0300-\u036f]+)"
        rf"|(?P<unseen>{UNSEEN.pattern})"
        rf"|(?P<title>\b(?:{'|'.join(map(re.escape, sorted(titles))) or '(?!)'})\.)(?=\s[A-Z])"
    )


@frozen
class Chunk:
    """Text for a network, and where each of its characters stands in the document.

    Attributes:
        text: Paragraphs, parted by a blank line.
        starts: For each character of `text`, where in the document it begins.
        ends: For each character of `text`, where in the document it ends.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The document's characters under a non-empty range ``[start, end)`` of the chunk."""
        return Span(self.starts[start], self.ends[end - 1])


@frozen
class _Piece:
    """Characters for a network in place of ``[start, end)``: as many, or one for all."""

    text: str
    start: int
    end: int


def make_chunks(
    text: str, titles: Iterable[str] = (), commas: Iterable[int] = ()
) -> Iterator[Chunk]:
    """The text's paragraphs in chunks, in order; white space alone gives none.

    Args:
        text: Any text.
        titles: Abbreviated titles, without their full stop, that no sentence ends after when a
            capital follows.
        commas: Offsets of white space in place of which a comma is to be shown.
    """
    odd = _odd(titles)
    lost = frozenset(commas)
    # One character for one, so that offsets stay.
    plain = _SURROGATE.sub("\ufffd", text)
    waiting: list[_Piece] = []
    size = 0
    for paragraph in find_paragraphs(plain):
        for part in _cut(plain, paragraph):
            pieces = tuple(_with_commas(_show(plain, part, odd), lost))
            length = sum(len(piece.text) for piece in pieces)
            if waiting and size + length > LARGEST_CHUNK:
                yield _join(waiting)
                waiting, size = [], 0
            if any(not piece.text.isspace() for piece in pieces):
                waiting.extend((*pieces, _Piece(_PARTING[0], part.end, part.end)))
                waiting.append(_Piece(_PARTING[1], part.end, part.end))
                size += length
    if waiting:
        yield _join(waiting)


def _cut(text: str, paragraph: Span) -> Iterator[Span]:
    """A paragraph in parts, each ending after white space; a long run is never cut."""
    start = paragraph.start
    dateline = _DATELINE.match(text, start, paragraph.end)
    if dateline and dateline.end() < paragraph.end:
        yield Span(start, dateline.end())
        start = dateline.end()
    while paragraph.end - start > LONGEST_PART:
        half, limit = start + LONGEST_PART // 2, start + LONGEST_PART
        end = _last_end(_SENTENCE_END, text, half, limit) or _last_end(_SPACE, text, half, limit)
        if end is None:
            space = _SPACE.search(text, limit, paragraph.end)
            end = space.end() if space else paragraph.end
        yield Span(start, end)
        start = end
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    last = max(pattern.finditer(text, start, end), key=re.Match[str].end, default=None)
    return last.end() if last else None


def _show(text: str, part: Span, odd_ones: re.Pattern[str]) -> Iterator[_Piece]:
    """One part as a network is to see it, in pieces none of which is empty."""
    at = part.start
    for odd in odd_ones.finditer(text, part.start, part.end):
        if at < odd.start():
            yield _Piece(text[at : odd.start()], at, odd.start())
        yield from _instead(odd)
        at = odd.end()
    if at < part.end:
        yield _Piece(text[at : part.end], at, part.end)


def _with_commas(pieces: Iterable[_Piece], lost: frozenset[int]) -> Iterator[_Piece]:
    """Pieces with a comma, and a space that stands for nothing, in place of some white space."""
    for piece in pieces:
        start = piece.start
        for at in sorted(lost & set(range(piece.start, piece.end))) if lost else ():
            if start < at:
                yield _Piece(piece.text[start - piece.start : at - piece.start], start, at)
            yield _Piece(",", at, at + 1)
            yield _Piece(" ", at + 1, at + 1)
            start = at + 1
        if start < piece.end:
            yield _Piece(piece.text[start - piece.start :], start, piece.end)


def _instead(odd: re.Match[str]) -> Iterator[_Piece]:
    start, end = odd.span()
    if odd["run"]:
        yield _Piece(odd[0][:SHOWN_OF_RUN], start, start + SHOWN_OF_RUN)
        yield _Piece(odd[0][-SHOWN_OF_RUN:], end - SHOWN_OF_RUN, end)
    elif odd["title"]:
        yield _Piece(odd[0][:-2], start, end - 2)
        yield _Piece(odd[0][-2], end - 2, end)
    elif odd["accented"]:
        composed = unicodedata.normalize("NFC", odd[0])
        # Not every accent has a composed letter.
        yield _Piece(composed if len(composed) == 1 else odd[0], start, end)


def _join(pieces: Iterable[_Piece]) -> Chunk:
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in pieces:
        shown.append(piece.text)
        if len(piece.text) == 1:
            starts.append(piece.start)
            ends.append(piece.end)
        else:
            starts.extend(range(piece.start, piece.end))
            ends.extend(range(piece.start + 1, piece.end + 1))
    return Chunk("".join(shown), starts, ends)
