"""A short statement against a passage that says much more.

The central decision: of a statement and a passage, all that counts is what the passage says of
the statement's own event. So roles need not fill each other, as the rules between two claims
ask; it is enough that the passage has most of the statement's words, and that one of its events
with the same or the opposite name differs in its sign, or counts the same with another number.
Such findings are less sure, and only made where somebody asks about the pair.
"""

from collections.abc import Iterator

from attrs import frozen

from claimtrack.conflicts.alignment import align, fill, fit_role, opposed_names
from claimtrack.conflicts.bonds import BOND_KINDS, clash, find_bonds, fit_in_time
from claimtrack.conflicts.numbers import overlap
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    are_of_two_times,
    find_events,
    is_mere_ability,
    is_named,
    load_vocabulary,
    participants,
    words_of,
)
from claimtrack.conflicts.wording import load_words, read_side
from claimtrack.lexicon import Lexicon
from claimtrack.model import Argument, Claim, Proposition, Quantity, RelationKind, Spans

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
        *_bonds(statement, passage, vocabulary),
        *_others(statement, passage, vocabulary),
        *_numbers(statement, passage, vocabulary),
        *_unsaid(statement, passage, vocabulary),
    )
    return max(found, key=lambda item: item.score, default=None)


def _signs(statement: Claim, passage: Claim, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Events of one name with opposite signs, or of opposite names with one sign."""
    events = find_events(passage, vocabulary)
    for asked in find_events(statement, vocabulary):
        if any(_repeats(asked, told, vocabulary) for told in events):
            continue
        for told in events:
            if not _are_comparable(asked, told):
                continue
            p, q = asked.proposition.predicate, told.proposition.predicate
            shared = _shared(asked, told, vocabulary)
            rule, least = "", 0.0
            if asked.negated != told.negated:
                if (
                    not (is_mere_ability(asked, told) or are_of_two_times(asked, told))
                    and (alike(p, q) or asked.kind == told.kind)
                    and shared > _SHARED
                    and fit_role("patient", asked.proposition, told.proposition, vocabulary)
                    != "differ"  # "Has no school", "has a doctor".
                ):
                    rule, least = "passage", 0.4
            elif q in vocabulary.antonyms.get(p, frozenset()) and _same_parties(
                asked, told, vocabulary
            ):
                rule, least = "passage-antonym", 0.35
            opposed = opposed_names(statement, asked, passage, told, vocabulary)
            if opposed and not rule:
                rule, least, (p, q) = "passage-antonym", 0.35, opposed
            if rule:
                yield Finding(
                    kind="negation",
                    rule=rule,
                    score=least + 0.3 * shared,
                    statement=asked.spans,
                    passage=told.spans,
                    words=(p, q),
                )


def _repeats(asked: Event, told: Event, vocabulary: Vocabulary) -> bool:
    """Whether a passage says what is asked: arrested them before it freed two of them."""
    if asked.proposition.predicate != told.proposition.predicate or asked.negated != told.negated:
        return False
    found = align(asked, told, vocabulary)
    if found is None or not (asked.asserted and told.asserted):
        return False
    fits = {found.agent, found.patient}
    return "differ" not in fits and not fits.isdisjoint(("same", "near"))


def _bonds(statement: Claim, passage: Claim, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A relation of the statement that the passage tells of other parties."""
    told = tuple(find_bonds(passage, vocabulary))
    for asked in find_bonds(statement, vocabulary):
        for other in told:
            why = clash(asked, other, vocabulary)
            if why and fit_in_time(statement, asked, passage, other, vocabulary):
                kind, score = BOND_KINDS[why]
                yield Finding(
                    kind=kind,
                    rule=f"bond-{why}",
                    score=score,
                    statement=asked.event.spans,
                    passage=other.event.spans,
                    words=(asked.word, other.word),
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


def _same_parties(a: Event, b: Event, vocabulary: Vocabulary) -> bool:
    """Whether nothing says that others do it, or to others.

    What one buys another sells, so that of such words the doer must be known to be the same.
    """
    found = align(a, b, vocabulary)
    words = frozenset((a.proposition.predicate, b.proposition.predicate))
    if found is None or "differ" in (found.agent, found.patient):
        return False
    if words in vocabulary.turns:
        return False  # A passage tells what came before as well.
    return words not in vocabulary.converse or found.agent == "same"


def _numbers(statement: Claim, passage: Claim, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A number of the statement that the passage has not, where it counts the same otherwise."""
    for asked in statement.quantities:
        others = [item for item in passage.quantities if item.unit == asked.unit]
        if any((item.low, item.high) == (asked.low, asked.high) for item in others):
            continue
        for told in others:
            counted = asked.counted and told.counted and alike(asked.counted[0], told.counted[0])
            if not (asked.unit or counted) or overlap(asked, told):
                continue
            if not _are_about_one(statement, asked, passage, told, vocabulary):
                continue
            yield Finding(
                kind="numeric",
                rule="passage-number",
                score=0.4,
                statement=(asked.span,),
                passage=(told.span,),
                words=(asked.text, told.text),
            )


def _are_about_one(
    statement: Claim,
    asked: Quantity,
    passage: Claim,
    told: Quantity,
    vocabulary: Vocabulary,
) -> bool:
    """Whether an event of the passage's number has somebody or something of the statement's."""
    first, second = (
        frozenset[str]().union(
            *(
                _words_beside(item, quantity, vocabulary)
                for event in find_events(claim, vocabulary)
                if any(part.span.contains(quantity.span) for part in event.proposition.arguments)
                for item in participants(event.proposition)
            )
        )
        for claim, quantity in ((statement, asked), (passage, told))
    )
    return _part(first, second | frozenset(told.counted[1:])) > _SHARED


def _words_beside(item: Argument, quantity: Quantity, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a participant without what a quantity counts."""
    found = words_of(item, vocabulary)
    return frozenset(
        word for word in found if word not in quantity.counted[:1] and not word[:1].isdigit()
    )


def _unsaid(statement: Claim, passage: Claim, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A statement says that it is not so, and nothing that the passage says leaves that open."""
    events = find_events(passage, vocabulary)
    for asked in statement.propositions:
        if asked.negated and not any(_leaves_open(told, asked, vocabulary) for told in events):
            yield Finding(
                kind="negation",
                rule="passage-denied",
                score=0.35,
                statement=(asked.span,),
                passage=passage.content,
                words=(asked.predicate, ""),
            )
            return


def _may_be(told: Event, vocabulary: Vocabulary) -> bool:
    """Whether a word makes an event possible or wished only; "enough to do it" does not."""
    return any(
        item.role == "hedge" and item.head == "modal" and vocabulary.marks.isdisjoint(item.lemmas)
        for item in told.proposition.arguments
    )


def _leaves_open(told: Event, asked: Proposition, vocabulary: Vocabulary) -> bool:
    """Whether an event is negated, ended, only possible or the opposite of what is asked."""
    predicate = told.proposition.predicate
    if predicate in vocabulary.antonyms.get(asked.predicate, frozenset()):
        return True
    named = alike(predicate, asked.predicate)
    if named and _may_be(told, vocabulary):
        return True
    if not (told.negated or _ENDS & told.aspects):
        return False
    words = _patients(asked, vocabulary)
    others = _patients(told.proposition, vocabulary)
    return named or bool(words and _part(words, others) >= _SAME / 2)
