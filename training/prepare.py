"""Training files for Stanza's trainers, made from Universal Dependencies treebanks.

The central decision is that a multi-word token (``isn't``) becomes plain words that follow each
other without a space. In the English treebanks its parts spell its surface, so nothing is lost,
every word gets its own offsets, and no processor for multi-word tokens is needed.

Everything but ``write_data`` is a function from values to values.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from training.names import NameSentence, gum_names, merge_names, read_iob2

ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC = range(10)
COLUMNS = 10
GUM_GENRES = frozenset(
    {"news", "interview", "bio", "voyage", "textbook", "vlog", "speech", "conversation"},
)
"""Genres of GUM whose sources its licence page names as CC BY or public domain."""
FOLDS = 3
SPLITS = ("train", "dev", "test")
LINE_WIDTH = 80
NO_SPACE = "SpaceAfter=No"
KEPT_COMMENT = re.compile(r"# (newdoc|newpar|sent_id|text)\b(?!_)")


@attrs.frozen
class Sentence:
    """One sentence of CoNLL-U: its comment lines and its rows of ten columns."""

    comments: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def starts_paragraph(self) -> bool:
        """Whether a document or paragraph begins here."""
        return any(c.startswith(("# newdoc", "# newpar")) for c in self.comments)

    @property
    def document(self) -> str | None:
        """The id of the document that begins here, ``None`` within one."""
        for comment in self.comments:
            if comment.startswith("# newdoc"):
                return comment.partition("=")[2].strip()
        return None


def parse_conllu(text: str) -> tuple[Sentence, ...]:
    """The sentences of a CoNLL-U file, rows and comments untouched."""
    sentences = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\n")):
        lines = block.split("\n")
        comments = tuple(line for line in lines if line.startswith("#"))
        rows = tuple(tuple(line.split("\t")) for line in lines if line and line[0] != "#")
        if rows:
            sentences.append(Sentence(comments, rows))
    return tuple(sentences)


def to_conllu(sentences: Iterable[Sentence]) -> str:
    """The sentences as one CoNLL-U file."""
    blocks = ("\n".join([*s.comments, *("\t".join(row) for row in s.rows)]) for s in sentences)
    return "".join(f"{block}\n\n" for block in blocks)


def replace(row: Sequence[str], column: int, value: str) -> tuple[str, ...]:
    """The row with one column set."""
    return (*row[:column], value, *row[column + 1 :])


def strip_annotation(sentence: Sentence) -> Sentence:
    """The sentence without empty nodes, enhanced dependencies and all of MISC but spaces."""
    rows = []
    for row in sentence.rows:
        if "." in row[ID]:
            continue
        spacing = NO_SPACE if NO_SPACE in row[MISC].split("|") else "_"
        rows.append((*row[:DEPS], "_", spacing))
    comments = tuple(c for c in sentence.comments if KEPT_COMMENT.match(c))
    return Sentence(comments, tuple(rows))


def cut_surface(surface: str, parts: Sequence[str]) -> tuple[str, ...] | None:
    """The surface cut at the lengths of the parts; ``None`` if a part would be empty.

    Parts that do not spell the surface (``gonna`` as ``gon`` + ``to``) keep their lengths and the
    last takes what is left.
    """
    cut, start = [], 0
    for part in parts[:-1]:
        cut.append(surface[start : start + len(part)])
        start += len(part)
    cut.append(surface[start:])
    return tuple(cut) if all(cut) else None


def split_words(sentence: Sentence) -> Sentence | None:
    """The sentence with multi-word tokens as plain words; ``None`` if one cannot be cut."""
    rows: list[tuple[str, ...]] = []
    source = iter(sentence.rows)
    for row in source:
        if "-" not in row[ID]:
            rows.append(row)
            continue
        first, last = map(int, row[ID].split("-"))
        parts = [next(source) for _ in range(last - first + 1)]
        forms = cut_surface(row[FORM], [part[FORM] for part in parts])
        if forms is None:
            return None
        closing = NO_SPACE if NO_SPACE in row[MISC].split("|") else "_"
        for part, form in zip(parts, forms, strict=True):
            spacing = closing if part is parts[-1] else NO_SPACE
            rows.append(replace(replace(part, FORM, form), MISC, spacing))
    return Sentence(sentence.comments, tuple(rows))


def blank_features(sentence: Sentence) -> Sentence:
    """The sentence without FEATS, which the tagger is not asked to learn."""
    return Sentence(sentence.comments, tuple(replace(row, FEATS, "_") for row in sentence.rows))


def keep_genres(sentences: Iterable[Sentence], genres: frozenset[str]) -> tuple[Sentence, ...]:
    """The sentences of GUM documents (``GUM_<genre>_<name>``) of these genres."""
    kept, keeping = [], False
    for sentence in sentences:
        if sentence.document is not None:
            keeping = sentence.document.split("_")[1] in genres
        if keeping:
            kept.append(sentence)
    return tuple(kept)


def split_documents(sentences: Iterable[Sentence]) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences grouped by document."""
    documents: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.document is not None or not documents:
            documents.append([])
        documents[-1].append(sentence)
    return tuple(map(tuple, documents))


def fold(sentences: Iterable[Sentence], count: int) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences dealt out to ``count`` parts of about equal size, by whole documents."""
    parts: list[list[Sentence]] = [[] for _ in range(count)]
    sizes = [0] * count
    for document in sorted(split_documents(sentences), key=len, reverse=True):
        smallest = sizes.index(min(sizes))
        parts[smallest].extend(document)
        sizes[smallest] += sum(len(s.rows) for s in document)
    return tuple(map(tuple, parts))


def chance(key: str) -> float:
    """A number in [0, 1) that depends on the key alone."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 16**8


QUOTES = {
    "curly": {"open": "“", "close": "”", "apostrophe": "’"},
    "latex": {"open": "``", "close": "''", "apostrophe": "'"},
}
QUOTE_TAGS = {"``": "open", "''": "close"}


def quote_style(document: str) -> str | None:
    """How a training document writes its quotation marks; ``None``: as it did.

    The treebanks mostly have straight marks, newspapers mostly curly ones, and some archives
    two apostrophes: 45 % of the documents are rewritten curly and 10 % in the last way.
    """
    drawn = chance(document)
    return "curly" if drawn < 0.45 else "latex" if drawn < 0.55 else None  # noqa: PLR2004


def requote(sentence: Sentence, style: str | None) -> Sentence:
    """The sentence with straight double marks and apostrophes in the style.

    Which mark opens is told by its Penn tag.
    """
    if style is None:
        return sentence
    marks = QUOTES[style]
    rows = []
    for row in sentence.rows:
        form, lemma = row[FORM], row[LEMMA]
        if form == '"' and row[XPOS] in QUOTE_TAGS:
            form = lemma = marks[QUOTE_TAGS[row[XPOS]]]
        elif "'" in form and form not in {"'", "''"}:
            form = form.replace("'", marks["apostrophe"])
        rows.append((row[ID], form, lemma, *row[UPOS:]))
    return Sentence(sentence.comments, tuple(rows))


def requote_all(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Every document in its own ``quote_style``."""
    done: list[Sentence] = []
    for document in split_documents(sentences):
        style = quote_style(document[0].document or "")
        done.extend(requote(sentence, style) for sentence in document)
    return tuple(done)


def replace_tags(gold: Iterable[Sentence], tagged: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Gold trees with the lemmas, UPOS and XPOS of the same sentences as tagged."""
    done = []
    for one, other in zip(gold, tagged, strict=True):
        rows = [
            (*row[:LEMMA], guess[LEMMA], guess[UPOS], guess[XPOS], *row[FEATS:])
            for row, guess in zip(one.rows, other.rows, strict=True)
        ]
        done.append(Sentence(one.comments, tuple(rows)))
    return tuple(done)


def spell(sentence: Sentence) -> tuple[str, str]:
    """The sentence's text with a closing space if it has one, and a label for each character.

    Labels are the tokenizer's: 0 within a token or between two, 1 a token's last character, 2 a
    sentence's.
    """
    text, labels = [], []
    for row in sentence.rows:
        space = "" if NO_SPACE in row[MISC] else " "
        text.append(row[FORM] + space)
        ends = "2" if row is sentence.rows[-1] else "1"
        labels.append("0" * (len(row[FORM]) - 1) + ends + "0" * len(space))
    return "".join(text), "".join(labels)


def wrap(text: str, width: int) -> str:
    """The text with some spaces as line breaks, so that no offset changes."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def running_text(sentences: Iterable[Sentence]) -> tuple[str, str]:
    """The raw text, paragraphs set apart by blank lines, and the tokenizer's labels for it."""
    paragraphs: list[tuple[str, str]] = []
    for sentence in sentences:
        text, labels = spell(sentence)
        if sentence.starts_paragraph or not paragraphs:
            paragraphs.append((text, labels))
        else:
            before = paragraphs[-1]
            paragraphs[-1] = (before[0] + text, before[1] + labels)
    texts = [wrap(text.rstrip(" "), LINE_WIDTH) for text, _ in paragraphs]
    marks = [marks[: len(text)] for text, (_, marks) in zip(texts, paragraphs, strict=True)]
    return "\n\n".join(texts) + "\n", "\n\n".join(marks) + "\n"


def lemma_rows(sentences: Iterable[Sentence], most: int = 3) -> tuple[Sentence, ...]:
    """One-word sentences, each (form, UPOS, lemma) as often as seen but ``most`` times at most.

    The rarer the word the more it teaches, and the network trains on a tenth of the rows.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for sentence in sentences:
        for row in sentence.rows:
            if row[DEPREL] != "goeswith" and row[LEMMA] != "_" and "Typo=Yes" not in row[FEATS]:
                counts[row[FORM], row[UPOS], row[LEMMA]] += 1
    return tuple(
        Sentence((), (("1", form, lemma, upos, "_", "_", "0", "root", "_", "_"),))
        for (form, upos, lemma), count in counts.items()
        for _ in range(min(count, most))
    )


def find_treebank(folder: Path, treebank: str, split: str) -> Path:
    """The file of a treebank's split, in a release's naming or as ``ewt.train.conllu``."""
    release = f"en_{treebank}-ud-{split}.conllu"
    for path in (
        folder / f"{treebank}.{split}.conllu",
        folder / release,
        folder / f"UD_English-{treebank.upper()}" / release,
    ):
        if path.exists():
            return path
    message = f"no {release} in {folder}; see training/README.md for where to get it"
    raise FileNotFoundError(message)


def read_treebank(folder: Path, treebank: str, split: str) -> tuple[Sentence, ...]:
    """A treebank's split, of GUM the kept genres, with all annotation."""
    text = find_treebank(folder, treebank, split).read_text(encoding="utf-8")
    sentences = parse_conllu(text)
    return keep_genres(sentences, GUM_GENRES) if treebank == "gum" else sentences


def plain(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences stripped and their multi-word tokens split; what cannot be cut is left out."""
    for sentence in sentences:
        done = split_words(strip_annotation(sentence))
        if done is not None:
            yield done


def find_names(folder: Path, treebank: str, split: str) -> Path:
    """The file of Universal NER for a treebank's split."""
    name = f"en_{treebank}-ud-{split}.iob2"
    for path in (
        folder / "uner" / name,
        folder / name,
        folder / f"UNER_English-{treebank.upper()}" / name,
    ):
        if path.exists():
            return path
    message = f"no {name} in {folder}; see training/README.md for where to get it"
    raise FileNotFoundError(message)


def to_stanza_names(sentences: Iterable[NameSentence]) -> str:
    """The sentences as the JSON that Stanza's name trainer reads."""
    pairs = [
        [{"text": word, "ner": tag} for word, tag in zip(s.words, s.tags, strict=True)]
        for s in sentences
    ]
    return json.dumps(pairs, ensure_ascii=False)


def write_trees(folder: Path, name: str, sentences: Sequence[Sentence]) -> None:
    """Everything the tokenizer, tagger and parser read or are scored against, for one split."""
    (folder / f"{name}.conllu").write_text(to_conllu(sentences), encoding="utf-8")
    bare = to_conllu(map(blank_features, sentences))
    (folder / f"{name}.tags.conllu").write_text(bare, encoding="utf-8")
    text, labels = running_text(sentences)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.labels").write_text(labels, encoding="utf-8")
    (folder / f"{name}.mwt.json").write_text("[]", encoding="utf-8")


def write_data(treebanks: Path, folder: Path) -> None:
    """Every training, development and test file, from the treebanks' folder into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = {
        (bank, split): read_treebank(treebanks, bank, split)
        for bank in ("ewt", "gum")
        for split in SPLITS
    }
    clean = {key: tuple(plain(sentences)) for key, sentences in raw.items()}
    trees = {
        "train": requote_all(clean["ewt", "train"] + clean["gum", "train"]),
        "dev": clean["ewt", "dev"] + clean["gum", "dev"],
        "ewt.test": clean["ewt", "test"],
        "gum.test": clean["gum", "test"],
        "pud.test": tuple(plain(read_treebank(treebanks, "pud", "test"))),
    }
    parts = fold(trees["train"], FOLDS)
    folds = {f"fold{number}.held": part for number, part in enumerate(parts)} | {
        f"fold{number}.rest": tuple(s for other in parts if other is not part for s in other)
        for number, part in enumerate(parts)
    }
    for name, sentences in (trees | folds).items():
        write_trees(folder, name, sentences)
    lemmas = lemma_rows(clean["ewt", "train"] + clean["gum", "train"])
    (folder / "train.lemma.conllu").write_text(to_conllu(lemmas), encoding="utf-8")
    write_names(treebanks, folder, trees, raw)


def order_like(
    names: Iterable[NameSentence],
    sentences: Iterable[Sentence],
) -> tuple[NameSentence, ...]:
    """The names in the order of the trees, found by their sentences: UNER shuffles PUD."""
    known = {"".join(sentence.words): sentence for sentence in names}
    ordered = []
    for sentence in sentences:
        words = tuple(row[FORM] for row in sentence.rows)
        bare = NameSentence(words, ("O",) * len(words))
        ordered.append(known.get("".join(words), bare))
    return tuple(ordered)


def write_names(
    treebanks: Path,
    folder: Path,
    trees: Mapping[str, Sequence[Sentence]],
    raw: Mapping[tuple[str, str], Sequence[Sentence]],
) -> None:
    """The training, development and test files of the name finder."""

    def read(bank: str, split: str) -> tuple[NameSentence, ...]:
        return read_iob2(find_names(treebanks, bank, split).read_text(encoding="utf-8"))

    def write(name: str, sentences: Iterable[NameSentence]) -> None:
        path = folder / f"{name}.names.json"
        path.write_text(to_stanza_names(sentences), encoding="utf-8")

    gum = {split: tuple(gum_names(s.rows) for s in raw["gum", split]) for split in SPLITS}
    write("train", merge_names(read("ewt", "train"), gum["train"]))
    write("dev", merge_names(read("ewt", "dev"), gum["dev"]))
    write("ewt.test", order_like(read("ewt", "test"), trees["ewt.test"]))
    write("gum.test", order_like(gum["test"], trees["gum.test"]))
    write("pud.test", order_like(read("pud", "test"), trees["pud.test"]))
