"""How alike two claims are word by word, where the words differ: "killed" and "death".

The central decision: each word of a claim looks for the nearest word of the other, by its vector
or by its stem, and counts as much as it is rare in news (Corley and Mihalcea 2005). This needs no
collection, so the first claims of a stream are compared as well as the last.
"""

from collections.abc import Sequence
from math import log
from typing import Any

from attrs import field, frozen

from claimtrack.matching.meanings import Meanings
from claimtrack.matching.vectors import numpy_

#: Words of a text, and texts that the rarity of a word is counted over.
_LENGTH, _TEXTS = 12, 3000
#: Letters of a stem, and how near two words of one stem are.
_STEM, _STEMMED = 5, 0.9
#: Cosine from which two words are near at all; measured on Emergent headlines.
_NEAR = 0.3


@frozen(eq=False)
class Wording:
    """The distinct words of a masked text.

    Attributes:
        words: A number for each word.
        stems: A number for its first letters; none of its own where the word is shorter.
        rows: Its vector; zeros where no table has it.
        weights: How rare it is in news, above 0.
        meaning: The weighted sum of the vectors, of length 1 or 0.
    """

    words: Any
    stems: Any
    rows: Any = field(repr=False)
    weights: Any
    meaning: Any = field(repr=False)


@frozen(eq=False)
class Vocabulary:
    """Numbers for words, in the order of their arrival.

    Attributes:
        meanings: The table that gives vectors and how common words are.
        numbers: Word or stem to its number.
    """

    meanings: Meanings
    numbers: dict[str, int] = field(factory=dict[str, int], repr=False)

    def read(self, masked: str) -> Wording:
        """The wording of a masked text."""
        np = numpy_()
        words = list(dict.fromkeys(masked.split()))
        rows = np.zeros((len(words), self.meanings.vectors.shape[1]), dtype=np.float32)
        for place, word in enumerate(words):
            row = self.meanings.vector(word)
            if row is not None:
                rows[place] = row
        shares = [self.meanings.share(word, _LENGTH) for word in words]
        weights = np.array([log((1 + _TEXTS) / (1 + _TEXTS * share)) for share in shares])
        meaning = weights @ rows if words else np.zeros(rows.shape[1])
        length = np.sqrt(np.sum(meaning * meaning))
        return Wording(
            self._count(words),
            self._count([f"{word[:_STEM]}-" if len(word) >= _STEM else word for word in words]),
            rows,
            weights,
            meaning / length if length else meaning,
        )

    def _count(self, words: Sequence[str]) -> Any:  # noqa: ANN401 - numpy
        found = [self.numbers.setdefault(word, len(self.numbers)) for word in words]
        return numpy_().array(found, dtype=numpy_().int64)


def align(one: Wording, others: Sequence[Wording]) -> Any:  # noqa: ANN401 - a row of numpy
    """How alike a wording is to each of some others, 0..1; 0 where there are no words."""
    np = numpy_()
    found = np.zeros(len(others))
    filled = [place for place, other in enumerate(others) if len(other.words)]
    if not filled or not len(one.words):
        return found
    chosen = [others[place] for place in filled]
    starts = np.cumsum([0, *(len(other.words) for other in chosen[:-1])])
    near = one.rows @ np.concatenate([other.rows for other in chosen]).T
    near = np.clip((near - _NEAR) / (1 - _NEAR), 0, 1)
    stems = np.concatenate([other.stems for other in chosen])
    near[one.stems[:, None] == stems] = np.maximum(near[one.stems[:, None] == stems], _STEMMED)
    near[one.words[:, None] == np.concatenate([other.words for other in chosen])] = 1
    weights = np.concatenate([other.weights for other in chosen])
    there = one.weights @ np.maximum.reduceat(near, starts, axis=1) / np.sum(one.weights)
    back = np.add.reduceat(near.max(axis=0) * weights, starts) / np.add.reduceat(weights, starts)
    found[filled] = (there + back) / 2
    return found
