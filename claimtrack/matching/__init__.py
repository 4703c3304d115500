"""How alike two claims are, blind to what would make them contradict each other.

The central decision: similarity says "about the same thing", never "agrees". All features see
masked text only. Each feature is a function of two profiles, so that another can be passed in;
one that cannot be measured on a pair is left out of the mean rather than counted as zero.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.matching.blocking import find_pairs
from claimtrack.matching.embeddings import Embedder, load_embedder, widen_meanings
from claimtrack.matching.masking import mask
from claimtrack.matching.neighbours import widen
from claimtrack.matching.vectors import (
    Frequencies,
    Vector,
    cosine,
    count_grams,
    find_grams,
    weigh,
)
from claimtrack.model import Claim, Similarity

__all__ = [
    "FEATURES",
    "Collection",
    "Embedder",
    "Feature",
    "Profile",
    "block",
    "collect",
    "compare",
    "find_partners",
    "load_embedder",
    "mask",
    "score",
]


@frozen(eq=False)
class Profile:
    """What matching sees of a claim.

    Attributes:
        masked: The content's words without numbers, dates and negators.
        vector: Its weighted character n-grams.
        wide: The same with those of its nearest neighbours; None outside a collection.
        predicates: Lemmas or event classes of what is said to happen.
        arguments: Lemmas of who and what takes part.
        meaning: Embedding of the masked words with those of its nearest neighbours, of length 1;
            None where nobody embeds, and outside a collection.
    """

    masked: str
    vector: Vector = field(repr=False)
    wide: Vector | None = field(repr=False)
    predicates: frozenset[str]
    arguments: frozenset[str]
    meaning: Any = field(default=None, repr=False)


Measure: TypeAlias = Callable[[Profile, Profile], float | None]


@frozen
class Feature:
    """One way to compare two claims.

    Attributes:
        name: Its key in `Similarity.features`.
        weight: Its part in the score.
        measure: Gives 0..1, symmetric, 1 on itself; None where the pair cannot be measured.
    """

    name: str
    weight: float
    measure: Measure


def _token_set(a: Profile, b: Profile) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415 - importing claimtrack must stay cheap

    if a.masked == b.masked:
        return 1.0
    # RapidFuzz gives 0..100; the lesser string goes first, for the sake of the last digit.
    first, second = sorted((a.masked, b.masked))
    return fuzz.token_set_ratio(first, second) / 100


def _grams(a: Profile, b: Profile) -> float:
    return 1.0 if a.masked == b.masked else cosine(a.vector, b.vector)


def _neighbours(a: Profile, b: Profile) -> float | None:
    if a.wide is None or b.wide is None:
        return None
    return 1.0 if a.masked == b.masked else cosine(a.wide, b.wide)


def _dice(a: frozenset[str], b: frozenset[str]) -> float | None:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else None


def _predicates(a: Profile, b: Profile) -> float | None:
    return _dice(a.predicates, b.predicates)


def _arguments(a: Profile, b: Profile) -> float | None:
    return _dice(a.arguments, b.arguments)


def _meaning(a: Profile, b: Profile) -> float | None:
    if a.meaning is None or b.meaning is None:
        return None
    if a.masked == b.masked:
        return 1.0
    return max(0.0, min(1.0, round(float(a.meaning @ b.meaning), 6)))


#: The features of `compare`; weights measured on Emergent headlines, see benchmarks.
FEATURES = (
    Feature("neighbours", 0.8, _neighbours),
    Feature("grams", 0.05, _grams),
    Feature("token_set", 0.05, _token_set),
    Feature("predicate", 0.05, _predicates),
    Feature("arguments", 0.05, _arguments),
    Feature("meaning", 1.4, _meaning),
)


@frozen(eq=False)
class Collection:
    """The live collection that claims are compared in.

    Attributes:
        lexicon: Gives what is masked.
        frequencies: In how many claims each n-gram stands.
        profiles: Of each claim by its id.
        pairs: Ids of the pairs worth a comparison, each in order, sorted.
    """

    lexicon: Lexicon = field(repr=False)
    frequencies: Frequencies
    profiles: Mapping[str, Profile] = field(repr=False)
    pairs: tuple[tuple[str, str], ...] = field(repr=False)

    def profile(self, claim: Claim) -> Profile:
        """What matching sees of a claim, in the collection or not."""
        known = self.profiles.get(claim.id)
        if known is not None:
            return known
        masked = mask(claim.text, self.lexicon)
        vector = weigh(find_grams(masked), self.frequencies)
        return _profile(claim, masked, vector, None, self.lexicon)


@cache
def _classes(lexicon: Lexicon) -> Mapping[str, str]:
    return lexicon.mapping("events", "class")


def _profile(
    claim: Claim, masked: str, vector: Vector, wide: Vector | None, lexicon: Lexicon
) -> Profile:
    classes = _classes(lexicon)
    arguments = {
        word
        for item in claim.propositions
        for argument in item.arguments
        if argument.role not in {"aspect", "hedge", "content", "mod"}
        for word in mask(" ".join(argument.lemmas), lexicon).split()
    }
    return Profile(
        masked,
        vector,
        wide,
        frozenset(classes.get(item.predicate, item.predicate) for item in claim.propositions),
        frozenset(arguments),
    )


def collect(
    claims: Iterable[Claim],
    *,
    among: Iterable[Claim] = (),
    embed: Embedder | None = None,
    lexicon: Lexicon | None = None,
) -> Collection:
    """The collection that some claims make.

    Args:
        claims: All that is compared, claims with one id once.
        among: The whole that they are a part of, where they are one: rarity is counted over
            both.
        embed: Gives the feature ``meaning``; left out by default.
        lexicon: Gives what is masked; English by default.
    """
    words = lexicon or load_lexicon()
    unique = {claim.id: claim for claim in claims}
    ids = sorted(unique)
    masked = [mask(unique[key].text, words) for key in ids]
    grams = [find_grams(text) for text in masked]
    others = {claim.id: claim for claim in among if claim.id not in unique}
    beside = [find_grams(mask(others[key].text, words)) for key in sorted(others)]
    frequencies = count_grams([*grams, *beside])
    vectors = [weigh(item, frequencies) for item in grams]
    # A hundred thousand claims have a hundred megabytes of these.
    del grams, beside
    wide, found = widen(vectors, frequencies, find_pairs(masked))
    pairs: list[tuple[int, int]] = list(map(tuple, found.tolist()))
    meanings: Any = [None] * len(masked)
    if embed and masked:
        meanings, near = widen_meanings(embed(masked))
        pairs = sorted({*pairs, *near})
    profiles = {
        key: evolve(
            _profile(unique[key], masked[at], vectors[at], wide[at], words), meaning=meanings[at]
        )
        for at, key in enumerate(ids)
    }
    return Collection(words, frequencies, profiles, tuple((ids[i], ids[j]) for i, j in pairs))


def find_partners(
    claims: Iterable[Claim], fresh: Iterable[str], *, lexicon: Lexicon | None = None
) -> frozenset[str]:
    """Ids of claims that share rare words with some of them.

    Args:
        claims: All claims.
        fresh: Ids of those whose partners are asked for; they may be among the answer.
        lexicon: Gives what is masked; English by default.
    """
    words = lexicon or load_lexicon()
    unique = {claim.id: claim for claim in claims}
    ids = sorted(unique)
    place = {key: at for at, key in enumerate(ids)}
    masked = [mask(unique[key].text, words) for key in ids]
    pairs = find_pairs(masked, only=frozenset(place[key] for key in fresh))
    met: list[int] = pairs.ravel().tolist()
    return frozenset(ids[at] for at in met)


def compare(
    a: Claim,
    b: Claim,
    *,
    collection: Collection | None = None,
    features: Sequence[Feature] = FEATURES,
    lexicon: Lexicon | None = None,
) -> Similarity:
    """How alike two claims are, blind to numbers, dates, negation and antonyms.

    Args:
        a: One claim.
        b: The other.
        collection: Where rarity is counted; by default all words count alike.
        features: What is measured, with weights.
        lexicon: Gives what is masked where there is no collection; English by default.

    Returns:
        Symmetric, 0..1, and 1 for a claim with itself.
    """
    home = collection or collect((), lexicon=lexicon)
    return _compare(a.id, b.id, home.profile(a), home.profile(b), features)


def _compare(
    a: str, b: str, first: Profile, second: Profile, features: Sequence[Feature]
) -> Similarity:
    if b < a:
        a, b, first, second = b, a, second, first
    found: dict[str, float] = {}
    total = weights = 0.0
    for feature in features:
        value = feature.measure(first, second)
        if value is not None:
            found[feature.name] = value
            total += feature.weight * value
            weights += feature.weight
    exact = all(value == 1.0 for value in found.values())
    score_ = 1.0 if exact and found else (total / weights if weights else 0.0)
    return Similarity(a, b, score=min(1.0, score_), features=found)


def block(
    claims: Iterable[Claim], *, lexicon: Lexicon | None = None
) -> tuple[tuple[str, str], ...]:
    """Pairs of ids worth a comparison, each in order, sorted.

    Args:
        claims: All that might belong together; claims with one id count once.
        lexicon: Gives what is masked; English by default.
    """
    return collect(claims, lexicon=lexicon).pairs


def score(
    collection: Collection,
    pairs: Iterable[tuple[str, str]] | None = None,
    *,
    features: Sequence[Feature] = FEATURES,
) -> Iterator[Similarity]:
    """The similarities of pairs of a collection, in their order, one at a time.

    Args:
        collection: The live collection, as `collect` gives it.
        pairs: Ids of claims in it; those worth a comparison by default.
        features: What is measured, with weights.
    """
    profiles = collection.profiles
    for a, b in collection.pairs if pairs is None else pairs:
        yield _compare(a, b, profiles[a], profiles[b], features)
