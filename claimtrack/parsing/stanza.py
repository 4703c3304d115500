"""The adapter to Stanza, and the only module that imports it.

The central decision: Stanza never sees a document. It sees chunks (`claimtrack.parsing.chunks`),
from which everything that could shift an offset or take more than linear time has been taken
out, and its answer is brought back to the document's own characters here.

Speed, measured on news text: decoding of trees takes a short cut (`claimtrack.parsing.spanning`),
the parser gets batches of 1,000 words, and the garbage collector rests during a parse, as
Stanza's many small objects otherwise make it run all the time.
"""

import gc
import importlib
import importlib.metadata
import logging
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from claimtrack.errors import ModelError, ParseError
from claimtrack.model import Span
from claimtrack.parsing.chunks import Chunk, make_chunks
from claimtrack.parsing.spanning import shortcut
from claimtrack.parsing.weights import ModelSet, find_models
from claimtrack.syntax import Entity, Sentence, Word

#: Words; the parser's memory and time grow with a sentence's square.
LONGEST_SENTENCE = 400

#: Characters; taggers pad every word of a batch to the longest.
LONGEST_WORD = 64

_PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
_VECTORS = "vectors.pt"

# Stanza ships no types.
_Foreign: TypeAlias = Any
_Entry: TypeAlias = dict[str, _Foreign]


class StanzaParser:
    """A parser that runs Stanza's networks, on one thread and without a network connection.

    Same text, same weights: the same trees. One parser may serve several threads. Loading the
    weights sets PyTorch's thread count to one for the whole process: more gain nothing, and a
    process that has used two cannot fork.

    Args:
        lang: ISO 639-1 code.
        models: None for the models that ship with claimtrack; ``"stanford"`` for Stanford's
            larger ones, which ``claimtrack models get`` fetches; or a folder of models.

    Raises:
        ModelError: There are no such models, or a file is missing, truncated or altered.
    """

    def __init__(self, lang: str = "en", models: str | Path | None = None) -> None:
        self._lang = lang
        self._models = find_models(lang, models)
        self._loading = threading.Lock()
        self._loaded: _Foreign = None

    @property
    def fingerprint(self) -> str:
        """Stanza's version, the language, the models' name and their digest."""
        version = importlib.metadata.version("stanza")
        return f"stanza {version} {self._lang} {self._models.name} {self._models.digest}"

    def parse(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a text, in text order; the first call loads the weights.

        Takes time linear in the text's length, about a second for 2,000 words.

        Raises:
            ModelError: The weights cannot be loaded.
            ParseError: Stanza failed on the text.
        """
        chunks = make_chunks(text)
        first = next(chunks, None)
        if first is None:
            return ()
        pipeline = self._pipeline()
        found: list[Sentence] = []
        for chunk in chain((first,), chunks):
            with _no_collection():
                found.extend(_parse_chunk(pipeline, chunk, text))
        return tuple(found)

    def _pipeline(self) -> _Foreign:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._lang, self._models)
            return self._loaded


def _load(lang: str, models: ModelSet) -> _Foreign:
    """A Stanza pipeline over a checked set of models."""
    torch: _Foreign = importlib.import_module("torch")
    stanza: _Foreign = importlib.import_module("stanza")
    torch.set_num_threads(1)
    # Stanza reports on standard error what our errors say already.
    logging.getLogger("stanza").setLevel(logging.CRITICAL)
    options = _compact_options(models) if _VECTORS in models.files else _stanford_options(models)
    try:
        pipeline = stanza.Pipeline(
            lang,
            dir=str(models.folder),
            download_method=None,
            use_gpu=False,
            logging_level="CRITICAL",
            depparse_batch_size=1000,
            **options,
        )
    # Damaged weights can fail in any way: in unpickling, in shapes, in missing keys.
    except Exception as error:
        raise ModelError(
            f"the models in {models.folder} cannot be loaded ({error!r}); {models.remedy}"
        ) from error
    _take_short_cut()
    return pipeline


def _compact_options(models: ModelSet) -> dict[str, _Foreign]:
    """Options for a flat folder: a file for each processor and one table of int8 vectors."""
    torch: _Foreign = importlib.import_module("torch")
    cache_module: _Foreign = importlib.import_module("stanza.models.common.foundation_cache")
    pretrain_module: _Foreign = importlib.import_module("stanza.models.common.pretrain")
    vectors = str(models.folder / _VECTORS)
    try:
        table = torch.load(vectors, weights_only=True)
        pretrain = pretrain_module.Pretrain()
        # Stanza has no constructor for vectors that are in memory already.
        pretrain._vocab = pretrain_module.PretrainedWordVocab(table["words"].split("\n"))  # noqa: SLF001
        pretrain._emb = table["q"].float() * table["scale"]  # noqa: SLF001
    except Exception as error:
        raise ModelError(f"{vectors} cannot be loaded ({error!r}); {models.remedy}") from error
    cache = cache_module.FoundationCache(local_files_only=True)
    cache.pretrains[vectors] = pretrain
    return {
        "package": None,
        "processors": ",".join(_PROCESSORS),
        "allow_unknown_language": True,
        "foundation_cache": cache,
        **{f"{name}_model_path": str(models.folder / f"{name}.pt") for name in _PROCESSORS},
        **{f"{name}_pretrain_path": vectors for name in ("pos", "depparse", "ner")},
    }


def _stanford_options(models: ModelSet) -> dict[str, _Foreign]:
    """Options for a folder in Stanza's own layout; it adds ``mwt`` where a language has it."""
    present = {path.split("/")[1] for path in models.files if path.count("/") > 1}
    return {"processors": ",".join(name for name in _PROCESSORS if name in present)}


def _take_short_cut() -> None:
    name = "chuliu_edmonds_one_root"
    for place in ("model", "head_constraints"):
        module: _Foreign = importlib.import_module(f"stanza.models.depparse.{place}")
        decode = getattr(module, name)
        # Once for all parsers of the process.
        if decode.__module__ != shortcut.__module__:
            setattr(module, name, shortcut(decode))


@contextmanager
def _no_collection() -> Generator[None, None, None]:
    """No garbage collection inside; at the end, of what was made inside only.

    What existed before is frozen meanwhile, so that no collection walks through the weights or
    through earlier sentences, which keeps time linear. A process that froze objects itself, as
    before a fork, is left its frozen ones: thawing cannot tell ours from them.
    """
    enabled, freeze = gc.isenabled(), gc.get_freeze_count() == 0
    gc.disable()
    if freeze:
        gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        if freeze:
            gc.unfreeze()
        if enabled:
            gc.enable()


def _parse_chunk(pipeline: _Foreign, chunk: Chunk, text: str) -> list[Sentence]:
    try:
        document = _bounded(pipeline(chunk.text, processors="tokenize"))
        if document.sentences:
            document = pipeline(document, processors="pos,lemma,depparse,ner")
    except (ArithmeticError, AssertionError, LookupError, RuntimeError, ValueError) as error:
        raise ParseError(
            f"Stanza failed between characters {chunk.starts[0]} and {chunk.ends[-1]} "
            f"({error!r}); leave them out or report it"
        ) from error
    return [_to_sentence(sentence, chunk, text) for sentence in document.sentences]


def _bounded(document: _Foreign) -> _Foreign:
    """The tokenized document, with too long sentences cut and too long words shortened."""
    if not any(
        len(sentence.words) > LONGEST_SENTENCE
        or any(len(word.text) > LONGEST_WORD for word in sentence.words)
        for sentence in document.sentences
    ):
        return document
    sentences = [part for entries in document.to_dict() for part in _cut_sentence(entries)]
    return type(document)(sentences, text=document.text)


def _cut_sentence(entries: Sequence[_Entry]) -> Iterator[list[_Entry]]:
    """A sentence's entries in parts that are short enough, numbered anew."""
    # A multi-word token is an entry of its own before its words; it stays with them.
    tokens: list[list[_Entry]] = []
    last = 0
    for entry in entries:
        first, end = _range(entry["id"])
        if first > last:
            tokens.append([])
            last = end
        text = entry["text"]
        if len(text) > LONGEST_WORD:
            half = LONGEST_WORD // 2
            text = text[:half] + text[-half:]
        tokens[-1].append({**entry, "text": text})
    start = 0
    for end in cut_points([token[0]["text"] for token in tokens], LONGEST_SENTENCE):
        yield _renumbered(tokens[start:end])
        start = end


def _range(number: int | tuple[int, int]) -> tuple[int, int]:
    return number if isinstance(number, tuple) else (number, number)


def cut_points(texts: Sequence[str], limit: int) -> Iterator[int]:
    """Where parts of a too long sentence end: after punctuation if there is any to cut at.

    Args:
        texts: The sentence's tokens.
        limit: Most tokens that a part may have.
    """
    start = 0
    while len(texts) - start > limit:
        end = start + limit
        while end > start + limit // 2 and any(map(str.isalnum, texts[end - 1])):
            end -= 1
        if any(map(str.isalnum, texts[end - 1])):
            end = start + limit
        yield end
        start = end
    yield len(texts)


def _renumbered(tokens: Sequence[Sequence[_Entry]]) -> list[_Entry]:
    numbered: list[_Entry] = []
    number = 0
    for token in tokens:
        words = token[1:] if len(token) > 1 else token
        if len(token) > 1:
            numbered.append({**token[0], "id": (number + 1, number + len(words))})
        numbered.extend({**word, "id": (number + i,)} for i, word in enumerate(words, 1))
        number += len(words)
    return numbered


def _to_sentence(sentence: _Foreign, chunk: Chunk, text: str) -> Sentence:
    words = [
        _to_word(word, span, text)
        for token in sentence.tokens
        for word, span in zip(token.words, _place(token, chunk, text), strict=True)
    ]
    entities = [
        Entity(chunk.span(entity.start_char, entity.end_char), entity.type)
        for entity in sentence.ents
    ]
    return Sentence(tuple(words), tuple(entities))


def _to_word(word: _Foreign, span: Span, text: str) -> Word:
    surface = span.of(text)
    return Word(
        word.id - 1,
        surface,
        lemma=surface if len(surface) > LONGEST_WORD else word.lemma or surface,
        upos=word.upos or "X",
        xpos=word.xpos or "",
        head=word.head - 1,
        deprel=word.deprel,
        start=span.start,
        end=span.end,
    )


def _place(token: _Foreign, chunk: Chunk, text: str) -> list[Span]:
    """Where a token's words stand: one by one if they spell it, else all of it for each."""
    whole = chunk.span(token.start_char, token.end_char)
    texts = [word.text for word in token.words]
    if len(texts) == 1 or "".join(texts) != whole.of(text):
        return [whole] * len(texts)
    spans: list[Span] = []
    start = whole.start
    for part in texts:
        spans.append(Span(start, start + len(part)))
        start += len(part)
    return spans
