"""How alike texts are with all that is told beside them: whether they are of one story.

The central decision: sentences of one story often share hardly a word, and yet both share words
with a third. So likeness is taken between neighbourhoods (pseudo-relevance feedback, Rocchio
1971): each text is widened by its nearest neighbours before it is compared.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from claimtrack.matching.vectors import numpy_

#: Neighbours that widen a text, itself among them.
_NEAREST = 6
#: Texts less alike are of no one story.
_WORTH = 0.12


@frozen(eq=False)
class Stories:
    """Likeness of texts.

    Attributes:
        pairs: Texts of one story, each pair in order, sorted.
    """

    pairs: tuple[tuple[str, str], ...] = field(repr=False)
    _alike: Mapping[tuple[str, str], float] = field(repr=False)

    def alike(self, a: str, b: str) -> float:
        """How much of one story two texts are, 0..1; 1 for a text with itself."""
        return 1.0 if a == b else self._alike.get((min(a, b), max(a, b)), 0.0)


def find_stories(texts: Mapping[str, Mapping[str, float]]) -> Stories:
    """Which texts are of one story.

    Args:
        texts: Text to its words with their weights.
    """
    names = sorted(texts)
    rows = _widen(_normal([texts[name] for name in names]))
    found = _products(rows)
    alike = {
        (names[a], names[b]): min(1.0, value) for (a, b), value in found.items() if value >= _WORTH
    }
    return Stories(tuple(sorted(alike)), alike)


def _normal(rows: list[Mapping[str, float]]) -> list[dict[str, float]]:
    made: list[dict[str, float]] = []
    for row in rows:
        length = sum(row[key] ** 2 for key in sorted(row)) ** 0.5
        made.append({key: row[key] / length for key in sorted(row)} if length else {})
    return made


def _products(rows: list[dict[str, float]]) -> dict[tuple[int, int], float]:
    """Cosines of all pairs that share a word, ``(i, j)`` with ``i < j``."""
    np: Any = numpy_()
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, row in enumerate(rows):
        for key, value in row.items():
            places[key].append((at, value))
    total = [np.zeros(0)] * len(rows)
    found: dict[tuple[int, int], float] = {}
    for at, row in enumerate(rows):
        total = np.zeros(len(rows))
        for key, value in row.items():
            holders = places[key]
            total[[other for other, _ in holders]] += [value * weight for _, weight in holders]
        for other in np.nonzero(total[at + 1 :] > 0)[0].tolist():
            found[at, at + 1 + other] = float(total[at + 1 + other])
    return found


def _widen(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    beside: list[list[tuple[float, int]]] = [[] for _ in rows]
    for (a, b), value in _products(rows).items():
        # Rounded, so that the order of addition cannot decide between equals.
        beside[a].append((-round(value, 6), b))
        beside[b].append((-round(value, 6), a))
    wide: list[Mapping[str, float]] = []
    for at, row in enumerate(rows):
        sums: defaultdict[str, float] = defaultdict(float, row)
        for value, other in sorted(beside[at])[: _NEAREST - 1]:
            for key, weight in rows[other].items():
                sums[key] -= value * weight
        wide.append(sums)
    return _normal(wide)
