"""What one party is to another, whatever words say so: "buy from" and "sell to" are one sale.

The central decision: words of one relation are brought to one form, with two parties that have
their places in it. "Norvik is a subsidiary of Delmar" and "Delmar owns Norvik" are one bond;
"Norvik owns Delmar" has the same parties crossed, and cannot be so as well. Some relations leave
one place to a single party: a country has one capital, a company one seat. Which words are of
which relation, and what a relation allows, is data: ``relation_words.csv``,
``relation_traits.csv``.
"""

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from claimtrack.conflicts.alignment import fill, fit
from claimtrack.conflicts.circumstances import are_apart, are_times_apart, find_times, tell_one_day
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    find_camps,
    find_events,
    is_named,
    participants,
    read_at,
    words_before,
)
from claimtrack.conflicts.sides import Pair, may_be_one_source
from claimtrack.conflicts.surroundings import Surroundings
from claimtrack.model import Argument, Claim, Relation, RelationKind

#: The preposition that makes any word a relation: "larger than".
_THAN = "obl:than"
#: Words before a noun among which are its article, and what says that it is not the only one.
_BEFORE = 4
#: Why two bonds clash, to the kind of the relation and how sure it is.
BOND_KINDS: Mapping[str, tuple[RelationKind, float]] = {
    "crossed": ("agent", 0.6),
    "sole": ("agent", 0.5),
    "sign": ("negation", 0.7),
}


@frozen(kw_only=True)
class Bond:
    """A relation that a claim tells of two parties.

    Attributes:
        relation: Its name in the tables, or the predicate where it compares.
        word: The word that tells it.
        event: The event that tells it.
        first: Who fills the first place.
        second: Who fills the second.
        positive: Whether it is so; of relations that can be turned round, with their sign.
        alone: Whether the word says nothing of others in the same place ("a founder").
    """

    relation: str
    word: str
    event: Event
    first: tuple[Argument, ...]
    second: tuple[Argument, ...]
    positive: bool
    alone: bool


def find_bonds(claim: Claim, vocabulary: Vocabulary) -> Iterator[Bond]:
    """The relations that a claim asserts or denies, in the order of its events."""
    for event in find_events(claim, vocabulary):
        if not event.asserted:
            continue
        told = event.proposition
        before = words_before(claim, told.span)[-_BEFORE:]
        names = (
            *(f"{it} {told.predicate}" for it in before[-1:]),
            *(f"{told.predicate} {it.head}" for it in told.arguments if it.role == "patient"),
            told.predicate,
        )
        rows = next((vocabulary.relations[it] for it in names if it in vocabulary.relations), ())
        if any(item.role == _THAN for item in told.arguments):
            rows = ((told.predicate, "agent", _THAN, ""),)
        yield from _turned(claim, event, vocabulary)
        for relation, first, second, sign in rows:
            parties = tuple(_fill(role, event, vocabulary) for role in (first, second))
            if all(parties):
                yield Bond(
                    relation=relation,
                    word=told.predicate,
                    event=event,
                    first=parties[0],
                    second=parties[1],
                    positive=event.negated == (sign == "no"),
                    alone=vocabulary.bearers.isdisjoint(before),
                )


def _turned(claim: Claim, event: Event, vocabulary: Vocabulary) -> Iterator[Bond]:
    """The relation of "the capital of Norway is Oslo": the name comes last."""
    told = event.proposition
    name = read_at(claim, told.span)
    for item in fill("agent", told, vocabulary) if name[:1].isupper() else ():
        for relation, first, second, sign in vocabulary.relations.get(item.head, ()):
            others = tuple(word for word in item.lemmas if word != item.head)
            before = (*words_before(claim, item.span)[-1:], *read_at(claim, item.span).split())
            if (first, second) == ("agent", vocabulary.member) and others:
                yield Bond(
                    relation=relation,
                    word=item.head,
                    event=event,
                    first=(evolve(item, head=name, lemmas=(name,)),),
                    second=(evolve(item, head=others[0], lemmas=others),),
                    positive=event.negated == (sign == "no"),
                    alone=vocabulary.bearers.isdisjoint(word.casefold() for word in before),
                )


def _fill(role: str, event: Event, vocabulary: Vocabulary) -> tuple[Argument, ...]:
    """Who fills a role; of "obl:under control" those whose control it is."""
    if role in {"agent", "patient"}:
        return fill(role, event.proposition, vocabulary)
    role, _, noun = role.partition(" ")
    found = (item for item in participants(event.proposition) if item.role == role)
    if not noun:
        return tuple(found)
    return tuple(
        evolve(item, lemmas=tuple(word for word in item.lemmas if word != noun))
        for item in found
        if item.head == noun
    )


def _match(a: Bond, b: Bond, vocabulary: Vocabulary) -> str:
    """Whether two bonds have the same parties, ``straight`` or ``crossed``; empty for neither.

    A word of a name tells a party too ("Anna Roth", "Roth"), where nouns tell none: of father and
    son it tells both.
    """
    places = {
        "straight": ((a.first, b.first), (a.second, b.second)),
        "crossed": ((a.first, b.second), (a.second, b.first)),
    }
    fits = {way: [fit(*it, vocabulary) for it in pairs] for way, pairs in places.items()}
    for way, found in fits.items():
        if found == ["same", "same"]:
            return way
    near = [
        way
        for way, pairs in places.items()
        if all(fits[way][at] == "same" or _share_a_name(*it) for at, it in enumerate(pairs))
    ]
    return near[0] if len(near) == 1 else ""


def _share_a_name(a: tuple[Argument, ...], b: tuple[Argument, ...]) -> bool:
    one, other = (
        {word for item in items for word in item.lemmas if word[:1].isupper()} for items in (a, b)
    )
    return not one.isdisjoint(other)


def clash(a: Bond, b: Bond, vocabulary: Vocabulary) -> str:
    """Why two bonds cannot both be: ``crossed``, ``sole``, ``sign``; empty where they can."""
    if a.relation != b.relation:
        return ""
    match = _match(a, b, vocabulary)
    if match == "straight":
        return "sign" if a.positive != b.positive else ""
    if not (a.positive and b.positive):
        return ""
    if match == "crossed" and (a.relation in vocabulary.crossing or a.relation == a.word):
        return "crossed"
    sole = vocabulary.sole.get(a.relation)
    if not (sole and a.alone and b.alone):
        return ""
    shared, held, other = (
        ((a.second, b.second), a.first, b.first)
        if sole == "first"
        else ((a.first, b.first), a.second, b.second)
    )
    one = fit(*shared, vocabulary) == "same"
    by_nouns = a.relation in vocabulary.by_nouns
    return "sole" if one and _are_two(held, other, vocabulary, by_nouns=by_nouns) else ""


def _are_two(
    held: tuple[Argument, ...],
    other: tuple[Argument, ...],
    vocabulary: Vocabulary,
    *,
    by_nouns: bool,
) -> bool:
    """Whether two fillings are two: of two camps, or with nothing in common but both known.

    Known by a name, or by a noun that says enough: who died of wounds may have died of shots.
    """
    camps = find_camps(held, vocabulary), find_camps(other, vocabulary)
    if all(camps) and camps[0].isdisjoint(camps[1]):
        return True
    known = (
        any(
            item.head not in vocabulary.vague if by_nouns else is_named(item, vocabulary)
            for item in items
        )
        for items in (held, other)
    )
    if not all(known) or fit(held, other, vocabulary) != "differ":
        return False
    return all(item.role.removeprefix("obl:") not in vocabulary.locatives for item in held) or (
        are_apart(held, other, vocabulary, Surroundings())
    )


def _compare(pair: Pair) -> Iterator[tuple[str, Bond, Bond]]:
    others = tuple(find_bonds(pair.b, pair.vocabulary))
    for first in find_bonds(pair.a, pair.vocabulary):
        for second in others:
            if why := clash(first, second, pair.vocabulary):
                yield why, first, second


def find_clash(pair: Pair) -> Relation | None:
    """The same relation, but with the parties changed over, with another, or denied."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    for why, first, second in _compare(pair):
        if not fit_in_time(pair.a, first, pair.b, second, pair.vocabulary):
            continue
        kind, score = BOND_KINDS[why]
        spans = first.event.spans, second.event.spans
        return pair.relation(
            kind, f"bond-{why}", score, spans, word_a=first.word, word_b=second.word
        )
    return None


def fit_in_time(a: Claim, first: Bond, b: Claim, second: Bond, vocabulary: Vocabulary) -> bool:
    """Whether two bonds are of one time; who left a town had reached it on another day."""
    if first.relation in vocabulary.timed:
        return tell_one_day(find_times(a, first.event), find_times(b, second.event))
    return not are_times_apart(a, first.event, b, second.event)
