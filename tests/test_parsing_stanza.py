"""The shipped models end to end: exact offsets whatever is in the text."""

import gc
import json
import logging
import shutil
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import ModelError, ParseError
from claimtrack.model import Span
from claimtrack.parsing import Parser, default_parser, parse_many
from claimtrack.parsing.conllu import Parsed, read_conllu, to_conllu
from claimtrack.parsing.stanza import StanzaParser
from claimtrack.parsing.tokens import LONGEST_SENTENCE
from claimtrack.parsing.weights import SHIPPED, write_manifest
from claimtrack.syntax import Sentence

pytestmark = pytest.mark.models


def parse(text: str) -> tuple[Sentence, ...]:
    """The default parser's sentences, after checks that hold for every text."""
    sentences = default_parser().parse(text)
    last = 0
    for sentence in sentences:
        assert [word.head for word in sentence].count(-1) == 1
        assert all(
            sentence.root in {word.index, *sentence.ancestors(word.index)} for word in sentence
        )
        for word in sentence:
            assert last <= word.start < word.end
            assert word.text == text[word.start : word.end]
            assert word.lemma
            last = word.end
        starts, ends = {word.start for word in sentence}, {word.end for word in sentence}
        assert all(
            name.span.start in starts and name.span.end in ends for name in sentence.entities
        )
    return sentences


def words(text: str) -> list[list[str]]:
    return [[word.text for word in sentence] for sentence in parse(text)]


def test_a_sentence_becomes_a_tree_with_names() -> None:
    text = "Ministers said that Ana Lind had left Oslo."
    (sentence,) = parse(text)
    said, left = sentence.root, next(word.index for word in sentence if word.text == "left")
    assert sentence[said].lemma == "say"
    assert [sentence[child].text for child in sentence.children(said, "nsubj")] == ["Ministers"]
    assert sentence[left].head == said
    assert sentence[left].deprel == "ccomp"
    assert [(name.span.of(text), name.type) for name in sentence.entities] == [
        ("Ana Lind", "PER"),
        ("Oslo", "LOC"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\u2028\u00a0", []),
        ("\ufeff\x00", []),
        ("\x80\x9f", []),
        ("Go.", [["Go", "."]]),
        ("“It’s safe,” he said.", [["“", "It", "’s", "safe", ",", "”", "he", "said", "."]]),
        ("She\u00a0left\tOslo\r\nyesterday.", [["She", "left", "Oslo", "yesterday", "."]]),
        ("The cafe\u0301 opened.", [["The", "cafe\u0301", "opened", "."]]),
        ("\ufeffMinis\u00adters\u200b left.", [["Minis\u00adters", "left", "."]]),
        ("Ministers\x00 left\x07.", [["Ministers", "left", "."]]),
        ("She left\u2028yesterday.", [["She", "left", "yesterday", "."]]),
        ("She left.\u2029He stayed.", [["She", "left", "."], ["He", "stayed", "."]]),
        (
            "Bridge shut in Oslo\nThe council agreed.",
            [
                ["Bridge", "shut", "in", "Oslo"],
                ["The", "council", "agreed", "."],
            ],
        ),
    ],
)
def test_odd_characters_leave_words_and_offsets_right(
    text: str, expected: list[list[str]]
) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "She said \U0001f469\u200d\U0001f469\u200d\U0001f467 yes \U0001f1f3\U0001f1f4.",
        "A lone \ud800 surrogate, and \udfff another.",
        "".join(map(chr, range(0x300))),
        "\u202eright to left\u202c and back",
        "''It is safe,'' she said. ``Quite.''",
        '<UNK> <PAD> <EMPTY> <ROOT> [SEP] _ \\ %s {} """',
        "# newdoc\n1\tOslo\t_",
    ],
)
def test_odd_texts_read_back(text: str) -> None:
    assert parse(text)


def test_a_word_of_5000_characters_is_one_word_of_its_sentence() -> None:
    long = "x" * 5000
    assert words(f"She said that {long} was safe.") == [
        ["She", "said", "that", long, "was", "safe", "."]
    ]


def test_a_megabyte_without_a_space_is_one_word() -> None:
    assert words("x" * 1_000_000) == [["x" * 1_000_000]]


def test_a_line_of_100_kilobytes_is_cut_into_sentences() -> None:
    line = "The council said that it was safe. " * 60
    expected = words(line)
    long = words(line + " " * 100_000 + line)
    assert long == [*expected, *expected]


def test_an_endless_sentence_is_cut() -> None:
    sentences = parse("bridges, " * LONGEST_SENTENCE)
    assert sum(map(len, sentences)) == 2 * LONGEST_SENTENCE
    assert max(map(len, sentences)) <= LONGEST_SENTENCE
    assert {sentence.words[-1].text for sentence in sentences} == {","}


def test_paragraphs_are_parsed_alike_alone_and_together() -> None:
    one, two = "The bridge is safe, she said.", "He denied that it had been shut."
    (first, second) = parse(f"{one}\n\n{two}")
    ((alone,), (other,)) = parse_many(default_parser(), [one, two])
    assert first == alone
    assert [(word.lemma, word.head, word.deprel) for word in second] == [
        (word.lemma, word.head, word.deprel) for word in other
    ]


ODD = st.text(st.characters(exclude_categories=()), max_size=40)
LIKELY = st.lists(
    st.sampled_from(
        (
            "He",
            " said ",
            "“",
            "”",
            ".",
            "\n",
            "\r\n",
            "\u00a0",
            "'s",
            "e\u0301",
            "x" * 70,
            "\ud83d",
        )
    ),
    max_size=20,
).map("".join)


@settings(deadline=None, max_examples=60)
@given(st.one_of(ODD, LIKELY, st.tuples(ODD, LIKELY, ODD).map("\n\n".join)))
def test_any_text_reads_back(text: str) -> None:
    sentences = parse(text)
    assert read_conllu(to_conllu(text, sentences)) == (Parsed(text, sentences),)


def test_the_same_text_gives_the_same_trees_from_any_thread() -> None:
    text = "The ministry denied on Monday that the bridge, which it had built, was unsafe."
    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(default_parser().parse, [text] * 4))) == 1


def test_parsing_leaves_the_garbage_collector_as_it_was() -> None:
    before = gc.isenabled(), gc.get_freeze_count()
    parse("The bridge is safe.")
    assert (gc.isenabled(), gc.get_freeze_count()) == before
    gc.disable()
    gc.freeze()
    try:
        parse("The bridge is safe.")
        assert not gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.enable()


def test_the_fingerprint_names_stanza_the_language_and_the_weights() -> None:
    parser: Parser = default_parser()
    name, version, words, its, lang, models, digest = parser.fingerprint.split()
    assert (name, words, lang, models) == ("stanza", "simplemma", "en", "claimtrack")
    assert version[0].isdigit()
    assert its[0].isdigit()
    assert len(digest) == 12
    assert default_parser() is parser


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped models, to be broken."""
    return shutil.copytree(SHIPPED / "en", tmp_path / "models")


def test_a_copy_of_the_models_elsewhere_parses_alike(copied: Path) -> None:
    text = "The ministry denied that."
    assert StanzaParser(models=copied).parse(text) == default_parser().parse(text)


@pytest.mark.parametrize(
    "name", ["tokenize.pt", "pos.pt", "lemma.pt", "depparse.pt", "ner.pt", "vectors.pt"]
)
def test_a_truncated_model_is_named_before_anything_loads(copied: Path, name: str) -> None:
    content = (copied / name).read_bytes()
    (copied / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match=rf"{name} has \d+ bytes where {len(content)} belong"):
        StanzaParser(models=copied)


@pytest.mark.parametrize("name", ["pos.pt", "vectors.pt", "resources.json"])
@pytest.mark.parametrize("content", [b"", b"no weights", b"PK\x03\x04"])
def test_what_is_listed_but_is_no_model_is_one_clear_sentence(
    copied: Path, name: str, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    (copied / name).write_bytes(content)
    write_manifest(copied, "broken")
    parser = StanzaParser(models=copied)
    with pytest.raises(ModelError, match=r"cannot be loaded .*; copy the folder again"):
        parser.parse("The bridge is safe.")
    assert capfd.readouterr() == ("", "")


def test_weights_that_need_unpickling_of_code_are_refused(copied: Path) -> None:
    import torch  # noqa: PLC0415

    torch.save({"words": Path("a"), "q": 1, "scale": 1}, copied / "vectors.pt")
    write_manifest(copied, "broken")
    with pytest.raises(ModelError, match=r"vectors\.pt cannot be loaded"):
        StanzaParser(models=copied).parse("The bridge is safe.")


def test_stanza_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        StanzaParser().parse("The bridge is safe.")
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("stanza").level == logging.CRITICAL


def test_a_failure_inside_stanza_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    from stanza.models.depparse import model  # noqa: PLC0415

    def fail(_: object) -> None:
        raise ValueError("no tree")

    parse("The bridge is safe.")
    monkeypatch.setattr(model, "chuliu_edmonds_one_root", fail)
    with pytest.raises(ParseError, match=r"between characters 2 and 21 \(ValueError\('no tree'"):
        default_parser().parse("  The bridge is safe.")


def test_a_multi_word_token_is_placed_word_by_word_if_they_spell_it() -> None:
    from stanza.models.common.doc import Document  # noqa: PLC0415

    from claimtrack.parsing.chunks import make_chunks  # noqa: PLC0415
    from claimtrack.parsing.lemmas import load_lemmas  # noqa: PLC0415
    from claimtrack.parsing.stanza import _to_sentence  # noqa: PLC0415

    text = "  He didn't. "
    (chunk,) = make_chunks(text)
    word = {"lemma": "x", "upos": "X", "head": 0, "deprel": "root"}
    for parts, spans in (
        (("did", "n't"), [Span(2, 4), Span(5, 8), Span(8, 11), Span(11, 12)]),
        (("did", "not"), [Span(2, 4), Span(5, 11), Span(5, 11), Span(11, 12)]),
    ):
        entries = [
            {"id": 1, "text": "He", "start_char": 0, "end_char": 2, **word},
            {"id": (2, 3), "text": "didn't", "start_char": 3, "end_char": 9, "ner": "S-GPE"},
            {"id": 2, "text": parts[0], **word, "head": 1},
            {"id": 3, "text": parts[1], **word, "head": 1},
            {"id": 4, "text": ".", "start_char": 9, "end_char": 10, **word, "ner": "S-DATE"},
        ]
        document = Document(json.loads(json.dumps([entries])), text=chunk.text)
        sentence = _to_sentence(document.sentences[0], chunk, text, load_lemmas("en"))
        assert [placed.span for placed in sentence] == spans
        assert [word.text for word in sentence] == [span.of(text) for span in spans]
        # Stanford's types of names become ours; dates are no names.
        assert [(name.span, name.type) for name in sentence.entities] == [(Span(5, 11), "LOC")]
