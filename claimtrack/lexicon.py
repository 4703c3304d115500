"""A language's words and patterns, read from ``data/<lang>/`` and checked at load.

The central decision: vocabulary is data. Every CSV file of the language's folder is a table
with a header line; its first column is the key. Code asks for a table by the file's stem and
never holds a word of its own, so that a new language is a new folder.
"""

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from claimtrack.errors import LexiconError

DATA = Path(__file__).parent / "data"

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
    tables: Mapping[str, tuple[Row, ...]] = field(repr=False, eq=False)
    documents: Mapping[str, Mapping[str, Any]] = field(repr=False, eq=False)

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
