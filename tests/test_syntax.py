"""Trees: what they refuse, and how they are walked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import ParseError
from claimtrack.model import Span
from claimtrack.syntax import ROOT, Entity, Sentence, Word


def make(heads: list[int], deprels: list[str] | None = None) -> Sentence:
    """A tree over one-letter words, parted by spaces, from character 10 on."""
    return Sentence(
        tuple(
            Word(
                index,
                chr(97 + index % 26),
                lemma="x",
                upos="X",
                head=head,
                deprel=deprels[index] if deprels else "dep",
                start=10 + 2 * index,
                end=11 + 2 * index,
            )
            for index, head in enumerate(heads)
        )
    )


@st.composite
def trees(draw: st.DrawFn) -> Sentence:
    """Any tree: words in any order, each below one that came before it in that order."""
    order = draw(st.permutations(range(draw(st.integers(1, 12)))))
    heads = [ROOT] * len(order)
    for place, index in enumerate(order[1:], 1):
        heads[index] = order[draw(st.integers(0, place - 1))]
    return make(heads)


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ([], "a sentence needs at least one word"),
        ([0], "word 'a' at 10 has index 0 and head 0 in a sentence of 1 words"),
        ([1], "head 1 in a sentence of 1 words"),
        ([-1, -2], "head -2 in a sentence of 2 words"),
    ],
)
def test_heads_that_lie_outside_the_sentence_are_refused(heads: list[int], said: str) -> None:
    with pytest.raises(ParseError, match=said):
        make(heads)


def test_words_that_are_not_numbered_in_order_are_refused() -> None:
    words = make([-1, 0]).words
    with pytest.raises(ParseError, match="index 1"):
        Sentence(words[::-1])


def test_a_sentence_is_its_words_in_order() -> None:
    sentence = make([1, ROOT, 1])
    assert len(sentence) == 3
    assert [word.text for word in sentence] == ["a", "b", "c"]
    assert sentence[1].span == Span(12, 13)
    assert (sentence.start, sentence.end, sentence.span) == (10, 15, Span(10, 15))
    assert sentence.root == 1
    assert sentence.entities == ()


def test_children_are_picked_by_relation_with_or_without_subtype() -> None:
    sentence = make([1, ROOT, 1, 1, 1], ["nsubj:pass", "root", "obl:agent", "obl", "nsubj"])
    assert sentence.children(1) == (0, 2, 3, 4)
    assert sentence.children(1, "obl") == (2, 3)
    assert sentence.children(1, "obl:agent") == (2,)
    assert sentence.children(1, "nsubj:pass", "obl:agent") == (0, 2)
    assert sentence.children(1, "xcomp") == ()
    assert sentence[0].relation == "nsubj"


def test_a_subtree_leaves_out_whole_branches() -> None:
    sentence = make([2, 0, ROOT, 2, 3])
    assert sentence.subtree(2) == (0, 1, 2, 3, 4)
    assert sentence.subtree(2, without=(0,)) == (2, 3, 4)
    assert sentence.subtree(2, without=iter((1, 4))) == (0, 2, 3)
    assert sentence.subtree(2, without=(2,)) == ()


@settings(deadline=None)
@given(trees())
def test_subtrees_and_ancestors_are_two_views_of_one_tree(sentence: Sentence) -> None:
    everything = tuple(range(len(sentence)))
    assert sentence.subtree(sentence.root) == everything
    for index in everything:
        above = tuple(sentence.ancestors(index))
        assert above[-1:] == ((sentence.root,) if above else ())
        assert set(above) == {
            other for other in everything if other != index and index in sentence.subtree(other)
        }
        assert sentence.children(index) == tuple(
            word.index for word in sentence if word.head == index
        )


@settings(deadline=None)
@given(
    st.integers(1, 6).flatmap(lambda n: st.lists(st.integers(-1, n - 1), min_size=n, max_size=n))
)
def test_a_broken_tree_is_walked_to_an_end(heads: list[int]) -> None:
    # A parser may give cycles or several roots; walking them must not hang.
    if any(head == index for index, head in enumerate(heads)):
        return
    sentence = make(heads)
    assert 0 <= sentence.root < len(heads)
    for index in range(len(heads)):
        assert index in sentence.subtree(index)
        assert len(set(sentence.ancestors(index))) == len(list(sentence.ancestors(index)))


def test_sentences_and_words_are_values() -> None:
    assert make([ROOT, 0]) == make([ROOT, 0])
    assert len({make([ROOT, 0]), make([ROOT, 0]), make([1, ROOT])}) == 2
    assert Entity(Span(0, 1), "PER") == Entity(Span(0, 1), "PER")
