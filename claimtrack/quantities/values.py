"""The values that a number allows, by the words at its edges."""

from decimal import Decimal

from claimtrack.quantities.drafts import Draft
from claimtrack.quantities.numerals import text_of
from claimtrack.quantities.tables import Tables
from claimtrack.syntax import Sentence

#: Words at a number's edge that a bound may take.
_LONGEST = 4

#: Units of time, before which "over" says how long.
_TIMES = frozenset(("hour", "day", "night", "week", "month", "year", "decade", "century"))

Bounds = tuple[str, Decimal | None, Decimal | None]


def range_of(
    sentence: Sentence, draft: Draft, tables: Tables
) -> tuple[str, Decimal | None, Decimal | None, Decimal | None]:
    """The bound's name, the number itself, and the smallest and largest value that fit."""
    run, upper = draft.run, draft.upper
    if run.value is None:
        return "exactly", None, None, None
    if upper is not None:
        low: Decimal | None = run.value
        # "2 to 3 million": the scale is said once.
        if upper.value is not None and upper.scaled and not run.scaled:
            low = _scaled_like(run.value, upper.value)
        return "between", None, low, upper.value
    if run.vague:
        # "Dozens" may be any number from two dozen up, whatever stands before it.
        return "at least", None, run.value, None
    bound, low, high = _bound(sentence, draft, tables)
    if not bound and run.share and run.value % 1:
        bound, low, high = _named("about", tables)
    if not bound or bound == "between":
        return "exactly", run.value, run.value, run.value
    least = None if low is None else run.value * low
    most = None if high is None else run.value * high
    if least is not None and most is not None and least > most:
        least, most = most, least  # "Nearly -5"
    return bound, run.value, least, most


def _scaled_like(value: Decimal, upper: Decimal) -> Decimal:
    for scale in (Decimal(10) ** power for power in (12, 9, 6, 3)):
        if upper % scale == 0 and value * scale < upper:
            return value * scale
    return value


def _named(name: str, tables: Tables) -> Bounds:
    return next((row for row in tables.bounds.values() if row[0] == name), ("", None, None))


def _bound(sentence: Sentence, draft: Draft, tables: Tables) -> Bounds:
    """The longest phrase of the bounds table at the number's edges."""
    if sentence[draft.run.last].text.endswith("+"):
        return tables.bounds.get(("after", "+"), ("", None, None))
    for length in range(_LONGEST, 0, -1):
        start = draft.first
        # "An estimated 150" has its article in the phrase, "the nearly 200" has not.
        before = sentence.words[max(0, start - length) : start]
        if len(before) == length:
            found = tables.bounds.get(("before", text_of(before).casefold()))
            # "In 30 events over 15 days": there it is a preposition.
            through = before[0].relation == "case" and draft.unit in _TIMES
            if found and not (length == 1 and through):
                return found
        for end in (draft.run.last, draft.last):
            after = sentence.words[end + 1 : end + 1 + length]
            if len(after) == length:
                found = tables.bounds.get(("after", text_of(after).casefold()))
                # "70 million euros plus 10 million" is a sum.
                if found and not tables.is_numeral(sentence, end + 1 + length):
                    return found
    return "", None, None
