"""The table of what words mean, and claims compared word by word."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.errors import LexiconError, ModelError
from claimtrack.lexicon import load_lexicon
from claimtrack.matching.commonness import load_commonness
from claimtrack.matching.meanings import load_meanings
from claimtrack.matching.vectors import find_grams, sum_grams
from claimtrack.matching.weights import likely, load_weights
from claimtrack.matching.wordings import Vocabulary, align
from claimtrack.parsing.weights import write_manifest

MEANINGS = load_meanings()
WORDS = ("the", "rebels", "killed", "death", "kill", "bridge", "zzyzx", "killer", "died")
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def nearness(a: str, b: str) -> float:
    return float(MEANINGS.vectors[MEANINGS.ranks[a]] @ MEANINGS.vectors[MEANINGS.ranks[b]])


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("death", "kill", "win"),
        ("victory", "win", "kill"),
        ("quake", "earthquake", "ceasefire"),
        ("police", "cops", "banana"),
    ],
)
def test_words_of_one_meaning_are_nearer_than_others(word: str, near: str, far: str) -> None:
    assert nearness(word, near) > 0.45 > nearness(word, far)


def test_frequent_words_are_common_and_unknown_ones_are_rare() -> None:
    assert MEANINGS.rarity("the") < MEANINGS.rarity("bridge") < MEANINGS.rarity("zzyzx") == 1
    assert MEANINGS.share("the", 12) > MEANINGS.share("bridge", 12) > MEANINGS.share("zzyzx", 12)
    common = load_commonness("en", 5)
    assert common.stems["the"] > common.stems["rebel"]
    grams = find_grams("zq the")
    shares = dict(zip(grams.ids.tolist(), common.grams(grams.ids).tolist(), strict=True))
    the, rare = find_grams("the").ids.tolist(), find_grams("zq").ids.tolist()
    assert min(shares[key] for key in the) > max(shares[key] for key in rare)


def test_an_ngram_that_a_word_has_twice_counts_once() -> None:
    ids, sums = sum_grams(("banana", "ban"), (0.5, 0.25))
    shares = dict(zip(ids.tolist(), sums.tolist(), strict=True))
    once = set(find_grams("banana").ids.tolist())
    both = once & set(find_grams("ban").ids.tolist())
    assert both
    assert {shares[key] for key in both} == {0.75}
    assert {shares[key] for key in once - both} == {0.5}


def slowly(a: str, b: str) -> float:
    """How alike two masked texts are, as it is defined."""
    vocabulary = Vocabulary(MEANINGS)
    first, second = (vocabulary.read(text) for text in (a, b))

    def near(x: str, y: str) -> float:
        if x == y:
            return 1.0
        u, v = MEANINGS.vector(x), MEANINGS.vector(y)
        cosine = 0.0 if u is None or v is None else float(u @ v)
        value = min(1.0, max(0.0, (cosine - 0.3) / 0.7))
        return max(value, 0.9) if len(x) >= 5 and len(y) >= 5 and x[:5] == y[:5] else value

    one, other = list(dict.fromkeys(a.split())), list(dict.fromkeys(b.split()))
    if not one or not other:
        return 0.0
    there = [max(near(x, y) for y in other) for x in one]
    back = [max(near(x, y) for x in one) for y in other]
    return float(
        first.weights @ there / first.weights.sum() + second.weights @ back / second.weights.sum()
    ) / 2  # fmt: skip


@given(texts, st.lists(texts, max_size=4))
def test_aligning_equals_the_slow_definition(text: str, others: list[str]) -> None:
    vocabulary = Vocabulary(MEANINGS)
    read = [vocabulary.read(other) for other in others]
    found = align(vocabulary.read(text), read).tolist()
    assert found == pytest.approx([slowly(text, other) for other in others], abs=1e-5)


def test_other_words_of_one_meaning_align() -> None:
    vocabulary = Vocabulary(MEANINGS)
    one = vocabulary.read("rebels killed the minister")
    others = (
        "rebels killed the minister",
        "militants murder the politician",
        "apple sells phones",
    )
    same, near, far = align(one, [vocabulary.read(text) for text in others]).tolist()
    assert same == pytest.approx(1)
    assert same > near > far


def test_no_table_and_a_damaged_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json is missing; reinstall claimtrack"):
        load_meanings("xx")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "meanings.npz").write_bytes(b"no table")
    write_manifest(tmp_path / "en", "broken")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_meanings("en", tmp_path)


def test_a_weight_that_is_no_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    table = tmp_path / "xx" / "event_weights.csv"
    table.write_text("feature,weight\nlemma,much\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"xx/event_weights\.csv: lemma: .*'much'.*a number"):
        load_weights(load_lexicon("xx", tmp_path), "event_weights")


@pytest.mark.parametrize(("value", "likelihood"), [(0, 0.5), (1e9, 1.0), (-1e9, 0.0)])
def test_likelihoods_stay_between_0_and_1(value: float, likelihood: float) -> None:
    found = likely({"a": value, "unknown": 7.0}, {"a": 1.0, "bias": 0.0})
    assert found == pytest.approx(likelihood)
