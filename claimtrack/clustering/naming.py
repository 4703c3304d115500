"""Ids of clusters that stay while claims come and go.

The central decision: a cluster is known by an id and not by what is in it. A new clustering takes
over the ids of the old one, each where most of its claims went; where two clusters became one
the larger gives the id, of two as large the first, and where one became two the
larger part keeps it.
"""

from collections import Counter
from collections.abc import Iterable

from claimtrack.model import Cluster, digest


def keep_ids(clusters: Iterable[Cluster], known: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """The clusters, in their order, with the ids of those that they go on from.

    Args:
        clusters: The new clustering.
        known: The old one, in its order.
    """
    found, held = tuple(clusters), tuple(known)
    before = {claim: number for number, old in enumerate(held) for claim in old.claims}
    shared = [
        (-count, number, min(new.claims), place)
        for place, new in enumerate(found)
        for number, count in Counter(before[item] for item in new.claims if item in before).items()
    ]
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for _, number, _, place in sorted(shared):
        if place not in ids and held[number].id not in taken:
            ids[place] = held[number].id
            taken.add(held[number].id)
    named: list[Cluster] = []
    for place, new in enumerate(found):
        key = ids.get(place) or _fresh_id(new, taken)
        taken.add(key)
        named.append(Cluster(new.claims, id=key))
    return tuple(named)


def _fresh_id(cluster: Cluster, taken: Iterable[str]) -> str:
    """The digest of its claims, unless the cluster that began with them has it and lost them."""
    key, turn = Cluster(cluster.claims).id, 0
    while key in taken:
        turn += 1
        key = digest("k1", [sorted(cluster.claims), turn])
    return key
