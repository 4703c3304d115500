"""Numbers in a claim's content, with unit, bound and what they count.

The central decision: a number is a range of values that it allows. "At least 49" and "nearly
50" are ranges that overlap, so that whether two figures can both hold is a question about
ranges, and no list of special cases. What is counted and the event come from the tree, because
two equal nouns with other numbers are, most of the time, two different things.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from attrs import evolve

from claimtrack.lexicon import Lexicon
from claimtrack.model import Quantity, Span, Spans
from claimtrack.quantities.counting import counted_noun, event_of, measured, narrowed
from claimtrack.quantities.numerals import Number, Tables, find_numbers, load_tables, text_of
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

    Dates, clock times and bare years are no quantities. "No soldiers" is the number 0.

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
    runs = [
        run
        for run in find_numbers(sentence, tables)
        if any(span.contains(sentence[run.first].span) for span in content)
        and not any(span.overlaps(sentence[run.first].span) for span in dates)
    ]
    lower: Number | None = None
    for run, following in zip_longest(runs, runs[1:]):
        if lower is not None:
            yield _quantity(sentence, lower, tables, upper=run)
            lower = None
        elif following is not None and _is_range(sentence, run, following, tables):
            lower = run
        else:
            yield _quantity(sentence, run, tables)


def _is_range(sentence: Sentence, run: Number, following: Number, tables: Tables) -> bool:
    """Whether two numbers are the ends of one range: "40 to 50", "between 40 and 50"."""
    if following.first != run.last + 2 or run.value is None or following.value is None:
        return False
    kind = tables.number(sentence[run.last + 1])[1]
    if kind == "link":
        return _bound(sentence, run, tables) == "before between" and run.value < following.value
    return kind == "range" and run.value < following.value


def _quantity(
    sentence: Sentence, run: Number, tables: Tables, upper: Number | None = None
) -> Quantity:
    end = upper or run
    top = next((at for at in run.positions if sentence[at].head not in run.positions), run.first)
    noun = counted_noun(sentence, top, tables)
    first, last, unit = _unit(sentence, run.first, end, tables)
    if unit and noun is not None:
        noun = measured(sentence, noun, last, tables)
    bound, low, high = _range(sentence, evolve(run, first=first), upper, tables)
    return Quantity(
        span=Span(sentence[first].start, sentence[last].end),
        text=text_of(sentence.words[first : last + 1]),
        value=run.value if upper is None and not run.vague else None,
        low=low,
        high=high,
        bound=bound,
        unit=unit,
        counted=narrowed(sentence, noun, run, tables) if noun is not None else (),
        event=event_of(sentence, top if noun is None else noun),
    )


def _unit(sentence: Sentence, first: int, run: Number, tables: Tables) -> tuple[int, int, str]:
    """First and last position with the unit's words, and the unit; empty where there is none."""
    if first and (sign := tables.units.get(("before", sentence[first - 1].text.casefold()))):
        return first - 1, run.last, sign
    if run.unit:
        return first, run.last, run.unit
    for length in (3, 2, 1):
        words = sentence.words[run.last + 1 : run.last + 1 + length]
        if words and len(words) == length:
            for text in (text_of(words).casefold(), text_of(words).casefold().lstrip("-‑–")):
                if unit := tables.units.get(("after", text)):
                    return first, run.last + length, unit
    return first, run.last, ""


def _bound(sentence: Sentence, run: Number, tables: Tables) -> str:
    """The longest phrase of the bounds table at the number's edge, with its place before it."""
    for length in (4, 3, 2, 1):
        before = sentence.words[max(0, run.first - length) : run.first]
        if len(before) == length and ("before", text_of(before).casefold()) in tables.bounds:
            return "before " + text_of(before).casefold()
        after = sentence.words[run.last + 1 : run.last + 1 + length]
        if len(after) == length and ("after", text_of(after).casefold()) in tables.bounds:
            return "after " + text_of(after).casefold()
    return ""


def _range(
    sentence: Sentence, run: Number, upper: Number | None, tables: Tables
) -> tuple[str, Decimal | None, Decimal | None]:
    """The bound's name, and the smallest and largest value that fit."""
    if run.value is None:
        return "exactly", None, None
    if upper is not None:
        return "between", run.value, upper.value
    place, _, phrase = _bound(sentence, run, tables).partition(" ")
    if sentence[run.last].text.endswith("+"):
        place, phrase = "after", "+"
    bound, low, high = tables.bounds.get((place, phrase), ("", None, None))
    if run.vague:
        # "Dozens" may be any number from two dozen up, whatever stands before it.
        return "at least", run.value, None
    if not bound or bound == "between":
        return "exactly", run.value, run.value
    return (
        bound,
        None if low is None else run.value * low,
        None if high is None else run.value * high,
    )
