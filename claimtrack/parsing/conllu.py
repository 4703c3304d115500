r"""Trees as text: CoNLL-U in, CoNLL-U out, and a parser that replays stored trees.

The central decision: a document's exact text travels with its trees, in a comment, and each word's
offsets in the last column, so that what is read back is what was written. Beyond the format's
own columns and comments there are:

- ``# document = "…"`` after ``# newdoc``: the text as a JSON string. Without it the text is that
  of the sentences' ``# text`` (or their words), parted by a space. In a file without
  ``# newdoc`` every sentence is a document.
- ``TokenRange=start:end``: code points of that text, half-open; needs ``# document``.
- ``NER=B-PER``, ``NER=I-PER``: a name's first and its further words.
- ``\u00a0`` and its like in words and lemmas: characters that would break a line or a file.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from attrs import frozen

from claimtrack.errors import InputError, ParseError
from claimtrack.model import Span
from claimtrack.syntax import Entity, Sentence, Word

_COLUMNS = 10
_NUMBER = re.compile(r"(\d+)(?:-(\d+))?")
_RANGE = re.compile(r"(\d+):(\d+)")
# White space but the plain space, control characters, surrogates, and what begins an escape.
_AWKWARD = re.compile(r"[^\S ]|[\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_NOTHING = "_"


@frozen
class Parsed:
    """A text and its sentences."""

    text: str
    sentences: tuple[Sentence, ...]


class ConlluParser:
    r"""A parser that gives back stored trees, for tests, examples and docs without weights.

    Example:
        >>> oslo = "1\tOslo\tOslo\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-LOC"
        >>> agreed = "2\tagreed\tagree\tVERB\tVBD\t_\t0\troot\t_\t_"
        >>> parser = ConlluParser(read_conllu(f"# text = Oslo agreed\n{oslo}\n{agreed}\n"))
        >>> [word.span.start for word in parser.parse("Oslo agreed")[0]]
        [0, 5]

    Args:
        stored: Texts with their trees.

    Raises:
        InputError: One text has two analyses.
    """

    def __init__(self, stored: Iterable[Parsed]) -> None:
        self._sentences: dict[str, tuple[Sentence, ...]] = {}
        for parsed in stored:
            known = self._sentences.setdefault(parsed.text, parsed.sentences)
            if known != parsed.sentences:
                raise InputError(
                    f"two different analyses of {_brief(parsed.text)}; keep one of them"
                )

    @property
    def fingerprint(self) -> str:
        """The format's name and a digest of all stored texts and trees."""
        stored = sorted(to_conllu(text, trees) for text, trees in self._sentences.items())
        return f"conllu {hashlib.sha256(''.join(stored).encode()).hexdigest()[:12]}"

    def parse(self, text: str) -> tuple[Sentence, ...]:
        """The stored sentences of exactly this text.

        Raises:
            ParseError: There are none.
        """
        if not text.strip():
            return ()
        try:
            return self._sentences[text]
        except KeyError:
            raise ParseError(
                f"no stored trees for {_brief(text)}; add them to the CoNLL-U file, or parse "
                "with StanzaParser"
            ) from None


def _brief(text: str, limit: int = 60) -> str:
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def to_conllu(text: str, sentences: Iterable[Sentence]) -> str:
    """A document as CoNLL-U; several may be joined to one file.

    Args:
        text: What the sentences' offsets refer to.
        sentences: In text order.

    Raises:
        ParseError: A name does not consist of whole words, or two names overlap.
    """
    blocks = [_to_block(sentence, text) for sentence in sentences] or ["\n"]
    quoted = _AWKWARD.sub(
        lambda odd: odd[0] if odd[0] == "\\" else f"\\u{ord(odd[0]):04x}",
        json.dumps(text, ensure_ascii=False),
    )
    return f"# newdoc\n# document = {quoted}\n{''.join(blocks)}"


def _to_block(sentence: Sentence, text: str) -> str:
    names = _to_names(sentence)
    lines = [f"# text = {_escaped(' '.join(sentence.span.of(text).split()))}"]
    for word, name in zip(sentence, names, strict=True):
        misc = {"NER": name} if name else {}
        if word.index + 1 < len(sentence) and sentence[word.index + 1].start == word.end:
            misc["SpaceAfter"] = "No"
        misc["TokenRange"] = f"{word.start}:{word.end}"
        columns = (
            str(word.index + 1),
            _escaped(word.text),
            # An underscore alone would read as nothing.
            "\\u005f" if word.lemma == _NOTHING else _escaped(word.lemma) or _NOTHING,
            word.upos or _NOTHING,
            word.xpos or _NOTHING,
            _NOTHING,
            str(word.head + 1),
            word.deprel or _NOTHING,
            _NOTHING,
            "|".join(f"{key}={value}" for key, value in misc.items()),
        )
        lines.append("\t".join(columns))
    return "\n".join(lines) + "\n\n"


def _to_names(sentence: Sentence) -> list[str]:
    """For each word ``B-`` or ``I-`` and its name's type, or nothing."""
    names = [""] * len(sentence)
    for entity in sentence.entities:
        inside = [word for word in sentence if entity.span.contains(word.span)]
        if (
            not inside
            or (inside[0].start, inside[-1].end) != (entity.span.start, entity.span.end)
            or any(names[word.index] for word in inside)
        ):
            raise ParseError(
                f"the {entity.type} at [{entity.span.start}, {entity.span.end}) is not made of "
                "whole words of its own; CoNLL-U cannot hold it"
            )
        for word in inside:
            names[word.index] = f"{'B' if word is inside[0] else 'I'}-{entity.type}"
    return names


def _escaped(text: str) -> str:
    return _AWKWARD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", text)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)


@frozen(kw_only=True)
class _Row:
    """A line of a sentence, for one word or for a token of several.

    Attributes:
        place: ``file:line``, which messages begin with.
        first: Number of its first word, from 1.
        last: Number of its last word.
        cells: The ten columns.
        misc: The last of them, taken apart.
    """

    place: str
    first: int
    last: int
    cells: Sequence[str]
    misc: Mapping[str, str]

    @property
    def form(self) -> str:
        return _unescaped(self.cells[1])

    def cell(self, column: int) -> str:
        return "" if self.cells[column] == _NOTHING else self.cells[column]


@frozen(kw_only=True)
class _Block:
    """Comments and rows up to a blank line."""

    place: str
    comments: Mapping[str, str]
    rows: tuple[_Row, ...]


def read_conllu(source: Path | str) -> tuple[Parsed, ...]:
    """The documents of a CoNLL-U file, in order.

    Args:
        source: A file's path, or as a string the content itself.

    Raises:
        InputError: It is no CoNLL-U, or words are not where they should be in the text; the
            message begins with ``file:line``.
    """
    name = source.name if isinstance(source, Path) else "<string>"
    content = _load(source) if isinstance(source, Path) else source
    blocks = tuple(_read_blocks(content, name))
    alone = not any("newdoc" in block.comments for block in blocks)
    documents: list[list[_Block]] = []
    for block in blocks:
        if alone or not documents or "newdoc" in block.comments:
            documents.append([])
        documents[-1].append(block)
    return tuple(map(_to_parsed, documents))


def _load(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a CoNLL-U file") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(f"{path.name}:{line}: not UTF-8; save the file as UTF-8") from error


def _read_blocks(content: str, name: str) -> Iterator[_Block]:
    place = f"{name}:1"
    comments: dict[str, str] = {}
    rows: list[_Row] = []
    # Not splitlines: other line separators may stand in a comment.
    for number, line in enumerate((*content.split("\n"), ""), 1):
        line = line.rstrip("\r")  # noqa: PLW2901
        if not line.strip():
            if comments or rows:
                yield _Block(place=place, comments=comments, rows=tuple(rows))
            comments, rows = {}, []
            continue
        if not comments and not rows:
            place = f"{name}:{number}"
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            comments[key.strip()] = value.strip()
            if key.strip().startswith("newdoc"):
                comments["newdoc"] = value.strip()
        else:
            rows.extend(_read_row(line, f"{name}:{number}"))


def _read_row(line: str, place: str) -> Iterator[_Row]:
    """The line's row; none for a node that is not in the text (``8.1``)."""
    cells = line.split("\t")
    if len(cells) != _COLUMNS:
        raise InputError(
            f"{place}: {len(cells)} columns where CoNLL-U has {_COLUMNS}, parted by tabs"
        )
    number = _NUMBER.fullmatch(cells[0])
    if not number:
        if re.fullmatch(r"\d+\.\d+", cells[0]):
            return
        raise InputError(f"{place}: {cells[0]!r} is no word's number")
    first = int(number[1])
    misc = dict(pair.split("=", 1) for pair in cells[9].split("|") if "=" in pair)
    yield _Row(place=place, first=first, last=int(number[2] or first), cells=cells, misc=misc)


def _to_parsed(blocks: Sequence[_Block]) -> Parsed:
    quoted = blocks[0].comments.get("document")
    text = (
        " ".join(map(_text_of, blocks)) if quoted is None else _unquoted(quoted, blocks[0].place)
    )
    sentences: list[Sentence] = []
    at = 0
    for block in blocks:
        if block.rows:
            sentences.append(_to_sentence(block, text, at, exact=quoted is not None))
            at = sentences[-1].end
    return Parsed(text, tuple(sentences))


def _unquoted(quoted: str, place: str) -> str:
    try:
        text = json.loads(quoted)
    except ValueError as error:
        raise InputError(f"{place}: the document's text is no JSON string ({error})") from error
    if not isinstance(text, str):
        raise InputError(f"{place}: the document's text is no JSON string")
    return text


def _text_of(block: _Block) -> str:
    """A sentence's own text: as its comment gives it, or its tokens with their spaces."""
    if "text" in block.comments:
        return _unescaped(block.comments["text"])
    tokens: list[str] = []
    covered = 0
    for row in block.rows:
        if row.first > covered:
            tokens.append(row.form + ("" if row.misc.get("SpaceAfter") == "No" else " "))
            covered = row.last
    return "".join(tokens).strip()


def _to_sentence(block: _Block, text: str, at: int, *, exact: bool) -> Sentence:
    """A block's sentence, its words placed in the text from a character on."""
    words: list[Word] = []
    # Spans of a multi-word token's words, waiting for these.
    spans: list[Span] = []
    for row in block.rows:
        if not spans:
            span = _find(row, text, at, exact=exact)
            at = span.end
            spans = _share(row, block.rows, span)
            if row.last > row.first:
                continue
        if row.first != len(words) + 1 or row.last != row.first:
            raise InputError(
                f"{row.place}: number {row.cells[0]} where {len(words) + 1} should stand"
            )
        words.append(_to_word(row, spans.pop(0), text))
    if spans:
        raise InputError(f"{block.place}: a token of several words lacks {len(spans)} of them")
    try:
        return Sentence(tuple(words), _to_entities(block.rows, words))
    except ParseError as error:
        raise InputError(f"{block.place}: {error}") from error


def _find(row: _Row, text: str, at: int, *, exact: bool) -> Span:
    given = _RANGE.fullmatch(row.misc.get("TokenRange", "")) if exact else None
    while at < len(text) and text[at].isspace():
        at += 1
    start, end = (int(given[1]), int(given[2])) if given else (at, at + len(row.form))
    if text[start:end] != row.form or start == end:
        raise InputError(
            f"{row.place}: the text has {text[start:end]!r} at {start} where the word is "
            f"{row.form!r}; correct one of them"
        )
    return Span(start, end)


def _share(row: _Row, rows: Sequence[_Row], span: Span) -> list[Span]:
    """A token's span for its words: piece by piece if they spell it, else all of it for each."""
    count = row.last - row.first + 1
    if count < 2:  # noqa: PLR2004 - more than one word
        return [span]
    inside = [each for each in rows if row.first <= each.first == each.last <= row.last]
    if len(inside) != count or "".join(each.form for each in inside) != row.form:
        return [span] * count
    starts = [span.start]
    for each in inside:
        starts.append(starts[-1] + len(each.form))
    return [Span(start, end) for start, end in pairwise(starts)]


def _to_word(row: _Row, span: Span, text: str) -> Word:
    if not row.cells[6].isdigit():
        raise InputError(
            f"{row.place}: {row.cells[6]!r} is no head; give a number, 0 for the root"
        )
    literal = row.cells[1] == row.cells[2] == _NOTHING
    return Word(
        row.first - 1,
        span.of(text),
        lemma=_NOTHING if literal else _unescaped(row.cell(2)),
        upos=row.cell(3),
        xpos=row.cell(4),
        head=int(row.cells[6]) - 1,
        deprel=row.cell(7),
        start=span.start,
        end=span.end,
    )


def _to_entities(rows: Iterable[_Row], words: Sequence[Word]) -> tuple[Entity, ...]:
    entities: list[Entity] = []
    open_ = ""
    for row, word in zip((each for each in rows if each.first == each.last), words, strict=True):
        begin, _, kind = row.misc.get("NER", "").partition("-")
        if begin == "B":
            entities.append(Entity(word.span, kind))
        elif begin == "I" and kind == open_:
            entities[-1] = Entity(Span(entities[-1].span.start, word.end), kind)
        elif begin not in {"", "O"}:
            raise InputError(f"{row.place}: NER={row.misc['NER']} goes on from no name before it")
        open_ = kind if begin in {"B", "I"} else ""
    return tuple(entities)
