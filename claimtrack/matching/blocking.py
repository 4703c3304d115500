"""Which pairs of claims are worth a comparison.

The central decision: a claim meets the claims that share its rarest words, and no others. Each
word is cut to its first letters, so that "targeted" meets "targeting"; the more claims have it,
the less it counts; words that very many claims have open no pairs at all. The cost grows with
the number of claims, not with its square.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from heapq import nlargest
from math import log

#: Letters of a word that are kept: a stemmer that needs no language.
_STEM = 5
#: A word in more claims than this opens no pairs: it would only say that both are news.
_COMMON = 400
#: Claims that a claim meets at most by its words, from the rarest on: this bounds the cost.
_MET = 1000
#: Claims that each claim keeps, best first; measured in benchmarks.
_LIMIT = 24


def find_pairs(
    texts: Sequence[str],
    *,
    limit: int = _LIMIT,
    common: int = _COMMON,
    only: Collection[int] | None = None,
) -> list[tuple[int, int]]:
    """Pairs of positions ``(i, j)``, ``i < j``, sorted, of texts that share rare words.

    Args:
        texts: Masked texts.
        limit: How many others each text may bring; a text may be brought by more.
        common: A word that stands in more texts than this opens no pairs.
        only: Positions of the texts that bring others; None: all do.
    """
    stems = [{word[:_STEM] for word in text.split()} for text in texts]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for position, words in enumerate(stems):
        for word in words:
            holders[word].append(position)
    size = len(texts)
    rarity = {
        word: log(1 + size / len(found)) ** 2
        for word, found in holders.items()
        if 1 < len(found) <= common
    }
    pairs: set[tuple[int, int]] = set()
    for position in range(size) if only is None else sorted(only):
        words = stems[position]
        shared: defaultdict[int, float] = defaultdict(float)
        met = 0
        for word in sorted(words & rarity.keys(), key=lambda word: (-rarity[word], word)):
            met += len(holders[word])
            if met > _MET and shared:
                break
            for other in holders[word]:
                shared[other] += rarity[word]
        shared.pop(position, None)
        best = nlargest(limit, shared.items(), key=lambda item: (item[1], -item[0]))
        pairs.update((min(position, other), max(position, other)) for other, _ in best)
    return sorted(pairs)
