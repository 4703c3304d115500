"""The clusters that follow from those before, from new claims and from what people judged.

The central decision: what a person judged is kept outside of clusters, so that it outlives every
clustering, and can be taken back.
"""

from collections.abc import Iterable, Sequence

from claimtrack.clustering.linkage import cluster, join
from claimtrack.clustering.naming import keep_ids
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Cluster, Judgement


def revise(
    claims: Sequence[Claim],
    before: Iterable[Cluster],
    judgements: Iterable[Judgement],
    *,
    loose: Iterable[str] | None = (),
    lexicon: Lexicon | None = None,
) -> tuple[Cluster, ...]:
    """The clusters of all claims; those that go on from one before keep its id.

    Claims that are in no cluster join those before. Where there are none such, or no clusters,
    all claims are clustered anew, as if they had come at once.

    Args:
        claims: All claims, in the order to keep.
        before: The clusters before.
        judgements: Those in force; of one pair ``different`` outweighs ``same``. Those about
            claims that are not there any more wait until they are.
        loose: Ids of claims whose clusters are to be clustered anew; None: all.
        lexicon: Gives what is masked; English by default.
    """
    there = {claim.id for claim in claims}
    said = [item for item in judgements if there.issuperset((item.a, item.b))]
    same = [(item.a, item.b) for item in said if item.verdict == "same"]
    different = [(item.a, item.b) for item in said if item.verdict == "different"]
    held = tuple(before)
    stay = () if loose is None else _without(held, frozenset(loose))
    known = {claim for item in stay for claim in item.claims}
    if known and not there <= known:
        found = join(stay, claims, same=same, different=different, lexicon=lexicon)
    else:
        found = cluster(claims, same=same, different=different, lexicon=lexicon)
    return keep_ids(found, held)


def _without(clusters: Iterable[Cluster], loose: frozenset[str]) -> tuple[Cluster, ...]:
    return tuple(item for item in clusters if loose.isdisjoint(item.claims))
