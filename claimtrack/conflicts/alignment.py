"""Whether two events could be one: the same predicate, and nobody in it who is somebody else.

The central decision: a role that one claim leaves open clashes with nothing, and a role that
both fill must overlap. Two claims are about one event only when at least one role is filled by
both with the same; the predicate alone says nothing, because every report of a war has one.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import frozen

from claimtrack.conflicts.readings import Event, Vocabulary, alike, participants, words_of
from claimtrack.lexicon import Lexicon
from claimtrack.matching import mask
from claimtrack.model import Argument, Proposition

_STEM = 5

Fit: TypeAlias = Literal["same", "near", "open", "apart", "differ"]


@frozen
class Alignment:
    """How two events fit together.

    Attributes:
        predicate: 1 for the same word, less for two words of one class or an antonym.
        agent: Whether those who do it are the same, near each other, not said, or others.
        patient: The same for those to whom it is done.
        places: The same for where, when and with what; ``apart`` where these have no word in
            common, which two reports of one event can still have.
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
        worth = {"same": 1.0, "near": 0.75, "open": 0.6, "apart": 0.0}
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
    agent = _role("agent", a.proposition, b.proposition, vocabulary)
    patient = _role("patient", a.proposition, b.proposition, vocabulary)
    if antonym and (agent, patient) == ("open", "open"):
        patient = _state(a.proposition, b.proposition, vocabulary)
    return Alignment(
        predicate=worth,
        agent=agent,
        patient=patient,
        places=_places(a.proposition, b.proposition, vocabulary),
        antonym=antonym,
    )


def _state(p: Proposition, q: Proposition, vocabulary: Vocabulary) -> Fit:
    """Whether what is in a state is what was put into another: is open, has been closed."""
    for one, other in ((p, q), (q, p)):
        bearer, put = fill("agent", one, vocabulary), fill("patient", other, vocabulary)
        if not (fill("patient", one, vocabulary) or fill("agent", other, vocabulary)):
            return fit(bearer, put, vocabulary)
    return "open"


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
        first = tuple(item for item in first if item.head.casefold() not in vocabulary.classes)
        second = tuple(item for item in second if item.head.casefold() not in vocabulary.classes)
    return fit(first, second, vocabulary)


def _places(p: Proposition, q: Proposition, vocabulary: Vocabulary) -> Fit:
    first = [item for item in participants(p) if item.role.startswith("obl:")]
    second = [item for item in participants(q) if item.role.startswith("obl:")]
    found = fit(first, second, vocabulary)
    return "apart" if found == "differ" else found


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
    heads_a = {item.head.casefold() for item in a} & words_a
    heads_b = {item.head.casefold() for item in b} & words_b
    if any(alike(x, y) for x in heads_a for y in heads_b):
        return "same"
    if any(alike(x, y) for x in words_a for y in words_b) or sides_a & sides_b:
        return "near"
    return "differ"


def _sides(words: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(vocabulary.sides[word] for word in words if word in vocabulary.sides)


def swapped(p: Proposition, q: Proposition, vocabulary: Vocabulary) -> bool:
    """Whether one claim's agent is the other's patient and the other way round."""
    if p.predicate != q.predicate:
        return False
    sides = [
        (fill("agent", p, vocabulary), fill("patient", q, vocabulary)),
        (fill("patient", p, vocabulary), fill("agent", q, vocabulary)),
    ]
    crossed = all(fit(first, second, vocabulary) == "same" for first, second in sides)
    straight = fit(sides[0][0], sides[1][1], vocabulary) == "differ"
    return crossed and straight


def opposed_words(p: Proposition, q: Proposition, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Two listed antonyms that stand in one role of two propositions; empty if there are none."""
    for item in p.arguments:
        for other in q.arguments:
            if item.role != other.role or item.role in {"content", "aspect", "hedge"}:
                continue
            words_a, words_b = set(item.lemmas), set(other.lemmas)
            for word in sorted(words_a - words_b):
                opposite = sorted(vocabulary.antonyms.get(word, frozenset()) & words_b - words_a)
                if opposite:
                    return word, opposite[0]
    return ()


def common_words(a: str, b: str, lexicon: Lexicon) -> float:
    """Share of words that two masked texts have in common, cut to stems, 0..1."""
    stems = [{word[:_STEM] for word in mask(text, lexicon).split()} for text in (a, b)]
    total = len(stems[0]) + len(stems[1])
    return 2 * len(stems[0] & stems[1]) / total if total else 0.0
