"""The lexicon: tables and documents as data, errors with file and line."""

from pathlib import Path

import pytest

from claimtrack.errors import LexiconError
from claimtrack.lexicon import load_lexicon


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A language with a table of each shape and a document."""
    home = tmp_path / "xx"
    home.mkdir()
    (home / "verbs.csv").write_text(
        'lemma,class\n# what people say\nsay,speech\n"cry out",speech\n\nsay,belief\n',
        encoding="utf-8",
    )
    (home / "negators.csv").write_text("word\nnot\nnever\n", encoding="utf-8")
    (home / "patterns.toml").write_text('[[pattern]]\nid = "a"\n', encoding="utf-8")
    (home / "README.md").write_text("not read", encoding="utf-8")
    return tmp_path


def test_a_table_has_rows_words_and_mappings(folder: Path) -> None:
    lexicon = load_lexicon("xx", folder)
    assert [dict(row) for row in lexicon.rows("verbs")] == [
        {"lemma": "say", "class": "speech"},
        {"lemma": "cry out", "class": "speech"},
        {"lemma": "say", "class": "belief"},
    ]
    assert lexicon.words("negators") == {"not", "never"}
    # The first row wins where a key stands twice.
    assert lexicon.mapping("verbs", "class") == {"say": "speech", "cry out": "speech"}


def test_a_document_is_its_parsed_toml(folder: Path) -> None:
    assert load_lexicon("xx", folder).toml("patterns") == {"pattern": [{"id": "a"}]}


def test_a_lexicon_cannot_be_changed(folder: Path) -> None:
    lexicon = load_lexicon("xx", folder)
    for part in (lexicon.tables, lexicon.documents, lexicon.rows("verbs")[0]):
        with pytest.raises(TypeError, match="does not support item assignment"):
            part["new"] = "row"  # type: ignore[index]


def test_a_lexicon_is_loaded_once(folder: Path) -> None:
    assert load_lexicon("xx", folder) is load_lexicon("xx", folder)


def test_the_digest_covers_every_file_and_its_name(folder: Path, tmp_path: Path) -> None:
    first = load_lexicon("xx", folder).digest
    others: set[str] = set()
    for number, (old, new, content) in enumerate(
        [
            ("negators.csv", "negators.csv", "word\nnot\n"),
            ("negators.csv", "deniers.csv", "word\nnot\nnever\n"),
            ("patterns.toml", "patterns.toml", ""),
        ]
    ):
        home = tmp_path / f"copy{number}" / "xx"
        home.mkdir(parents=True)
        for path in (folder / "xx").iterdir():
            (home / path.name).write_bytes(path.read_bytes())
        (home / old).unlink()
        (home / new).write_text(content, encoding="utf-8")
        others.add(load_lexicon("xx", home.parent).digest)
    assert len(others | {first}) == 4


def test_what_the_lexicon_lacks_is_named(folder: Path) -> None:
    lexicon = load_lexicon("xx", folder)
    with pytest.raises(LexiconError, match=r"^xx/units\.csv:1: no such table"):
        lexicon.rows("units")
    with pytest.raises(LexiconError, match=r"^xx/roles\.toml:1: no such file"):
        lexicon.toml("roles")
    with pytest.raises(LexiconError, match="no lexicon for 'yy'; there are: xx"):
        load_lexicon("yy", folder)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("verbs.csv", b"", r"^verbs\.csv:1: the first line must name the columns"),
        ("verbs.csv", b"lemma,\nsay,x\n", r"^verbs\.csv:1: the first line must name the columns"),
        (
            "verbs.csv",
            b"lemma,class\nsay,speech\n# a, b, c\nclaim\n",
            r"^verbs\.csv:4: 1 cells where the header has 2 columns \(lemma, class\)",
        ),
        ("verbs.csv", b"lemma,class\na,b,c\n", r"^verbs\.csv:2: 3 cells where the header has 2"),
        ("verbs.csv", b"lemma\nsay\ncaf\xe9\n", r"^verbs\.csv:3: not UTF-8"),
        ("patterns.toml", b"a = 1\nb = \xff\n", r"^patterns\.toml:2: not UTF-8"),
        ("patterns.toml", b"a = 1\nb = [1,\nc = 2\n", r"^patterns\.toml:3: "),
        ("patterns.toml", b"a = 1\na = 2\n", r"^patterns\.toml:2: Cannot overwrite a value"),
        ("patterns.toml", b"a = [1", r"^patterns\.toml:1: "),
    ],
)
def test_a_wrong_file_is_named_with_its_line(
    folder: Path, name: str, content: bytes, said: str
) -> None:
    (folder / "xx" / name).write_bytes(content)
    with pytest.raises(LexiconError, match=said):
        load_lexicon("xx", folder)


def test_the_shipped_lexicon_loads() -> None:
    lexicon = load_lexicon()
    assert lexicon.lang == "en"
    assert len(lexicon.digest) == 64
    assert all(rows for rows in lexicon.tables.values())
