"""A short statement against a passage that says much more.

The central decision: of a statement and a passage, all that counts is what the passage says of
the statement's own event. So roles need not fill each other, as the rules between two claims
ask; it is enough that the passage has most of the statement's words, and that one of its events
with the same or the opposite name differs in its sign, or counts the same with another number.
Such findings are less sure, and only made where somebody asks about the pair.
"""

from collections.abc import Iterator

from attrs import frozen

from claimtrack.conflicts.alignment import fill
from claimtrack.conflicts.numbers import overlap
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    find_events,
    is_mere_ability,
    is_named,
    load_vocabulary,
    participants,
    words_of,
)
from claimtrack.conflicts.wording import load_words, read_side
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Proposition, RelationKind, Spans

#: Words of a passage for each word of the statement.
_LONGER = 1.4
#: Share of the statement's words that the passage must have; measured on RTE-3, see benchmarks.
_COVER = 0.5
#: Share of a patient's words that make it the same.
_SAME = 0.6
#: Aspects of what is over, and of what is only meant to be.
_ENDS, _MEANT = frozenset(("stop", "undo")), frozenset(("plan", "attempt"))
#: Share of the words of an event's participants that must return.
_SHARED = 0.34


@frozen(kw_only=True)
class Finding:
    """What a passage says against a statement.

    Attributes:
        kind: The kind of relation.
        rule: Id of the rule.
        score: How sure it is, 0..1.
        statement: What decided it in the statement.
        passage: What decided it in the passage.
        words: The deciding words of the statement and of the passage.
    """

    kind: RelationKind
    rule: str
    score: float
    statement: Spans
    passage: Spans
    words: tuple[str, str]


def find_contradiction(statement: Claim, passage: Claim, lexicon: Lexicon) -> Finding | None:
    """What a passage says against a statement; None for nothing, or where it is no passage.

    Args:
        statement: The short text.
        passage: The long one.
        lexicon: Gives negators, antonyms, events and function words.
    """
    short, long = read_side(statement.text), read_side(passage.text)
    words = load_words(lexicon)
    if len(long.words) < _LONGER * len(short.words) or not words.ends(passage.text):
        return None
    asked = [word for word in short.words if words.tells(word)]
    missing = set(short.others(long))
    cover = sum(word not in missing for word in asked) / max(1, len(asked))
    if cover < _COVER:
        return None
    vocabulary = load_vocabulary(lexicon)
    found = (
        *_signs(statement, passage, vocabulary),
        *_others(statement, passage, vocabulary),
        *_numbers(statement, passage),
        *_unsaid(statement, passage, vocabulary),
    )
    return max(found, key=lambda item: item.score, default=None)


def _signs(statement: Claim, passage: Claim, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Events of one name with opposite signs, or of opposite names with one sign."""
    for asked in find_events(statement, vocabulary):
        for told in find_events(passage, vocabulary):
            if not _are_comparable(asked, told):
                continue
            p, q = asked.proposition.predicate, told.proposition.predicate
            shared = _shared(asked, told, vocabulary)
            rule, least = "", 0.0
            if asked.negated != told.negated:
                if (
                    not is_mere_ability(asked, told)
                    and (alike(p, q) or asked.kind == told.kind)
                    and shared > _SHARED
                ):
                    rule, least = "passage", 0.4
            elif q in vocabulary.antonyms.get(p, frozenset()) and _same_doer(
                asked, told, vocabulary
            ):
                rule, least = "passage-antonym", 0.35
            if rule:
                yield Finding(
                    kind="negation",
                    rule=rule,
                    score=least + 0.3 * shared,
                    statement=asked.spans,
                    passage=told.spans,
                    words=(p, q),
                )


def _others(statement: Claim, passage: Claim, vocabulary: Vocabulary) -> Iterator[Finding]:
    """The same done to the same by somebody else."""
    for asked in find_events(statement, vocabulary):
        for told in find_events(passage, vocabulary):
            if asked.proposition.predicate != told.proposition.predicate or (
                asked.negated or told.negated or not (asked.asserted and told.asserted)
            ):
                continue
            roles = {
                role: [
                    frozenset[str]().union(
                        *(words_of(item, vocabulary) for item in fill(role, p, vocabulary))
                    )
                    for p in (asked.proposition, told.proposition)
                ]
                for role in ("agent", "patient")
            }
            if not all(all(pair) for pair in roles.values()) or not all(
                any(is_named(item, vocabulary) for item in fill("agent", p, vocabulary))
                for p in (asked.proposition, told.proposition)
            ):
                continue
            if any(word in read_side(passage.text).words for word in roles["agent"][0]):
                continue  # "The soldier, James Barker": trees may give the one or the other.
            if _part(*roles["agent"]) == 0 and _part(*roles["patient"]) > _SAME:
                yield Finding(
                    kind="agent",
                    rule="passage-agent",
                    score=0.4,
                    statement=asked.spans,
                    passage=told.spans,
                    words=(asked.proposition.predicate, told.proposition.predicate),
                )


def _patients(proposition: Proposition, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of those to whom something is done."""
    return frozenset[str]().union(
        *(words_of(item, vocabulary) for item in fill("patient", proposition, vocabulary))
    )


def _part(first: frozenset[str], second: frozenset[str]) -> float:
    """Share of some words that others have."""
    return sum(any(alike(x, y) for y in second) for x in first) / max(1, len(first))


def _are_comparable(a: Event, b: Event) -> bool:
    """Whether signs of two events can be compared: both are so, or both are meant to be."""
    if a.aspects == b.aspects and a.aspects & _MEANT:
        return True  # "Plans to stop", "did not plan to stop".
    return a.asserted and b.asserted and not _ENDS & (a.aspects | b.aspects)


def _shared(a: Event, b: Event, vocabulary: Vocabulary) -> float:
    """Share of the words of one event's participants that the other's have."""
    first, second = (
        frozenset[str]().union(
            *(words_of(item, vocabulary) for item in participants(event.proposition))
        )
        for event in (a, b)
    )
    return _part(first, second)


def _same_doer(a: Event, b: Event, vocabulary: Vocabulary) -> bool:
    """Whether nothing says that others do it: what one buys another sells."""
    first, second = (
        frozenset[str]().union(
            *(words_of(item, vocabulary) for item in fill("agent", event.proposition, vocabulary))
        )
        for event in (a, b)
    )
    return not first or not second or any(alike(x, y) for x in first for y in second)


def _numbers(statement: Claim, passage: Claim) -> Iterator[Finding]:
    """A number of the statement that the passage has not, where it counts the same otherwise."""
    for asked in statement.quantities:
        others = [item for item in passage.quantities if item.unit == asked.unit]
        if any((item.low, item.high) == (asked.low, asked.high) for item in others):
            continue
        for told in others:
            counted = asked.counted and told.counted and alike(asked.counted[0], told.counted[0])
            if (asked.unit or counted) and not overlap(asked, told):
                yield Finding(
                    kind="numeric",
                    rule="passage-number",
                    score=0.4,
                    statement=(asked.span,),
                    passage=(told.span,),
                    words=(asked.text, told.text),
                )


def _unsaid(statement: Claim, passage: Claim, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A statement says that it is not so, and nothing that the passage negates or ends is it."""
    events = [
        event
        for event in find_events(passage, vocabulary)
        if event.negated or _ENDS & event.aspects
    ]
    for asked in statement.propositions:
        words = _patients(asked, vocabulary)
        negated = any(
            alike(told.proposition.predicate, asked.predicate)
            or (words and _part(words, _patients(told.proposition, vocabulary)) >= _SAME / 2)
            for told in events
        )
        if asked.negated and not negated:
            yield Finding(
                kind="negation",
                rule="passage-denied",
                score=0.35,
                statement=(asked.span,),
                passage=passage.content,
                words=(asked.predicate, ""),
            )
            return
