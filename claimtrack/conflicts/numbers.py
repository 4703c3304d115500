"""Whether two claims count the same thing, and whether both figures can hold.

The central decision: be slow to say that figures conflict. On real coverage of one battle "same
noun, other number" was wrong thirteen times of thirteen: other victims, earlier hours, hedges.
So side, thing counted, event and unit must be the same, nothing may narrow one count only, and
the ranges that the two numbers allow must not meet.
"""

from collections.abc import Iterable

from claimtrack.conflicts.alignment import common_words
from claimtrack.conflicts.readings import Vocabulary, alike, load_vocabulary, participants
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Quantity

#: Share of common words that makes one occasion, alone or with half of all names in common.
_SAME_WORDS = 0.6
_SOME_WORDS = 0.3


def compare_quantities(
    a: Claim, b: Claim, lexicon: Lexicon
) -> tuple[Quantity, Quantity, bool] | None:
    """The first two figures of two claims that count the same, where they are not equal.

    Returns:
        The two, and whether they cannot both hold; None where nothing is comparable.
    """
    vocabulary = load_vocabulary(lexicon)
    if _times_differ(a, b, vocabulary) or not one_occasion(a, b, lexicon):
        return None
    for first in a.quantities:
        for second in b.quantities:
            if not counts_same(first, second, vocabulary):
                continue
            if (first.low, first.high) != (second.low, second.high):
                return first, second, not overlap(first, second)
    return None


def one_occasion(a: Claim, b: Claim, lexicon: Lexicon) -> bool:
    """Whether two claims speak of one occasion: by their words, or by names and words.

    Two counts of the dead in one city are, more often than not, of two attacks.
    """
    common = common_words(a.text, b.text, lexicon)
    if common >= _SAME_WORDS:
        return True
    names_a, names_b = _names(a), _names(b)
    shared = len(names_a & names_b)
    return 2 * shared >= len(names_a | names_b) > 0 and common >= _SOME_WORDS


def _names(claim: Claim) -> frozenset[str]:
    return frozenset(
        word
        for item in claim.propositions
        for part in participants(item)
        for word in part.lemmas
        if word[:1].isupper()
    )


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether some value fits both; True where a bound is not known."""
    below = a.high is not None and b.low is not None and a.high < b.low
    above = b.high is not None and a.low is not None and b.high < a.low
    return not (below or above)


def counts_same(a: Quantity, b: Quantity, vocabulary: Vocabulary) -> bool:
    """Whether two quantities count the same thing in the same event."""
    if a.unit != b.unit or not a.counted or not b.counted:
        return False
    if not alike(a.counted[0], b.counted[0]) or a.counted[0] in vocabulary.generic:
        return False
    narrow_a, narrow_b = _narrowing(a, vocabulary), _narrowing(b, vocabulary)
    if narrow_a != narrow_b:
        return False
    event_a, event_b = _event(a, vocabulary), _event(b, vocabulary)
    return bool(event_a) and event_a == event_b


def _narrowing(quantity: Quantity, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(
        vocabulary.sides.get(word, word)
        for word in quantity.counted[1:]
        if word not in vocabulary.calendar
    )


def _event(quantity: Quantity, vocabulary: Vocabulary) -> str:
    """The class of what happens to the counted; a counted death is its own event."""
    counted = vocabulary.classes.get(quantity.counted[0])
    return counted or vocabulary.classes.get(quantity.event, quantity.event)


def _times_differ(a: Claim, b: Claim, vocabulary: Vocabulary) -> bool:
    """Whether both say when, in words of the calendar, and say otherwise."""
    times_a, times_b = _times(a, vocabulary), _times(b, vocabulary)
    return bool(times_a) and bool(times_b) and not times_a & times_b


def _times(claim: Claim, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(_calendar_words(claim.text.casefold().split(), vocabulary))


def _calendar_words(words: Iterable[str], vocabulary: Vocabulary) -> Iterable[str]:
    return (word for word in words if word.strip(".,") in vocabulary.calendar)
