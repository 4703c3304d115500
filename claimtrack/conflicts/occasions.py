"""Whether two figures are of one occasion: one raid, one vote, one day's count.

The central decision: that two figures are of one occasion must be shown, not only not be
excluded. Reports of one week of a war are full of counts of the dead in one city, and nearly all
of them are of other attacks. What shows it is one of three: nearly the same words; the same
places, told alike, on the same day; or a toll that the text takes for known ("the death toll has
risen to 85") soon after another figure of one cause. And nothing may speak against it: other
places, other times, others who did it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import product

from attrs import evolve, frozen

from claimtrack.conflicts.alignment import common_words, fill
from claimtrack.conflicts.circumstances import (
    can_be_one,
    find_place_words,
    lie_apart,
    tell_one_day,
)
from claimtrack.conflicts.readings import (
    Vocabulary,
    alike,
    load_vocabulary,
    participants,
    read_at,
    word_before,
)
from claimtrack.conflicts.sides import may_be_one_source, same_source
from claimtrack.conflicts.surroundings import Surroundings
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Moment, Quantity

#: Share of common words that makes one occasion.
_SAME_WORDS = 0.6
#: Code points after which a toll is no longer that of what was told before.
_NEARBY = 2000
#: Code points after which "the incident" is no longer what was told before.
_NEXT = 700
#: Days between two reports that can still tell of one day.
_DAY, _NEWS = timedelta(days=1), timedelta(days=1.5)
#: Days between two reports of which one repeats the other's words.
_ECHO = timedelta(days=4)


@frozen
class Known:
    """What is known besides two figures.

    Attributes:
        lexicon: Gives what masking leaves out of words.
        published: Ids of documents to when they were published, where that is known.
        surroundings: Which places lie near one another.
    """

    lexicon: Lexicon
    published: Mapping[str, datetime]
    surroundings: Surroundings

    @property
    def vocabulary(self) -> Vocabulary:
        """The tables of the lexicon."""
        return load_vocabulary(self.lexicon)


@frozen
class Figure:
    """A quantity in its claim.

    Attributes:
        claim: The claim.
        quantity: The quantity.
        event: Class of what happens to the counted, or its predicate; empty where not said.
        times: When that was, as far as the claim says.
        names: Where that was, by name, folded.
        published: When the claim was made or its document was published, where that is known.
    """

    claim: Claim
    quantity: Quantity
    event: str
    times: tuple[Moment, ...]
    names: frozenset[str]
    published: datetime | None


def are_of_one_occasion(a: Figure, b: Figure, known: Known, *, timed: bool = False) -> bool:
    """Whether something shows that two figures are of one occasion, and nothing that they are not.

    Args:
        a: A figure.
        b: Another of the same thing counted.
        known: Tells places, camps and calendar words, and what lies near what.
        timed: Whether places show it only where both say when.
    """
    vocabulary = known.vocabulary
    if _times_differ(a, b, vocabulary) or _doers_differ(a, b, vocabulary):
        return False
    near = known.surroundings
    if may_be_one_source(a.claim, b.claim, vocabulary):
        near = evolve(near, near={})  # One source knows its villages apart.
    if lie_apart(a.names, b.names, vocabulary, near):
        return False
    if are_elsewhere(a.claim, b.claim, vocabulary, near):
        return False
    same = common_words(a.claim.text, b.claim.text, known.lexicon) >= _SAME_WORDS
    if same and (_tell_more(a, b, known) or a.claim.document == b.claim.document):
        # What was on Sunday is not in the paper of the Wednesday before.
        dated = ((it, other) for it, other in ((a, b), (b, a)) if it.times and not other.times)
        days = (_of_day(it, other) for it, other in dated if other.published)
        return _are_near(a, b, _ECHO) and all(days)
    told = not timed or (a.times and b.times)
    if told and _at_one_place(a, b, vocabulary, near) and _on_one_day(a, b):
        return True
    return _takes_up(a, b, vocabulary) or _takes_up(b, a, vocabulary)


def _tell_more(a: Figure, b: Figure, known: Known) -> bool:
    """Whether the words that both say are more than that some were killed, and who.

    "Three children were among the dead" is said of every raid. Of two texts that somebody
    compares nothing else has to be shown, nor of two figures of one source.
    """
    if a.claim.cue is None or b.claim.cue is None or same_source(a.claim, b.claim):
        return True
    counted = {word for it in (a, b) for word in it.quantity.counted}
    words = [_find_circumstances(it, known.vocabulary) - counted for it in (a, b)]
    return any(alike(word, other) for word, other in product(*words))


def _find_circumstances(figure: Figure, vocabulary: Vocabulary) -> frozenset[str]:
    """The words, folded, of what takes part in what a claim tells, but people and numbers.

    "In the attack" is one that is known, "in an attack" any.
    """
    unsaid = vocabulary.generic | vocabulary.persons | vocabulary.calendar
    found: set[str] = set()
    for told in figure.claim.propositions:
        for item in participants(told):
            known = read_at(figure.claim, item.span).casefold().split()[:1]
            words = {word.casefold() for word in item.lemmas} - unsaid
            if vocabulary.definite.isdisjoint(known):
                words -= vocabulary.classes.keys()
            found |= {it for it in words if vocabulary.classes.get(it) != figure.event}
    return frozenset(word for word in found if word.isalpha())


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
    if not (a.times or b.times) and a.claim.said and b.claim.said:
        return a.claim.said.overlaps(b.claim.said)
    if a.published is None or b.published is None:
        return False
    days = [
        *(_of_day(it, other) for it, other in ((a, b), (b, a)) if it.times),
        _are_near(a, b, _NEWS),
    ]
    return all(days)


def _of_day(timed: Figure, other: Figure) -> bool:
    """Whether a figure's time is before another's report, and no longer than news can be."""
    limit = other.published
    return limit is not None and any(
        it.start is not None and -_DAY < limit - it.start <= _NEWS + _NEWS for it in timed.times
    )


def _are_near(a: Figure, b: Figure, least: timedelta) -> bool:
    """Whether two reports are of about one time, as far as that is known."""
    if a.published is None or b.published is None:
        return True
    return abs(a.published - b.published) <= least


# Places and doers


def _at_one_place(
    a: Figure, b: Figure, vocabulary: Vocabulary, surroundings: Surroundings
) -> bool:
    """Whether two claims name the same places, or places near one another.

    What happens in a city in two days is more than one thing; so where nothing smaller is named,
    both must say when.
    """
    here, there = (find_place_words(it.claim, vocabulary) for it in (a, b))
    small, others = here - vocabulary.large, there - vocabulary.large
    if bool(small) != bool(others) or not (small or (a.times and b.times)):
        return False
    one, other = (small, others) if small else (here, there)
    near = surroundings.are_near if _tell_around(a, b, vocabulary) else surroundings.are_one
    return bool(one) and _within(one, other, near) and _within(other, one, near)


def _tell_around(a: Figure, b: Figure, vocabulary: Vocabulary) -> bool:
    """Whether one of two claims speaks of what is around a place: "near", "countryside"."""
    return any(
        not vocabulary.vicinities.isdisjoint(it.claim.text.casefold().split()) for it in (a, b)
    )


def are_elsewhere(a: Claim, b: Claim, vocabulary: Vocabulary, surroundings: Surroundings) -> bool:
    """Whether two claims name places, each of them one that the other does not."""
    here, there = (find_place_words(claim, vocabulary) for claim in (a, b))
    near = surroundings.are_near
    return bool(here and there) and not (_within(here, there, near) or _within(there, here, near))


def _within(words: Iterable[str], others: Iterable[str], near: Callable[[str, str], bool]) -> bool:
    """Whether each of some words of places is one of others, or near one."""
    rest = tuple(others)
    return all(any(near(word, other) for other in rest) for word in words)


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
        if item.head not in vocabulary.localities  # "A rebel-held district".
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
    gap = other.sentence.start - one.sentence.start
    if not 0 < gap <= _NEARBY or toll.times or toll.names:
        return False
    if gap <= _NEXT and _points_back(toll, vocabulary) and not _sums_up(first):
        return True
    causes = (_find_causes(it, vocabulary) for it in (first, toll))
    return _is_known(toll, vocabulary) and not next(causes).isdisjoint(next(causes))


def _points_back(toll: Figure, vocabulary: Vocabulary) -> bool:
    """Whether a figure is of the one event that was just told: "the incident", "the blast"."""
    return any(
        vocabulary.classes.get(item.head) in vocabulary.reported - vocabulary.harms
        # Of several raids one figure is of one, another of all.
        and words[-1] == item.head
        and words[0] in vocabulary.definite
        for told in toll.claim.propositions
        for item in participants(told)
        if item.role in {"agent", "patient"}
        and len(words := read_at(toll.claim, item.span).casefold().split()) > 1
    )


def _sums_up(figure: Figure) -> bool:
    """Whether a figure is that of a longer time: "since Thursday"."""
    return any(moment.bound == "since" for moment in figure.claim.moments)


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
