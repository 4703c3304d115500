"""What stands beside a pair of tellings, and the story that two texts are of."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.matching.company import find_company, measure_company
from claimtrack.matching.stories import find_stories

TEXT = {"a": "x", "b": "y", "c": "x", "d": "z", "e": "y"}
likelihoods = st.dictionaries(
    st.sampled_from(tuple(combinations("abcde", 2))), st.floats(0, 1), min_size=1
)


@given(likelihoods, st.randoms())
def test_company_equals_the_slow_definition_in_any_order(
    found: dict[tuple[str, str], float], draw: object
) -> None:
    def of(a: str, b: str) -> float:
        return 1.0 if a == b else found.get((min(a, b), max(a, b)), 0.0)

    def cosine(one: list[float], other: list[float]) -> float:
        dot = sum(x * y for x, y in zip(one, other, strict=True))
        return dot / math.sqrt(sum(x * x for x in one) * sum(y * y for y in other))

    rows = {key: [of(key, other) for other in TEXT] for key in TEXT}
    pairs = list(found)
    draw.shuffle(pairs)  # type: ignore[attr-defined] # hypothesis gives a Random
    company = find_company(TEXT, pairs, [found[pair] for pair in pairs])
    for a, b in pairs:
        features = measure_company(company, a, b)
        assert features == measure_company(company, b, a)
        assert features == measure_company(
            find_company(TEXT, tuple(found), tuple(found.values())), a, b
        )
        thirds = [(of(a, key), of(key, b)) for key in TEXT if key not in {a, b}]
        common = sum(
            value
            for pair, value in found.items()
            if pair != (a, b) and {TEXT[a], TEXT[b]} == {TEXT[key] for key in pair}
        )
        assert features["company"] == pytest.approx(cosine(rows[a], rows[b]), abs=1e-9)
        assert features["third"] == max(map(min, thirds))
        assert features["thirds"] == pytest.approx(math.log1p(sum(x * y for x, y in thirds)))
        assert features["more told"] == pytest.approx(math.log1p(common))
        assert 0 <= features["texts beside"] <= 1


def test_two_texts_that_tell_one_event_in_common_more_likely_tell_another() -> None:
    pairs = (("a", "b"), ("c", "e"))
    alone, beside = (
        measure_company(find_company(TEXT, pairs, (0.5, other)), "a", "b") for other in (0.0, 0.9)
    )
    assert alone["more told"] == 0
    assert beside["more told"] > 0
    assert beside["part told"] > alone["part told"]


def test_texts_that_share_words_with_what_is_beside_a_third_are_of_one_story() -> None:
    chain = [{f"w{place}": 1.0, f"w{place + 1}": 1.0} for place in range(5)]
    texts = {f"t{place}": words for place, words in enumerate(chain)} | {"other": {"v": 1.0}}
    stories = find_stories(texts)
    assert stories.alike("t0", "t4") > 0.3
    assert stories.alike("t0", "other") == 0
    assert stories.alike("t0", "t4") == stories.alike("t4", "t0")


@given(st.permutations(["a b", "b c", "c d", "e f", "f a", ""]))
def test_stories_do_not_depend_on_the_order(order: list[str]) -> None:
    texts = {text: dict.fromkeys(text.split(), 1.0) for text in order}
    same = {text: texts[text] for text in sorted(texts)}
    found, wanted = find_stories(texts), find_stories(same)
    assert found.pairs == wanted.pairs
    assert all(found.alike(a, b) == wanted.alike(a, b) for a, b in found.pairs)
