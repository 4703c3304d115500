"""Whether two events could be one: the same predicate, and nobody in it who is somebody else.

The central decision: a role that one claim leaves open clashes with nothing, and a role that
both fill must overlap. Two claims are about one event only when at least one role is filled by
both with the same; the predicate alone says nothing, because every report of a war has one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from attrs import frozen

from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    participants,
    word_before,
    words_of,
)
from claimtrack.lexicon import Lexicon
from claimtrack.matching import mask
from claimtrack.model import Argument, Claim, Proposition

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
    if _told_apart(a.proposition, b.proposition, patient, vocabulary):
        agent = "differ"
    if antonym and agent == "open":
        # "The blast was an accident": an event is what is so, and nobody who does it.
        agent = fit_role("agent", a.proposition, b.proposition, vocabulary)
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


def fit_role(role: str, p: Proposition, q: Proposition, vocabulary: Vocabulary) -> Fit:
    """How what fills a role in two propositions fits together, events that do something too."""
    return fit(fill(role, p, vocabulary), fill(role, q, vocabulary), vocabulary)


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
    found = _overlap(first, second, vocabulary)
    return "apart" if found == "differ" else found


def fit(first: Iterable[Argument], second: Iterable[Argument], vocabulary: Vocabulary) -> Fit:
    """Whether two fillings of a role are the same, near, not comparable, or others."""
    a, b = tuple(first), tuple(second)
    found = _overlap(a, b, vocabulary)
    return "differ" if found == "same" and _named_apart(a, b, vocabulary) else found


def _overlap(a: Sequence[Argument], b: Sequence[Argument], vocabulary: Vocabulary) -> Fit:
    """The same by words and countries alone, whatever names stand beside one noun."""
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


def _beside(items: Sequence[Argument]) -> set[str]:
    """The words beside the heads of some arguments."""
    return {word for item in items for word in item.lemmas if word != item.head}


def _told_apart(p: Proposition, q: Proposition, patient: Fit, vocabulary: Vocabulary) -> bool:
    """Whether words tell who or what is meant: "the upper road", "the lower road".

    What else is opposite tells it of who does something, unless it is done to the same: "the
    young priest", but not "a small fire destroyed the mill".
    """
    agent, other = (_beside(fill("agent", it, vocabulary)) for it in (p, q))
    words, others = (_beside(fill("patient", it, vocabulary)) for it in (p, q))
    return _oppose(agent | words, other | others, vocabulary.tellers) or (
        patient != "same" and _oppose(agent, other, vocabulary.antonyms)
    )


def _oppose(words: set[str], others: set[str], table: Mapping[str, frozenset[str]]) -> bool:
    return any(table.get(word, frozenset()) & others for word in words - others)


def _named_apart(a: Sequence[Argument], b: Sequence[Argument], vocabulary: Vocabulary) -> bool:
    """Whether other names stand beside one noun: "the mayor of Orm", "the mayor of Tarn"."""
    one, other = (
        {word.casefold() for word in _beside(items) if word[:1].isupper()}
        - vocabulary.calendar
        - vocabulary.generic
        for items in (a, b)
    )
    return bool(one and other) and not any(alike(x, y) for x in one for y in other)


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


def opposed_names(
    a: Claim, first: Event, b: Claim, second: Event, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Two listed antonyms by which the same party is told of, outside its predicates.

    "Is a liberal", "is a conservative thinker": beside a noun that says what somebody is. "Posted
    a loss", "earned": the noun of a verb that says little.
    """
    p, q = first.proposition, second.proposition
    if fit_role("agent", p, q, vocabulary) != "same":
        return ()
    if first.negated != second.negated or not (first.asserted and second.asserted):
        return ()
    names = [
        {*_light_nouns(told, vocabulary), *_qualities(claim, told)}
        for claim, told in ((a, p), (b, q))
    ]
    for word in sorted(names[0] | {p.predicate}):
        opposite = sorted(
            other
            for other in (names[1] | {q.predicate}) & vocabulary.antonyms.get(word, frozenset())
            if word in names[0] or other in names[1]
        )
        if opposite:
            return word, opposite[0]
    return ()


def _light_nouns(told: Proposition, vocabulary: Vocabulary) -> set[str]:
    if told.predicate not in vocabulary.light:
        return set()
    return {item.head for item in told.arguments if item.role == "patient"}


def _qualities(claim: Claim, told: Proposition) -> set[str]:
    """The word before what somebody is said to be: "a liberal thinker"."""
    parts = {item.role for item in told.arguments}
    return {word_before(claim, told.span)} if "patient" not in parts else set()


def common_words(a: str, b: str, lexicon: Lexicon) -> float:
    """Share of words that two masked texts have in common, cut to stems, 0..1."""
    stems = [{word[:_STEM] for word in mask(text, lexicon).split()} for text in (a, b)]
    total = len(stems[0]) + len(stems[1])
    return 2 * len(stems[0] & stems[1]) / total if total else 0.0
