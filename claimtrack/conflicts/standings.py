"""How conflicts stand: which matter most, and which are over, as of a date.

The central decision: a conflict matters by who is behind its two sides. Ten outlets that print
one wire text are one report, and one ministry in ten reports is one source; so both are counted,
and a conflict weighs most where both of its sides have several. A conflict about a figure is
over once the source of one of the figures gives a later one or takes it back.
"""

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from attrs import evolve, frozen

from claimtrack.independence import find_carriages
from claimtrack.model import (
    Carriage,
    Claim,
    Document,
    Relation,
    RelationKind,
    Report,
    Spans,
    Standing,
)

#: Days in which the part of a weight that is recency's falls by half.
_HALF_LIFE = 30
#: Kinds by which a source takes the place of what it said.
_SUPERSEDING = frozenset(("update", "correction"))
_DAY = timedelta(days=1)


def weigh(
    relations: Iterable[Relation],
    claims: Iterable[Claim],
    documents: Iterable[Document],
    *,
    carriages: Iterable[Carriage] = (),
    as_of: date | None = None,
) -> tuple[Standing, ...]:
    """How each conflict stands, open ones first, what matters most first.

    The weight of a conflict is ``score * backing(a) * backing(b) * recency``: `backing` of a side
    is ``log2(1 + (sources + reports) / 2)``, with its independent sources and reports; recency is
    ``(1 + 2 ** (-days / 30)) / 2``, with the days from the later of the two claims to the newest
    document, or to `as_of`, and a half where they are not known.

    Args:
        relations: What the claims are to each other, as `relate` gives them.
        claims: Their claims.
        documents: Those that the claims come from.
        carriages: As `find_carriages` gives them for those claims and documents.
        as_of: The day from whose end one looks back; that of the newest document by default.
    """
    scene = _look(documents, claims, relations, carriages)
    now = _midnight_after(as_of) if as_of else max(scene.published.values(), default=None)
    found = [_stand(relation, scene, now) for relation in scene.relations if relation.conflict]
    # By ids last: the order is the same on every machine.
    found.sort(key=lambda it: (not it.open, -it.weight, it.relation.a, it.relation.b))
    return tuple(found)


def stand(report: Report, *, as_of: date | None = None) -> Report:
    """A report with how its conflicts stand, in that order.

    Args:
        report: Made of a collection, with its carriages.
        as_of: Only what was published on that day or before is kept; what has no date is not.
    """
    if as_of is None:
        held, carriages = report, report.carriages
    else:
        held = _cut(report, _midnight_after(as_of))
        carriages = find_carriages(held.documents, held.claims, held.relations)
    standings = weigh(
        held.relations, held.claims, held.documents, carriages=carriages, as_of=as_of
    )
    others = (item for item in held.relations if not item.conflict)
    return evolve(
        held,
        relations=(*(item.relation for item in standings), *others),
        carriages=tuple(item for item in carriages if item.documents > 1),
        standings=standings,
    )


def _cut(report: Report, end: datetime) -> Report:
    """What of a report was published before an instant."""
    documents = tuple(it for it in report.documents if it.published and it.published < end)
    homes = {document.id for document in documents}
    claims = tuple(claim for claim in report.claims if claim.document in homes)
    keys = {claim.id for claim in claims}
    groups = (
        evolve(group, claims=tuple(key for key in group.claims if key in keys))
        for group in report.clusters
    )
    return Report(
        documents=documents,
        claims=claims,
        clusters=tuple(group for group in groups if group.claims),
        relations=tuple(it for it in report.relations if it.a in keys and it.b in keys),
        measures=report.measures,
    )


def choose(
    standings: Iterable[Standing],
    *,
    claims: Container[str] | None = None,
    kinds: Container[RelationKind] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[Standing, ...]:
    """Those conflicts that are asked for, in their order.

    Args:
        standings: As `weigh` gives them.
        claims: Only those in which one of these claims takes part.
        kinds: Only those of these kinds.
        since: Only those whose later claim was published on that day or after.
        until: Only those whose later claim was published on that day or before; where a day is
            asked for, conflicts whose date is not known are left out.
    """
    end = _midnight_after(until) if until else None
    start = datetime.combine(since, time(), UTC) if since else None
    return tuple(
        item
        for item in standings
        if (claims is None or item.relation.a in claims or item.relation.b in claims)
        and (kinds is None or item.relation.kind in kinds)
        and (start is None or (item.since is not None and item.since >= start))
        and (end is None or (item.since is not None and item.since < end))
    )


def find_superseding(
    claim: str, relations: Iterable[Relation], published: Mapping[str, datetime]
) -> tuple[Relation, ...]:
    """The updates and corrections by which a source takes the place of a claim.

    Args:
        claim: Id of the claim.
        relations: Those to look at.
        published: Ids of claims to when their documents were published: which of two claims is
            the later must be known.
    """
    return tuple(
        item
        for item in relations
        if item.kind in _SUPERSEDING
        and item.a == claim
        and item.a in published
        and item.b in published
        and published[item.a] <= published[item.b]
    )


@frozen(kw_only=True)
class _Scene:
    """All that a conflict is weighed by.

    Attributes:
        claims: Claims by id.
        published: Ids of claims to when their documents were published, where that is known.
        relations: Those between the claims.
        after: Id of a claim to the relations in which it comes first.
        agreeing: Id of a claim to those that agree with it.
        carriages: Id of a claim to what carries it.
    """

    claims: Mapping[str, Claim]
    published: Mapping[str, datetime]
    relations: Sequence[Relation]
    after: Mapping[str, Sequence[Relation]]
    agreeing: Mapping[str, Sequence[str]]
    carriages: Mapping[str, Carriage]


def _look(
    documents: Iterable[Document],
    claims: Iterable[Claim],
    relations: Iterable[Relation],
    carriages: Iterable[Carriage],
) -> _Scene:
    times = {item.id: item.published for item in documents}
    held = {claim.id: claim for claim in claims if claim.document in times}
    between = tuple(item for item in relations if item.a in held and item.b in held)
    after: defaultdict[str, list[Relation]] = defaultdict(list)
    agreeing: defaultdict[str, list[str]] = defaultdict(list)
    for item in between:
        after[item.a].append(item)
        if item.kind == "agree":
            agreeing[item.a].append(item.b)
            agreeing[item.b].append(item.a)
    dated = ((key, times[claim.document]) for key, claim in held.items())
    return _Scene(
        claims=held,
        published={key: moment for key, moment in dated if moment is not None},
        relations=between,
        after=after,
        agreeing=agreeing,
        carriages={item.claim: item for item in carriages},
    )


def _stand(relation: Relation, scene: _Scene, now: datetime | None) -> Standing:
    sides = (relation.a, relation.b)
    first, second = (_count_sources(key, scene) for key in sides)
    one, other = (scene.carriages[k].reports if k in scene.carriages else 1 for k in sides)
    times = [scene.published[key] for key in sides if key in scene.published]
    since = max(times) if len(times) == len(sides) else None
    backing = math.log2(1 + (first + one) / 2) * math.log2(1 + (second + other) / 2)
    return Standing(
        relation=relation,
        weight=round(relation.score * backing * _recency(since, now), 3),
        sources=(first, second),
        reports=(one, other),
        since=since,
        superseded=_find_later(relation, scene),
    )


def _recency(since: datetime | None, now: datetime | None) -> float:
    if since is None or now is None:
        return 0.5
    days = max(0.0, (now - since) / _DAY)
    return (1 + 2 ** (-days / _HALF_LIFE)) / 2


def _count_sources(key: str, scene: _Scene) -> int:
    """How many say what a claim says, whoever prints it; copies of one passage have one source."""
    voices: dict[str, tuple[str, ...]] = {}
    for other in (key, *scene.agreeing.get(key, ())):
        carriage = scene.carriages.get(other)
        origin = carriage.origin if carriage is not None else other
        # Whom no text names may be anybody: each report of them is a source of its own.
        voices.setdefault(origin, scene.claims[other].sources or (origin,))
    return len(set(voices.values()))


def _find_later(relation: Relation, scene: _Scene) -> tuple[str, ...]:
    """The claims that take the place of a side, in what the conflict is about."""
    found: list[str] = []
    for key, spans in ((relation.a, relation.spans_a), (relation.b, relation.spans_b)):
        for later in find_superseding(key, scene.after.get(key, ()), scene.published):
            about = later.rule == "reversal" or relation.kind == "numeric"
            if about and _meet(spans, later.spans_a):
                found.append(later.b)
    return tuple(dict.fromkeys(found))


def _meet(one: Spans, other: Spans) -> bool:
    return any(a.overlaps(b) for a in one for b in other)


def _midnight_after(day: date) -> datetime:
    """The first instant after a day; of the last day that there is, the last one in it."""
    midnight = datetime.combine(day, time(), UTC)
    return midnight + _DAY if day < date.max else datetime.max.replace(tzinfo=UTC)
