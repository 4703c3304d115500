"""Which pairs of claims are worth a comparison.

The central decision: a claim meets the claims that share its rarest words, and no others. Each
word is cut to its first letters, so that "targeted" meets "targeting"; the more claims have it,
the less it counts; words that very many claims have open no pairs at all. Claims that have hardly
any other words, as where thousands tell one story, meet those beside them in sorted order (the
sorted neighbourhood of Hernández and Stolfo 1995). The cost grows with the number of claims, not
with its square.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import log
from typing import Any

from claimtrack.matching.vectors import numpy_

#: Letters of a word that are kept: a stemmer that needs no language.
_STEM = 5
#: A word in more claims than this opens no pairs: it would only say that both are news.
_COMMON = 400
#: Claims that a claim meets at most by its words, from the rarest on: this bounds the cost.
_MET = 1000
#: Claims that each claim keeps, best first; measured in benchmarks.
_LIMIT = 24
#: Claims behind it in sorted order that a claim of common words meets, in each of two orders.
_BESIDE = 8


def find_pairs(
    texts: Sequence[str],
    *,
    limit: int = _LIMIT,
    common: int = _COMMON,
    only: Collection[int] | None = None,
) -> Any:  # noqa: ANN401 - numpy
    """Pairs of positions of texts that share rare words, or have hardly any.

    Args:
        texts: Masked texts.
        limit: How many others each text may bring; a text may be brought by more.
        common: A word that stands in more texts than this opens no pairs. Texts of which it is
            more than half of the words meet those beside them in sorted order.
        only: Positions of the texts that bring others; None: all do.

    Returns:
        An array of rows ``(i, j)``, ``i < j``, sorted, each once.
    """
    np = numpy_()
    stems = [sorted({word[:_STEM] for word in text.split()}) for text in texts]
    held: defaultdict[str, list[int]] = defaultdict(list)
    for position, words in enumerate(stems):
        for word in words:
            held[word].append(position)
    size = len(texts)
    rarity = {
        word: log(1 + size / len(found)) ** 2
        for word, found in held.items()
        if 1 < len(found) <= common
    }
    holders = {word: np.array(held[word], dtype=np.int64) for word in rarity}
    bringing = range(size) if only is None else sorted(only)
    rare = (
        (position, _find_best(position, stems[position], rarity, holders, limit))
        for position in bringing
    )
    crowded = [
        position
        for position, words in enumerate(stems)
        if 2 * sum(len(held[word]) > common for word in words) > len(words)
    ]
    beside = _find_beside(crowded, stems, None if only is None else np.array(bringing))
    return join_pairs(chain(rare, beside), size)


def _find_beside(
    positions: Sequence[int],
    stems: Sequence[Sequence[str]],
    only: Any,  # noqa: ANN401 - numpy
) -> Iterator[tuple[Any, Any]]:
    """Some texts and those behind them in sorted order, from the first stem on and from the last.

    Args:
        positions: Of the texts.
        stems: Of all texts, in order.
        only: Positions of which a pair must have one; None: any pair will do.
    """
    np = numpy_()
    for step in (1, -1):
        order = np.array(sorted(positions, key=lambda at: (stems[at][::step], at)), dtype=np.int64)
        for distance in range(1, _BESIDE + 1):
            ones, others = order[:-distance], order[distance:]
            if only is not None:
                wanted = np.isin(ones, only) | np.isin(others, only)
                ones, others = ones[wanted], others[wanted]
            yield ones, others


def _find_best(
    position: int,
    stems: Sequence[str],
    rarity: Mapping[str, float],
    holders: Mapping[str, Any],
    limit: int,
) -> Any:  # noqa: ANN401 - a row of numpy
    """Who shares the rarest words with a text, at most so many."""
    np = numpy_()
    words = sorted((-rarity[word], word) for word in stems if word in rarity)
    met: list[Any] = []
    count = 0
    for _, word in words:
        count += len(holders[word])
        if count > _MET and met:
            break
        met.append(holders[word])
    if not met:
        return np.zeros(0, dtype=np.int64)
    weights = np.repeat([-minus for minus, _ in words[: len(met)]], list(map(len, met)))
    others, places = np.unique(np.concatenate(met), return_inverse=True)
    # Added up in the order of the words, so that the same words always give the same sum.
    shared = np.bincount(places, weights)
    shared[np.searchsorted(others, position)] = 0.0
    best = np.argsort(-shared, kind="stable")[:limit]
    return others[best[shared[best] > 0]]


def join_pairs(found: Iterable[tuple[Any, Any]], size: int) -> Any:  # noqa: ANN401 - numpy
    """Positions with others as rows ``(i, j)``, ``i < j``, sorted, each once.

    Args:
        found: Arrays, or an array and a number, that broadcast to pairs.
        size: All positions are below this.
    """
    np = numpy_()
    keys = [np.zeros(0, dtype=np.int64)]
    for ones, others in found:
        low, high = np.minimum(ones, others), np.maximum(ones, others)
        keys.append(np.unique((low * size + high)[low < high]))
    joined = np.unique(np.concatenate(keys))
    return np.stack(np.divmod(joined, max(1, size)), axis=1)
