"""Rules on what one says is so and the other says is not: signs, opposites, what excludes what.

The central decision: a sign belongs to an event. "Not" in a text denies the event that it stands
at, of those who take part in it; so the events are aligned first, and only where nearly all words
are the same the main event's sign alone decides.
"""

import re

from attrs import evolve

from claimtrack.conflicts.alignment import (
    Alignment,
    align,
    common_words,
    fill,
    opposed_names,
    opposed_words,
)
from claimtrack.conflicts.circumstances import (
    are_times_apart,
    find_times,
    is_known,
    tell_one_day,
)
from claimtrack.conflicts.evidence import are_tied
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    are_of_two_times,
    find_events,
    find_words,
    is_mere_ability,
    words_of,
)
from claimtrack.conflicts.sides import Pair, may_be_one_source, same_source
from claimtrack.model import Claim, Relation, RelationKind, Spans

_WORD = re.compile(r"\S+")
#: Alignments below this are not one event; tuned on RTE-3 and SICK, see benchmarks.
_ENOUGH = 0.65
#: Strength from which at least one role is filled by both with the same.
_FILLED = 0.75
#: Code points between two claims of one document that still speak of one situation.
_NEARBY = 2000
#: Predicates below this are only of one class.
_ONE_WORD = 0.9
#: Share of common words from which two sentences are one but for the negation.
_SAME_WORDS = 0.6
#: Share from which a denied report is the same report; P .87 on Emergent headlines.
_SOME_WORDS = 0.25
#: The same where sources in texts say so; read on FA-KES, see benchmarks.
_MANY_WORDS = 0.4


def find_opposite_sign(pair: Pair) -> Relation | None:
    """One says so, the other says not so: a negation, or a denial where the cue denies."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    best = _opposed(pair)
    if best is None:
        return None
    strength, first, second = best
    if all(_is_saying(event, pair.vocabulary) for event in (first, second)):
        return pair.relation("dispute", "dispute", strength, (first.spans, second.spans))
    if first.denied == second.denied:
        return pair.relation("negation", "negation", strength, (first.spans, second.spans))
    if first.denied:
        # The relation's b is the one who denies.
        return pair.turned.relation("denial", "denial", strength, (second.spans, first.spans))
    return pair.relation("denial", "denial", strength, (first.spans, second.spans))


def _is_saying(event: Event, vocabulary: Vocabulary) -> bool:
    """Whether somebody says something, and does not release a phone or read a book."""
    roles = {item.role for item in event.proposition.arguments}
    said = "content" in roles or "patient" not in roles
    return said and event.proposition.predicate in vocabulary.saying


def _opposed(pair: Pair) -> tuple[float, Event, Event] | None:
    """The surest event that one says is so, and the other is not, with how sure it is."""
    best: tuple[float, Event, Event] | None = None
    for first, second in pair.events:
        found = align(first, second, pair.vocabulary)
        if found is None or found.antonym or first.negated == second.negated:
            continue
        if not (first.asserted and second.asserted):
            continue
        if {"stop", "undo"} & (first.aspects | second.aspects):
            continue  # "Stopped selling" and "does not sell" agree.
        if are_of_two_times(first, second) or is_mere_ability(first, second):
            continue
        if opposed_words(
            first.proposition, second.proposition, pair.vocabulary
        ) or _differ_in_kind(first, second, pair):
            continue
        if _speaks_of_himself(pair, first, second) or _leaves_open(pair, first, second):
            continue
        strength = found.strength
        better = strength >= _ENOUGH and (best is None or strength > best[0])
        if better and are_tied(pair, first, second):
            best = (strength, first, second)
    return best


def _leaves_open(pair: Pair, first: Event, second: Event) -> bool:
    """Whether what one side calls untrue is not what the other says to be so.

    "Would not say which planes did it" calls nothing untrue; who denies that *its* planes bombed
    the market, or his responsibility for it, does not deny that somebody bombed it; and what is
    said in passing must have been done by him.
    """
    no = pair.a if first.negated else pair.b
    denied, told = (first, second) if first.negated else (second, first)
    if not denied.denied:
        return False
    if no.text.casefold().split(maxsplit=1)[0] in pair.vocabulary.interrogatives:
        return True
    agents = [fill("agent", it.proposition, pair.vocabulary) for it in (denied, told)]
    inside = _stands_inside(no, denied, pair.vocabulary)
    if not (agents[0] or inside or not told.main):
        return False
    if any(it.head.casefold() in pair.vocabulary.classes for it in agents[1]):
        return False  # "Strikes target": whose, the reader knows.
    named = frozenset[str]().union(*(words_of(it, pair.vocabulary) for it in agents[1]))
    himself = {word.casefold() for name in no.sources for word in name.split()}
    lands = [{pair.vocabulary.sides.get(it, "") for it in found} for found in (named, himself)]
    if not inside and lands[0] - {""} and lands[1] - {""} and lands[0].isdisjoint(lands[1] - {""}):
        return True  # Whose planes they were: "its" own are not those of another country.
    if not inside:
        himself |= {word for it in agents[0] for word in words_of(it, pair.vocabulary)}
    return not any(alike(x, y) for x in named for y in himself)


def _stands_inside(claim: Claim, event: Event, vocabulary: Vocabulary) -> bool:
    """Whether an event is a noun that only tells of another: "responsibility for the attack"."""
    start = event.proposition.span.start
    words = [(it.group().casefold(), it.start()) for it in _WORD.finditer(claim.text)]
    found = [
        claim.content[0].start + at
        for word, at in words
        if word in vocabulary.inside and claim.content[0].start + at < start
    ]
    return bool(found) and not any(it.span.start < found[-1] for it in event.proposition.arguments)


def _speaks_of_himself(pair: Pair, first: Event, second: Event) -> bool:
    """Whether one side says "we did not", and the other names somebody else who did."""
    for claim, own, other in ((pair.a, first, second), (pair.b, second, first)):
        agents, names = (fill("agent", it.proposition, pair.vocabulary) for it in (own, other))
        pronoun = agents and all(it.head in pair.vocabulary.pronouns for it in agents)
        if not (own.negated and pronoun and claim.sources):
            continue
        himself = {word.casefold() for name in claim.sources for word in name.split()}
        named = frozenset[str]().union(*(words_of(it, pair.vocabulary) for it in names))
        if named and not any(alike(x, y) for x in named for y in himself):
            return True
    return False


def _differ_in_kind(first: Event, second: Event, pair: Pair) -> bool:
    """Whether one does something and the other does it to, with, for something: "commit to"."""
    filled = [bool(fill("patient", it.proposition, pair.vocabulary)) for it in (first, second)]
    if filled[0] == filled[1] or first.kind in pair.vocabulary.classes.values():
        return False
    bare = second if filled[0] else first
    return any(
        item.role.startswith("obl:")
        and item.role.removeprefix("obl:") not in pair.vocabulary.locatives
        and pair.vocabulary.calendar.isdisjoint(word.casefold() for word in item.lemmas)
        for item in bare.proposition.arguments
    )


def find_incompatible(pair: Pair) -> Relation | None:
    """Two states that cannot hold together, of one situation."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary) or not _one_situation(pair.a, pair.b):
        return None
    for first, second in pair.events:
        phrase = pair.vocabulary.incompatible.get(frozenset((first.kind, second.kind)))
        if not phrase or first.kind == second.kind:
            continue
        told = _is_told(pair.a, first) and _is_told(pair.b, second)
        if told and _holds(first) and _holds(second) and _goes_on(first, second):
            return pair.relation(
                "negation", "incompatible", 0.6, (first.spans, second.spans), phrase=phrase
            )
    return None


def _one_situation(a: Claim, b: Claim) -> bool:
    return a.document == b.document and (abs(a.sentence.start - b.sentence.start) <= _NEARBY)


def _is_told(claim: Claim, event: Event) -> bool:
    """Whether an event is told, and is no part of one: "its continuation relies on talks"."""
    return not any(
        item.span.contains(event.proposition.span) and item.role in {"agent", "patient"}
        for told in claim.propositions
        for item in told.arguments
        if told != event.proposition
    )


def _holds(event: Event) -> bool:
    """Whether the event is said to be the case, and not only mentioned."""
    if event.negated or "modal" in event.hedges or event.aspects & {"plan", "stop", "undo"}:
        return False
    return bool(event.aspects & {"occur", "continue", "begin"}) or event.main


def _goes_on(a: Event, b: Event) -> bool:
    """Whether one of the two is said to go on; what was over before the other clashes not."""
    return "continue" in a.aspects or "continue" in b.aspects


def find_antonyms(pair: Pair) -> Relation | None:
    """The same is said to be one thing and its opposite, in the predicate or a role."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    for first, second in pair.events:
        found = align(first, second, pair.vocabulary)
        if found is None or first.negated != second.negated:
            continue
        if {found.agent, found.patient}.isdisjoint(("same", "near")):
            continue  # Somebody's condition is stable, somebody else's is critical.
        words = _find_opposites(first, second, found, pair)
        told = first.asserted and second.asserted and are_tied(pair, first, second)
        if words and told:
            return pair.relation(
                "negation",
                "antonym",
                max(found.strength, _ENOUGH) * 0.8,
                (first.spans, second.spans),
                word_a=words[0],
                word_b=words[1],
            )
    return None


def _find_opposites(first: Event, second: Event, found: Alignment, pair: Pair) -> tuple[str, ...]:
    """The two opposites that two aligned events are told by; empty where both can hold."""
    p, q = first.proposition, second.proposition
    if found.strength < _ENOUGH and not _have_opposites(first, second, found, pair):
        return ()
    words: tuple[str, ...] = (p.predicate, q.predicate)
    opposed = opposed_words(p, q, pair.vocabulary)
    if not found.antonym:
        words = opposed or opposed_names(pair.a, first, pair.b, second, pair.vocabulary)
    elif opposed or "near" in (found.agent, found.patient):
        return ()  # "Supports the ban" and "opposes the permission" agree.
    if frozenset(words) in pair.vocabulary.converse and found.agent != "same":
        return ()  # What one sells another buys.
    if _tells_both(pair.a, words) or _tells_both(pair.b, words):
        return ()
    if not (_is_said(first, pair) and _is_said(second, pair)):
        return ()
    return words if not words or _at_one_time(pair, first, second, words) else ()


def _tells_both(claim: Claim, words: tuple[str, ...]) -> bool:
    """Whether a claim has both of two opposites: who fell climbed."""
    told = {item.predicate for item in claim.propositions}
    return bool(words) and told.issuperset(words)


def _is_said(event: Event, pair: Pair) -> bool:
    """Whether an event is said to be, and is no noun that only names it: "charged with murder"."""
    told = event.proposition
    named = told.predicate in pair.vocabulary.classes and not event.aspects
    return event.main or not named or any(item.role == "agent" for item in told.arguments)


def _have_opposites(first: Event, second: Event, found: Alignment, pair: Pair) -> bool:
    """Whether the same does the same with two opposites: "posted a loss", "posted a profit"."""
    heads = [
        {item.head for item in fill("patient", it.proposition, pair.vocabulary)}
        for it in (first, second)
    ]
    return (found.predicate, found.agent) == (1, "same") and any(
        pair.vocabulary.antonyms.get(word, frozenset()) & heads[1] for word in heads[0]
    )


def _at_one_time(pair: Pair, first: Event, second: Event, words: tuple[str, ...]) -> bool:
    """Whether two opposites are told of one time; what began can end, on another day.

    Of opposites that follow one another, both must be what their claims are about, and of somebody
    whom the reader knows: a climber who survived is not one who died.
    """
    if are_times_apart(pair.a, first, pair.b, second):
        return False
    if frozenset(words) not in pair.vocabulary.turns:
        return True
    if not (
        is_known(pair.a, first, pair.vocabulary) and is_known(pair.b, second, pair.vocabulary)
    ):
        return False
    when = find_times(pair.a, first), find_times(pair.b, second)
    return (first.main and second.main and not all(when)) or tell_one_day(*when)


def find_sign(pair: Pair) -> Relation | None:
    """Nearly the same words, of which one main event is negated and the other is not."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    mains = next(pair.events, None)
    if mains is None:
        return None
    first, second = mains
    if first.negated == second.negated or not (first.asserted and second.asserted):
        return None
    found = align(first, second, pair.vocabulary)
    # "Unsafe" and "not safe" agree; a raid is no sabotage, though both are fighting.
    turns = found is not None and (found.antonym or found.predicate < _ONE_WORD)
    # The tree of a sentence can be trusted, that of a headline can not.
    turns = turns or (found is None and pair.told) or _speaks_of_himself(pair, first, second)
    turns = turns or _leaves_open(pair, first, second) or are_of_two_times(first, second)
    turns = turns or not are_tied(pair, first, second)
    turns = turns or bool(opposed_words(first.proposition, second.proposition, pair.vocabulary))
    overlap = common_words(pair.a.text, pair.b.text, pair.lexicon)
    if turns or overlap < _SAME_WORDS or {"stop", "undo"} & (first.aspects | second.aspects):
        return None
    denied = first.denied or second.denied
    if first.denied:
        turned = pair.turned
        return turned.relation("denial", "denial", overlap, (second.spans, first.spans))
    kind: RelationKind = "denial" if denied else "negation"
    return pair.relation(kind, kind, overlap * 0.9, (first.spans, second.spans))


def find_debunked(pair: Pair) -> Relation | None:
    """One calls the report false, a hoax, satire; the other tells it as it is."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    false = [_find_debunkers(claim, pair.vocabulary) for claim in (pair.a, pair.b)]
    if bool(false[0]) == bool(false[1]):
        return None
    least = _MANY_WORDS if pair.told else _SOME_WORDS
    if common_words(pair.a.text, pair.b.text, pair.lexicon) < least:
        return None
    told = pair.b if false[0] else pair.a
    if told.polarity == "negative" or (told.cue is not None and not _is_asserted(told, pair)):
        return None  # Who denies it too, or asks whether it is so, says nothing else.
    if false[0]:
        turned = pair.turned
        return turned.relation("negation", "debunked", 0.6, (turned.a.content, false[0]))
    return pair.relation("negation", "debunked", 0.6, (pair.a.content, false[1]))


def _is_asserted(claim: Claim, pair: Pair) -> bool:
    """Whether what a source says has something in it that is said to be so."""
    return any(
        event.asserted and not event.aspects & {"attempt", "plan"}
        for event in find_events(claim, pair.vocabulary)
        if event.main
    )


def _find_debunkers(claim: Claim, vocabulary: Vocabulary) -> Spans:
    """Where a claim calls something false; of what a source says in a text its main point only.

    "Moscow, which has denied it, was behind it" denies nothing.
    """
    if claim.cue is None:
        return find_words(claim, vocabulary.debunkers)
    main = evolve(claim, propositions=claim.propositions[:1])
    return find_words(main, vocabulary.debunkers - vocabulary.denying)


def find_reversal(pair: Pair) -> Relation | None:
    """The same source says the opposite in a later document."""
    pair = pair.in_time
    a, b = pair.a, pair.b
    if not same_source(a, b) or a.document == b.document:
        return None
    if a.document not in pair.published or b.document not in pair.published:
        return None  # Which of the two holds now is not known.
    best = _opposed(pair)
    if best is None or best[0] < _FILLED or are_times_apart(pair.a, best[1], pair.b, best[2]):
        return None
    strength, first, second = best
    return pair.relation("correction", "reversal", strength, (first.spans, second.spans))
