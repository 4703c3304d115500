"""Similarity that is blind to what would make two claims contradict each other."""

import sys
from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.conflict import to_claim
from claimtrack.errors import ModelError
from claimtrack.lexicon import load_lexicon
from claimtrack.matching import FEATURES, block, collect, compare, load_embedder, mask, score
from claimtrack.matching.blocking import find_pairs
from claimtrack.matching.embeddings import widen_meanings
from claimtrack.model import Claim
from claimtrack.parsing.conllu import ConlluParser, read_conllu
from claimtrack.propositions import find_propositions

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "relations.conllu"
PARSER = ConlluParser(read_conllu(GOLD.read_text(encoding="utf-8")))

texts = st.text(max_size=60) | st.lists(
    st.sampled_from(("the", "bridge", "is", "not", "safe", "49", "soldiers", "Monday")), max_size=9
).map(" ".join)


def claim(text: str, document: str = "d", *, trees: bool = False) -> Claim:
    bare = to_claim(text, document, parse=False)
    if not trees:
        return bare
    propositions = find_propositions(PARSER.parse(text), bare.content, load_lexicon())
    return evolve(bare, propositions=propositions)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("the bridge is safe", "the bridge is not safe"),
        ("the bridge is safe", "the bridge isn't safe"),
        ("49 soldiers were killed", "fifty soldiers were killed"),
        ("clashes began on Monday", "clashes began on Tuesday"),
        ("the council accepted the offer", "the council never accepted the offer"),
        ("prices rise", "prices fall"),
    ],
)
def test_numbers_dates_negators_and_antonyms_are_masked(a: str, b: str) -> None:
    assert mask(a, load_lexicon()) == mask(b, load_lexicon())
    assert compare(claim(a), claim(b, "e")).score == 1.0
    pair = [claim(a), claim(b, "e")]
    assert compare(*pair, collection=collect(pair)).score == 1.0


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("", ""),
        ("49", ""),
        ("“The ministry’s 3 trucks”", "the ministry trucks"),
        ("No-one can't see", "ca see"),
        ("It may rain in May", "it may rain in"),
    ],
)
def test_what_is_left_of_a_text(text: str, masked: str) -> None:
    assert mask(text, load_lexicon()) == masked


@given(texts, texts)
def test_comparing_is_symmetric_and_between_0_and_1(a: str, b: str) -> None:
    first, second = claim(a), claim(b, "e")
    there, back = compare(first, second), compare(second, first)
    assert there == back
    assert there.features == back.features
    assert 0 <= there.score <= 1


@given(st.lists(texts, min_size=2, max_size=6, unique=True))
def test_comparing_in_a_collection_is_symmetric_and_between_0_and_1(found: list[str]) -> None:
    claims = [claim(text, text) for text in found]
    home = collect(claims)
    assert all(0 <= edge.score <= 1 for edge in score(home))
    there, back = (compare(*pair, collection=home) for pair in (claims[:2], claims[1::-1]))
    assert there == back


@given(texts)
def test_a_claim_compared_with_itself_gives_1(text: str) -> None:
    one = claim(text)
    assert compare(one, one).score == 1.0
    assert compare(one, claim(text, "e")).score == 1.0


def test_every_similarity_says_its_features() -> None:
    a = claim("The rebels attacked the village.", trees=True)
    b = claim("The rebels never attacked the village.", "e", trees=True)
    assert compare(a, b, collection=collect([a, b])).features == {
        "neighbours": 1.0,
        "grams": 1.0,
        "token_set": 1.0,
        "predicate": 1.0,
        "arguments": 1.0,
    }
    assert set(compare(a, claim("rebels", "f")).features) == {"grams", "token_set"}


def test_a_rare_word_counts_more_than_one_that_all_claims_have() -> None:
    others = [claim(f"talks about talks number{word}", word) for word in "abcdefgh"]
    a, b, c = claim("talks in Oslo", "x"), claim("talks in Rome", "y"), claim("peace Oslo", "z")
    home = collect([a, b, c, *others])
    assert compare(a, c, collection=home).score > compare(a, b, collection=home).score


def test_scores_of_pairs_are_those_of_comparing_in_the_collection() -> None:
    claims = [claim(text, text) for text in ("a strike hit Oslo", "Oslo was hit", "rain in Rome")]
    home = collect(claims)
    pairs = [(claims[0].id, claims[1].id), (claims[1].id, claims[2].id)]
    assert tuple(score(home, pairs)) == tuple(
        compare(claims[i], claims[i + 1], collection=home) for i in range(2)
    )
    assert [(edge.a, edge.b) for edge in score(home)] == list(home.pairs)


def test_a_third_claim_brings_two_together_that_share_few_words() -> None:
    a, b = claim("shuttle docks at the station", "a"), claim("Atlantis reaches orbit lab", "b")
    between = claim("shuttle Atlantis reaches the station, docks at orbit lab", "c")
    apart, near = collect([a, b]), collect([a, b, between])
    assert compare(a, b, collection=near).score > compare(a, b, collection=apart).score


def test_blocking_pairs_claims_that_share_a_rare_word() -> None:
    a, b, c = claim("a strike hit Oslo", "a"), claim("Oslo was struck", "b"), claim("rain", "c")
    assert block([a, b, c, a]) == (tuple(sorted((a.id, b.id))),)


def test_blocking_grows_with_the_claims_and_not_with_their_square() -> None:
    claims = [claim(f"strike number{n % 50}x in town{n}y", str(n)) for n in range(1000)]
    assert len(block(claims)) <= 30 * len(claims)


@given(st.permutations(["a strike hit Oslo", "Oslo was hit", "rain in Rome", "Rome had rain"]))
def test_blocking_does_not_depend_on_the_order(order: list[str]) -> None:
    claims = [claim(text, text) for text in order]
    assert block(claims) == block(sorted(claims, key=lambda item: item.id))


words = st.sampled_from(("rain", "rains", "raining", "strike", "oslo", "rome", "of", ""))


@given(
    st.lists(st.lists(words, max_size=5).map(" ".join), max_size=9),
    st.integers(1, 3),
    st.integers(2, 6),
)
def test_pairs_that_share_rare_words_equal_the_slow_definition(
    found: list[str], limit: int, common: int
) -> None:
    stems = [{word[:5] for word in text.split()} for text in found]
    holders = {stem: sum(stem in other for other in stems) for stem in set().union(*stems)}
    slow: set[tuple[int, int]] = set()
    for i, one in enumerate(stems):
        shared = {
            j: sorted(holders[stem] for stem in one & other if holders[stem] <= common)
            for j, other in enumerate(stems)
            if j != i
        }
        weights = {
            j: sum(log(1 + len(stems) / count) ** 2 for count in counts)
            for j, counts in shared.items()
            if counts
        }
        best = sorted(weights, key=lambda j: (-weights[j], j))[:limit]
        slow.update((min(i, j), max(i, j)) for j in best)
    crowded = [
        i
        for i, one in enumerate(stems)
        if sum(holders[stem] > common for stem in one) > len(one) / 2
    ]
    for order in (lambda i: (sorted(stems[i]), i), lambda i: (sorted(stems[i])[::-1], i)):
        row = sorted(crowded, key=order)
        slow.update(
            (min(i, j), max(i, j)) for at, i in enumerate(row) for j in row[at + 1 : at + 9]
        )
    pairs = find_pairs(found, limit=limit, common=common)
    assert list(map(tuple, pairs.tolist())) == sorted(slow)


def letters(texts: Sequence[str]) -> object:
    """An embedder for tests: how often each letter stands in a text."""
    import numpy  # noqa: ICN001, PLC0415

    rows = numpy.array([[text.count(chr(97 + place)) for place in range(26)] for text in texts])
    return rows / numpy.maximum(1, numpy.linalg.norm(rows, axis=1, keepdims=True))


def test_an_embedder_adds_a_feature_of_its_own() -> None:
    a, b, c = claim("a rain in Rome", "a"), claim("rome in a rain", "b"), claim("", "c")
    home = collect([a, b, c], embed=letters)
    assert compare(a, b, collection=home).features["meaning"] == 1.0
    assert compare(a, c, collection=home).features["meaning"] == 0.0
    assert compare(a, a, collection=home).score == 1.0
    assert "meaning" not in compare(a, b, collection=collect([a, b, c])).features


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=24))
def test_meanings_are_widened_as_a_slow_reference_does(numbers: list[list[int]]) -> None:
    import numpy  # noqa: ICN001, PLC0415

    table = numpy.array(numbers, dtype=numpy.float32) + 0.5
    rows = table / numpy.linalg.norm(table, axis=1, keepdims=True)
    size = len(rows)
    part = 0.6 * size / (size + 200)

    def nearest(
        found: Any,  # noqa: ANN401 - numpy
        count: int,
        least: float,
    ) -> list[list[int]]:
        likeness = numpy.round(found @ found.T, 6)
        orders = [sorted(range(size), key=lambda j: (-line[j], j)) for line in likeness]
        return [
            [j for j in order if j != i and likeness[i][j] >= least][:count]
            for i, order in enumerate(orders)
        ]

    wide = numpy.array(
        [
            rows[i] + part * sum(rows[j] * float(rows[i] @ rows[j]) for j in others)
            for i, others in enumerate(nearest(rows, 5, 0.4))
        ]
    )
    wide /= numpy.linalg.norm(wide, axis=1, keepdims=True)
    found, pairs = widen_meanings(rows)
    assert numpy.allclose(found, wide, atol=1e-5)
    # From the rows found: among equals the last digit of a sum would decide.
    met = nearest(found, 10, 0.5)
    assert pairs == sorted({(min(i, j), max(i, j)) for i, near in enumerate(met) for j in near})


def test_meanings_bring_claims_together_that_share_no_word() -> None:
    first, second = claim("listen", "a"), claim("silent", "b")
    assert not collect([first, second]).pairs
    assert len(collect([first, second], embed=letters).pairs) == 1


def test_without_the_extra_an_embedder_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"pip install 'claimtrack\[semantic\]'"):
        load_embedder("model")


@given(texts, texts)
def test_each_feature_is_symmetric_by_itself(a: str, b: str) -> None:
    # `compare` puts the lesser id first, which would hide a feature that is not.
    claims = [claim(a), claim(b, "e")]
    home = collect(claims, embed=letters)
    first, second = (home.profile(item) for item in claims)
    for feature in FEATURES:
        assert feature.measure(first, second) == feature.measure(second, first)
