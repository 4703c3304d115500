"""Whether two claims count the same thing, and whether both figures can hold.

The central decision: be slow to say that figures conflict. On real coverage of one battle "same
noun, other number" was wrong thirteen times of thirteen: other victims, earlier hours, hedges.
So side, thing counted, event and unit must be the same, nothing may narrow one count only, and
the ranges that the two numbers allow must not meet. And both must tell of one occasion: in
nearly the same words, on one day at one place, or near each other in one document.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from claimtrack.conflicts.alignment import align, common_words
from claimtrack.conflicts.circumstances import (
    can_be_one,
    find_names,
    find_places,
    find_times,
    lie_apart,
    tell_one_day,
)
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    find_events,
    load_vocabulary,
    participants,
)
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Moment, Quantity

#: Share of common words that makes one occasion, alone or with half of all names in common.
_SAME_WORDS = 0.6
_SOME_WORDS = 0.3
#: Code points between two claims of one document that tell of one occasion if nothing parts them.
_NEARBY = 2000

#: What one count is to another: of the same, of more, of a part.
Fit: TypeAlias = Literal["same", "wider", "narrower"]


@frozen
class _Figure:
    """A quantity in its claim.

    Attributes:
        claim: The claim.
        quantity: The quantity.
        event: Class of what happens to the counted, or its predicate; empty where not said.
        times: When that was, as far as the claim says.
        names: Where that was, by name, folded.
    """

    claim: Claim
    quantity: Quantity
    event: str
    times: tuple[Moment, ...]
    names: frozenset[str]


def compare_quantities(
    a: Claim, b: Claim, lexicon: Lexicon
) -> tuple[Quantity, Quantity, bool] | None:
    """The first two figures of two claims that count the same, where they are not equal.

    Returns:
        The two, and whether they cannot both hold; None where nothing is comparable.
    """
    vocabulary = load_vocabulary(lexicon)
    figures = [_look(a, item, vocabulary) for item in a.quantities]
    others = [_look(b, item, vocabulary) for item in b.quantities]
    for first, second in product(_unmatched(figures, others), _unmatched(others, figures)):
        fit = _fit(first, second, vocabulary)
        if fit is not None and _one_occasion(first, second, vocabulary, lexicon):
            one, other = first.quantity, second.quantity
            if fit == "same":
                return one, other, not overlap(one, other)
            wide, narrow = (one, other) if fit == "wider" else (other, one)
            if _exceeds(narrow, wide):
                return one, other, True
    return None


def _unmatched(figures: Sequence[_Figure], others: Sequence[_Figure]) -> list[_Figure]:
    """The figures that the other side does not have: what both say is no matter of dispute."""
    known = {(it.quantity.low, it.quantity.high, it.quantity.unit) for it in others}
    return [
        it for it in figures if (it.quantity.low, it.quantity.high, it.quantity.unit) not in known
    ]


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether some value fits both; True where a bound is not known."""
    return not (_exceeds(a, b) or _exceeds(b, a))


def _exceeds(a: Quantity, b: Quantity) -> bool:
    """Whether the first is greater than the second, whatever values they have."""
    return a.low is not None and b.high is not None and a.low > b.high


# What is counted


def _look(claim: Claim, quantity: Quantity, vocabulary: Vocabulary) -> _Figure:
    times = tuple(
        moment
        for event in find_events(claim, vocabulary)
        if any(item.span.contains(quantity.span) for item in event.proposition.arguments)
        for moment in find_times(claim, event)
    )
    return _Figure(
        claim=claim,
        quantity=quantity,
        event=_find_event(claim, quantity, vocabulary),
        times=times or tuple(item for item in claim.moments if item.bound == "in"),
        names=find_names(claim, quantity, vocabulary),
    )


def _find_event(claim: Claim, quantity: Quantity, vocabulary: Vocabulary) -> str:
    """The class of what happens to the counted; a counted death is its own event.

    "The death toll rose to 85": of a verb without class the words of its subject count too.
    """
    classes = vocabulary.classes
    words = [*quantity.counted[:1], quantity.event]
    for item in claim.propositions:
        if any(part.span.contains(quantity.span) for part in item.arguments):
            words.append(item.predicate)
            words += [
                word for part in item.arguments if part.role == "agent" for word in part.lemmas
            ]
    return next((classes[word] for word in words if word in classes), quantity.event)


def _fit(a: _Figure, b: _Figure, vocabulary: Vocabulary) -> Fit | None:
    """What two figures are to each other; None where they are of different things."""
    one, other = a.quantity, b.quantity
    if one.unit != other.unit:
        return None
    if not one.counted and not other.counted:
        return "same" if one.unit and _measure_same(a, b, vocabulary) else None
    return _fit_counts(a, b, vocabulary) if one.counted and other.counted else None


def _fit_counts(a: _Figure, b: _Figure, vocabulary: Vocabulary) -> Fit | None:
    one, other = a.quantity, b.quantity
    narrow = _narrowing(one, vocabulary) != _narrowing(other, vocabulary)
    if narrow or not a.event or a.event != b.event:
        return None
    noun, second = one.counted[0], other.counted[0]
    if noun in vocabulary.generic or second in vocabulary.generic:
        return None
    everybody = [word in vocabulary.persons for word in (noun, second)]
    if alike(noun, second) or all(everybody):
        return "same"
    if a.event not in vocabulary.lasting or not any(everybody):
        return None
    return "wider" if everybody[0] else "narrower"


def _narrowing(quantity: Quantity, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(
        vocabulary.sides.get(word, word)
        for word in quantity.counted[1:]
        if word not in vocabulary.calendar
    )


def _measure_same(a: _Figure, b: _Figure, vocabulary: Vocabulary) -> bool:
    """Whether two measures ("40 million euros", "61 percent") are of the same, by their verbs."""
    return any(
        _are_of_one(first, second, vocabulary)
        for first in _without(a, vocabulary)
        for second in _without(b, vocabulary)
    )


def _are_of_one(a: Event, b: Event, vocabulary: Vocabulary) -> bool:
    if a.negated != b.negated or a.kind != b.kind:
        return False
    found = align(a, b, vocabulary)
    fits = set[str]() if found is None else {found.agent, found.patient}
    return "same" in fits and fits <= {"same", "open"}


def _without(figure: _Figure, vocabulary: Vocabulary) -> Iterator[Event]:
    """The events that a figure is part of, without it."""
    for event in find_events(figure.claim, vocabulary):
        told = event.proposition
        others = tuple(
            item for item in told.arguments if not item.span.contains(figure.quantity.span)
        )
        if len(others) < len(told.arguments) or told.span.overlaps(figure.quantity.span):
            yield evolve(event, proposition=evolve(told, arguments=others))


# One occasion


def _one_occasion(a: _Figure, b: _Figure, vocabulary: Vocabulary, lexicon: Lexicon) -> bool:
    """Whether two figures are of one occasion.

    Two counts of the dead in one city are, more often than not, of two attacks.
    """
    if _times_differ(a, b, vocabulary) or lie_apart(a.names, b.names, vocabulary):
        return False
    common = common_words(a.claim.text, b.claim.text, lexicon)
    if common >= _SAME_WORDS:
        return True
    names, others = _names(a.claim), _names(b.claim)
    if 2 * len(names & others) >= len(names | others) > 0 and common >= _SOME_WORDS:
        return True
    if tell_one_day(a.times, b.times) and a.names and b.names:
        return True  # At one place: they do not lie apart.
    return _stand_together(a, b, vocabulary)


def _stand_together(a: _Figure, b: _Figure, vocabulary: Vocabulary) -> bool:
    """Whether two sources speak near each other in one text of what had one sort of cause.

    "160 were killed in raids on the countryside", "after the bombing 85 people are dead": a text
    that tells of two raids puts them to two places or times, which part them before.
    """
    one, other = a.claim, b.claim
    if one.document != other.document or not one.sources or not other.sources:
        return False
    if abs(one.sentence.start - other.sentence.start) > _NEARBY:
        return False
    here, there = (find_places(claim, vocabulary) for claim in (one, other))
    if here and there and here.isdisjoint(there):
        return False
    return not _causes(a, vocabulary).isdisjoint(_causes(b, vocabulary))


def _causes(figure: _Figure, vocabulary: Vocabulary) -> frozenset[str]:
    """The classes of the other events that a figure's claim tells."""
    words = (item.predicate for item in figure.claim.propositions)
    kinds = (vocabulary.classes[word] for word in words if word in vocabulary.classes)
    return frozenset(kinds) - {figure.event}


def _names(claim: Claim) -> frozenset[str]:
    return frozenset(
        word
        for item in claim.propositions
        for part in participants(item)
        for word in part.lemmas
        if word[:1].isupper()
    )


def _times_differ(a: _Figure, b: _Figure, vocabulary: Vocabulary) -> bool:
    """Whether both say when, and say otherwise."""
    if a.times and b.times:
        return not any(can_be_one(one, other) for one in a.times for other in b.times)
    words = [_calendar_words(figure.claim, vocabulary) for figure in (a, b)]
    return bool(words[0]) and bool(words[1]) and words[0].isdisjoint(words[1])


def _calendar_words(claim: Claim, vocabulary: Vocabulary) -> frozenset[str]:
    words = (word.strip(".,") for word in claim.text.casefold().split())
    return frozenset(word for word in words if word in vocabulary.calendar)
