"""What single words mean and how rare they are in news.

The central decision: a small table that ships with the package knows that "died" is near to
"death" and "victory" to "won", which no letters tell. Its vectors are those that a sentence
encoder gives to each word on its own, so no encoder is needed to compare words; its words are
sorted from the most to the least frequent, so matching knows what is rare before it has read
anything.
"""

from functools import cache, cached_property
from math import fsum, log
from pathlib import Path
from typing import Any

from attrs import field, frozen

from claimtrack.errors import ModelError
from claimtrack.matching.vectors import numpy_
from claimtrack.parsing.weights import read_manifest

#: Where the tables lie, a folder for each language.
TABLES = Path(__file__).parent / "tables"
_FILE = "meanings.npz"
#: Mandelbrot's shift of ranks, and the most that a word is expected in.
_SHIFT, _MOST = 10, 0.9


@frozen(eq=False)
class Meanings:
    """Vectors of words, most frequent word first.

    Attributes:
        ranks: Word to its place, from 0.
        vectors: A row of length 1 for each word.
    """

    ranks: dict[str, int] = field(repr=False)
    vectors: Any = field(repr=False)

    def rarity(self, word: str) -> float:
        """How rare a word is, 0..1; 1 for one that the table lacks."""
        size = len(self.ranks)
        return log(1 + self.ranks.get(word, size)) / log(1 + size) if size else 1.0

    @cached_property
    def _total(self) -> float:
        return fsum(1 / (rank + _SHIFT) for rank in range(len(self.ranks))) or 1.0

    def share(self, word: str, length: int) -> float:
        """In what part of texts of so many words a word stands, by the law of Zipf-Mandelbrot."""
        rank = self.ranks.get(word, len(self.ranks))
        return min(_MOST, length / (rank + _SHIFT) / self._total)

    def vector(self, word: str) -> Any | None:  # noqa: ANN401 - a row of numpy
        """The row of a word, None where the table lacks it."""
        rank = self.ranks.get(word)
        return None if rank is None else self.vectors[rank]


@cache
def load_meanings(lang: str = "en", tables: Path = TABLES) -> Meanings:
    """The table of a language.

    Args:
        lang: The language.
        tables: The folder that holds a folder for each language.

    Raises:
        ModelError: There is none for that language, or it is damaged.
    """
    np = numpy_()
    models = read_manifest(tables / lang, remedy="reinstall claimtrack")
    path = models.folder / _FILE
    try:
        with np.load(path, allow_pickle=False) as table:
            words = bytes(table["words"]).decode().split("\n")
            vectors = table["rows"].astype(np.float32)
    except Exception as error:
        raise ModelError(f"{path} cannot be loaded ({error!r}); {models.remedy}") from error
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return Meanings(
        {word: rank for rank, word in enumerate(words)}, vectors / np.maximum(length, 1e-9)
    )
