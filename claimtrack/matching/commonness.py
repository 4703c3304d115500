"""How common n-grams and stems are in news, before the first claim is read.

The central decision: the table of word vectors is sorted by how frequent its words are, and the
law of Zipf and Mandelbrot (1953) makes shares of ranks; so rarity needs no corpus.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import field, frozen

from claimtrack.matching.meanings import load_meanings
from claimtrack.matching.vectors import numpy_, sum_grams

#: Words of a claim.
_LENGTH = 12
#: What stands in more claims is expected in so many.
_MOST = 0.9


@frozen(eq=False)
class Commonness:
    """In what part of claims, 0..1, something is expected to stand.

    Attributes:
        stems: Of each stem that the table has.
        ids: Sorted hashes of n-grams.
        shares: Of each of these.
    """

    stems: Mapping[str, float] = field(repr=False)
    ids: Any = field(repr=False)
    shares: Any = field(repr=False)

    def grams(self, ids: Any) -> Any:  # noqa: ANN401 - rows of numpy
        """The shares of some n-grams; 0 for those that the table lacks."""
        np = numpy_()
        if not len(self.ids):
            return np.zeros(len(ids))
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, self.shares[at], 0.0)


@cache
def load_commonness(lang: str, stem: int) -> Commonness:
    """What a language's table of words says.

    Args:
        lang: The language.
        stem: Letters of a word that are its stem.

    Raises:
        ModelError: No models ship for that language.
    """
    meanings = load_meanings(lang)
    words = list(meanings.ranks)
    shares = [meanings.share(word, _LENGTH) for word in words]
    stems: defaultdict[str, float] = defaultdict(float)
    for word, share in zip(words, shares, strict=True):
        stems[word[:stem]] += share
    ids, sums = sum_grams(words, shares)
    held = {key: min(_MOST, value) for key, value in stems.items()}
    return Commonness(held, ids, numpy_().minimum(sums, _MOST))
