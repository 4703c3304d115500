"""Average linkage inside components, with judgements that hold."""

from itertools import combinations, product
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.conflict import to_claim
from claimtrack.clustering import Pair, assign, cluster, join, link
from claimtrack.clustering.streaming import Options, arrive
from claimtrack.errors import InputError
from claimtrack.model import Claim, Cluster, Similarity

IDS = "abcdefgh"
SCORES = st.sampled_from((0.0, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9, 1.0))
EDGES = st.dictionaries(st.sampled_from(list(combinations(IDS, 2))), SCORES, max_size=20)
PAIRS = st.lists(st.sampled_from(list(combinations(IDS, 2))), max_size=4)


def edges_of(found: dict[Pair, float]) -> list[Similarity]:
    return [Similarity(a, b, score=value) for (a, b), value in found.items()]


def sets_of(clusters: tuple[Cluster, ...]) -> set[frozenset[str]]:
    return {frozenset(item.claims) for item in clusters}


def slowly(found: dict[Pair, float], threshold: float) -> set[frozenset[str]]:
    """Average linkage as it is defined: look at all pairs of groups, join the best, again."""
    groups = [[key] for key in IDS]

    def mean(a: list[str], b: list[str]) -> float:
        total = sum(round(found.get((min(x, y), max(x, y)), 0) * 1_000_000) for x in a for y in b)
        return total / (len(a) * len(b))

    while len(groups) > 1:
        groups.sort(key=min)
        options = [(mean(a, b), a, b) for a, b in combinations(groups, 2)]
        # The first of the best: groups are in the order of their least ids.
        best, a, b = max(options, key=lambda option: option[0])
        if best < threshold * 1_000_000:
            return {frozenset(group) for group in groups}
        groups = [group for group in groups if group not in (a, b)] + [a + b]
    return {frozenset(group) for group in groups}


@given(EDGES, st.sampled_from((0.2, 0.3, 0.5)))
def test_linking_equals_the_slow_definition(found: dict[Pair, float], threshold: float) -> None:
    assert sets_of(link(IDS, edges_of(found), threshold=threshold)) == slowly(found, threshold)


@given(EDGES, PAIRS, PAIRS, st.permutations(IDS))
def test_linking_does_not_depend_on_any_order(
    found: dict[Pair, float], same: list[Pair], different: list[Pair], ids: list[str]
) -> None:
    straight = link(IDS, edges_of(found), same=same, different=different)
    mixed = link(
        ids,
        edges_of(found)[::-1],
        same=[(b, a) for a, b in same[::-1]],
        different=different[::-1],
    )
    assert sets_of(straight) == sets_of(mixed)


@given(EDGES, PAIRS, PAIRS)
def test_a_judgement_different_is_never_violated(
    found: dict[Pair, float], same: list[Pair], different: list[Pair]
) -> None:
    for group in sets_of(link(IDS, edges_of(found), same=same, different=different)):
        assert not any({a, b} <= group for a, b in different)


@given(EDGES, PAIRS)
def test_a_judgement_same_always_joins(found: dict[Pair, float], same: list[Pair]) -> None:
    groups = sets_of(link(IDS, edges_of(found), same=same))
    assert all(any({a, b} <= group for group in groups) for a, b in same)


@given(EDGES)
def test_every_claim_is_in_exactly_one_cluster(found: dict[Pair, float]) -> None:
    members = [key for item in link(IDS, edges_of(found)) for key in item.claims]
    assert sorted(members) == list(IDS)


def test_one_bridge_does_not_make_two_groups_one() -> None:
    found = {("a", "b"): 0.9, ("c", "d"): 0.9, ("b", "c"): 0.5}
    groups = sets_of(link("abcd", edges_of(found), threshold=0.3))
    assert groups == {frozenset("ab"), frozenset("cd")}


@pytest.mark.parametrize(("same", "different"), [([("a", "x")], []), ([], [("a", "x")])])
def test_a_judgement_about_an_unknown_claim_is_an_error(
    same: list[Pair], different: list[Pair]
) -> None:
    with pytest.raises(InputError, match="no claim 'x' among the 2"):
        link("ab", [], same=same, different=different)


def test_an_edge_of_an_unknown_claim_is_an_error() -> None:
    with pytest.raises(InputError, match="no claim 'x'"):
        link("ab", [Similarity("a", "x", score=1.0)])


def claim(text: str, document: str) -> Claim:
    return to_claim(text, document, parse=False)


def test_a_denial_joins_the_claim_that_it_denies() -> None:
    claims = [
        claim("The bridge at Visby is safe", "1"),
        claim("Rain is expected in Lund", "2"),
        claim("The bridge at Visby is not safe", "3"),
    ]
    groups = cluster(claims)
    assert [item.claims for item in groups] == [
        (claims[0].id, claims[2].id),
        (claims[1].id,),
    ]
    parted = cluster(claims, different=[(claims[2].id, claims[0].id)])
    assert len(parted) == len(claims)


OPENINGS = ("A strong earthquake", "An earthquake", "The earthquake", "A quake", "A big quake")
VERBS = ("kills", "has killed", "killed", "leaves dead", "took the lives of")
VICTIMS = ("people", "residents", "villagers", "inhabitants")
PLACES = ("in Valdoria", "in southern Valdoria", "in the Valdoria region", "in Valdoria province")
TELLERS = ("", "officials say", "rescuers say", "the governor said", "its mayor told reporters")
TIMES = ("", "early", "overnight", "at dawn")


def tell(count: int) -> list[Claim]:
    """One story in so many wordings, no two the same."""
    told = product(OPENINGS, VERBS, VICTIMS, PLACES, TELLERS, TIMES)
    texts = [" ".join(filter(None, words)) for words in told]
    # As far from each other as they can be.
    step = len(texts) // count
    return [claim(text, str(place)) for place, text in enumerate(texts[::step][:count])]


@pytest.mark.parametrize("count", [30, 120, 500])
def test_copies_are_one_cluster_however_many_there_are(count: int) -> None:
    others = [claim(f"Rain is expected in town{n}", f"rain{n}") for n in range(3)]
    copies = [claim(f"The bridge at Visby has {n} cracks", str(n)) for n in range(count)]
    groups = sets_of(cluster([*copies, *others]))
    assert frozenset(item.id for item in copies) in groups


@pytest.mark.parametrize("count", [120, 1000])
def test_a_story_told_in_many_wordings_is_one_cluster(count: int) -> None:
    # More than blocking lets a claim meet, and in more claims than may hold a word.
    story = tell(count)
    others = [
        claim(f"Talks number{n} on town{n} begin with minister{n}", f"t{n}") for n in range(count)
    ]
    groups = sets_of(cluster([*story, *others]))
    assert frozenset(item.id for item in story) in groups
    assert sets_of(cluster([*others, *story][::-1])) == groups


def test_copies_that_were_judged_to_differ_are_apart() -> None:
    copies = [claim("The bridge at Visby is safe", str(n)) for n in range(60)]
    first, second = copies[7].id, copies[3].id
    groups = sets_of(cluster(copies, different=[(first, second)]))
    assert sorted(map(len, groups)) in ([1, 59], [30, 30])
    assert not any({first, second} <= group for group in groups)


@pytest.mark.parametrize(("a", "b", "together"), [("49", "50", False), ("49", "49 ", True)])
def test_of_texts_of_which_nothing_is_left_only_the_same_are_copies(
    a: str, b: str, *, together: bool
) -> None:
    assert (len(cluster([claim(a, "1"), claim(b, "2")])) == 1) == together


def test_a_copy_that_comes_later_joins_the_others() -> None:
    copies = [claim("The bridge at Visby is safe", str(n)) for n in range(501)]
    known = cluster(copies[:-1])
    (joined,) = join(known, copies)
    assert joined.id == known[0].id
    assert len(joined.claims) == len(copies)


@given(EDGES, st.dictionaries(st.sampled_from(IDS), st.integers(1, 3)), PAIRS)
def test_copies_count_as_if_each_had_the_edges(
    found: dict[Pair, float], counts: dict[str, int], different: list[Pair]
) -> None:
    copies = {key: tuple(f"{key}{n}" for n in range(counts.get(key, 0))) for key in IDS}
    each = [(key, *others) for key, others in copies.items()]
    edges = {
        (min(x, y), max(x, y)): value
        for (a, b), value in found.items()
        for x in (a, *copies[a])
        for y in (b, *copies[b])
    }
    ids = [key for keys in each for key in keys]
    folded = link(ids, edges_of(found), copies=copies, different=different)
    same = [(key, other) for key, others in copies.items() for other in others]
    spread = link(ids, edges_of(edges), same=same, different=different)
    assert sets_of(folded) == sets_of(spread)


def test_no_claims_give_no_clusters() -> None:
    assert cluster([]) == ()


words = st.lists(
    st.sampled_from(("rebels", "killed", "mayor", "Lund", "bridge", "49", "not", "death", "")),
    max_size=5,
).map(" ".join)


@settings(max_examples=30)
@given(st.lists(words, max_size=7), st.integers(0, 7))
def test_what_comes_later_changes_nothing_in_a_stream(texts: list[str], count: int) -> None:
    found = list(assign(texts))
    assert list(assign(texts[:count])) == found[:count]
    # Numbers begin at 0, and the next new one is one more.
    assert all(number <= max(found[:at], default=-1) + 1 for at, number in enumerate(found))


@settings(max_examples=30)
@given(st.lists(words, max_size=7), st.data())
def test_clusters_to_choose_from_are_those_that_are_there(
    texts: list[str], data: st.DataObject
) -> None:
    made = 0

    def choose(options: Options) -> int | None:
        nonlocal made
        assert all(0 <= number < made for number in options)
        assert all(map(isfinite, (value for item in options.values() for value in item.values())))
        chosen = data.draw(st.sampled_from((None, *options)))
        made += chosen is None
        return chosen

    assert len(set(arrive(texts, choose))) == made


def test_copies_in_a_stream_join_however_many_have_come() -> None:
    texts = ["The bridge at Visby has 3 cracks", "Rain is expected in Lund"]
    texts += [f"The bridge at Visby has {n} cracks" for n in range(500)]
    assert list(assign(texts)) == [0, 1] + [0] * 500


def test_a_stream_brings_other_words_of_one_meaning_together() -> None:
    texts = (
        "Gunmen killed the mayor of Uppsala",
        "Rain is expected in Lund",
        "Uppsala mayor murdered by militants",
    )
    assert list(assign(texts)) == [0, 1, 0]
