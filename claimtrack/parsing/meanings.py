"""What single words mean and how rare they are in news: the vectors that the parser reads with.

The central decision: the table that ships with the models already knows that "dead" is near to
"died", and its words are sorted from the most to the least frequent, so matching gets both from
it and needs no further file.
"""

import importlib
from functools import cache
from math import log
from typing import Any

from attrs import field, frozen

from claimtrack.errors import ModelError
from claimtrack.parsing.weights import find_models

_FILE = "vectors.pt"


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

    def vector(self, word: str) -> Any | None:  # noqa: ANN401 - a row of numpy
        """The row of a word, None where the table lacks it."""
        rank = self.ranks.get(word)
        return None if rank is None else self.vectors[rank]


@cache
def load_meanings(lang: str = "en") -> Meanings:
    """The table that ships with a language's models.

    Raises:
        ModelError: No models ship for that language, or they are damaged.
    """
    models = find_models(lang)
    torch: Any = importlib.import_module("torch")
    numpy: Any = importlib.import_module("numpy")
    path = models.folder / _FILE
    try:
        table = torch.load(str(path), weights_only=True)
        words: list[str] = table["words"].split("\n")
        vectors = (table["q"].float() * table["scale"]).numpy()
    except Exception as error:
        raise ModelError(f"{path} cannot be loaded ({error!r}); {models.remedy}") from error
    length = numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return Meanings(
        {word: rank for rank, word in enumerate(words)}, vectors / numpy.maximum(length, 1e-9)
    )
