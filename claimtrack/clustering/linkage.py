"""Similarities and people's judgements to clusters: claims about the same thing.

The central decision: average linkage inside the connected components of the kept edges. A
pair that was never scored counts as unlike, so that one bridge between two groups does not
make them one. Only where groups are larger than what blocking lets a claim meet, a sample of
their pairs is scored in place of it. The result does not depend on the order of the claims: sums
are kept in whole millionths, and ties go to the lesser ids. Polarity plays no part: whoever denies
a claim speaks about the same thing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import chain, product

from attrs import evolve, field, frozen

from claimtrack.clustering.copies import find_copies, find_same_tellings
from claimtrack.clustering.naming import keep_ids
from claimtrack.errors import InputError
from claimtrack.lexicon import Lexicon, load_lexicon
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
#: Claims of two groups from which on blocking may have kept pairs from being scored; with fewer,
#: groups of Emergent headlines are joined that tell two stories.
_CROWD = 64
#: Claims of each group whose pairs are scored then.
_SAMPLE = 8

Pair = tuple[str, str]
#: Scores pairs of ids, in their order.
Scorer = Callable[[Sequence[Pair]], Iterable[Similarity]]


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
    cut = tuple(different)
    copies = _fold(unique, cut, lexicon)
    home = collect(
        map(unique.__getitem__, copies), among=unique.values(), embed=embed, lexicon=lexicon
    )
    if threshold is None:
        threshold = EMBEDDED_THRESHOLD if embed else THRESHOLD
    return link(
        unique,
        score(home),
        same=same,
        different=cut,
        copies=copies,
        ask=partial(score, home),
        threshold=threshold,
    )


def _fold(
    claims: Mapping[str, Claim], different: Iterable[Pair], lexicon: Lexicon | None
) -> Mapping[str, tuple[str, ...]]:
    """The claims that are compared, with their copies; what was judged to differ is no copy."""
    apart = frozenset(chain.from_iterable(different))
    return find_copies(claims.values(), apart=apart, lexicon=lexicon or load_lexicon())


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
    met = _find_near(unique, fresh, _fold(unique, cut, lexicon), lexicon) if fresh else set[str]()
    tied = [set(pair) for pair in joined if fresh.intersection(pair)]
    near = {home[key] for key in met.union(*tied) if key in home}
    touched = [item for item in kept if item.id in near]
    inside = fresh.union(*(item.claims for item in touched))
    local = {key: claim for key, claim in unique.items() if key in inside}
    parted = [pair for pair in cut if inside.issuperset(pair)]
    copies = _fold(local, parted, lexicon)
    scene = collect(map(local.__getitem__, copies), among=unique.values(), lexicon=lexicon)
    grown = link(
        local,
        score(scene),
        same=(pair for pair in joined if inside.issuperset(pair)),
        different=parted,
        groups=touched,
        copies=copies,
        ask=partial(score, scene),
        threshold=threshold,
    )
    rest = [item for item in kept if item.id not in near]
    order = {key: place for place, key in enumerate(unique)}
    return keep_ids(sorted((*rest, *grown), key=lambda item: order[item.claims[0]]), held)


def _find_near(
    claims: Mapping[str, Claim],
    fresh: Iterable[str],
    copies: Mapping[str, tuple[str, ...]],
    lexicon: Lexicon | None,
) -> set[str]:
    """Ids of the copies of new claims, and of claims that share rare words with them."""
    first = {key: name for name, others in copies.items() for key in (name, *others)}
    new = {first[key] for key in fresh}
    met = find_partners(map(claims.__getitem__, copies), new, lexicon=lexicon)
    return {key for name in met | new for key in (name, *copies[name])}


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
    copies = find_same_tellings(unique.values())
    home = collect_tellings(map(unique.__getitem__, copies), lexicon=lexicon)
    return link(unique, score_tellings(home), copies=copies, threshold=threshold)


def link(  # noqa: PLR0913  all that linkage can be told
    ids: Iterable[str],
    edges: Iterable[Similarity],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    groups: Iterable[Cluster] = (),
    copies: Mapping[str, Sequence[str]] | None = None,
    ask: Scorer | None = None,
    threshold: float = THRESHOLD,
) -> tuple[Cluster, ...]:
    """Average linkage over edges that are already scored; see `cluster`.

    Args:
        ids: What is clustered, in the order to keep.
        edges: Similarities; a pair without one counts as unlike.
        same: Pairs to join first of all.
        different: Pairs never to join.
        groups: Clusters to begin with, no two with one claim.
        copies: As `find_copies` gives them: an edge of a claim is one of each of its copies too.
        ask: Scores more pairs of claims that are no copies; by default none are.
        threshold: Mean similarity from which two groups are joined, 0..1.

    Raises:
        InputError: An edge or a judgement names an id that is not in `ids`.
    """
    order = {key: position for position, key in enumerate(dict.fromkeys(ids))}
    held = dict.fromkeys(order, ()) if copies is None else copies
    state = _Groups.of(order, edges, different, held)
    begun = [(min(item.claims), key) for item in groups for key in sorted(item.claims)]
    for a, b in (*sorted(begun), *sorted(tuple(sorted(pair)) for pair in same)):
        _check(order, a, b)
        state.join(a, b)
    least = round(threshold * _SCALE)
    _merge(state, least)
    if ask is not None:
        _merge_crowds(state, least, ask, held)
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
        cls,
        order: Mapping[str, int],
        edges: Iterable[Similarity],
        different: Iterable[Pair],
        copies: Mapping[str, Sequence[str]],
    ) -> "_Groups":
        members = {key: [key, *others] for key, others in copies.items()}
        home = {key: name for name, ids in members.items() for key in ids}
        sums: dict[str, dict[str, int]] = defaultdict(dict)
        for edge in edges:
            _check(members, edge.a, edge.b)
            if edge.a != edge.b:
                times = len(members[edge.a]) * len(members[edge.b])
                sums[edge.a][edge.b] = sums[edge.b][edge.a] = round(edge.score * _SCALE) * times
        barred: dict[str, set[str]] = defaultdict(set)
        for a, b in different:
            _check(order, a, b)
            barred[a].add(b)
            barred[b].add(a)
        return cls(home, members, sums, barred)

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


def _merge_crowds(
    groups: _Groups, threshold: int, ask: Scorer, copies: Mapping[str, Sequence[str]]
) -> None:
    """Joins groups of which blocking has let few pairs meet, by a sample of these pairs."""
    first = {key: name for name, others in copies.items() for key in (name, *others)}
    count = 0
    while len(groups.members) != count:
        count = len(groups.members)
        for a, b in _find_crowds(groups):
            mean = _ask_mean(groups.members[a], groups.members[b], ask, first)
            total = mean * len(groups.members[a]) * len(groups.members[b])
            groups.sums[a][b] = groups.sums[b][a] = total
        _merge(groups, threshold)


def _find_crowds(groups: _Groups) -> Iterator[Pair]:
    """Pairs of groups with more claims than meet, of which some do."""
    for a, members in sorted(groups.members.items()):
        for b in sorted(groups.sums.get(a, ())):
            if a < b and len(members) + len(groups.members[b]) > _CROWD:
                yield a, b


def _ask_mean(
    members: Sequence[str], others: Sequence[str], ask: Scorer, first: Mapping[str, str]
) -> int:
    """Mean similarity of a sample of the pairs of two groups, in millionths."""
    samples = (sorted(ids)[:: max(1, len(ids) // _SAMPLE)][:_SAMPLE] for ids in (members, others))
    pairs = [(first[a], first[b]) for a, b in product(*samples)]
    return round(sum(edge.score for edge in ask(pairs)) * _SCALE / len(pairs))
