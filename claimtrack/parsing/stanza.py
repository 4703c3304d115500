"""The adapter to Stanza, and the only module that imports it.

The central decision: Stanza never sees a document. It sees chunks (`claimtrack.parsing.chunks`),
from which everything that could shift an offset or take more than linear time has been taken
out, and its answer is brought back to the document's own characters here.

Speed, measured on news text: decoding of trees takes a short cut (`claimtrack.parsing.spanning`),
the parser gets batches that fit a processor's cache, and the garbage collector rests during a
parse, as Stanza's many small objects otherwise make it run all the time.
"""

import gc
import json
import logging
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from attrs import evolve

from claimtrack.errors import ModelError, ParseError
from claimtrack.lexicon import DATA, load_lexicon
from claimtrack.model import Span
from claimtrack.parsing.chunks import Chunk, make_chunks
from claimtrack.parsing.commas import find_lost_commas, load_closings
from claimtrack.parsing.lemmas import Lemmas, load_lemmas
from claimtrack.parsing.packages import find_version, load_package
from claimtrack.parsing.spanning import shortcut
from claimtrack.parsing.tokens import (
    LONGEST_SENTENCE,
    LONGEST_WORD,
    Hours,
    bound_sentence,
    join_broken,
    load_hours,
)
from claimtrack.parsing.weights import (
    STANFORD,
    ModelSet,
    find_models,
    stanford_folder,
    write_manifest,
)
from claimtrack.syntax import Entity, Sentence, Word

#: Words; batches of 1,000 gave the same trees on 58,081 words of news in 1.3 times the time.
PARSER_BATCH = 400

#: Seconds that a server may take to answer before a download is given up.
PATIENCE = 20.0

_PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
_VECTORS = "vectors.pt"

# Stanford's English names have OntoNotes' types; ours are CoNLL-2003's. Numbers and dates, which
# OntoNotes has too, are no names and are left out.
_ENTITY_TYPES = {
    **{name: name for name in ("PER", "ORG", "LOC", "MISC")},
    "PERSON": "PER",
    "GPE": "LOC",
    "FAC": "LOC",
    "EVENT": "MISC",
    "LANGUAGE": "MISC",
    "LAW": "MISC",
    "NORP": "MISC",
    "PRODUCT": "MISC",
    "WORK_OF_ART": "MISC",
}

# Stanza ships no types.
_Foreign: TypeAlias = Any


class StanzaParser:
    """A parser that runs Stanza's networks, on one thread and without a network connection.

    Same text, same weights: the same trees. One parser may serve several threads. Loading the
    weights sets PyTorch's thread count to one for the whole process: more gain nothing, and a
    process that has used two cannot fork.

    Args:
        lang: ISO 639-1 code.
        models: None for the models that ship with claimtrack; ``"stanford"`` for Stanford's
            larger ones, which ``claimtrack models get`` fetches; or a folder of models.
        on_progress: Called while a text is parsed, with the number of characters that are done.

    Raises:
        ModelError: There are no such models, or a file is missing, truncated or altered.
    """

    def __init__(
        self,
        lang: str = "en",
        models: str | Path | None = None,
        *,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        self._lang = lang
        self._models = find_models(lang, models)
        self._titles = _titles(lang)
        self._on_progress = on_progress
        self._loading = threading.Lock()
        self._loaded: _Foreign = None

    @property
    def fingerprint(self) -> str:
        """Versions of Stanza and simplemma, the language, the models' name and their digest.

        Raises:
            ModelError: One of the two is not installed.
        """
        versions = " ".join(f"{name} {find_version(name)}" for name in ("stanza", "simplemma"))
        return f"{versions} {self._lang} {self._models.name} {self._models.digest}"

    def parse(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a text, in text order; the first call loads the weights.

        Takes time linear in the text's length, about a second for 2,000 words.

        Raises:
            ModelError: The weights cannot be loaded.
            ParseError: Stanza failed on the text.
        """
        chunks = make_chunks(text, self._titles, _lost_commas(self._lang, text))
        first = next(chunks, None)
        if first is None:
            return ()
        pipeline, lemmas = self._pipeline(), load_lemmas(self._lang)
        found: list[Sentence] = []
        for chunk in chain((first,), chunks):
            with _no_collection():
                found.extend(_parse_chunk(pipeline, chunk, text, lemmas))
            if self._on_progress is not None:
                self._on_progress(chunk.ends[-1])
        return tuple(found)

    def _pipeline(self) -> _Foreign:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._lang, self._models)
            return self._loaded


def _titles(lang: str) -> frozenset[str]:
    """Abbreviated titles of a language; a language without a lexicon has none."""
    if not (DATA / lang).is_dir():
        return frozenset()
    return load_lexicon(lang).words("abbreviations")


def _lost_commas(lang: str, text: str) -> Iterator[int]:
    """Where a text of a language lacks a comma; a language without a lexicon knows none."""
    if (DATA / lang).is_dir():
        yield from find_lost_commas(text, load_closings(load_lexicon(lang)))


def _load(lang: str, models: ModelSet) -> _Foreign:
    """A Stanza pipeline over a checked set of models."""
    torch: _Foreign = load_package("torch")
    stanza: _Foreign = load_package("stanza")
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
            depparse_batch_size=PARSER_BATCH,
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
    torch: _Foreign = load_package("torch")
    cache_module: _Foreign = load_package("stanza.models.common.foundation_cache")
    pretrain_module: _Foreign = load_package("stanza.models.common.pretrain")
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
        module: _Foreign = load_package(f"stanza.models.depparse.{place}")
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


def _parse_chunk(pipeline: _Foreign, chunk: Chunk, text: str, lemmas: Lemmas) -> list[Sentence]:
    try:
        document = _bounded(pipeline(chunk.text, processors="tokenize"), load_hours(lemmas.lang))
        if document.sentences:
            document = pipeline(document, processors="pos,lemma,depparse,ner")
    except (ArithmeticError, AssertionError, LookupError, RuntimeError, ValueError) as error:
        raise ParseError(
            f"Stanza failed between characters {chunk.starts[0]} and {chunk.ends[-1]} "
            f"({error!r}); leave them out or report it"
        ) from error
    return [_to_sentence(sentence, chunk, text, lemmas) for sentence in document.sentences]


def _bounded(document: _Foreign, hours: Hours) -> _Foreign:
    """The tokenized document, broken sentences joined, too long ones cut, long words shortened."""
    entries = document.to_dict()
    whole = join_broken(entries, document.text, hours)
    if len(whole) < len(entries):
        document = type(document)(whole, text=document.text)
    if all(
        len(sentence.words) <= LONGEST_SENTENCE
        and all(len(word.text) <= LONGEST_WORD for word in sentence.words)
        for sentence in document.sentences
    ):
        return document
    sentences = [part for entries in document.to_dict() for part in bound_sentence(entries)]
    return type(document)(sentences, text=document.text)


def _to_sentence(sentence: _Foreign, chunk: Chunk, text: str, lemmas: Lemmas) -> Sentence:
    words = [
        _to_word(word, span, text, lemmas)
        for token in sentence.tokens
        for word, span in zip(token.words, _place(token, chunk, text), strict=True)
    ]
    entities = [
        Entity(chunk.span(entity.start_char, entity.end_char), _ENTITY_TYPES[entity.type])
        for entity in sentence.ents
        if entity.type in _ENTITY_TYPES
    ]
    return Sentence(tuple(words), tuple(entities))


def _to_word(word: _Foreign, span: Span, text: str, lemmas: Lemmas) -> Word:
    surface = span.of(text)
    long = len(surface) > LONGEST_WORD
    lemma = surface if long else lemmas.mend(surface, word.lemma or surface, word.xpos or "")
    return Word(
        word.id - 1,
        surface,
        lemma=lemma,
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


def get_models(lang: str = "en", *, patience: float = PATIENCE) -> ModelSet:
    """Downloads Stanford's models of a language into the user's folder.

    The only function of claimtrack that opens a network connection. The models are fetched
    into a folder beside their place and moved there when all have come, so that a download
    that breaks off leaves what was there before.

    Args:
        lang: ISO 639-1 code.
        patience: Seconds that a server may take to answer.

    Raises:
        ModelError: No connection, no such models, or no room for them.
    """
    place = stanford_folder(lang)
    index = _fetch_index(lang, patience)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{lang}-", dir=place.parent) as name:
            fetched, former = Path(name) / "new", Path(name) / "old"
            _download(lang, index, fetched)
            models = write_manifest(fetched, STANFORD)
            if place.exists():
                place.rename(former)
            fetched.rename(place)
    except OSError as error:
        raise ModelError(
            f"cannot put the models for {lang!r} into {place} ({error}); make room there, or set "
            "CLAIMTRACK_MODELS to another folder"
        ) from error
    return evolve(models, folder=place)


def _fetch_index(lang: str, patience: float) -> _Foreign:
    """Stanza's list of models, once its server and the one of the models have answered.

    Stanza itself would wait for ever for a server that takes connections and says nothing.
    """
    common: _Foreign = load_package("stanza.resources.common")
    version = common.DEFAULT_RESOURCES_VERSION
    url = f"{common.DEFAULT_RESOURCES_URL}/resources_{version}.json"
    try:
        with urllib.request.urlopen(url, timeout=patience) as answer:  # noqa: S310 - Stanza's own
            index = json.load(answer)
        url = index["url"].format(resources_version=version, lang=lang, filename="default.zip")
        request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - from Stanza's list
        with suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=patience):  # noqa: S310
            pass
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(
            f"cannot reach {url} to get models for {lang!r} ({error}); connect to the network and "
            f"run again: claimtrack models get {lang}"
        ) from error
    if "tokenize" not in index.get(lang, ()):
        raise ModelError(f"Stanford has no models for {lang!r}; see stanfordnlp.github.io/stanza")
    return index


def _download(lang: str, index: _Foreign, folder: Path) -> None:
    stanza: _Foreign = load_package("stanza")
    folder.mkdir()
    (folder / "resources.json").write_text(json.dumps(index), encoding="utf-8")
    try:
        stanza.download(
            lang,
            model_dir=str(folder),
            processors=",".join(name for name in _PROCESSORS if name in index[lang]),
            logging_level="CRITICAL",
            download_json=False,
        )
    # Whatever the hub, the connection or a checksum may raise.
    except Exception as error:
        raise ModelError(
            f"the download of models for {lang!r} broke off ({error}); run again: "
            f"claimtrack models get {lang}"
        ) from error
