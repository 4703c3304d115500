"""Character n-grams as sparse vectors, weighted by how rare they are in the live collection.

The central decision: n-grams are hashed with numpy into sorted arrays, two kilobytes a claim,
so that a hundred thousand claims fit in memory and a cosine costs microseconds. Weights are
never kept from an older collection: a word that was rare last month may be in every claim today.
"""

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

#: Lengths of n-grams inside words, with one blank on each side; measured in benchmarks.
_LENGTHS = (3, 4, 5)
_PRIME = 1_000_003


@frozen(eq=False)
class Grams:
    """The distinct n-grams of one text: sorted hashes, and how often each stands there."""

    ids: Any = field(repr=False)
    counts: Any = field(repr=False)


@frozen(eq=False)
class Frequencies:
    """In how many texts of a collection each n-gram stands."""

    size: int
    ids: Any = field(repr=False)
    counts: Any = field(repr=False)


@frozen(eq=False)
class Vector:
    """Weighted n-grams of length 1."""

    ids: Any = field(repr=False)
    weights: Any = field(repr=False)


def numpy_() -> Any:  # noqa: ANN401 - numpy ships no types that a strict checker follows
    """The numpy module, imported when first asked for."""
    # Importing claimtrack must stay cheap, and most of its users never match.
    import numpy  # noqa: ICN001, PLC0415

    return numpy


def find_grams(masked: str) -> Grams:
    """The n-grams of a masked text that do not cross a blank."""
    np = numpy_()

    ids, counts = np.unique(_hash(masked)[0], return_counts=True)
    return Grams(ids, counts.astype(np.float32))


def sum_grams(words: Sequence[str], shares: Sequence[float]) -> tuple[Any, Any]:
    """The distinct n-grams of some words, sorted hashes, and the sum of the words' shares in each.

    An n-gram that a word has twice counts once.
    """
    np = numpy_()

    ids, places = _hash(" ".join(words))
    both = np.unique(ids.astype(np.uint64) << np.uint64(32) | places.astype(np.uint64))
    found, inverse = np.unique(both >> np.uint64(32), return_inverse=True)
    each = np.asarray(shares, dtype=np.float64)[(both & np.uint64(0xFFFFFFFF)).astype(np.int64)]
    return found.astype(np.uint32), np.bincount(inverse, each, minlength=len(found))


def _hash(masked: str) -> tuple[Any, Any]:
    """The hash of each n-gram, and the number of the word that it stands in."""
    np = numpy_()

    padded = f" {masked} ".encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(padded, dtype=np.uint32).astype(np.uint64)
    blanks = np.cumsum(codes == ord(" "))
    pieces: list[Any] = []
    words: list[Any] = []
    for length in _LENGTHS:
        count = len(codes) - length + 1
        if count <= 0:
            continue
        hashes = np.full(count, length, dtype=np.uint64)
        for offset in range(length):
            hashes = hashes * np.uint64(_PRIME) + codes[offset : offset + count]
        # A blank may stand first or last in a window, not inside.
        inside = blanks[length - 2 : length - 2 + count] == blanks[:count]
        pieces.append(hashes[inside])
        words.append(blanks[:count][inside] - 1)
    joined = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.uint64)
    number = np.concatenate(words) if words else np.zeros(0, dtype=np.int64)
    return ((joined >> np.uint64(32)) ^ joined).astype(np.uint32), number


def count_grams(texts: Sequence[Grams]) -> Frequencies:
    """How many of some texts have each n-gram."""
    np = numpy_()

    joined = [text.ids for text in texts]
    stacked = np.concatenate(joined) if joined else np.zeros(0, dtype=np.uint32)
    ids, counts = np.unique(stacked, return_counts=True)
    return Frequencies(len(texts), ids, counts.astype(np.float32))


def weigh(grams: Grams, frequencies: Frequencies) -> Vector:
    """The vector of a text: logarithmic counts times smoothed inverse document frequency.

    N-grams that the collection does not have count as standing in no text of it.
    """
    np = numpy_()

    found = np.zeros(len(grams.ids), dtype=np.float32)
    if len(frequencies.ids):
        at = np.minimum(np.searchsorted(frequencies.ids, grams.ids), len(frequencies.ids) - 1)
        found = np.where(frequencies.ids[at] == grams.ids, frequencies.counts[at], 0)
    rarity = np.log((1 + frequencies.size) / (1 + found)) + 1
    weights = (1 + np.log(grams.counts)) * rarity
    length = np.sqrt(np.sum(weights * weights))
    return Vector(grams.ids, (weights / length if length else weights).astype(np.float32))


def cosine(a: Vector, b: Vector) -> float:
    """How alike two vectors are, 0..1."""
    if not len(a.ids) or not len(b.ids):
        return 0.0
    np = numpy_()

    # The longer one is searched, and on a tie neither order may change the last digit.
    if (len(a.ids), tuple(a.ids[:1])) < (len(b.ids), tuple(b.ids[:1])):
        a, b = b, a
    at = np.minimum(np.searchsorted(a.ids, b.ids), len(a.ids) - 1)
    shared = a.ids[at] == b.ids
    return min(1.0, float(np.dot(a.weights[at[shared]], b.weights[shared])))
