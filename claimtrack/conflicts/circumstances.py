"""Where and when: whether two events, else the same, are put to places or times apart.

The central decision: most events can happen again. Two reports of shelling name two towns
because there were two shellings; so places and times clash only of what happens to the same
participants once (a birth, a signing, a collapse), and places also of what is told of one day.
Who takes part must be known to the reader ("the bridge", not "a bridge"), for an unknown bridge
may be another one. And a place within another is no other place: where the lexicon does not know
whether one lies in the other, a country clashes only with a country.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Literal, TypeAlias

from claimtrack.conflicts.alignment import align, fill
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    find_events,
    participants,
    read_at,
    word_before,
)
from claimtrack.conflicts.surroundings import Surroundings
from claimtrack.model import Argument, Claim, Moment, Proposition, Quantity, Span

Circumstance: TypeAlias = Literal["place", "time"]

#: Predicates below this are only of one class.
_ONE_WORD = 0.95
#: Precisions by which a place is told of one day.
_DAILY = frozenset(("instant", "part of day", "day"))
_SUBJECTS = ("agent", "patient")
_WEEK = timedelta(days=7)
#: What tells an event from others of its name: nothing, or the day.
_ITSELF = ("self", "day")


def find_apart(
    a: Claim, b: Claim, vocabulary: Vocabulary, surroundings: Surroundings
) -> Iterator[tuple[Circumstance, Event, Event, Span, Span]]:
    """The events of two claims that are the same, but elsewhere or at another time.

    Yields:
        What differs, the two events, and where each claim says it.
    """
    others = find_events(b, vocabulary)
    for first in find_events(a, vocabulary):
        for second in others:
            if not _same_event(first, second, vocabulary):
                continue
            known = all(is_known(*pair, vocabulary) for pair in ((a, first), (b, second)))
            if not known:
                continue
            when = [find_times(*pair) for pair in ((a, first), (b, second))]
            once = all(_is_unique(event, vocabulary) for event in (first, second))
            if once and when[0] and when[1] and not _can_meet(*when):
                yield "time", first, second, when[0][0].span, when[1][0].span
            elif once or tell_one_day(*when):
                here, there = (_locate(event, vocabulary) for event in (first, second))
                if here and there and are_apart(here, there, vocabulary, surroundings):
                    yield "place", first, second, here[0].span, there[0].span


def _same_event(a: Event, b: Event, vocabulary: Vocabulary) -> bool:
    """Whether nothing but place and time can tell two events apart."""
    if a.negated or b.negated or not (a.asserted and b.asserted):
        return False
    if a.aspects != b.aspects:
        return False  # What began in June can end in July.
    found = align(a, b, vocabulary)
    if found is None or found.antonym or found.predicate < _ONE_WORD:
        return False
    fits = {found.agent, found.patient}
    if fits <= {"same", "open"} and "same" in fits:
        return True
    # "The treaty": nobody need take part in it.
    return fits == {"open"} and vocabulary.unique.get(a.proposition.predicate) in _ITSELF


def happens_once(claim: Claim, event: Event, vocabulary: Vocabulary) -> bool:
    """Whether the event can happen but once to those whom the text takes for known."""
    return _is_unique(event, vocabulary) and is_known(claim, event, vocabulary)


def _is_unique(event: Event, vocabulary: Vocabulary) -> bool:
    """Whether the event happens to those who take part in it once."""
    predicate = event.proposition.predicate
    of = vocabulary.unique.get(predicate)
    if of == "patient":
        return bool(fill("patient", event.proposition, vocabulary))
    return of in {"subject", "self"}


def is_known(claim: Claim, event: Event, vocabulary: Vocabulary) -> bool:
    """Whether the text takes for known who takes part, or the event itself where nobody does."""
    found = [item for item in participants(event.proposition) if item.role in _SUBJECTS]
    if not found:
        return word_before(claim, event.proposition.span) in vocabulary.definite
    # Of who sank the ship it is the ship that must be known.
    once = vocabulary.unique.get(event.proposition.predicate) in {"patient", "subject"}
    named = [item for item in found if once and item.role == "patient"] or found
    return all(_is_definite(claim, item, vocabulary) for item in named)


def _is_definite(claim: Claim, item: Argument, vocabulary: Vocabulary) -> bool:
    words = read_at(claim, item.span).casefold().split()
    known = bool(words) and words[0] in vocabulary.definite
    return known or item.head[:1].isupper()


# Times


def find_times(claim: Claim, event: Event) -> tuple[Moment, ...]:
    """The times that a claim puts an event to; not since when, until when or as of when."""
    places = [item.span for item in participants(event.proposition)]
    return tuple(
        item
        for item in claim.moments
        if item.bound == "in"
        and (
            any(place.overlaps(item.span) for place in places)
            or alike(item.event, event.proposition.predicate)
        )
    )


def _can_meet(first: Iterable[Moment], second: Iterable[Moment]) -> bool:
    """Whether two events can have been at one time.

    Texts of two days that both tell of Monday may mean one: which week it is depends on the tense.
    """
    others = tuple(second)
    return any(can_be_one(a, b) or _are_a_week_apart(a, b) for a in first for b in others)


def are_times_apart(a: Claim, first: Event, b: Claim, second: Event) -> bool:
    """Whether two events are put to different times: what was so may be so no more."""
    here, there = find_times(a, first), find_times(b, second)
    return bool(here) and bool(there) and not _can_meet(here, there)


def can_be_one(a: Moment, b: Moment) -> bool:
    """Whether two times can be one, as closely as they are told.

    Where neither text says in which week or year, weekdays and months are compared as words.
    """
    if a.resolved and b.resolved:
        return a.overlaps(b)
    if a.resolved or b.resolved or a.precision != b.precision:
        return True
    if not (_is_named(a.text) and _is_named(b.text)):
        return True  # "Yesterday" may be Monday.
    words, others = a.text.casefold().split(), b.text.casefold().split()
    return len(words) != len(others) or words == others


def _are_a_week_apart(a: Moment, b: Moment) -> bool:
    """Whether two times are told by the same words and lie a week from each other."""
    if a.text.casefold() != b.text.casefold() or a.start is None or b.start is None:
        return False
    # In local time: neither weekday has a zone, or both have the same words.
    return abs(a.start.replace(tzinfo=None) - b.start.replace(tzinfo=None)) <= _WEEK


def _is_named(text: str) -> bool:
    """Whether a time has a name or a number: not "yesterday"."""
    return any(word[:1].isupper() or word[:1].isdigit() for word in text.split())


def tell_one_day(first: Iterable[Moment], second: Iterable[Moment]) -> bool:
    """Whether two events are told of one and the same day."""
    others = tuple(second)
    return any(
        a.precision in _DAILY
        and b.precision in _DAILY
        and (a.overlaps(b) if a.resolved and b.resolved else a.text == b.text)
        for a in first
        for b in others
    )


# Places


def _locate(event: Event, vocabulary: Vocabulary) -> tuple[Argument, ...]:
    """Where an event is said to have been, by name."""
    return tuple(
        item for item in _locatives(event.proposition, vocabulary) if _names((item,), vocabulary)
    )


def _locatives(proposition: Proposition, vocabulary: Vocabulary) -> Iterator[Argument]:
    for item in participants(proposition):
        if item.role.removeprefix("obl:") in vocabulary.locatives:
            yield item


def find_names(claim: Claim, quantity: Quantity, vocabulary: Vocabulary) -> frozenset[str]:
    """Names of where a quantity's event was, folded, as its claim tells."""
    arguments = (
        item
        for proposition in claim.propositions
        if any(part.span.contains(quantity.span) for part in proposition.arguments)
        for item in _locatives(proposition, vocabulary)
    )
    found = {quantity.place.casefold()} if quantity.place else set[str]()
    return frozenset(found | _names(arguments, vocabulary))


def find_place_words(claim: Claim, vocabulary: Vocabulary) -> frozenset[str]:
    """The names' words of all places that a claim and the mention of its source tell of, folded.

    "Sources in Deir Ezzor" tell of Deir Ezzor; what is bombed is where the bombs fell. Countries
    are left out, for a report of a war names its country everywhere.
    """
    items = [
        item
        for told in claim.propositions
        for item in (
            *_locatives(told, vocabulary),
            *(part for part in participants(told) if part.role == "patient"),
        )
    ]
    words = [word for item in items for word in item.lemmas]
    words += [word for item in claim.quantities for word in item.place.split()]
    said = claim.source.text.split() if claim.source else []
    inside = [word for before, word in pairwise(said) if before.casefold() in vocabulary.locatives]
    # Where trees fail, a source in its own words is taken for a part of what it says.
    own = {word.strip(".").casefold() for word in said} - {word.casefold() for word in inside}
    capital = {word.strip(".").casefold() for word in (*words, *inside) if word[:1].isupper()}
    return frozenset(
        word
        for word in capital
        if not any(alike(word, other) for other in own)
        and word not in vocabulary.sides
        and word.removesuffix("s") not in vocabulary.sides  # "Syrias", where marks are lost.
        and word not in vocabulary.calendar
        and word not in vocabulary.camps
        and word not in vocabulary.generic
    )


def _names(items: Iterable[Argument], vocabulary: Vocabulary) -> frozenset[str]:
    """The names in some places, folded, each from its first to its last capital."""
    found: set[str] = set()
    for item in items:
        capital = [place for place, word in enumerate(item.lemmas) if word[:1].isupper()]
        words = item.lemmas[capital[0] : capital[-1] + 1] if capital else ()
        name = " ".join(words).casefold()
        if name and vocabulary.calendar.isdisjoint(name.split()):
            found.add(name)
    return frozenset(found)


def are_apart(
    first: Iterable[Argument],
    second: Iterable[Argument],
    vocabulary: Vocabulary,
    surroundings: Surroundings,
) -> bool:
    """Whether two places are told in one way, and neither can lie in the other."""
    a, b = tuple(first), tuple(second)
    if {item.role for item in a} != {item.role for item in b}:
        return False  # A village near one town is in another.
    kinds = [{item.head for item in one if not item.head[:1].isupper()} for one in (a, b)]
    if kinds[0] != kinds[1]:
        return False  # "In a village" and "in Basel": which village?
    return lie_apart(_names(a, vocabulary), _names(b, vocabulary), vocabulary, surroundings)


def lie_apart(
    names: frozenset[str],
    others: frozenset[str],
    vocabulary: Vocabulary,
    surroundings: Surroundings,
) -> bool:
    """Whether some names of places, folded, stand for places of which none lies in another.

    Towns are apart, and regions; a region may hold any town of its country.
    """
    words, rest = (frozenset(" ".join(found).split()) for found in (names, others))
    if not names or not others or any(surroundings.are_near(x, y) for x in words for y in rest):
        return False
    lands = [{_land(name, vocabulary) for name in found} - {""} for found in (names, others)]
    if lands[0] and lands[1] and lands[0].isdisjoint(lands[1]):
        return True
    # What the lexicon does not know is a town, or smaller.
    sizes = [{vocabulary.sizes.get(name, "city") for name in found} for found in (names, others)]
    return sizes[0] == sizes[1] and sizes[0] in ({"city"}, {"region"})


def _land(name: str, vocabulary: Vocabulary) -> str:
    """The country that a name stands for or lies in; empty where that is not known."""
    return vocabulary.regions.get(name) or vocabulary.sides.get(name, "")
