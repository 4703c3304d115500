"""A language's words and patterns, read from ``data/<lang>/`` and checked at load.

The central decision: vocabulary is data. Every CSV file of the language's folder is a table
with a header line; its first column is the key. Code asks for a table by the file's stem and
never holds a word of its own, so that a new language is a new folder. What a person adds in a
file of their own is merged into the same tables, so that nothing after this module knows where a
word came from.
"""

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast, get_args

from attrs import evolve, field, frozen

from claimtrack.errors import LexiconError
from claimtrack.model import BeliefAbout, ClaimKind, Polarity

DATA = Path(__file__).parent / "data"

#: Key of a pattern's row that says where it stands, for messages; rows of a person's file have it.
PLACE = "place"
#: The table of words that a person has struck from the cues; only an extended lexicon has it.
STRUCK = "struck_cues"

_TABLES = ("cue", "pattern", "paths")
_CUE_KEYS = ("lemma", "upos", "kind", "polarity", "about", "frames", "remove")
_CUE_COLUMNS = ("lemma", "upos", "kind", "polarity", "about")

Row = Mapping[str, str]


@frozen(slots=False, eq=False)
class Lexicon:
    """The words and patterns of one language.

    Attributes:
        lang: ISO 639-1 code.
        digest: SHA-256 over all files, in hexadecimal; part of every run's provenance.
        tables: CSV stem to rows; each row maps column to cell.
        documents: TOML stem to its parsed content.
    """

    lang: str
    digest: str
    # The digest stands for the content, so that a lexicon can be the key of a cache.
    tables: Mapping[str, tuple[Row, ...]] = field(repr=False)
    documents: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def rows(self, table: str) -> tuple[Row, ...]:
        """All rows of a table.

        Raises:
            LexiconError: The language's folder has no such table.
        """
        try:
            return self.tables[table]
        except KeyError:
            raise LexiconError(
                f"{self.lang}/{table}.csv:1: no such table in the lexicon; add the file"
            ) from None

    def words(self, table: str) -> frozenset[str]:
        """The first column of a table."""
        rows = self.rows(table)
        return frozenset(next(iter(row.values())) for row in rows)

    def mapping(self, table: str, column: str) -> Mapping[str, str]:
        """First column to another column; the first row wins where a key stands twice."""
        found: dict[str, str] = {}
        for row in self.rows(table):
            found.setdefault(next(iter(row.values())), row[column])
        return MappingProxyType(found)

    def toml(self, name: str) -> Mapping[str, Any]:
        """The parsed content of a TOML file.

        Raises:
            LexiconError: The language's folder has no such file.
        """
        try:
            return self.documents[name]
        except KeyError:
            raise LexiconError(
                f"{self.lang}/{name}.toml:1: no such file in the lexicon; add it"
            ) from None


def load_lexicon(lang: str = "en", folder: Path | None = None) -> Lexicon:
    """The lexicon of a language; loaded once and kept.

    Args:
        lang: ISO 639-1 code, a folder's name under `folder`.
        folder: Where languages lie; the package's own data by default.

    Raises:
        LexiconError: No such language, or a file is wrong (the message says ``file:line``).
    """
    return _load(lang, folder or DATA)


@cache
def _load(lang: str, folder: Path) -> Lexicon:
    home = folder / lang
    if not home.is_dir():
        known = ", ".join(sorted(path.name for path in folder.iterdir() if path.is_dir()))
        raise LexiconError(f"no lexicon for {lang!r}; there are: {known}")
    tables: dict[str, tuple[Row, ...]] = {}
    documents: dict[str, Mapping[str, Any]] = {}
    sha = hashlib.sha256()
    for path in sorted(home.iterdir()):
        if path.suffix not in {".csv", ".toml"}:
            continue
        raw = path.read_bytes()
        sha.update(path.name.encode() + b"\0" + raw)
        if path.suffix == ".csv":
            tables[path.stem] = _read_table(path, raw)
        else:
            documents[path.stem] = _read_toml(path, raw)
    return Lexicon(
        lang=lang,
        digest=sha.hexdigest(),
        tables=MappingProxyType(tables),
        documents=MappingProxyType(documents),
    )


def extend_lexicon(lexicon: Lexicon, path: Path) -> Lexicon:
    """A lexicon with a person's own cues and patterns, read from a TOML file.

    ``[[cue]]`` adds a cue, or overrides the one of its lemma and part of speech; with
    ``remove = true`` the word is no cue at all. ``[[pattern]]`` adds a pattern, ``[paths]``
    names lists of paths for these. The digest covers the file.

    Args:
        lexicon: What to extend; it stays as it is.
        path: The file.

    Raises:
        LexiconError: The file cannot be read or is wrong (the message says ``file:line``). How
            a pattern's paths are written is seen when they are first used.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LexiconError(
            f"{path.name}:1: cannot be read ({error.strerror}); check the name {path}"
        ) from error
    data = _read_toml(path, raw)
    lines = _decode(path, raw).splitlines()
    for key in data:
        if key not in _TABLES:
            line = _find_line(lines, rf"\[*\s*{re.escape(key)}\b")
            raise LexiconError(
                f"{path.name}:{line}: no table {key!r}; there are {', '.join(_TABLES)}"
            )
    patterns = _merge_patterns(lexicon, data, path.name, lines)
    tables = dict(lexicon.tables)
    tables.update(_merge_cues(lexicon, patterns, _entries(data, "cue", path.name, lines)))
    return evolve(
        lexicon,
        digest=hashlib.sha256(lexicon.digest.encode() + b"\0" + raw).hexdigest(),
        tables=MappingProxyType(tables),
        documents=MappingProxyType({**lexicon.documents, "patterns": patterns}),
    )


@frozen
class _Entry:
    """A table of a person's file: its content, and its lines from the header on."""

    row: Mapping[str, Any]
    file: str
    start: int
    lines: tuple[str, ...]

    def wrong(self, key: str, message: str) -> LexiconError:
        """What to raise for a key: it names the key's line, or the table's where it has none."""
        offset = _find_line(self.lines, rf"\W*(\w+\.)*{re.escape(key)}\W*[=.\]]") - 1
        return LexiconError(f"{self.file}:{self.start + offset}: {message}")


def is_texts(value: object) -> bool:
    """Whether a value of a TOML file is a list of strings."""
    items = _as_list(value)
    return items is not None and all(isinstance(item, str) for item in items)


def _as_list(value: object) -> list[object] | None:
    return cast("list[object]", value) if isinstance(value, list) else None


def _as_table(value: object) -> dict[str, Any] | None:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _find_line(lines: Sequence[str], pattern: str) -> int:
    """The number, from 1, of the first line that begins so; 1 where none does."""
    found = (at for at, text in enumerate(lines, 1) if re.match(rf"\s*{pattern}", text))
    return next(found, 1)


def _entries(
    data: Mapping[str, Any], key: str, file: str, lines: Sequence[str]
) -> tuple[_Entry, ...]:
    given = _as_list(data.get(key, []))
    rows = [row for item in given or () if (row := _as_table(item)) is not None]
    if given is None or len(rows) < len(given):
        line = _find_line(lines, rf"\[*\s*{key}\b")
        raise LexiconError(f"{file}:{line}: {key} must be a list of tables; write [[{key}]]")
    heads = [at for at, text in enumerate(lines) if re.match(r"\s*\[\[", text)]
    own = [at for at in heads if re.match(rf"\s*\[\[\s*{key}\s*\]\]", lines[at])]
    if len(own) != len(rows):
        # Written in one line, or with a header inside a string: then the first line must do.
        own = [_find_line(lines, rf"\[*\s*{key}\b") - 1] * len(rows)
    ends = [min((head for head in heads if head > at), default=len(lines)) for at in own]
    return tuple(
        _Entry(row, file, at + 1, tuple(lines[at:end]))
        for row, at, end in zip(rows, own, ends, strict=True)
    )


def _merge_patterns(
    lexicon: Lexicon, data: Mapping[str, Any], file: str, lines: Sequence[str]
) -> Mapping[str, Any]:
    """The content of ``patterns.toml`` with a person's patterns after its own."""
    old = lexicon.toml("patterns")
    given = data.get("paths", {})
    paths = _as_table(given)
    if paths is None:
        paths = {"paths": given}
    for name, value in paths.items():
        line = _find_line(lines, rf"[\"']?{re.escape(name)}\b[\"']?\s*=")
        if not is_texts(value):
            raise LexiconError(f"{file}:{line}: {name} must be a list of strings, each a path")
        if name in old.get("paths", {}):
            raise LexiconError(f"{file}:{line}: paths {name!r} are there already; rename yours")
    rows: list[Mapping[str, Any]] = list(old["pattern"])
    for entry in _entries(data, "pattern", file, lines):
        key = entry.row.get("id")
        if key is not None and any(row.get("id") == key for row in rows):
            raise entry.wrong("id", f"pattern {key} is there already; give it another id")
        rows.append({**entry.row, PLACE: f"{file}:{entry.start}"})
    return MappingProxyType({**old, "paths": {**old.get("paths", {}), **paths}, "pattern": rows})


def _merge_cues(
    lexicon: Lexicon, patterns: Mapping[str, Any], entries: Sequence[_Entry]
) -> dict[str, tuple[Row, ...]]:
    """The tables of cues, floors and struck words with a person's entries."""
    cues = {(row["lemma"], row["upos"]): row for row in lexicon.rows("cues")}
    floors = {(row["lemma"], row["upos"], row["frame"]): row for row in lexicon.rows("cue_floors")}
    struck = {(row["lemma"], row["upos"]): row for row in lexicon.tables.get(STRUCK, ())}
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        _check_cue(entry, patterns)
        key = (entry.row["lemma"], entry.row["upos"])
        if key in seen:
            raise entry.wrong("lemma", f"cue {' '.join(key)} stands twice; keep one of the two")
        seen.add(key)
        word = {"lemma": key[0], "upos": key[1]}
        if entry.row.get("remove", False):
            cues.pop(key, None)
            struck[key] = MappingProxyType(word)
            continue
        struck.pop(key, None)
        cues[key] = _cue_row(entry, cues.get(key, {}))
        for frame, floor in entry.row.get("frames", {}).items():
            cell = MappingProxyType({**word, "frame": frame, "floor": str(float(floor))})
            floors[*key, frame] = cell
    return {
        "cues": tuple(cues.values()),
        "cue_floors": tuple(floors.values()),
        STRUCK: tuple(struck.values()),
    }


def _cue_row(entry: _Entry, old: Row) -> Row:
    """A row of ``cues.csv``; what a person leaves out stays as it was."""
    row = {"polarity": "positive", "about": "fact", **old, **entry.row}
    if "kind" not in row:
        raise entry.wrong("lemma", f"cue {row['lemma']} needs a kind; {_listing(ClaimKind)}")
    return MappingProxyType({key: row[key] for key in _CUE_COLUMNS})


def _listing(kind: object) -> str:
    return f"give one of {', '.join(get_args(kind))}"


def _check_cue(entry: _Entry, patterns: Mapping[str, Any]) -> None:
    row = entry.row
    for key in ("lemma", "upos"):
        if key not in row:
            raise entry.wrong(key, f"this cue lacks the key '{key}'; add it")
    for key, complaint in _complaints(row, patterns):
        raise entry.wrong(key, complaint)


def _complaints(row: Mapping[str, Any], patterns: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys of a cue that are wrong, each with what to do."""
    for key in row:
        if key not in _CUE_KEYS:
            yield key, f"no key {key!r} for a cue; there are {', '.join(_CUE_KEYS)}"
    lemma, upos = row["lemma"], row["upos"]
    if not isinstance(lemma, str) or not lemma or lemma != " ".join(lemma.lower().split()):
        yield "lemma", f"lemma {lemma!r} is no dictionary form; give it in lower case"
    tags = [pattern.get("upos") for pattern in patterns["pattern"]]
    known = sorted({tag for row in tags if is_texts(row) for tag in row})
    if upos not in known:
        yield "upos", f"no pattern takes a cue that is {upos!r}; give one of {', '.join(known)}"
    for key, kind in (("kind", ClaimKind), ("polarity", Polarity), ("about", BeliefAbout)):
        if key in row and row[key] not in get_args(kind):
            yield key, f"no {key} {row[key]!r}; {_listing(kind)}"
    if not isinstance(row.get("remove", False), bool):
        yield "remove", f"remove is {row['remove']!r}; write true, or leave it out"
    if row.get("remove") is True and len(row) > len(("lemma", "upos", "remove")):
        yield "remove", "a cue that is removed has no more than lemma and upos"
    yield from _frame_complaints(row.get("frames", {}), patterns)


def _frame_complaints(value: object, patterns: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    frames = _as_table(value)
    if frames is None:
        yield "frames", f"frames is {value!r}; write frames = {{ thing = 0.6 }}"
        return
    known = [pattern.get("frame") for pattern in patterns["pattern"]]
    for frame, floor in frames.items():
        if frame not in known:
            yield "frames", f"no pattern has the frame {frame!r}; give a pattern that has"
        if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= 1:
            yield "frames", f"the floor of {frame} is {floor!r}; give a number from 0 to 1"


def _decode(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LexiconError(f"{path.name}:{line}: not UTF-8; save the file as UTF-8") from error


def _read_table(path: Path, raw: bytes) -> tuple[Row, ...]:
    reader = csv.reader(_decode(path, raw).splitlines())
    header = next(reader, None)
    if not header or any(not name.strip() for name in header):
        raise LexiconError(f"{path.name}:1: the first line must name the columns")
    rows: list[Row] = []
    for cells in reader:
        if not cells or cells[0].startswith("#"):
            continue
        if len(cells) != len(header):
            raise LexiconError(
                f"{path.name}:{reader.line_num}: {len(cells)} cells where the header has "
                f"{len(header)} columns ({', '.join(header)})"
            )
        rows.append(MappingProxyType(dict(zip(header, cells, strict=True))))
    return tuple(rows)


def _read_toml(path: Path, raw: bytes) -> Mapping[str, Any]:
    try:
        return MappingProxyType(tomllib.loads(_decode(path, raw)))
    except tomllib.TOMLDecodeError as error:
        # tomllib's message ends in "(at line L, column C)".
        line = str(error).rpartition("line ")[2].split(",")[0]
        place = line if line.isdigit() else "1"
        raise LexiconError(f"{path.name}:{place}: {error}") from error
