"""One claim at a time: each goes to the cluster that it is most like, and stays there.

The central decision: a claim is compared with the claims of a cluster and with the cluster as a
whole, so that two claims that share no word are brought together by a third. Rarity is counted
over what has come so far, each time anew. What has been said cannot be unsaid: the result depends
on the order, and clustering everything at once (`claimtrack.clustering.cluster`) is what sets it
right.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import Any

from attrs import Factory, field, frozen

from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.matching.masking import mask
from claimtrack.matching.vectors import find_grams, numpy_

#: Likeness from which a claim joins a cluster; measured on Emergent headlines, see benchmarks.
JOIN = 0.26
#: Part of the most alike claim of a cluster in the likeness; the cluster as a whole has the rest.
_NEAREST = 0.25
#: Claims that rarity is counted over as if they had come before the first.
_BEFORE = 300
#: Letters of a word by which claims meet.
_STEM = 5
#: A word in more claims than this brings none together.
_COMMON = 400
#: Claims that a new one is compared with.
_MET = 40


@frozen(eq=False)
class _Past:
    """What has come so far; local to one call of `assign`.

    Attributes:
        slots: N-gram to its place in `seen`.
        seen: In how many claims each n-gram stands; longer than there are n-grams.
        rows: Of each claim, the places of its n-grams and their logarithmic counts.
        holders: Word to the claims that have it.
        home: Of each claim, the number of its cluster.
        members: Of each cluster, its claims.
    """

    slots: dict[int, int] = field(factory=dict[int, int])
    seen: list[Any] = field(factory=lambda: [numpy_().zeros(1024)])
    rows: list[tuple[Any, Any]] = field(factory=list[tuple[Any, Any]])
    holders: dict[str, list[int]] = field(
        default=Factory(lambda: defaultdict[str, list[int]](list))
    )
    home: list[int] = field(factory=list[int])
    members: list[list[int]] = field(factory=list[list[int]])

    def count(self, masked: str) -> None:
        """Take in the n-grams of the next claim."""
        np = numpy_()
        grams = find_grams(masked)
        places = [self.slots.setdefault(key, len(self.slots)) for key in grams.ids.tolist()]
        while len(self.slots) > len(self.seen[0]):
            self.seen[0] = np.concatenate([self.seen[0], np.zeros(len(self.seen[0]))])
        at = np.array(places, dtype=np.int64)
        self.seen[0][at] += 1
        self.rows.append((at, 1 + np.log(grams.counts)))

    def weigh(self, position: int) -> tuple[Any, Any]:
        """Places and weights of a claim's n-grams, as rare as they are now."""
        np = numpy_()
        at, counts = self.rows[position]
        weights = counts * (np.log((1 + _BEFORE + len(self.rows)) / (1 + self.seen[0][at])) + 1)
        length = np.sqrt(np.sum(weights * weights))
        return at, weights / length if length else weights

    def meet(self, words: Iterable[str]) -> list[int]:
        """Earlier claims that share the rarest words, best first."""
        shared: Counter[int] = Counter()
        for word in sorted(words):
            found = self.holders.get(word, [])
            if 0 < len(found) <= _COMMON:
                rarity = float(numpy_().log(1 + len(self.rows) / len(found))) ** 2
                for other in found:
                    shared[other] += rarity  # type: ignore[assignment] # a Counter of floats
        best = nlargest(_MET, shared.items(), key=lambda item: (item[1], -item[0]))
        return [other for other, _ in best]


def assign(texts: Iterable[str], *, lexicon: Lexicon | None = None) -> Iterator[int]:
    """The number of the cluster of each text, as it comes.

    Args:
        texts: What is claimed; rarity is counted over those that came.
        lexicon: Gives what is masked; English by default.

    Yields:
        Numbers from 0, a new one where nothing that came is alike.
    """
    words = lexicon or load_lexicon()
    past = _Past()
    for text in texts:
        masked = mask(text, words)
        stems = {word[:_STEM] for word in masked.split()}
        past.count(masked)
        position = len(past.rows) - 1
        likeness, best = _choose(past, position, {past.home[at] for at in past.meet(stems)})
        if likeness < JOIN:
            best = len(past.members)
            past.members.append([])
        past.members[best].append(position)
        past.home.append(best)
        for stem in stems:
            past.holders[stem].append(position)
        yield best


def _choose(past: _Past, position: int, clusters: Iterable[int]) -> tuple[float, int]:
    """The likeness of the most alike cluster and its number."""
    np = numpy_()
    row = np.zeros(len(past.seen[0]))
    at, weights = past.weigh(position)
    row[at] = weights
    best = (0.0, -1)
    for number in sorted(clusters):
        rows = [past.weigh(member) for member in past.members[number]]
        alike = [float(row[places] @ values) for places, values in rows]
        whole = np.bincount(
            np.concatenate([places for places, _ in rows]),
            np.concatenate([values for _, values in rows]),
        )
        length = float(np.sqrt(np.sum(whole * whole)))
        mean = sum(alike) / length if length else 0.0
        likeness = round(_NEAREST * max(alike) + (1 - _NEAREST) * mean, 6)
        if likeness > best[0]:
            best = (likeness, number)
    return best
