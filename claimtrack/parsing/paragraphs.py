"""Where paragraphs begin and end, decided from the shape of a text's lines.

The central decision: a line break is a paragraph's end or a mere space, and the text itself says
which. A blank line or a paragraph separator (U+2029) always ends a paragraph. News pages put
headlines, bylines and captions on lines of their own, without a full stop and without a blank
line, and a parser that reads on glues them to the next sentence. Mail and old text files instead
break every line at some column. The two are told apart by three signs:

1. A line that begins in lower case goes on from the one before, in any text.
2. A text is hard-wrapped when no line is long and a good part of its lines go on in lower case.
3. In a hard-wrapped text a full line, one that the next line's first word would not have fitted
   on, was broken by the wrapping; a shorter one was ended by its writer.

Every other line break ends a paragraph.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from claimtrack.model import Span

#: The widest line that still counts as hard-wrapped. Terminals, mail and typewriters wrap at 64
#: to 80 columns, some editors at 100; in news corpora nine lines of ten that end a paragraph
#: of prose are longer.
WIDEST_WRAP = 100

#: A text is hard-wrapped when at least one in this many line breaks goes on in lower case.
#: Of running English words about four in five begin in lower case, of headlines' hardly any.
WRAP_SHARE = 3

#: A line counts as full from this part of the width on: people wrap by hand, and raggedly.
FULL = 0.8

#: Characters that show nothing: control characters, soft hyphens, directional marks, byte order
#: marks. A line of nothing else is blank. The joiners of emoji and of Arabic script are not here.
UNSEEN = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x7f\\xad\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]+"
)

_OPENING = frozenset(("Ps", "Pi"))
_STRAIGHT = "\"'`"


def find_paragraphs(text: str) -> tuple[Span, ...]:
    r"""The paragraphs of a text, in order, without white space at their edges.

    Example:
        >>> [span.of("Bridge shut\nOslo closed it.\n\nEnd") for span in find_paragraphs(
        ...     "Bridge shut\nOslo closed it.\n\nEnd")]
        ['Bridge shut', 'Oslo closed it.', 'End']
        >>> [span.of("Oslo closed\nthe bridge.") for span in find_paragraphs(
        ...     "Oslo closed\nthe bridge.")]
        ['Oslo closed\nthe bridge.']
    """
    # Spaces of the same length: offsets stay, and edges and blank lines show.
    plain = UNSEEN.sub(lambda unseen: " " * len(unseen[0]), text)
    blocks = tuple(_find_blocks(plain))
    width = _find_width(plain, blocks)
    return tuple(
        Span(lines[0].start, lines[-1].end)
        for block in blocks
        for lines in _cut_block(plain, block, width)
    )


def _find_blocks(text: str) -> Iterator[list[Span]]:
    """Runs of lines with no blank line between them; each line without its outer white space."""
    block: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        inner = line.strip()
        if inner:
            indent = len(line) - len(line.lstrip())
            block.append(Span(start + indent, start + indent + len(inner)))
        if block and (not inner or line.endswith("\u2029")):
            yield block
            block = []
        start += len(line)
    if block:
        yield block


def _find_width(text: str, blocks: Sequence[Sequence[Span]]) -> int | None:
    """The column at which the text is hard-wrapped; None where it is not."""
    width = max((len(line) for block in blocks for line in block), default=0)
    if width > WIDEST_WRAP:
        return None
    breaks = sum(len(block) - 1 for block in blocks)
    going_on = sum(_goes_on(line.of(text)) for block in blocks for line in block[1:])
    return width if 0 < breaks <= going_on * WRAP_SHARE else None


def _cut_block(text: str, block: Sequence[Span], width: int | None) -> Iterator[list[Span]]:
    paragraph = [block[0]]
    for line in block[1:]:
        words = line.of(text)
        if _goes_on(words) or _is_full(len(paragraph[-1]), words, width):
            paragraph.append(line)
        else:
            yield paragraph
            paragraph = [line]
    yield paragraph


def _goes_on(line: str) -> bool:
    """Whether a line begins in lower case, quotation marks and brackets aside."""
    for character in line:
        if character in _STRAIGHT or unicodedata.category(character) in _OPENING:
            continue
        return character.islower()
    return False


def _is_full(length: int, following: str, width: int | None) -> bool:
    if width is None:
        return False
    return length + 1 + len(following.split(maxsplit=1)[0]) > FULL * width
