"""The short cut decodes what the algorithm of Chu, Liu and Edmonds decodes."""

import warnings
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.parsing.spanning import shortcut

# numpy comes with the parser, not with claimtrack: its types are not checked.
Matrix: TypeAlias = Any


def decode(scores: Matrix) -> Matrix:
    """Stanza's decoder, the reference."""
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root  # noqa: PLC0415

    return chuliu_edmonds_one_root(scores)


def refuse(scores: Matrix) -> Matrix:
    raise AssertionError(f"asked for {scores}")


def log_softmax(scores: Matrix) -> Matrix:
    np.fill_diagonal(scores, -np.inf)
    with warnings.catch_warnings():
        # A matrix of one cell has nothing but minus infinity.
        warnings.simplefilter("ignore", RuntimeWarning)
        top = scores.max(axis=1, keepdims=True)
        return (scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))).astype(
            np.float32
        )


@pytest.mark.models
@settings(deadline=None)
@given(st.integers(2, 14), st.integers(0, 2**32 - 1), st.sampled_from((0.1, 1.0, 5.0, 20.0)))
def test_random_scores_give_the_same_tree(size: int, seed: int, spread: float) -> None:
    random = np.random.default_rng(seed)
    scores = log_softmax(random.normal(0, spread, (size, size)))
    assert (shortcut(decode)(scores.copy()) == decode(scores.copy())).all()


@pytest.mark.models
@settings(deadline=None)
@given(st.integers(2, 8), st.integers(0, 2**32 - 1))
def test_scores_full_of_ties_give_the_same_tree(size: int, seed: int) -> None:
    scores = -np.random.default_rng(seed).integers(1, 4, (size, size)).astype(np.float32)
    np.fill_diagonal(scores, -np.inf)
    assert (shortcut(decode)(scores.copy()) == decode(scores.copy())).all()


def test_a_sentence_whose_best_heads_are_a_tree_is_not_decoded() -> None:
    scores = np.full((4, 4), -9.0)
    for word, head in ((1, 2), (2, 0), (3, 2)):
        scores[word, head] = -0.1
    assert shortcut(refuse)(scores).tolist() == [0, 2, 0, 2]


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param([(1, 2), (2, 1), (3, 0)], id="a cycle"),
        pytest.param([(1, 0), (2, 0), (3, 2)], id="two roots"),
        pytest.param([(1, 2), (2, 3), (3, 1)], id="no root"),
        pytest.param([(1, 0), (2, 1), (2, 3), (3, 1)], id="a tie"),
        pytest.param([(1, 0), (2, 2), (3, 1)], id="a word that is its own head"),
    ],
)
def test_what_is_no_plain_tree_is_decoded(heads: list[tuple[int, int]]) -> None:
    scores = np.full((4, 4), -9.0)
    for word, head in heads:
        scores[word, head] = -0.1
    with pytest.raises(AssertionError, match="asked for"):
        shortcut(refuse)(scores)


def test_a_root_alone_is_decoded() -> None:
    with pytest.raises(AssertionError, match="asked for"):
        shortcut(refuse)(np.zeros((1, 1)))
