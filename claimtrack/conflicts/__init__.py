"""What the claims of a collection are to each other, and why.

The central decision: a relation is worth nothing without its reason. Every relation names its
rule, the words that decided on both sides, and says in one sentence what the two sources say.
"""

from collections.abc import Iterable, Sequence

from attrs import evolve

from claimtrack.conflicts.candidates import find_candidates
from claimtrack.conflicts.evidence import find_made
from claimtrack.conflicts.measures import load_measures
from claimtrack.conflicts.pairs import read_text, relate_pair
from claimtrack.conflicts.readings import load_vocabulary
from claimtrack.conflicts.rules import ASSERTIONS, Rule, make_rules
from claimtrack.conflicts.standings import choose, stand, weigh
from claimtrack.conflicts.surroundings import Surroundings, find_surroundings
from claimtrack.conflicts.timelines import find_cluster, order_turns
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import Carriage, Claim, Cluster, Document, Measure, Relation, Report

__all__ = [
    "Rule",
    "build_report",
    "choose",
    "find_cluster",
    "find_conflicts",
    "load_measures",
    "make_rules",
    "order_turns",
    "read_text",
    "relate",
    "relate_pair",
    "stand",
    "weigh",
]


def relate(
    claims: Iterable[Claim],
    clusters: Iterable[Cluster],
    *,
    rules: Sequence[Rule] | None = None,
    lexicon: Lexicon | None = None,
    documents: Iterable[Document] = (),
) -> tuple[Relation, ...]:
    """The relations between claims, what matters most first.

    Conflicts come before other relations, surer ones before less sure ones.

    Args:
        claims: All claims.
        clusters: Claims about the same thing, as `claimtrack.clustering.cluster` gives them.
        rules: Functions of two claims, asked in order until one finds something; the rules of
            the language by default.
        lexicon: The language's words; English by default.
        documents: Those that the claims come from: when they were published says which claim
            supersedes which, and what they say of places which lie near one another.
    """
    words = lexicon or load_lexicon()
    known = tuple(documents)
    near = find_surroundings(known, words)
    judges = _make_judges(known, near, words) if rules is None else tuple(rules)
    stated = _leave_denied(tuple(_own_words(tuple(claims))))
    own = tuple(find_made(stated, load_vocabulary(words)))
    by_id = {claim.id: claim for claim in own}
    found: list[Relation] = []
    for a, b in find_candidates(own, clusters, load_vocabulary(words), near):
        relation = _judge(by_id[a], by_id[b], judges)
        if relation is not None:
            found.append(relation)
    found.sort(key=lambda item: (not item.conflict, -item.score, item.a, item.b))
    return tuple(found)


def _make_judges(
    documents: Iterable[Document], surroundings: Surroundings, lexicon: Lexicon
) -> tuple[Rule, ...]:
    """The rules of a language, with what some documents tell of time and place."""
    return make_rules(
        lexicon,
        published={it.id: it.published for it in documents if it.published is not None},
        surroundings=surroundings,
    )


def _judge(a: Claim, b: Claim, rules: Sequence[Rule]) -> Relation | None:
    for rule in rules:
        relation = rule(a, b)
        if relation is not None:
            return relation
    return None


def _leave_denied(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims without those of which a claim around them says that nobody made them.

    Who denies that the mayor said so denies the saying; who denies the mayor's accusation takes
    it for made.
    """
    known = {claim.id: claim for claim in claims}

    def is_denied(claim: Claim) -> bool:
        outer = known.get(claim.parent or "")
        return outer is not None and (_denies_saying(outer, claim) or is_denied(outer))

    return tuple(claim for claim in claims if not is_denied(claim))


def _denies_saying(outer: Claim, inner: Claim) -> bool:
    if outer.polarity == "positive" or inner.cue is None or not outer.propositions:
        return False
    main = outer.propositions[0].span
    return any(main.overlaps(span) for span in inner.cue.spans)


def _own_words(claims: Sequence[Claim]) -> Iterable[Claim]:
    """The claims without what stands in a claim inside them: that is another source's word.

    Who attacks or supports something inside a claim says nothing of what is so.
    """
    inner: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.parent is not None and claim.kind in ASSERTIONS:
            inner.setdefault(claim.parent, []).append(claim)
    for claim in claims:
        spans = [span for child in inner.get(claim.id, ()) for span in child.content]
        yield evolve(
            claim,
            propositions=tuple(
                item
                for item in claim.propositions
                if not any(span.contains(item.span) for span in spans)
            ),
            quantities=tuple(
                item
                for item in claim.quantities
                if not any(span.contains(item.span) for span in spans)
            ),
        )


def find_conflicts(
    claims: Iterable[Claim],
    clusters: Iterable[Cluster],
    *,
    rules: Sequence[Rule] | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[Relation, ...]:
    """The relations that cannot both hold, what matters most first; see `relate`."""
    found = relate(claims, clusters, rules=rules, lexicon=lexicon)
    return tuple(relation for relation in found if relation.conflict)


def build_report(
    documents: Iterable[Document],
    claims: Iterable[Claim],
    clusters: Iterable[Cluster],
    relations: Iterable[Relation],
    carriages: Iterable[Carriage] = (),
    measures: Iterable[Measure] = (),
) -> Report:
    """A report: relations in their order, with all that is needed to read them.

    Args:
        documents: Those that the claims come from.
        claims: In the order to be shown.
        clusters: In the order to be shown.
        relations: As `relate` gives them.
        carriages: As `claimtrack.independence.find_carriages` gives them.
        measures: As `load_measures` gives them.
    """
    return Report(
        documents=tuple(documents),
        claims=tuple(claims),
        clusters=tuple(clusters),
        relations=tuple(relations),
        carriages=tuple(carriages),
        measures=tuple(measures),
    )
