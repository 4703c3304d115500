"""Sentence embeddings, for those who ask for them: the optional extra ``claimtrack[semantic]``.

The central decision: an embedder is a function from texts to rows of length 1, so that any model
and any service can stand in. Nothing is downloaded unless a name that is no folder is given.
"""

import logging
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from claimtrack.errors import ModelError

#: Texts to a matrix of numpy, a row of length 1 for each.
Embedder: TypeAlias = Callable[[Sequence[str]], Any]

_BATCH = 32


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
