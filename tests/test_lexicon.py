"""The lexicon: tables and documents as data, errors with file and line."""

import shutil
from pathlib import Path

import pytest

from claimtrack.errors import LexiconError
from claimtrack.extraction.patterns import load_patterns
from claimtrack.extraction.scoring import load_scorer
from claimtrack.lexicon import DATA, PLACE, STRUCK, Lexicon, extend_lexicon, load_lexicon


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


# A person's own file


def extended(tmp_path: Path, toml: str) -> Lexicon:
    path = tmp_path / "my.toml"
    path.write_text(toml, encoding="utf-8")
    return extend_lexicon(load_lexicon(), path)


def cues(lexicon: Lexicon) -> dict[tuple[str, str], tuple[str, str]]:
    rows = lexicon.rows("cues")
    return {(row["lemma"], row["upos"]): (row["kind"], row["polarity"]) for row in rows}


PATTERN = """
[[pattern]]
id = "my.per"
note = "per X, Y"
frame = "per"
upos = ["ADP"]
content = ["^case ^obl"]
example = "Per [ministers], {the bridge is safe}."
counter = "Ministers paid two coins per bridge."
"""


def test_a_cue_is_added_overridden_and_removed(tmp_path: Path) -> None:
    lexicon = extended(
        tmp_path,
        """
[[cue]]
lemma = "gripe"
upos = "VERB"
kind = "stance"
frames = { clause = 0.7, about = 1 }

[[cue]]
lemma = "say"
upos = "VERB"
polarity = "negative"

[[cue]]
lemma = "warn"
upos = "VERB"
remove = true
""",
    )
    found, shipped = cues(lexicon), cues(load_lexicon())
    assert found["gripe", "VERB"] == ("stance", "positive")
    assert found["say", "VERB"] == ("speech", "negative")
    assert shipped["say", "VERB"] == ("speech", "positive")
    assert set(found) == {*shipped, ("gripe", "VERB")} - {("warn", "VERB")}
    floors = [row for row in lexicon.rows("cue_floors") if row["lemma"] == "gripe"]
    assert [(row["frame"], row["floor"]) for row in floors] == [
        ("clause", "0.7"),
        ("about", "1.0"),
    ]
    assert [dict(row) for row in lexicon.rows(STRUCK)] == [{"lemma": "warn", "upos": "VERB"}]
    assert lexicon.toml("reasons") is load_lexicon().toml("reasons")


def test_a_cue_that_was_removed_can_be_added_again(tmp_path: Path) -> None:
    word = '[[cue]]\nlemma = "warn"\nupos = "VERB"\n'
    removed = extended(tmp_path, word + "remove = true\n")
    path = tmp_path / "again.toml"
    path.write_text(word + 'kind = "belief"\n', encoding="utf-8")
    again = extend_lexicon(removed, path)
    assert again.rows(STRUCK) == ()
    assert cues(again)["warn", "VERB"] == ("belief", "positive")


def test_patterns_and_their_paths_are_added(tmp_path: Path) -> None:
    lexicon = extended(tmp_path, '[paths]\nmine = ["nsubj", "obj"]\n' + PATTERN)
    rows, shipped = lexicon.toml("patterns"), load_lexicon().toml("patterns")
    assert [row["id"] for row in rows["pattern"]] == [
        *(row["id"] for row in shipped["pattern"]),
        "my.per",
    ]
    assert rows["paths"] == {**shipped["paths"], "mine": ["nsubj", "obj"]}
    assert rows["pattern"][-1][PLACE] == "my.toml:4"


def test_the_digest_covers_a_persons_file(tmp_path: Path) -> None:
    word = '[[cue]]\nlemma = "gripe"\nupos = "VERB"\nkind = "{}"\n'
    digests = [
        load_lexicon().digest,
        extended(tmp_path, "").digest,
        extended(tmp_path, word.format("stance")).digest,
        extended(tmp_path, word.format("speech")).digest,
    ]
    assert len(set(digests)) == 4
    assert extended(tmp_path, word.format("speech")).digest == digests[-1]
    assert all(len(digest) == 64 for digest in digests)


CUE = '\n# mine\n[[cue]]\nlemma = "gripe"\nupos = "VERB"\n'


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("a = [1,\nb", r"^my\.toml:2: "),
        ("\n[[cues]]\n", r"^my\.toml:2: no table 'cues'; there are cue, pattern, paths"),
        (
            "\n[cue]\nlemma = 'x'\n",
            r"^my\.toml:2: cue must be a list of tables; write \[\[cue\]\]",
        ),
        ("cue = [1]\n", r"^my\.toml:1: cue must be a list of tables"),
        (CUE, r"^my\.toml:4: cue gripe needs a kind; give one of speech, belief"),
        (CUE + 'kind = "gossip"\n', r"^my\.toml:6: no kind 'gossip'; give one of speech"),
        (CUE + 'kind = "speech"\npolarity = "bad"\n', r"^my\.toml:7: no polarity 'bad'; give one"),
        (CUE + 'kind = "speech"\nsort = 1\n', r"^my\.toml:7: no key 'sort' for a cue; there are"),
        (CUE + "remove = 1\n", r"^my\.toml:6: remove is 1; write true"),
        (CUE + 'kind = "speech"\nremove = true\n', r"^my\.toml:7: a cue that is removed has no"),
        (CUE + 'kind = "speech"\nframes = 0.6\n', r"^my\.toml:7: frames is 0.6; write frames ="),
        (
            CUE + 'kind = "speech"\nframes = { thng = 0.6 }\n',
            r"^my\.toml:7: no pattern has the frame 'thng'",
        ),
        (
            CUE + 'kind = "speech"\n[cue.frames]\nthing = 6\n',
            r"^my\.toml:7: the floor of thing is 6; give a number from 0 to 1",
        ),
        (
            CUE + 'kind = "speech"\nframes = { thing = true }\n',
            r"^my\.toml:7: the floor of thing is True",
        ),
        (CUE + 'kind = "speech"' + CUE, r"^my\.toml:9: cue gripe VERB stands twice; keep one"),
        ('[[cue]]\nlemma = "gripe"\n', r"^my\.toml:1: this cue lacks the key 'upos'"),
        (
            '[[cue]]\nupos = "X"\nlemma = "gripe"\n',
            r"^my\.toml:2: no pattern takes a cue that is 'X'",
        ),
        (
            '[[cue]]\nupos = "VERB"\nlemma = "Gripe"\n',
            r"^my\.toml:3: lemma 'Gripe' is no dictionary",
        ),
        ('[[cue]]\nupos = "VERB"\nlemma = 3\n', r"^my\.toml:3: lemma 3 is no dictionary form"),
        ("[paths]\nmine = 3\n", r"^my\.toml:2: mine must be a list of strings"),
        ("[paths]\nsubject = []\n", r"^my\.toml:2: paths 'subject' are there already; rename"),
        ("paths = 3\n", r"^my\.toml:1: paths must be a list of strings"),
        (PATTERN + PATTERN, r"^my\.toml:12: pattern my.per is there already"),
        (
            PATTERN.replace("my.per", "en.verb-clause"),
            r"^my\.toml:3: pattern en.verb-clause is there already; give it another id",
        ),
        (
            'cue = [{lemma = "gripe", upos = "VERB"}]',
            r"^my\.toml:1: cue gripe needs a kind",
        ),
    ],
)
def test_a_persons_file_that_is_wrong_is_named_with_its_line(
    tmp_path: Path, toml: str, said: str
) -> None:
    with pytest.raises(LexiconError, match=said):
        extended(tmp_path, toml)


def test_a_persons_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"^none\.toml:1: cannot be read \(No such file"):
        extend_lexicon(load_lexicon(), tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('frame = "per"\n', "", r"^my\.toml:2: pattern my.per lacks the key 'frame'; add it"),
        (
            'upos = ["ADP"]',
            'upos = "ADP"',
            r"^my\.toml:2: pattern my.per: upos is 'ADP'; it must be",
        ),
        ('["^case ^obl"]', '["^case 9"]', r"^my\.toml:2: pattern my.per: cannot read step '9'"),
        ("note =", "node =", r"^my\.toml:2: pattern my.per: no key 'node'; there are id, note"),
        ('"per X, Y"', "3", r"^my\.toml:2: pattern my.per: note is 3; it must be a string"),
        ("note", "around = 1\nnote", r"^my\.toml:2: .*around is 1; it must be true or false"),
    ],
)
def test_a_persons_pattern_that_is_wrong_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    lexicon = extended(tmp_path, PATTERN.replace(old, new, 1))
    with pytest.raises(LexiconError, match=said):
        load_patterns(lexicon)


def test_a_weight_that_is_always_needed_is_asked_for(tmp_path: Path) -> None:
    shutil.copytree(DATA / "en", tmp_path / "en")
    file = tmp_path / "en" / "claim_weights.csv"
    rows = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(row for row in rows if not row.startswith("bias,")), "utf-8")
    with pytest.raises(LexiconError, match="no row 'bias'; add it"):
        load_scorer(load_lexicon("en", folder=tmp_path))
