"""Sentence embeddings, for those who ask for them: the optional extra ``claimtrack[semantic]``.

The central decision: an embedder is a function from texts to rows of length 1, so that any model
and any service can stand in. Nothing is downloaded unless a name that is no folder is given. As
with n-grams, each claim's row is widened by those of its nearest neighbours before rows are
compared (query expansion, Rocchio 1971), and claims meet by their rows too: paraphrases share no
rare word. Every row is held against every other in blocks, so the cost grows with the square.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from claimtrack.errors import ModelError
from claimtrack.matching.vectors import numpy_

#: Texts to a matrix of numpy, a row of length 1 for each.
Embedder: TypeAlias = Callable[[Sequence[str]], Any]

_BATCH = 32
#: Neighbours that widen a row, the likeness that they need, and their part in it in a large
#: collection; in one of so many rows it is half of that. Measured on Emergent headlines.
_NEAREST, _ALIKE, _PART, _SETTLED = 5, 0.4, 0.6, 200
#: Others that each claim meets by its widened row, and the likeness that they need.
_MET, _WORTH = 10, 0.5
#: Rows that are held against all others at once: this bounds the memory.
_BLOCK = 256


def load_embedder(name: str | Path) -> Embedder:
    """A model of sentence-transformers as an embedder.

    Args:
        name: A folder with the model, or the name of one that is downloaded.

    Raises:
        ModelError: sentence-transformers is not installed, or there is no such model.
    """
    try:
        # The extra is optional, heavy, and not there where types are checked.
        library: Any = import_module("sentence_transformers")
    except ImportError as error:
        raise ModelError(
            "embeddings need sentence-transformers; run: pip install 'claimtrack[semantic]'"
        ) from error
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    folder = Path(name)
    try:
        model: Any = library.SentenceTransformer(
            str(name), device="cpu", local_files_only=folder.exists()
        )
    # A folder that is no model can fail in any way.
    except Exception as error:
        raise ModelError(
            f"no model for embeddings in {str(name)!r} ({error}); give a folder that "
            "sentence-transformers has written"
        ) from error

    def embed(texts: Sequence[str]) -> Any:  # noqa: ANN401 - numpy ships no types to follow
        return model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )

    return embed


def widen_meanings(rows: Any) -> tuple[Any, list[tuple[int, int]]]:  # noqa: ANN401 - numpy
    """Each row with its nearest neighbours', of length 1, and the pairs that these make alike.

    Args:
        rows: Rows of length 1, one for each claim.

    Returns:
        The widened rows, and the sorted pairs of positions ``(i, j)``, ``i < j``.
    """
    np = numpy_()
    part = _PART * len(rows) / (len(rows) + _SETTLED)
    wide = np.array(rows, dtype=np.float32)
    for position, near in enumerate(_find_nearest(rows, _NEAREST, _ALIKE)):
        for other, likeness in near:
            wide[position] += part * likeness * rows[other]
    wide /= np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-9)
    pairs = {
        (min(position, other), max(position, other))
        for position, near in enumerate(_find_nearest(wide, _MET, _WORTH))
        for other, _ in near
    }
    return wide, sorted(pairs)


def _find_nearest(
    rows: Any,  # noqa: ANN401 - numpy
    count: int,
    least: float,
) -> Iterator[list[tuple[int, float]]]:
    """The nearest others of each row with their cosines, nearest first."""
    np = numpy_()
    for start in range(0, len(rows), _BLOCK):
        # Rounded, so that the order of addition cannot decide between equals.
        block = np.round(rows[start : start + _BLOCK] @ rows.T, 6)
        for place, values in enumerate(block):
            values[start + place] = -1.0
            floor = np.partition(values, -count)[-count] if len(values) > count else least
            near = np.nonzero(values >= max(floor, least))[0]
            found = near[np.argsort(-values[near], kind="stable")][:count].tolist()
            yield [(other, float(values[other])) for other in found]
