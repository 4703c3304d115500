"""Every pattern finds what its example marks, and nothing in its counter-example."""

import re
from pathlib import Path

import pytest

from claimtrack.errors import LexiconError
from claimtrack.extraction import find_claims
from claimtrack.extraction.candidates import find_candidates
from claimtrack.extraction.pages import make_page
from claimtrack.extraction.patterns import load_patterns
from claimtrack.lexicon import DATA, Lexicon, extend_lexicon, load_lexicon
from claimtrack.model import Document, Spans, read_spans
from claimtrack.parsing.conllu import ConlluParser, read_conllu

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "patterns.conllu"
LEXICON = load_lexicon()
PATTERNS = load_patterns(LEXICON)
PARSER = ConlluParser(read_conllu(GOLD))
MARKS = {"[": "source", "<": "cue", "{": "content"}


def unmarked(example: str) -> str:
    return re.sub(r"[\[\]<>{}]", "", example)


def marked(example: str) -> dict[str, str]:
    found: dict[str, list[str]] = {"source": [], "cue": [], "content": []}
    for opening, words in re.findall(r"([\[<{])([^\]>}]*)", example):
        found[MARKS[opening]].append(words)
    return {part: " ".join(pieces) for part, pieces in found.items()}


def read(spans: Spans, text: str) -> str:
    return read_spans(spans, text)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_a_pattern_finds_what_its_example_marks(pattern: object) -> None:
    row = next(item for item in PATTERNS if item is pattern)
    text = unmarked(row.example)
    page = make_page(text, PARSER.parse(text), LEXICON)
    found = [
        {
            "source": read(candidate.source, text),
            "cue": read(candidate.cue, text),
            "content": read(candidate.content, text),
        }
        for candidate in find_candidates(page, LEXICON, None)
        if candidate.match.pattern is row
    ]
    assert marked(row.example) in found


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_nothing_is_claimed_in_a_counter_example(pattern: object) -> None:
    row = next(item for item in PATTERNS if item is pattern)
    document = Document(row.counter)
    assert find_claims(document, PARSER.parse(row.counter), LEXICON) == ()


def test_every_pattern_says_what_it_is_for() -> None:
    for pattern in PATTERNS:
        assert pattern.id.startswith("en.")
        assert pattern.note
        assert "<" in pattern.example
        assert "<" not in pattern.counter


def broken(tmp_path: Path, toml: str) -> Path:
    home = tmp_path / "xx"
    home.mkdir()
    (home / "patterns.toml").write_text(toml, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ('[[pattern]]\nid = "x.a"\n', "lacks the key"),
        (
            (
                '[[pattern]]\nid = "x.a"\nnote = ""\nframe = "f"\nupos = []\ncontent = ["9"]\n'
                'example = ""\ncounter = ""\n'
            ),
            "cannot read step",
        ),
        (
            (
                '[[pattern]]\nid = "x.a"\nnote = ""\nframe = "f"\nupos = []\n'
                'content = ["obj[colour=red]"]\nexample = ""\ncounter = ""\n'
            ),
            "no condition 'colour'",
        ),
        ("pattern = [\n", "patterns.toml:"),
    ],
)
def test_a_broken_pattern_is_named(tmp_path: Path, toml: str, complaint: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(complaint)):
        load_patterns(load_lexicon("xx", broken(tmp_path, toml)))


def test_two_patterns_of_one_name_are_refused(tmp_path: Path) -> None:
    row = (
        '[[pattern]]\nid = "x.a"\nnote = ""\nframe = "f"\nupos = []\nexample = ""\ncounter = ""\n'
    )
    with pytest.raises(LexiconError, match="stands twice"):
        load_patterns(load_lexicon("xx", broken(tmp_path, row + row)))


def test_the_data_folder_holds_the_patterns() -> None:
    assert (DATA / "en" / "patterns.toml").is_file()


# A person's own file

CROSSED = "Ministers crossed the bridge that was safe."
SAID = "Ministers said that the bridge was safe."
CROSS = """
[[cue]]
lemma = "cross"
upos = "VERB"
kind = "stance"
frames = { %s = 0.9 }
"""
CROSSING = """
[[pattern]]
id = "my.crossing"
note = "X crosses Y"
frame = "crossing"
upos = ["VERB"]
source = ["nsubj"]
content = ["obj"]
example = "[Ministers] <crossed> {the bridge that was safe}."
counter = "Ministers said that the bridge was safe."
"""


def extended(tmp_path: Path, toml: str) -> Lexicon:
    path = tmp_path / "my.toml"
    path.write_text(toml, encoding="utf-8")
    return extend_lexicon(LEXICON, path)


def test_a_persons_cue_is_found_in_the_frames_that_are_vouched_for(tmp_path: Path) -> None:
    lexicon = extended(tmp_path, CROSS % "thing")
    (claim,) = find_claims(Document(CROSSED), PARSER.parse(CROSSED), lexicon)
    assert (claim.kind, claim.pattern) == ("stance", "en.verb-thing")
    assert claim.source is not None
    assert claim.source.text == "Ministers"
    assert find_claims(Document(CROSSED), PARSER.parse(CROSSED), LEXICON) == ()


def test_a_cue_that_a_person_removed_is_found_no_more(tmp_path: Path) -> None:
    lexicon = extended(tmp_path, '[[cue]]\nlemma = "say"\nupos = "VERB"\nremove = true\n')
    assert len(find_claims(Document(SAID), PARSER.parse(SAID), LEXICON)) == 1
    assert find_claims(Document(SAID), PARSER.parse(SAID), lexicon) == ()


def test_a_persons_pattern_finds_the_cues_that_name_its_frame(tmp_path: Path) -> None:
    lexicon = extended(tmp_path, CROSSING + CROSS % "crossing")
    (claim,) = find_claims(Document(CROSSED), PARSER.parse(CROSSED), lexicon)
    assert (claim.pattern, claim.text) == ("my.crossing", "the bridge that was safe")
    # Cues that do not name the frame are not looked for in it.
    said = find_claims(Document(SAID), PARSER.parse(SAID), lexicon)
    assert [item.pattern for item in said] == ["en.verb-clause"]


def test_a_subject_that_the_tree_gave_the_source_is_given_back() -> None:
    text = "According to the agency, half of the drivers stayed."
    page = make_page(text, PARSER.parse(text), LEXICON)
    found = next(
        candidate
        for candidate in find_candidates(page, LEXICON, None)
        if candidate.match.pattern.id == "en.according-to"
    )
    assert read(found.source, text) == "the agency"
    assert read(found.content, text) == "half of the drivers stayed"
