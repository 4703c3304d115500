"""CoNLL-U: what is written reads back, what is wrong is named by file and line."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import InputError, ParseError
from claimtrack.model import Span
from claimtrack.parsing import Parser
from claimtrack.parsing.conllu import ConlluParser, Parsed, read_conllu, to_conllu
from claimtrack.syntax import Entity, Sentence, Word

ANY = st.text(st.characters(exclude_categories=()), min_size=1, max_size=6)
GAP = st.sampled_from(("", " ", "\n\n", "\u00a0", "\u200b", "\x00"))
TAG = st.sampled_from(("NOUN", "nsubj:pass", "X"))


@st.composite
def documents(draw: st.DrawFn) -> Parsed:
    """Texts cut into sentences, words and names at any place."""
    text = draw(GAP)
    sentences: list[Sentence] = []
    for size in draw(st.lists(st.integers(1, 5), max_size=3)):
        spans: list[Span] = []
        for _ in range(size):
            form = draw(ANY)
            spans.append(Span(len(text), len(text) + len(form)))
            text += form + draw(GAP)
        words = [
            Word(
                index,
                span.of(text),
                lemma=draw(ANY),
                upos=draw(TAG),
                xpos=draw(st.sampled_from(("", "NN"))),
                head=draw(st.sampled_from([at for at in range(-1, size) if at != index])),
                deprel=draw(TAG),
                start=span.start,
                end=span.end,
            )
            for index, span in enumerate(spans)
        ]
        edges = sorted(draw(st.sets(st.integers(0, size))))
        names = [
            Entity(Span(spans[first].start, spans[last - 1].end), draw(st.sampled_from("AB")))
            for first, last in pairwise(edges)
        ]
        sentences.append(Sentence(tuple(words), tuple(names)))
    return Parsed(text, tuple(sentences))


@settings(deadline=None)
@given(st.lists(documents(), max_size=3))
def test_what_is_written_reads_back(written: list[Parsed]) -> None:
    content = "".join(to_conllu(parsed.text, parsed.sentences) for parsed in written)
    assert read_conllu(content) == tuple(written)
    # It can be stored: no lone surrogate is left in it.
    assert read_conllu(content.encode().decode()) == tuple(written)


OSLO = """\
# text = Oslo didn't agree.
1\tOslo\tOslo\tPROPN\tNNP\t_\t4\tnsubj\t_\tNER=B-LOC
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
3.1\tever\tever\tADV\tRB\t_\t_\t_\t4:advmod\t_
4\tagree\tagree\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_
"""


def test_words_are_placed_by_the_text_when_they_have_no_ranges() -> None:
    ((text, (sentence,)),) = [(p.text, p.sentences) for p in read_conllu(OSLO)]
    assert text == "Oslo didn't agree."
    assert [word.span.of(text) for word in sentence] == ["Oslo", "did", "n't", "agree", "."]
    assert [word.head for word in sentence] == [3, 3, 3, -1, 3]
    assert sentence.entities == (Entity(Span(0, 4), "LOC"),)


def test_a_text_is_made_of_the_words_when_it_is_not_given() -> None:
    (parsed,) = read_conllu(OSLO.partition("\n")[2])
    assert parsed.text == "Oslo didn't agree."


def test_words_that_do_not_spell_their_token_share_its_span() -> None:
    (parsed,) = read_conllu(OSLO.replace("\tn't\t", "\tnot\t"))
    assert [word.text for word in parsed.sentences[0]][1:3] == ["didn't", "didn't"]
    assert {word.span for word in parsed.sentences[0].words[1:3]} == {Span(5, 11)}


def test_sentences_are_documents_unless_the_file_marks_documents() -> None:
    assert [parsed.text for parsed in read_conllu(f"{OSLO}\n\n{OSLO}")] == [
        "Oslo didn't agree.",
        "Oslo didn't agree.",
    ]
    (parsed,) = read_conllu(f"# newdoc id = a\r\n{OSLO}\n{OSLO}".replace("\n", "\r\n"))
    assert parsed.text == "Oslo didn't agree. Oslo didn't agree."
    assert [sentence.start for sentence in parsed.sentences] == [0, 19]


ROW = "1\tOslo\tOslo\tPROPN\tNNP\t_\t0\troot\t_\t_"
EXACT = '# newdoc\n# document = "In Oslo"\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("1\tOslo", "^gold.conllu:1: 2 columns where CoNLL-U has 10"),
        (f"{ROW}\n\nx{ROW}", "^gold.conllu:3: 'x1' is no word's number"),
        (ROW.replace("\t0\t", "\t_\t"), "^gold.conllu:1: '_' is no head"),
        (ROW.replace("\t0\t", "\t7\t"), "^gold.conllu:1: word 'Oslo' at 0 has .* head 6"),
        (f"{ROW}\n3{ROW[1:]}", "^gold.conllu:2: number 3 where 2 should stand"),
        (f"1-2{ROW[1:]}\n{ROW}", "^gold.conllu:1: a token of several words lacks 1 of them"),
        (f"# text = Oso\n{ROW}", "^gold.conllu:2: the text has 'Oso' at 0 .* the word is 'Oslo'"),
        (f"{EXACT}{ROW}", "^gold.conllu:3: the text has 'In O' at 0"),
        (f"{EXACT}{ROW[:-1]}TokenRange=2:6", "^gold.conllu:3: the text has ' Osl' at 2"),
        (f"# document = x\n{ROW}", "^gold.conllu:1: the document's text is no JSON string"),
        (f"# document = 3\n{ROW}", "^gold.conllu:1: the document's text is no JSON string"),
        (f"{ROW[:-1]}NER=I-LOC", "^gold.conllu:1: NER=I-LOC goes on from no name before it"),
        (f"{ROW[:-1]}NER=LOC", "^gold.conllu:1: NER=LOC goes on from no name before it"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_line(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "gold.conllu"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_conllu(path)


def test_ranges_place_words_in_the_documents_text() -> None:
    (parsed,) = read_conllu(f"{EXACT}{ROW[:-1]}TokenRange=3:7")
    assert parsed.sentences[0].span.of(parsed.text) == "Oslo"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.conllu: No such file"):
        read_conllu(tmp_path / "none.conllu")
    path = tmp_path / "latin.conllu"
    path.write_bytes(b"# text = a\n# text = \xe9\n")
    with pytest.raises(InputError, match=r"^latin\.conllu:2: not UTF-8"):
        read_conllu(path)


@pytest.mark.parametrize("span", [Span(0, 3), Span(4, 5)])
def test_a_name_of_half_words_cannot_be_written(span: Span) -> None:
    (parsed,) = read_conllu(OSLO)
    words = parsed.sentences[0].words
    with pytest.raises(ParseError, match=r"LOC at \[\d, \d\) is not made of whole words"):
        to_conllu(parsed.text, [Sentence(words, (Entity(span, "LOC"),))])


def test_names_that_overlap_cannot_be_written() -> None:
    (parsed,) = read_conllu(OSLO)
    names = Entity(Span(0, 4), "LOC"), Entity(Span(0, 11), "ORG")
    with pytest.raises(ParseError, match=r"ORG at \[0, 11\)"):
        to_conllu(parsed.text, [Sentence(parsed.sentences[0].words, names)])


def test_the_parser_replays_exactly_what_is_stored() -> None:
    parsed = read_conllu(OSLO)
    parser: Parser = ConlluParser(parsed)
    assert parser.parse("Oslo didn't agree.") == parsed[0].sentences
    assert parser.parse(" \n") == ()
    with pytest.raises(ParseError, match=r"no stored trees for 'Oslo did not agree\.'; add them"):
        parser.parse("Oslo did not agree.")


def test_the_fingerprint_tells_stored_trees_apart() -> None:
    one, same, other = (
        ConlluParser(read_conllu(content)).fingerprint
        for content in (OSLO, OSLO * 1 + "\n", OSLO.replace("PROPN", "NOUN"))
    )
    assert one == same != other
    assert one.startswith("conllu ")


def test_two_analyses_of_one_text_are_refused() -> None:
    other = OSLO.replace("PROPN", "NOUN")
    assert ConlluParser((*read_conllu(OSLO), *read_conllu(OSLO)))
    with pytest.raises(InputError, match=r"two different analyses of .Oslo didn't agree\."):
        ConlluParser((*read_conllu(OSLO), *read_conllu(other)))
