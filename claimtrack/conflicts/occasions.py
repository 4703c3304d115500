"""Whether two figures are of one occasion: one raid, one vote, one day's count.

The central decision: that two figures are of one occasion must be shown, not only not be
excluded. Reports of one week of a war are full of counts of the dead in one city, and nearly all
of them are of other attacks. What shows it is one of three: nearly the same words; the same
places, told alike, on the same day; or a toll that the text takes for known ("the death toll has
risen to 85") soon after another figure of one cause. And nothing may speak against it: other
places, other times, others who did it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from attrs import frozen

from claimtrack.conflicts.alignment import common_words, fill
from claimtrack.conflicts.circumstances import (
    can_be_one,
    find_place_words,
    lie_apart,
    tell_one_day,
)
from claimtrack.conflicts.readings import Vocabulary, alike, word_before
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Moment, Quantity

#: Share of common words that makes one occasion.
_SAME_WORDS = 0.6
#: Code points after which a toll is no longer that of what was told before.
_NEARBY = 2000
#: Days between two reports that can still tell of one day.
_NEWS = timedelta(days=1.5)
#: Days between two reports of which one repeats the other's words.
_ECHO = timedelta(days=4)


@frozen
class Figure:
    """A quantity in its claim.

    Attributes:
        claim: The claim.
        quantity: The quantity.
        event: Class of what happens to the counted, or its predicate; empty where not said.
        times: When that was, as far as the claim says.
        names: Where that was, by name, folded.
        published: When the claim's document was, where that is known.
    """

    claim: Claim
    quantity: Quantity
    event: str
    times: tuple[Moment, ...]
    names: frozenset[str]
    published: datetime | None


def are_of_one_occasion(a: Figure, b: Figure, vocabulary: Vocabulary, lexicon: Lexicon) -> bool:
    """Whether something shows that two figures are of one occasion, and nothing that they are not.

    Args:
        a: A figure.
        b: Another of the same thing counted.
        vocabulary: Tells places, camps and calendar words.
        lexicon: Gives what masking leaves out of the words.
    """
    if _times_differ(a, b, vocabulary) or lie_apart(a.names, b.names, vocabulary):
        return False
    if _doers_differ(a, b, vocabulary):
        return False
    if are_elsewhere(a.claim, b.claim, vocabulary):
        return False
    if common_words(a.claim.text, b.claim.text, lexicon) >= _SAME_WORDS:
        return _are_near(a, b, _ECHO)
    if _at_one_place(a, b, vocabulary) and _on_one_day(a, b):
        return True
    return _takes_up(a, b, vocabulary) or _takes_up(b, a, vocabulary)


# Times


def _times_differ(a: Figure, b: Figure, vocabulary: Vocabulary) -> bool:
    """Whether both say when, and say otherwise; a day is not the week that it is in."""
    if a.times and b.times:
        return not any(
            can_be_one(one, other) and one.precision == other.precision
            for one in a.times
            for other in b.times
        )
    words = [_calendar_words(figure.claim, vocabulary) for figure in (a, b)]
    return bool(words[0]) and bool(words[1]) and words[0].isdisjoint(words[1])


def _calendar_words(claim: Claim, vocabulary: Vocabulary) -> frozenset[str]:
    words = (word.strip(".,") for word in claim.text.casefold().split())
    return frozenset(word for word in words if word in vocabulary.calendar)


def _on_one_day(a: Figure, b: Figure) -> bool:
    """Whether two figures are told of one day; news that names no day is of its own day."""
    if a.times and b.times:
        return tell_one_day(a.times, b.times)
    if a.published is None or b.published is None:
        return False
    days = [
        *(_of_day(it, other) for it, other in ((a, b), (b, a)) if it.times),
        _are_near(a, b, _NEWS),
    ]
    return all(days)


def _of_day(timed: Figure, other: Figure) -> bool:
    """Whether one of a figure's times is no longer before another's report than news can be."""
    limit = other.published
    return limit is not None and any(
        it.start is not None and abs(limit - it.start) <= _NEWS + _NEWS for it in timed.times
    )


def _are_near(a: Figure, b: Figure, least: timedelta) -> bool:
    """Whether two reports are of about one time, as far as that is known."""
    if a.published is None or b.published is None:
        return True
    return abs(a.published - b.published) <= least


# Places and doers


def _at_one_place(a: Figure, b: Figure, vocabulary: Vocabulary) -> bool:
    """Whether two claims name the same places; a town, where neither says when.

    What happens in a capital in two days is more than one thing.
    """
    here, there = (find_place_words(it.claim, vocabulary) for it in (a, b))
    if not here or not _within(here, there) or not _within(there, here):
        return False
    known = frozenset(word for name in vocabulary.sizes for word in name.split())
    return bool(a.times) or bool(b.times) or not here <= known


def are_elsewhere(a: Claim, b: Claim, vocabulary: Vocabulary) -> bool:
    """Whether two claims name places, each of them one that the other does not."""
    here, there = (find_place_words(claim, vocabulary) for claim in (a, b))
    return bool(here) and bool(there) and not (_within(here, there) or _within(there, here))


def _within(words: Iterable[str], others: Iterable[str]) -> bool:
    """Whether each of some words of places is one of others."""
    rest = tuple(others)
    return all(any(alike(word, other) for other in rest) for word in words)


def _doers_differ(a: Figure, b: Figure, vocabulary: Vocabulary) -> bool:
    first, second = (_find_doers(it.claim, vocabulary) for it in (a, b))
    return bool(first) and bool(second) and first.isdisjoint(second)


def _find_doers(claim: Claim, vocabulary: Vocabulary) -> frozenset[str]:
    """The camps and countries of those who do what a claim tells, and not only say it."""
    words = {
        word.casefold()
        for proposition in claim.propositions
        if proposition.predicate in vocabulary.classes
        for item in fill("agent", proposition, vocabulary)
        for word in item.lemmas
    }
    known = {vocabulary.camps[word] for word in words if word in vocabulary.camps}
    return frozenset(
        known | {vocabulary.sides[word] for word in words if word in vocabulary.sides}
    )


# A toll that is known


def _takes_up(toll: Figure, first: Figure, vocabulary: Vocabulary) -> bool:
    """Whether a toll is told as a known one, soon after a figure that another source gave.

    "160 were killed in raids on the countryside", "the death toll has risen to 85".
    """
    one, other = first.claim, toll.claim
    if one.document != other.document or not one.sources or not other.sources:
        return False
    if not 0 < other.sentence.start - one.sentence.start <= _NEARBY or toll.times or toll.names:
        return False
    causes = (_find_causes(it, vocabulary) for it in (first, toll))
    return _is_known(toll, vocabulary) and not next(causes).isdisjoint(next(causes))


def _is_known(toll: Figure, vocabulary: Vocabulary) -> bool:
    """Whether a figure is that of a toll with an article: "the death toll", "the dead"."""
    return any(
        word_before(toll.claim, part.span) in vocabulary.definite
        or toll.claim.text[: len("the ")].casefold() == "the "
        for item in toll.claim.propositions
        for part in item.arguments
        if part.role in {"agent", "patient"}
        and any(word in vocabulary.classes for word in part.lemmas)
    )


def _find_causes(figure: Figure, vocabulary: Vocabulary) -> frozenset[str]:
    """The classes of the other events that a figure's claim tells."""
    words = (item.predicate for item in figure.claim.propositions)
    kinds: Mapping[str, str] = vocabulary.classes
    return frozenset(kinds[word] for word in words if word in kinds) - {figure.event}
