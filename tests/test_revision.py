"""Clusters that grow: new claims join, ids stay, judgements hold, and order can be set right."""

from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.conflict import to_claim
from claimtrack.clustering import cluster, join, keep_ids, revise
from claimtrack.errors import InputError
from claimtrack.model import Claim, Cluster, Judgement, Verdict

NOW = datetime(2026, 5, 4, tzinfo=UTC)
TEXTS = (
    "the harbour bridge at Visby is safe, engineers say",
    "engineers say the Visby harbour bridge is not safe",
    "rain is expected in Lund on Monday",
    "Lund expects heavy rain",
    "the parliament in Oslo adopts the budget",
    "Oslo parliament adopts its budget after talks",
)
CLAIMS = tuple(to_claim(text, str(place), parse=False) for place, text in enumerate(TEXTS))
GROUPS = {frozenset(claim.id for claim in CLAIMS[at : at + 2]) for at in (0, 2, 4)}

orders = st.permutations(CLAIMS)


def sets_of(clusters: tuple[Cluster, ...]) -> set[frozenset[str]]:
    return {frozenset(item.claims) for item in clusters}


def judge(a: Claim, b: Claim, verdict: Verdict) -> Judgement:
    return Judgement(subject="claim", a=a.id, b=b.id, verdict=verdict, by="Ana", added=NOW)


def arrive(order: list[Claim], judgements: tuple[Judgement, ...] = ()) -> tuple[Cluster, ...]:
    """The clusters after the claims came one at a time."""
    clusters: tuple[Cluster, ...] = ()
    for count in range(1, len(order) + 1):
        clusters = revise(order[:count], clusters, judgements)
    return clusters


@settings(max_examples=5, deadline=None)
@given(orders)
def test_what_does_not_depend_on_the_order_of_arrival(order: list[Claim]) -> None:
    assert sets_of(cluster(order)) == GROUPS
    arrived = arrive(order)
    again = revise(order, arrived, (), loose=None)
    assert sets_of(again) == GROUPS
    assert sorted(claim for item in arrived for claim in item.claims) == sorted(
        claim.id for claim in CLAIMS
    )


@settings(max_examples=5, deadline=None)
@given(orders, st.sampled_from(list(permutations(range(6), 2))))
def test_a_judgement_different_holds_however_claims_arrive(
    order: list[Claim], pair: tuple[int, int]
) -> None:
    a, b = (CLAIMS[place] for place in pair)
    for loose in ((), None):
        clusters = revise(
            order,
            arrive(order, (judge(a, b, "different"),)),
            (judge(a, b, "different"), judge(b, a, "same")),
            loose=loose,
        )
        assert not any({a.id, b.id} <= set(item.claims) for item in clusters)


def test_a_judgement_same_joins_survives_and_can_be_taken_back() -> None:
    said = (judge(CLAIMS[0], CLAIMS[2], "same"),)
    before = cluster(CLAIMS)
    pair = {CLAIMS[0].id, CLAIMS[2].id}
    joined = revise(CLAIMS, before, said, loose=pair)
    assert any(pair <= set(item.claims) for item in joined)
    again = revise(CLAIMS, joined, said, loose=None)
    assert any(pair <= set(item.claims) for item in again)
    assert sets_of(revise(CLAIMS, again, (), loose=pair)) == GROUPS


def test_a_new_claim_joins_and_the_id_stays() -> None:
    before = cluster(CLAIMS[:3])
    (bridge, rain) = before
    after = join(before, CLAIMS)
    assert after[0] == bridge
    assert after[1].id == rain.id
    assert set(after[1].claims) == {CLAIMS[2].id, CLAIMS[3].id}
    assert sets_of(after) == GROUPS


def test_clusters_that_a_new_claim_does_not_touch_are_left_alone() -> None:
    odd = Cluster((CLAIMS[4].id, CLAIMS[2].id), id="k1:odd")
    after = join([odd], [*CLAIMS[:3], CLAIMS[4]])
    assert odd.id in {item.id for item in after}
    assert set(next(item for item in after if item.id == odd.id).claims) == set(odd.claims)


def test_claims_that_are_gone_drop_out() -> None:
    before = cluster(CLAIMS)
    assert sets_of(join(before, CLAIMS[1:4])) == {
        frozenset((CLAIMS[1].id,)),
        frozenset((CLAIMS[2].id, CLAIMS[3].id)),
    }
    assert sets_of(revise(CLAIMS[1:4], before, [judge(CLAIMS[0], CLAIMS[1], "same")])) == {
        frozenset((CLAIMS[1].id,)),
        frozenset((CLAIMS[2].id, CLAIMS[3].id)),
    }


def test_a_judgement_about_a_claim_that_is_not_there_is_an_error() -> None:
    with pytest.raises(InputError, match="no claim 'c1:x' among the 6"):
        join((), CLAIMS, same=[("c1:x", CLAIMS[0].id)])


@pytest.mark.parametrize(
    ("before", "after", "ids"),
    [
        # The larger gives its id to both.
        (("ab", "cde"), ("abcde",), ("cde",)),
        # Of two of one size the first does.
        (("ab", "cd"), ("abcd",), ("ab",)),
        (("cd", "ab"), ("abcd",), ("cd",)),
        # The larger part keeps it, the other part is new.
        (("abc",), ("ab", "c"), ("abc", "c")),
        # What goes on from nothing is new.
        ((), ("ab",), ("ab",)),
        # Two swap a claim: each goes on from where most of it was.
        (("abc", "de"), ("bc", "ade"), ("abc", "de")),
    ],
)
def test_ids_go_on(before: tuple[str, ...], after: tuple[str, ...], ids: tuple[str, ...]) -> None:
    known = [Cluster(tuple(item)) for item in before]
    found = keep_ids([Cluster(tuple(item)) for item in after], known)
    assert [item.id for item in found] == [Cluster(tuple(item)).id for item in ids]
    assert [item.claims for item in found] == [tuple(item) for item in after]


def test_a_new_cluster_never_takes_an_id_that_another_has() -> None:
    ab = Cluster(tuple("ab")).id
    found = keep_ids(
        [Cluster(tuple("abx")), Cluster(tuple("cd"))],
        [Cluster(tuple("cd"), id=ab), Cluster(tuple("abx"))],
    )
    assert found[1].id == ab
    (one, other) = keep_ids(
        [Cluster(tuple("cde")), Cluster(tuple("ab"))], [Cluster(tuple("cde"), id=ab)]
    )
    assert one.id == ab != other.id
    assert other.id.startswith("k1:")
