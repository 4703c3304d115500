"""Too long sentences are cut and too long words shortened, before a network gets them."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.parsing.tokens import (
    LONGEST_SENTENCE,
    LONGEST_WORD,
    bound_sentence,
    cut_points,
)


@pytest.mark.parametrize(
    ("texts", "limit", "points"),
    [
        ("a b c", 3, [3]),
        ("a b c d", 3, [3, 4]),
        ("a b , d e", 4, [3, 5]),
        ("a , b c d", 4, [2, 5]),
        ("a b c d ; f g h i", 6, [5, 9]),
    ],
)
def test_a_sentence_is_cut_after_punctuation_near_the_limit(
    texts: str, limit: int, points: list[int]
) -> None:
    assert list(cut_points(texts.split(), limit)) == points


@settings(deadline=None)
@given(st.lists(st.sampled_from(("word", ",", ";")), min_size=1), st.integers(2, 9))
def test_parts_hold_all_tokens_and_none_too_many(texts: list[str], limit: int) -> None:
    points = [0, *cut_points(texts, limit)]
    assert points[-1] == len(texts)
    assert all(0 < end - start <= limit for start, end in pairwise(points))


def test_a_multi_word_token_stays_with_its_words_and_numbers_begin_anew() -> None:
    words: list[dict[str, Any]] = [
        {"id": (number,), "text": "word"} for number in range(1, LONGEST_SENTENCE)
    ]
    split = [
        {"id": (LONGEST_SENTENCE, LONGEST_SENTENCE + 1), "text": "don't", "start_char": 7},
        {"id": LONGEST_SENTENCE, "text": "do"},
        {"id": LONGEST_SENTENCE + 1, "text": "n't"},
    ]
    after = [{"id": (LONGEST_SENTENCE + 2,), "text": "go"}]
    first, second = bound_sentence([*words, *split, *after])
    assert [entry["id"] for entry in first[-4:]] == [
        (LONGEST_SENTENCE - 1,),
        (LONGEST_SENTENCE, LONGEST_SENTENCE + 1),
        (LONGEST_SENTENCE,),
        (LONGEST_SENTENCE + 1,),
    ]
    assert first[-3]["start_char"] == 7
    assert second == [{"id": (1,), "text": "go"}]


def test_a_long_word_loses_its_middle_and_keeps_its_offsets() -> None:
    entry = {"id": (1,), "text": "(" + "x" * 99 + ")", "start_char": 3, "end_char": 104}
    ((short,),) = bound_sentence([entry])
    assert len(short["text"]) == LONGEST_WORD
    assert (short["text"][0], short["text"][-1]) == ("(", ")")
    assert (short["start_char"], short["end_char"]) == (3, 104)
