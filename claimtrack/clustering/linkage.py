"""Similarities and people's judgements to clusters: claims about the same thing.

The central decision: average linkage inside the connected components of the kept edges. A
pair that was never scored counts as unlike, so that one bridge between two groups does not
make them one. The result does not depend on the order of the claims: sums are kept in whole
millionths, and ties go to the lesser ids. Polarity plays no part: whoever denies a claim speaks
about the same thing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

from attrs import evolve, field, frozen

from claimtrack.clustering.naming import keep_ids
from claimtrack.errors import InputError
from claimtrack.lexicon import Lexicon
from claimtrack.matching import Embedder, collect, find_partners, score
from claimtrack.matching.events import collect_tellings, score_tellings
from claimtrack.matching.tellings import Telling
from claimtrack.model import Claim, Cluster, Similarity

#: Mean similarity from which two groups are one, by words alone and with embeddings. Measured on
#: Emergent headlines, in collections of 60 rumours and of all.
THRESHOLD = 0.3
EMBEDDED_THRESHOLD = 0.44
#: Mean likelihood from which two groups of tellings are one event; measured on ECB+.
EVENT_THRESHOLD = 0.37
_SCALE = 1_000_000

Pair = tuple[str, str]


def cluster(
    claims: Iterable[Claim],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    threshold: float | None = None,
    embed: Embedder | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[Cluster, ...]:
    """Every claim in exactly one cluster, alone where nothing is like it.

    Args:
        claims: The live collection, in any order.
        same: Pairs of ids that a person judged the same: joined whatever their similarity.
        different: Pairs of ids judged different: never in one cluster, even where `same`
            pairs would lead there.
        threshold: Mean similarity from which two groups are joined, 0..1; what was measured to
            be best by default.
        embed: Compares meanings too, as `claimtrack.matching.load_embedder` gives it; words alone
            by default.
        lexicon: Gives what is masked; English by default.

    Returns:
        Sorted by the first claim in the order given; ids inside in that order too.
    """
    unique = {claim.id: claim for claim in claims}
    edges = score(collect(unique.values(), embed=embed, lexicon=lexicon))
    if threshold is None:
        threshold = EMBEDDED_THRESHOLD if embed else THRESHOLD
    return link(unique, edges, same=same, different=different, threshold=threshold)


def join(
    known: Iterable[Cluster],
    claims: Iterable[Claim],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    threshold: float = THRESHOLD,
    lexicon: Lexicon | None = None,
) -> tuple[Cluster, ...]:
    """The clusters with the claims that are in none of them yet; ids stay.

    Only clusters that share rare words with a new claim, or that a judgement ties to one, are
    looked at: claims join them, and two of them may become one. The others are left as they
    are, so that the cost is that of the new claims, and the result depends on what came first;
    `cluster` over everything sets that right.

    Args:
        known: The clusters so far; claims that are not in `claims` drop out of them.
        claims: All claims, in the order to keep.
        same: Pairs of ids that a person judged the same.
        different: Pairs of ids judged different.
        threshold: Mean similarity from which two groups are joined, 0..1.
        lexicon: Gives what is masked; English by default.

    Raises:
        InputError: A judgement names an id that is not in `claims`.
    """
    unique = {claim.id: claim for claim in claims}
    joined, cut = tuple(same), tuple(different)
    _check(unique, *(key for pair in (*joined, *cut) for key in pair))
    held = tuple(known)
    kept = [evolve(item, claims=tuple(filter(unique.__contains__, item.claims))) for item in held]
    kept = [item for item in kept if item.claims]
    home = {key: item.id for item in kept for key in item.claims}
    fresh = unique.keys() - home.keys()
    met = set(find_partners(unique.values(), fresh, lexicon=lexicon)) if fresh else set[str]()
    tied = [set(pair) for pair in joined if fresh.intersection(pair)]
    near = {home[key] for key in met.union(*tied) if key in home}
    touched = [item for item in kept if item.id in near]
    inside = fresh.union(*(item.claims for item in touched))
    local = [claim for key, claim in unique.items() if key in inside]
    edges = score(collect(local, among=unique.values(), lexicon=lexicon))
    grown = link(
        (claim.id for claim in local),
        edges,
        same=(pair for pair in joined if inside.issuperset(pair)),
        different=(pair for pair in cut if inside.issuperset(pair)),
        groups=touched,
        threshold=threshold,
    )
    rest = [item for item in kept if item.id not in near]
    order = {key: place for place, key in enumerate(unique)}
    return keep_ids(sorted((*rest, *grown), key=lambda item: order[item.claims[0]]), held)


def cluster_tellings(
    tellings: Iterable[Telling],
    *,
    threshold: float = EVENT_THRESHOLD,
    lexicon: Lexicon | None = None,
) -> tuple[Cluster, ...]:
    """Every telling in exactly one cluster, those of one event together.

    Args:
        tellings: All that are to be compared, in any order.
        threshold: Mean likelihood from which two groups are joined, 0..1.
        lexicon: The language's words and weights; English by default.

    Returns:
        Sorted by the first telling in the order given; ids inside in that order too.
    """
    unique = {telling.id: telling for telling in tellings}
    edges = score_tellings(collect_tellings(unique.values(), lexicon=lexicon))
    return link(unique, edges, threshold=threshold)


def link(
    ids: Iterable[str],
    edges: Iterable[Similarity],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    groups: Iterable[Cluster] = (),
    threshold: float = THRESHOLD,
) -> tuple[Cluster, ...]:
    """Average linkage over edges that are already scored; see `cluster`.

    Args:
        ids: What is clustered, in the order to keep.
        edges: Similarities; a pair without one counts as unlike.
        same: Pairs to join first of all.
        different: Pairs never to join.
        groups: Clusters to begin with, no two with one claim.
        threshold: Mean similarity from which two groups are joined, 0..1.

    Raises:
        InputError: An edge or a judgement names an id that is not in `ids`.
    """
    order = {key: position for position, key in enumerate(dict.fromkeys(ids))}
    state = _Groups.of(order, edges, different)
    begun = [(min(item.claims), key) for item in groups for key in sorted(item.claims)]
    for a, b in (*sorted(begun), *sorted(tuple(sorted(pair)) for pair in same)):
        _check(order, a, b)
        state.join(a, b)
    _merge(state, round(threshold * _SCALE))
    found = [sorted(members, key=order.__getitem__) for members in state.members.values()]
    found.sort(key=lambda members: order[members[0]])
    return tuple(Cluster(tuple(members)) for members in found)


def _check(order: Mapping[str, object], *ids: str) -> None:
    for key in ids:
        if key not in order:
            raise InputError(f"no claim {key!r} among the {len(order)} to cluster")


@frozen(eq=False)
class _Groups:
    """The groups while they grow; local to one call of `link`.

    Attributes:
        home: Id to the id that names its group: the least of its members.
        members: Name to members.
        sums: Name to other names to the sum of similarities between them, in millionths.
        barred: Name to the names that it must not join.
    """

    home: dict[str, str]
    members: dict[str, list[str]]
    sums: dict[str, dict[str, int]] = field(repr=False)
    barred: dict[str, set[str]]

    @classmethod
    def of(
        cls, order: Mapping[str, int], edges: Iterable[Similarity], different: Iterable[Pair]
    ) -> "_Groups":
        sums: dict[str, dict[str, int]] = defaultdict(dict)
        for edge in edges:
            _check(order, edge.a, edge.b)
            if edge.a != edge.b:
                sums[edge.a][edge.b] = sums[edge.b][edge.a] = round(edge.score * _SCALE)
        barred: dict[str, set[str]] = defaultdict(set)
        for a, b in different:
            _check(order, a, b)
            barred[a].add(b)
            barred[b].add(a)
        return cls({key: key for key in order}, {key: [key] for key in order}, sums, barred)

    def mean(self, a: str, b: str) -> float:
        """Mean similarity of two groups, in millionths; exact up to the last division."""
        return self.sums[a].get(b, 0) / (len(self.members[a]) * len(self.members[b]))

    def offers(self, name: str, threshold: int) -> list[tuple[float, str, str]]:
        """The joins open to a group: minus the mean, and the two names in order."""
        return [
            (-mean, min(name, other), max(name, other))
            for other in self.sums.get(name, ())
            if other not in self.barred[name] and (mean := self.mean(name, other)) >= threshold
        ]

    def join(self, a: str, b: str) -> str | None:
        """Makes the groups of two ids one; its name, or None where that is barred."""
        a, b = sorted((self.home[a], self.home[b]))
        if a == b or b in self.barred[a]:
            return None
        for member in self.members[b]:
            self.home[member] = a
        self.members[a] += self.members.pop(b)
        for other, value in self.sums.pop(b, {}).items():
            del self.sums[other][b]
            if other != a:
                total = self.sums[a].get(other, 0) + value
                self.sums[a][other] = self.sums[other][a] = total
        for other in self.barred.pop(b, set[str]()):
            self.barred[other].discard(b)
            self.barred[other].add(a)
            self.barred[a].add(other)
        return a


def _merge(groups: _Groups, threshold: int) -> None:
    """Joins the two most alike groups, again and again, while their mean is high enough."""
    heap = [entry for name in sorted(groups.sums) for entry in groups.offers(name, threshold)]
    heapify(heap)
    while heap:
        mean, a, b = heappop(heap)
        stale = a not in groups.members or b not in groups.members
        name = None if stale or -mean != groups.mean(a, b) else groups.join(a, b)
        if name is None:
            continue
        for entry in groups.offers(name, threshold):
            heappush(heap, entry)
