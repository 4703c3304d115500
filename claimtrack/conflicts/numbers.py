"""Whether two claims count the same thing, and whether both figures can hold.

The central decision: be slow to say that figures conflict. On real coverage of one battle "same
noun, other number" was wrong thirteen times of thirteen: other victims, earlier hours, hedges.
So side, thing counted, event and unit must be the same, nothing may narrow one count only, and
the ranges that the two numbers allow must not meet. And both must tell of one occasion, see
`claimtrack.conflicts.occasions`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Literal, TypeAlias

from attrs import evolve

from claimtrack.conflicts.alignment import align
from claimtrack.conflicts.circumstances import find_names, find_place_words, find_times
from claimtrack.conflicts.occasions import Figure, Known, are_of_one_occasion
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    find_events,
    load_vocabulary,
    word_before,
    words_after,
)
from claimtrack.conflicts.surroundings import Surroundings
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Quantity

#: What one count is to another: of the same, of more, of a part.
Fit: TypeAlias = Literal["same", "wider", "narrower"]


def compare_quantities(
    a: Claim,
    b: Claim,
    lexicon: Lexicon,
    published: Mapping[str, datetime] | None = None,
    surroundings: Surroundings | None = None,
) -> tuple[Quantity, Quantity, bool] | None:
    """The first two figures of two claims that count the same, where they are not equal.

    Args:
        a: One claim.
        b: Another.
        lexicon: Gives events, places and what narrows a count.
        published: Ids of documents to when they were published, where that is known.
        surroundings: Which places lie near one another; only what the lexicon knows by default.

    Returns:
        The two, and whether they cannot both hold; None where nothing is comparable.
    """
    vocabulary = load_vocabulary(lexicon)
    known = Known(lexicon, published or {}, surroundings or Surroundings())
    figures = [_look(a, item, vocabulary, known.published) for item in a.quantities]
    others = [_look(b, item, vocabulary, known.published) for item in b.quantities]
    for first, second in product(_unmatched(figures, others), _unmatched(others, figures)):
        fit = _fit(first, second, vocabulary)
        if fit is None:
            continue
        one, other = first.quantity, second.quantity
        disjoint = _are_disjoint(one, other, fit)
        # That a part of a larger figure is smaller says nothing.
        if (disjoint or fit == "same") and are_of_one_occasion(
            first, second, known, timed=not disjoint
        ):
            return one, other, disjoint
    return None


def count_others(a: Claim, b: Claim, lexicon: Lexicon) -> tuple[Quantity, Quantity] | None:
    """The first two figures of two claims that count the dead of two countries; None without.

    Args:
        a: One claim.
        b: Another.
        lexicon: Gives events, places and what narrows a count.
    """
    vocabulary = load_vocabulary(lexicon)
    figures, others = (
        [_look(claim, item, vocabulary, {}) for item in claim.quantities] for claim in (a, b)
    )
    for first, second in product(figures, others):
        sides = [
            {vocabulary.sides.get(word) for word in it.quantity.counted[1:]} - {None}
            for it in (first, second)
        ]
        if not sides[0] or not sides[1] or not sides[0].isdisjoint(sides[1]):
            continue
        # They are of one sort but for whose they are.
        bare = [
            evolve(it, quantity=evolve(it.quantity, counted=it.quantity.counted[:1]))
            for it in (first, second)
        ]
        if _fit(bare[0], bare[1], vocabulary) == "same":
            return first.quantity, second.quantity
    return None


def _are_disjoint(a: Quantity, b: Quantity, fit: Fit) -> bool:
    """Whether two figures cannot both hold; a part must be greater than its whole for that."""
    if fit == "same":
        return not overlap(a, b)
    wide, narrow = (a, b) if fit == "wider" else (b, a)
    return _exceeds(narrow, wide) and not _is_vague(wide) and not _is_vague(narrow)


def count_apart(a: Claim, b: Claim, first: Event, second: Event) -> bool:
    """Whether two events both count who takes part in them, and no two counts can be one.

    Args:
        a: A claim.
        b: Another.
        first: An event of the one.
        second: An event of the other.
    """
    counts = [
        [
            quantity
            for quantity in claim.quantities
            if quantity.counted
            and any(it.span.contains(quantity.span) for it in event.proposition.arguments)
        ]
        for claim, event in ((a, first), (b, second))
    ]
    return all(counts) and not any(overlap(one, other) for one, other in product(*counts))


def _unmatched(figures: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    """The figures that the other side does not have: what both say is no matter of dispute."""
    known = {(it.quantity.low, it.quantity.high, it.quantity.unit) for it in others}
    return [
        it for it in figures if (it.quantity.low, it.quantity.high, it.quantity.unit) not in known
    ]


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether some value fits both; True where a bound is not known, or a word is vague."""
    if _is_vague(a) or _is_vague(b):
        return True
    return not (_exceeds(a, b) or _exceeds(b, a))


def _is_vague(quantity: Quantity) -> bool:
    """Whether it is a word that is no number: "dozens" can be 22."""
    return quantity.value is None and quantity.bound != "between"


def _exceeds(a: Quantity, b: Quantity) -> bool:
    """Whether the first is greater than the second, whatever values they have."""
    return a.low is not None and b.high is not None and a.low > b.high


# What is counted


def _look(
    claim: Claim, quantity: Quantity, vocabulary: Vocabulary, published: Mapping[str, datetime]
) -> Figure:
    times = tuple(
        moment
        for event in find_events(claim, vocabulary)
        if any(item.span.contains(quantity.span) for item in event.proposition.arguments)
        for moment in find_times(claim, event)
    )
    return Figure(
        claim=claim,
        quantity=quantity,
        event=find_event(claim, quantity, vocabulary),
        times=times or tuple(item for item in claim.moments if item.bound == "in"),
        names=find_names(claim, quantity, vocabulary),
        published=claim.said.start if claim.said else published.get(claim.document),
    )


def find_event(claim: Claim, quantity: Quantity, vocabulary: Vocabulary) -> str:
    """The class of what happens to the counted; a counted death is its own event.

    "The death toll rose to 85": of a verb without class the words of its subject count too.
    "The raid, which resulted in 56 civilians dying": the nearest verb tells it.
    """
    classes = vocabulary.classes
    if classes.get(quantity.event) not in vocabulary.harms:
        # "Left fifty rebels dead": what became of them stands behind them.
        after = words_after(claim, quantity.span)[: len(quantity.counted) + 1]
        found = [classes[word] for word in after if classes.get(word) in vocabulary.harms]
        if found:
            return found[0]
    around = [
        (item.span, told)
        for told in claim.propositions
        for item in told.arguments
        if item.span.contains(quantity.span)
    ]
    words = [*quantity.counted[:1], quantity.event]
    for span, told in sorted(around, key=lambda pair: len(pair[0])):
        words += [it.predicate for it in claim.propositions if span.contains(it.span)]
        words.append(told.predicate)
        words += [word for part in told.arguments if part.role == "agent" for word in part.lemmas]
    return next((classes[word] for word in words if word in classes), quantity.event)


def _fit(a: Figure, b: Figure, vocabulary: Vocabulary) -> Fit | None:
    """What two figures are to each other; None where they are of different things."""
    one, other = a.quantity, b.quantity
    if one.unit != other.unit:
        return None
    if not one.counted and not other.counted and one.unit:
        # "46 percent to 44 percent": which is whose, nobody knows.
        many = all(_has_rivals(it) for it in (a, b))
        many = many or any(_is_lapse(it, vocabulary) for it in (a, b))
        return "same" if not many and _measure_same(a, b, vocabulary) else None
    # "The death of eight": of people, if nobody says of what.
    known = all(
        it.counted or vocabulary.classes.get(it.event) in vocabulary.lasting for it in (one, other)
    )
    return _fit_counts(a, b, vocabulary) if known else None


def _has_rivals(figure: Figure) -> bool:
    """Whether a claim has more measures in the unit of one."""
    found = [
        it for it in figure.claim.quantities if it.unit == figure.quantity.unit and not it.counted
    ]
    return len(found) > 1


def _is_lapse(figure: Figure, vocabulary: Vocabulary) -> bool:
    """Whether a measure is only in what time something was: "a million letters in ten hours"."""
    return figure.quantity.unit in vocabulary.lapses and any(
        item.role.removeprefix("obl:") in vocabulary.locatives
        and item.span.contains(figure.quantity.span)
        for told in figure.claim.propositions
        for item in told.arguments
    )


def _fit_counts(a: Figure, b: Figure, vocabulary: Vocabulary) -> Fit | None:
    one, other = a.quantity, b.quantity
    narrow = _narrowing(a, vocabulary) != _narrowing(b, vocabulary)
    # A part is not the whole, nor another part.
    narrow = narrow or any(_is_part(it, vocabulary) for it in (a, b))
    if narrow or not a.event or a.event != b.event:
        return None
    noun, second = ((*it.counted, "")[0] for it in (one, other))
    if noun in vocabulary.generic or second in vocabulary.generic:
        return None
    everybody = [not word or word in vocabulary.persons for word in (noun, second)]
    if alike(noun, second) or all(everybody):
        return "same"
    if a.event not in vocabulary.lasting or not any(everybody):
        return None
    return "wider" if everybody[0] else "narrower"


def _is_part(figure: Figure, vocabulary: Vocabulary) -> bool:
    """Whether a figure is a part of another, or comes on top of it.

    "49 dead, 42 of them soldiers", "five of the dead", "another ten bodies", "six others".
    """
    quantity, claim = figure.quantity, figure.claim
    if quantity.part_of is not None or vocabulary.increments & set(quantity.counted):
        return True
    after = words_after(claim, quantity.span)
    near = {word_before(claim, quantity.span), *after[:1]}
    of_known = after[:1] and after[0] in vocabulary.parts and after[1:2]
    return bool(vocabulary.increments & near) or bool(of_known and after[1] in vocabulary.definite)


def _narrowing(figure: Figure, vocabulary: Vocabulary) -> frozenset[str]:
    """What tells the counted from others; in Aleppo not that they are Syrian."""
    found = {
        vocabulary.sides.get(word, word)
        for word in figure.quantity.counted[1:]
        if word not in vocabulary.calendar
    }
    lands = {vocabulary.regions.get(word) for word in find_place_words(figure.claim, vocabulary)}
    return frozenset(found - lands)


def _measure_same(a: Figure, b: Figure, vocabulary: Vocabulary) -> bool:
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


def _without(figure: Figure, vocabulary: Vocabulary) -> Iterator[Event]:
    """The events that a figure is part of, without it."""
    for event in find_events(figure.claim, vocabulary):
        told = event.proposition
        others = tuple(
            item for item in told.arguments if not item.span.contains(figure.quantity.span)
        )
        if len(others) < len(told.arguments) or told.span.overlaps(figure.quantity.span):
            yield evolve(event, proposition=evolve(told, arguments=others))
