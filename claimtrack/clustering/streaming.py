"""One claim at a time: each goes to the cluster that it is most likely of, and stays there.

The central decision: a claim is weighed against whole clusters. Beside how alike it is to their
claims, in letters, words and meanings, stand the words that all claims of a cluster have, how much
of the claim the cluster has told before, and how far the best cluster is ahead of the next; a
logistic regression of plain numbers (``stream_weights.csv``) puts them together. Rarity is counted
over what has come so far and over news as such, so that the first claims are not all rare. What
has been said cannot be unsaid: the result depends on the order, and clustering everything at once
(`claimtrack.clustering.cluster`) is what sets it right.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import nlargest
from itertools import chain
from typing import Any

from attrs import Factory, field, frozen

from claimtrack.clustering.copies import name_text
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.matching.commonness import Commonness, load_commonness
from claimtrack.matching.masking import mask
from claimtrack.matching.meanings import load_meanings
from claimtrack.matching.vectors import Grams, find_grams, numpy_
from claimtrack.matching.weights import Weights, likely, load_weights
from claimtrack.matching.wordings import Vocabulary, Wording, align

#: Likelihood from which a claim joins a cluster; measured on Emergent headlines, see benchmarks.
JOIN = 0.55
#: Part of the most alike claim of a cluster in the likeness; the cluster as a whole has the rest.
_NEAREST = 0.25
#: Claims that the rarity of n-grams and of stems is counted over as if they had come before the
#: first.
_GRAMS_BEFORE, _STEMS_BEFORE = 3000, 300
#: Letters of a word by which claims meet.
_STEM = 5
#: A word in more claims than this brings none together.
_COMMON = 400
#: Claims that a new one is compared with, to find clusters.
_MET = 40
#: Clusters that are weighed, most alike first.
_WEIGHED = 4
#: Claims of a cluster that are compared, latest first: this bounds the cost of a long stream.
_LATEST = 60
#: Of a cluster's words those count that one in so many of its claims has, or more.
_RARE = 60

#: The number of a cluster to its features.
Options = Mapping[int, Mapping[str, float]]
#: Which cluster a claim joins; None for one of its own.
Choice = Callable[[Options], int | None]


@frozen
class _Likeness:
    """Cosines of a claim with the claims of a cluster, and with their sum."""

    nearest: float
    mean: float
    whole: float


@frozen(eq=False)
class _Past:
    """What has come so far; local to one call of `arrive`.

    Attributes:
        common: How common n-grams and stems are in news.
        vocabulary: Gives the words of a claim.
        slots: N-gram to its place in `seen`.
        seen: In how many claims each n-gram stands; longer than there are n-grams.
        rows: Of each claim, the places of its n-grams and their weights, as rare as they were when
            it came.
        holders: Stem to the claims that have it.
        stems: Of each claim, its stems in order.
        masked: Of each claim, its masked text.
        wordings: Of each claim, its words.
        home: Of each claim before the last, the number of its cluster.
        members: Of each cluster, its claims.
        words: Of each cluster, in how many of its claims each stem stands.
        squares: Of each cluster, the squared length of the sum of its claims' rows.
    """

    common: Commonness
    vocabulary: Vocabulary
    slots: dict[int, int] = field(factory=dict[int, int])
    seen: list[Any] = field(factory=lambda: [numpy_().zeros(1024)])
    rows: list[tuple[Any, Any]] = field(factory=list[tuple[Any, Any]])
    holders: dict[str, list[int]] = field(
        default=Factory(lambda: defaultdict[str, list[int]](list))
    )
    stems: list[tuple[str, ...]] = field(factory=list[tuple[str, ...]])
    masked: list[str] = field(factory=list[str])
    wordings: list[Wording] = field(factory=list[Wording])
    home: list[int] = field(factory=list[int])
    members: list[list[int]] = field(factory=list[list[int]])
    words: list[Counter[str]] = field(factory=list[Counter[str]])
    squares: list[float] = field(factory=list[float])

    def add(self, masked: str) -> None:
        """Take in the next claim, which is in no cluster yet."""
        grams = find_grams(masked)
        at = self._places(grams)
        self.seen[0][at] += 1
        self.rows.append((at, self._weigh(at, grams)))
        self.stems.append(tuple(sorted({word[:_STEM] for word in masked.split()})))
        self.masked.append(masked)
        self.wordings.append(self.vocabulary.read(masked))

    def _places(self, grams: Grams) -> Any:  # noqa: ANN401 - numpy
        np = numpy_()
        places = [self.slots.setdefault(key, len(self.slots)) for key in grams.ids.tolist()]
        while len(self.slots) > len(self.seen[0]):
            self.seen[0] = np.concatenate([self.seen[0], np.zeros(len(self.seen[0]))])
        return np.array(places, dtype=np.int64)

    def _weigh(self, at: Any, grams: Grams) -> Any:  # noqa: ANN401 - numpy
        np = numpy_()
        held = self.seen[0][at] + _GRAMS_BEFORE * self.common.grams(grams.ids)
        # N-grams of many words can be expected more often than there are claims.
        rarity = np.log(np.maximum(1, (1 + _GRAMS_BEFORE + len(self.rows)) / (1 + held)))
        weights = (1 + np.log(grams.counts)) * (rarity + 1)
        length = np.sqrt(np.sum(weights * weights))
        return weights / length if length else weights

    def settle(self, number: int) -> None:
        """Put the last claim into a cluster; the next number makes a new one."""
        if number == len(self.members):
            self.members.append([])
            self.words.append(Counter())
            self.squares.append(0.0)
        position = len(self.home)
        near = self.alike({number}).get(number)
        self.squares[number] += 1.0 + (2 * near.mean * len(self.members[number]) if near else 0.0)
        self.home.append(number)
        self.members[number].append(position)
        self.words[number].update(self.stems[position])
        for stem in self.stems[position]:
            self.holders[stem].append(position)

    def rarity(self, stem: str) -> float:
        """How rare a stem is now, above 0."""
        held = len(self.holders.get(stem, ())) + _STEMS_BEFORE * self.common.stems.get(stem, 0.0)
        return math.log((2 + _STEMS_BEFORE + len(self.rows)) / (1 + held))

    def alike(self, numbers: Iterable[int]) -> Mapping[int, _Likeness]:
        """How alike the last claim and some clusters are; those without claims are left out."""
        np = numpy_()
        at, weights = self.rows[-1]
        row = np.zeros(len(self.seen[0]))
        row[at] = weights
        found: dict[int, _Likeness] = {}
        for number in sorted(numbers):
            members = self.members[number][-_LATEST:]
            if members:
                values = [
                    float(row[at] @ weights) for at, weights in map(self.rows.__getitem__, members)
                ]
                mean = math.fsum(values) / len(values)
                whole = mean * len(self.members[number]) / math.sqrt(self.squares[number])
                found[number] = _Likeness(max(values), mean, min(1.0, whole))
        return found

    def meet(self) -> list[int]:
        """Earlier claims that share the rarest stems with the last one, best first."""
        shared: defaultdict[int, float] = defaultdict(float)
        for stem in self.stems[-1]:
            found = self.holders.get(stem, ())
            if 0 < len(found) <= _COMMON:
                rarity = math.log(1 + len(self.rows) / len(found)) ** 2
                for other in found:
                    shared[other] += rarity
        best = nlargest(_MET, shared.items(), key=lambda item: (item[1], -item[0]))
        return [other for other, _ in best]


def assign(texts: Iterable[str], *, lexicon: Lexicon | None = None) -> Iterator[int]:
    """The number of the cluster of each text, as it comes.

    Args:
        texts: What is claimed; rarity is counted over those that came.
        lexicon: Gives what is masked, and the weights; English by default.

    Yields:
        Numbers from 0, a new one where nothing that came is alike.
    """
    words = lexicon or load_lexicon()
    weights = load_weights(words, "stream_weights")
    # Of a text that comes for the hundredth time no word is rare: copies are not weighed.
    homes: dict[tuple[str, str], int] = {}
    names: list[tuple[str, str]] = []

    def watch() -> Iterator[str]:
        for text in texts:
            names.append(name_text(text, words))
            yield text

    def choose(options: Options) -> int | None:
        known = homes.get(names[-1])
        return _choose(options, weights) if known is None else known

    for number in arrive(watch(), choose, lexicon=words):
        homes.setdefault(names.pop(), number)
        yield number


def arrive(
    texts: Iterable[str], choose: Choice, *, lexicon: Lexicon | None = None
) -> Iterator[int]:
    """The number of the cluster of each text, as somebody chooses.

    Args:
        texts: What is claimed.
        choose: Called once for each text with the clusters that it might join, most alike first;
            where it gives None the text begins a cluster.
        lexicon: Gives what is masked; English by default.
    """
    words = lexicon or load_lexicon()
    past = _Past(load_commonness(words.lang, _STEM), Vocabulary(load_meanings(words.lang)))
    for text in texts:
        past.add(mask(text, words))
        chosen = choose(_measure(past))
        number = len(past.members) if chosen is None else chosen
        past.settle(number)
        yield number


def _choose(options: Options, weights: Weights) -> int | None:
    found = [(likely(features, weights), number) for number, features in options.items()]
    # The first of the best: on a tie the cluster that is more alike.
    best, number = max(found, key=lambda item: item[0], default=(0.0, -1))
    return number if best >= JOIN else None


def _measure(past: _Past) -> Options:
    """The clusters that the last claim might join, with their features, most alike first."""
    alike = past.alike({past.home[other] for other in past.meet()})
    ranked = sorted(
        (-round(_NEAREST * near.nearest + (1 - _NEAREST) * near.whole, 6), number)
        for number, near in alike.items()
    )
    found: dict[int, dict[str, float]] = {}
    for likeness, number in ranked[:_WEIGHED]:
        rival = next((-other for other, rival in ranked if rival != number), 0.0)
        near = alike[number]
        found[number] = {
            "nearest": near.nearest,
            "whole": near.whole,
            "mean": near.mean,
            "margin": -likeness - rival,
            **_compare(past, number),
            **_share(past, number),
        }
    return found


def _compare(past: _Past, number: int) -> dict[str, float]:
    """How alike the last claim and those of a cluster are, word by word."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - importing claimtrack must stay cheap

    members = past.members[number][-_LATEST:]
    wording, masked = past.wordings[-1], past.masked[-1]
    aligned = align(wording, [past.wordings[member] for member in members])
    meanings = [float(wording.meaning @ past.wordings[member].meaning) for member in members]
    ratios = [fuzz.token_set_ratio(masked, past.masked[member]) / 100 for member in members]
    return {
        "nearest aligned": float(max(aligned)),
        "mean aligned": math.fsum(aligned) / len(members),
        "nearest meaning": max(meanings),
        "mean meaning": math.fsum(meanings) / len(members),
        "nearest token set": max(ratios),
        "mean token set": math.fsum(ratios) / len(members),
    }


def _share(past: _Past, number: int) -> dict[str, float]:
    """What the last claim and a cluster have of each other's words."""
    stems, words, size = past.stems[-1], past.words[number], len(past.members[number])
    latest = past.members[number][-_LATEST:]
    # Words that few claims of a large cluster have add nothing to its core.
    known = [stem for stem, count in words.items() if count * _RARE >= size]
    told_near = (past.stems[member] for member in latest)
    every = {stem: past.rarity(stem) for stem in {*stems, *known, *chain.from_iterable(told_near)}}
    rarity = {stem: every[stem] for stem in stems}
    parts = {stem: words[stem] / size for stem in stems if stem in words}
    near = [_dice(rarity, {stem: every[stem] for stem in past.stems[it]}) for it in latest]
    core = {stem: (words[stem] / size) ** 2 * every[stem] for stem in known}
    total = math.fsum(rarity.values()) or 1.0
    told = math.fsum(rarity[stem] for stem in parts)
    usual = math.fsum(rarity[stem] * math.sqrt(part) for stem, part in parts.items())
    return {
        "nearest words": max(near),
        "mean words": math.fsum(near) / len(near),
        "core": math.fsum(core.get(stem, 0.0) for stem in parts)
        / (math.fsum(core.values()) or 1.0),
        "told": told / total,
        "usual": usual / total,
        "often": math.fsum(rarity[stem] * part for stem, part in parts.items()) / total,
        "rarest": max((rarity[stem] * math.sqrt(part) for stem, part in parts.items()), default=0),
        "mass": told,
        "size": math.log(size),
        "age": math.log(len(past.rows)),
        "length": total,
    }


def _dice(rarity: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Words that two claims share, by how rare they are."""
    shared = math.fsum(other[stem] for stem in rarity if stem in other)
    both = math.fsum(rarity.values()) + math.fsum(other.values())
    return 2 * shared / both if both else 0.0
