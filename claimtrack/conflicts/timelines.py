"""The timeline of a cluster: who said what when, and what superseded what.

The central decision: a claim stands where it was made, by what its text or its document tells,
and what it is to others is told once, where it comes in: at the later of two claims.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from claimtrack.conflicts.standings import find_superseding
from claimtrack.errors import NotFoundError
from claimtrack.model import Claim, Cluster, Document, Relation, Turn

#: After all that is dated.
_NEVER = datetime.max.replace(tzinfo=UTC)


def find_cluster(key: str, clusters: Iterable[Cluster]) -> Cluster:
    """The cluster of an id, or that a claim of such an id is in.

    Args:
        key: An id or its first characters, with its tag or without.
        clusters: Those to look through.

    Raises:
        NotFoundError: No cluster and no claim of one begins so, or several do.
    """
    found = {
        group.id: group
        for group in clusters
        if any(
            name.startswith(key) or name.partition(":")[2].startswith(key)
            for name in (group.id, *group.claims)
        )
    }
    if not found or not key.strip():
        raise NotFoundError(f"no cluster {key!r}; see: claimtrack clusters --all --json")
    if len(found) > 1:
        raise NotFoundError(f"more than one cluster begins with {key!r}; give more of the id")
    return next(iter(found.values()))


def order_turns(
    claims: Iterable[Claim], documents: Iterable[Document], relations: Iterable[Relation]
) -> tuple[Turn, ...]:
    """The claims of a cluster as they were made, each with what it is to those before it.

    Args:
        claims: Those of the cluster; the order is kept among claims of one time, and those whose
            time is not known come last.
        documents: Those that the claims come from; claims of others are left out.
        relations: What claims are to each other; those between these claims count.
    """
    known = {document.id: document for document in documents}
    held = [claim for claim in claims if claim.document in known]
    times = {claim.id: _date(claim, known) for claim in held}
    ordered = sorted(held, key=lambda claim: times[claim.id] or _NEVER)
    places = {claim.id: place for place, claim in enumerate(ordered)}
    between = tuple(item for item in relations if item.a in places and item.b in places)
    published = {claim.id: moment for claim in held if (moment := known[claim.document].published)}
    return tuple(
        Turn(
            claim=claim,
            document=known[claim.document],
            when=times[claim.id],
            relations=tuple(
                sorted(
                    (item for item in between if _later(item, places) == claim.id),
                    key=lambda item: min(places[item.a], places[item.b]),
                )
            ),
            superseded=tuple(
                dict.fromkeys(item.b for item in find_superseding(claim.id, between, published))
            ),
        )
        for claim in ordered
    )


def _date(claim: Claim, documents: Mapping[str, Document]) -> datetime | None:
    """When a claim was made; a text tells of nothing that was said after it was published."""
    published = documents[claim.document].published
    said = claim.said.start if claim.said is not None else None
    return said if said and (published is None or said <= published) else published


def _later(relation: Relation, places: Mapping[str, int]) -> str:
    return max((relation.a, relation.b), key=lambda key: places[key])
