"""Who does what to whom: the predicates of a claim's content with their arguments.

The central decision: a proposition is what could be true or false of the world, not the words
that happen to be its verb. The passive is turned round, a light verb gives way to its event
("carried out a raid" is a raid), an event noun is a predicate of its own ("a ceasefire"), and
verbs that only say how the event stands ("continued to", "failed to", "denied") become its
aspect or its negation, after Karttunen's implicative verbs (1971). What each word does is data:
``aspects.csv``, ``light_verbs.csv``, ``events.csv``, ``negators.csv``, ``hedges.csv``.

Roles beside those of `Argument`: ``aspect`` (how it stands: ``occur``, ``continue``, ``begin``,
``stop``, ``undo``, ``attempt``, ``plan``) and ``hedge`` (the word that makes it less than
certain: ``modal``, ``hearsay`` or ``doubt``). An event noun with no aspect is only mentioned.
"""

from collections.abc import Sequence

from claimtrack.lexicon import Lexicon
from claimtrack.model import Proposition, Spans
from claimtrack.propositions.arguments import nominal_arguments, verbal_arguments
from claimtrack.propositions.predicates import (
    carriers_of,
    copula,
    find_hedges,
    find_nothing,
    find_purpose,
    inherited,
    is_negated,
    is_predicate,
    marks_of,
)
from claimtrack.propositions.scene import Scene, load_tables
from claimtrack.syntax import Sentence

__all__ = ["find_propositions"]


def find_propositions(
    sentences: Sequence[Sentence], content: Spans, lexicon: Lexicon
) -> tuple[Proposition, ...]:
    """The propositions whose predicate stands in some spans.

    An argument may stand outside the spans: in "urged them to leave", ``them`` leaves.

    Args:
        sentences: The document's trees, or those that the content touches.
        content: Spans of the document to look at.
        lexicon: Gives negators, aspects, light verbs, events and hedges.

    Returns:
        Sentence by sentence; of each the topmost predicate first, the others in text order.
    """
    tables = load_tables(lexicon)
    found: list[Proposition] = []
    for sentence in sentences:
        if any(sentence.span.overlaps(span) for span in content):
            found.extend(_in_sentence(Scene(sentence=sentence, content=content, tables=tables)))
    return tuple(found)


def _in_sentence(scene: Scene) -> list[Proposition]:
    heads = [
        word.index
        for word in scene.sentence
        if scene.inside(word.index) and is_predicate(scene, word.index)
    ]
    if not heads:
        return []
    main = min(heads, key=lambda index: (_depth(scene, index), bool(scene.event(index)), index))
    heads.sort(key=lambda index: (index != main, index))
    return [_read(scene, index) for index in heads]


def _depth(scene: Scene, index: int) -> int:
    return sum(1 for above in scene.sentence.ancestors(index) if scene.inside(above))


def _read(scene: Scene, index: int) -> Proposition:
    state = inherited(scene, index)
    event = scene.event(index)
    place = copula(scene, index)
    found = nominal_arguments(scene, index) if event else verbal_arguments(scene, index, state)
    marks = [*state.marks, *find_hedges(scene, index)]
    if not state.marks and not state.negated:
        marks += find_purpose(scene, index)
    negated = state.negated != is_negated(scene, index)
    if event:
        marks += find_nothing(scene, index)
        for carrier in carriers_of(scene, index):
            negated = negated != is_negated(scene, carrier, besides=index)
            lemma = scene.lemma(carrier)
            # A light verb says that the event took place, where a bare noun only names it.
            there = scene.sentence.children(carrier, "expl")
            light = "occur" if there or lemma in scene.tables.light else ""
            effect = scene.tables.event.get(lemma) or light
            negated = negated != (effect == "negate")
            marks += [*marks_of(scene, carrier, effect), *find_hedges(scene, carrier)]
            marks += find_purpose(scene, carrier)
    unique = dict.fromkeys([*found, *marks])
    return Proposition(
        predicate=event or scene.lemma(index if place is None else place),
        span=scene.sentence[index].span,
        negated=negated,
        arguments=tuple(sorted(unique, key=lambda item: (item.span, item.role))),
    )
