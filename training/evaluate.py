"""Scores of a packed set of models, end to end from raw text, and its speed.

Tokens are scored against gold whose multi-word tokens are split, so they are not the official
figure of the CoNLL shared task; everything else is, by Stanza's copy of its scorer. Names and the
relations around verbs of speech are counted here, by offsets that leave spaces out.
"""

import json
import re
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import stanza
import torch
from stanza.models.common import chuliu_edmonds
from stanza.models.common.foundation_cache import FoundationCache
from stanza.models.common.utils import ud_scores
from stanza.models.depparse import model as parser_model
from stanza.utils.conll import CoNLL

from training.names import spans
from training.pack import load_vectors
from training.prepare import DEPREL, FORM, HEAD, Sentence, parse_conllu

PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
WITH_VECTORS = ("pos", "depparse", "ner")
MEASURES = ("Tokens", "Sentences", "UPOS", "XPOS", "Lemmas", "UAS", "LAS", "CLAS")
RELATIONS = ("nsubj", "obj", "ccomp", "parataxis", "conj")
TESTS = ("pud.test", "gum.test", "ewt.test")

Found = set[tuple[int, int, str]]


def is_tree(heads: Sequence[int]) -> bool:
    """Whether heads (of word 1 on, the first entry unused) form one tree with one root."""
    if list(heads[1:]).count(0) != 1:
        return False
    reached = {0}
    for word in range(1, len(heads)):
        path, here = set(), word
        while here not in reached:
            if here in path:
                return False
            path.add(here)
            here = heads[here]
        reached |= path
    return True


def shorten_search() -> None:
    """Let the parser skip the search for a tree where the best head of each word makes one.

    Such heads are the optimum, so the result is the same; most sentences are caught, and the
    search in pure Python is what costs most.
    """
    search = chuliu_edmonds.chuliu_edmonds_one_root

    def first_try(scores: np.ndarray) -> np.ndarray:
        heads: np.ndarray = scores.argmax(axis=1)
        heads[0] = 0
        return heads if is_tree(heads.tolist()) else np.asarray(search(scores))

    parser_model.chuliu_edmonds_one_root = first_try


def load_pipeline(folder: Path, processors: Sequence[str] = PROCESSORS) -> stanza.Pipeline:
    """A Stanza pipeline over a packed set, without network."""
    key = str(folder / "vectors.pt")
    cache = FoundationCache(local_files_only=True)
    cache.pretrains[key] = load_vectors(folder / "vectors.pt")
    paths = {f"{name}_model_path": str(folder / f"{name}.pt") for name in processors}
    shared = {f"{name}_pretrain_path": key for name in WITH_VECTORS if name in processors}
    return stanza.Pipeline(
        "en",
        dir=str(folder),
        package=None,
        processors=",".join(processors),
        download_method=None,
        allow_unknown_language=True,
        foundation_cache=cache,
        use_gpu=False,
        verbose=False,
        tokenize_max_seqlen=1000,
        depparse_batch_size=1000,
        **paths,
        **shared,
    )


def f1(gold: int, found: int, right: int) -> float:
    """F1 in percent, 0 where nothing is right."""
    return 200 * right / (gold + found) if right else 0.0


def arcs(sentences: Iterable[Sentence]) -> dict[str, set[tuple[object, ...]]]:
    """For each relation without subtype its (dependent, head) pairs by offsets."""
    found: dict[str, set[tuple[object, ...]]] = {}
    start = 0
    for sentence in sentences:
        places = [(start, start)]
        for row in sentence.rows:
            length = len(re.sub(r"\s", "", row[FORM]))
            places.append((start, start + length))
            start += length
        for number, row in enumerate(sentence.rows, start=1):
            relation = row[DEPREL].partition(":")[0]
            arc = (places[number], places[int(row[HEAD])] if row[HEAD] != "0" else "root")
            found.setdefault(relation, set()).add(arc)
    return found


def score_relations(gold: Iterable[Sentence], system: Iterable[Sentence]) -> dict[str, float]:
    """Labelled F1 of the relations that attributions are read from."""
    wanted, given = arcs(gold), arcs(system)
    scores = {}
    for relation in RELATIONS:
        one, other = wanted.get(relation, set()), given.get(relation, set())
        scores[relation] = f1(len(one), len(other), len(one & other))
    return scores


def names_in(pairs: Iterable[Sequence[Mapping[str, str]]]) -> Found:
    """The names of sentences of (text, ner) pairs by offsets that leave spaces out."""
    found: Found = set()
    start = 0
    for sentence in pairs:
        ends = [start]
        for word in sentence:
            ends.append(ends[-1] + len(re.sub(r"\s", "", word["text"])))
        for first, last, kind in spans([word["ner"] for word in sentence]):
            found.add((ends[first], ends[last], kind))
        start = ends[-1]
    return found


def to_bare_bio(tag: str) -> str:
    """A tag of Stanza's BIOES scheme in BIO."""
    return {"S": "B", "E": "I"}.get(tag[0], tag[0]) + tag[1:]


def score_names(gold: Found, system: Found) -> dict[str, float]:
    """F1 of names, all and by type."""
    scores = {"names": f1(len(gold), len(system), len(gold & system))}
    for kind in ("PER", "ORG", "LOC"):
        one = {name for name in gold if name[2] == kind}
        other = {name for name in system if name[2] == kind}
        scores[kind] = f1(len(one), len(other), len(one & other))
    return scores


def score(pipeline: stanza.Pipeline, data: Path, name: str) -> dict[str, float]:
    """All scores of one test set, and tokens per second of processor time."""
    text = (data / f"{name}.txt").read_text(encoding="utf-8")
    began = time.process_time()
    document = pipeline(text)
    spent = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "system.conllu"
        CoNLL.write_doc2conll(document, str(path))
        ud: Any = ud_scores(str(data / f"{name}.conllu"), str(path))
        system = parse_conllu(path.read_text(encoding="utf-8"))
    scores = {measure: 100 * ud[measure].f1 for measure in MEASURES}
    gold = parse_conllu((data / f"{name}.conllu").read_text(encoding="utf-8"))
    scores |= score_relations(gold, system)
    names = data / f"{name}.names.json"
    if names.exists():
        wanted = names_in(json.loads(names.read_text(encoding="utf-8")))
        given = [
            [{"text": token.text, "ner": to_bare_bio(token.ner)} for token in sentence.tokens]
            for sentence in document.sentences
        ]
        scores |= score_names(wanted, names_in(given))
    return scores | {"tokens/s": document.num_tokens / spent}


def evaluate(
    folder: Path, data: Path, tests: Sequence[str] = TESTS
) -> dict[str, dict[str, float]]:
    """The scores of a packed set on each test set."""
    torch.set_num_threads(1)
    shorten_search()
    pipeline = load_pipeline(folder)
    pipeline("A first sentence, so that nothing is measured cold.")
    return {name: score(pipeline, data, name) for name in tests}


def to_table(results: Mapping[str, Mapping[str, float]]) -> str:
    """The scores as a Markdown table, a row for each test set."""
    columns = list(dict.fromkeys(column for row in results.values() for column in row))
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, row in results.items():
        cells = [
            "" if column not in row else f"{row[column]:.{0 if '/' in column else 2}f}"
            for column in columns
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
