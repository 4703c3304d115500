"""Numbers in a text, with unit, bound and what they count.

The central decision: a number is a range of values that it allows. "At least 49" and "nearly
50" are ranges that overlap, so that whether two figures can both hold is a question about
ranges, and no list of special cases. What is counted, whose it is, the event and the place come
from the tree, because two equal nouns with other numbers are, most of the time, two different
things. A number that stands alone ("…, and 11 were detained") counts what the one before it
counts, and one that is a part of another says so.
"""

from collections.abc import Iterator, Sequence

from claimtrack.lexicon import Lexicon
from claimtrack.model import Quantity, Span, Spans
from claimtrack.quantities.drafts import Draft, find_drafts
from claimtrack.quantities.numerals import text_of
from claimtrack.quantities.tables import Tables, load_tables
from claimtrack.quantities.values import range_of
from claimtrack.quantities.wholes import complete
from claimtrack.syntax import Sentence

__all__ = ["find_quantities"]


def find_quantities(
    sentences: Sequence[Sentence],
    content: Spans,
    lexicon: Lexicon,
    *,
    dates: Spans = (),
) -> tuple[Quantity, ...]:
    """The numbers that stand in some spans, in text order.

    Dates, ages, scores, labels ("Flight 17") and bare years are no quantities. "No soldiers" is
    the number 0. A share ("two-thirds of") is a percentage.

    Args:
        sentences: The document's trees, or those that the content touches.
        content: Spans of the document to look at.
        lexicon: Gives number words, bounds, units and the calendar.
        dates: Spans of the dates, where they are known; their numbers count nothing.
    """
    tables = load_tables(lexicon)
    return tuple(
        quantity
        for sentence in sentences
        if any(sentence.span.overlaps(span) for span in content)
        for quantity in _in_sentence(sentence, content, dates, tables)
    )


def _in_sentence(
    sentence: Sentence, content: Spans, dates: Spans, tables: Tables
) -> Iterator[Quantity]:
    for draft in complete(sentence, find_drafts(sentence, dates, tables), tables):
        span = sentence[draft.run.first].span
        if any(whole.contains(span) for whole in content):
            yield _quantity(sentence, draft, tables)


def _quantity(sentence: Sentence, draft: Draft, tables: Tables) -> Quantity:
    bound, value, low, high = range_of(sentence, draft, tables)
    return Quantity(
        span=Span(sentence[draft.first].start, sentence[draft.last].end),
        text=text_of(sentence.words[draft.first : draft.last + 1]),
        value=value,
        low=low,
        high=high,
        bound=bound,
        unit=draft.unit,
        counted=draft.counted,
        event=draft.event,
        side=draft.side,
        place=draft.place,
        part_of=draft.part_of,
    )
