"""Whether two events could be one: the same predicate, and nobody in it who is somebody else.

The central decision: a role that one claim leaves open clashes with nothing, and a role that
both fill must overlap. Two claims are about one event only when at least one role is filled by
both with the same; the predicate alone says nothing, because every report of a war has one.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import frozen

from claimtrack.conflicts.readings import Event, Vocabulary, alike, participants, words_of
from claimtrack.model import Argument, Proposition

Fit: TypeAlias = Literal["same", "near", "open", "differ"]


@frozen
class Alignment:
    """How two events fit together.

    Attributes:
        predicate: 1 for the same word, less for two words of one class or an antonym.
        agent: Whether those who do it are the same, near each other, not said, or others.
        patient: The same for those to whom it is done.
        places: The same for all other roles that both fill.
        antonym: The two predicates exclude each other.
    """

    predicate: float
    agent: Fit
    patient: Fit
    places: Fit
    antonym: bool = False

    @property
    def strength(self) -> float:
        """How sure it is that the two are one event, 0..1; 0 where a role differs."""
        fits = (self.agent, self.patient, self.places)
        if "differ" in fits or not {"same", "near"} & set(fits):
            return 0.0
        worth = {"same": 1.0, "near": 0.75, "open": 0.6}
        return self.predicate * (
            0.4 * worth[self.agent] + 0.4 * worth[self.patient] + 0.2 * worth[self.places]
        )


def align(a: Event, b: Event, vocabulary: Vocabulary) -> Alignment | None:
    """How two events fit together; None where their predicates are not related."""
    p, q = a.proposition.predicate, b.proposition.predicate
    antonym = q in vocabulary.antonyms.get(p, frozenset())
    if p == q:
        worth = 1.0
    elif alike(p, q) or antonym:
        worth = 0.95
    elif a.kind == b.kind:
        worth = 0.8
    else:
        return None
    return Alignment(
        predicate=worth,
        agent=_role("agent", a.proposition, b.proposition, vocabulary),
        patient=_role("patient", a.proposition, b.proposition, vocabulary),
        places=_places(a.proposition, b.proposition, vocabulary),
        antonym=antonym,
    )


def fill(role: str, proposition: Proposition, vocabulary: Vocabulary) -> tuple[Argument, ...]:
    """Who fills a role, whatever the grammar calls it: those who die are patients."""
    turned = vocabulary.subjects.get(proposition.predicate) == "patient"
    names = {"patient": "agent", "agent": ""} if turned else {}
    wanted = {names.get(role, role)} | ({role} if role == "patient" else set[str]())
    return tuple(item for item in participants(proposition) if item.role in wanted)


def _role(role: str, p: Proposition, q: Proposition, vocabulary: Vocabulary) -> Fit:
    first, second = fill(role, p, vocabulary), fill(role, q, vocabulary)
    if role == "agent":
        # "Strikes target": what does it is not who does it.
        first = tuple(item for item in first if item.head not in vocabulary.classes)
        second = tuple(item for item in second if item.head not in vocabulary.classes)
    return fit(first, second, vocabulary)


def _places(p: Proposition, q: Proposition, vocabulary: Vocabulary) -> Fit:
    found: set[Fit] = set()
    for item in participants(p):
        if item.role.startswith("obl:"):
            others = [other for other in participants(q) if other.role == item.role]
            found.add(fit((item,), others, vocabulary))
    for best in ("same", "near"):
        if best in found:
            return best
    return "open"


def fit(first: Iterable[Argument], second: Iterable[Argument], vocabulary: Vocabulary) -> Fit:
    """Whether two fillings of a role are the same, near, not comparable, or others."""
    a, b = tuple(first), tuple(second)
    words_a = frozenset[str]().union(*(words_of(item, vocabulary) for item in a))
    words_b = frozenset[str]().union(*(words_of(item, vocabulary) for item in b))
    if not words_a or not words_b:
        return "open"
    sides_a, sides_b = _sides(words_a, vocabulary), _sides(words_b, vocabulary)
    if sides_a and sides_b and not sides_a & sides_b:
        return "differ"
    heads_a = {item.head for item in a} & words_a
    heads_b = {item.head for item in b} & words_b
    if any(alike(x, y) for x in heads_a for y in heads_b):
        return "same"
    if any(alike(x, y) for x in words_a for y in words_b) or sides_a & sides_b:
        return "near"
    return "differ"


def _sides(words: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(vocabulary.sides[word] for word in words if word in vocabulary.sides)
