import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.display import show, to_html
from claimtrack.display.elements import Html, escape, join, tag
from claimtrack.display.highlight import Mark, find_pieces, highlight
from claimtrack.display.page import Index, read_style
from claimtrack.display.text import (
    conflict_to_lines,
    describe_document,
    one_line,
    printable,
    sentence_to_text,
    to_text,
)
from claimtrack.model import Claim, Document, Extraction, Relation, Report, Span

VOID = {"meta", "br", "link", "img", "hr"}


class Reader(HTMLParser):
    """Reads a page: its text, its names, its links, and whether its elements close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.names: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.inside_text = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        assert not any(name.startswith("on") for name in given)
        if given.get("id"):
            self.names.append(given["id"] or "")
        if given.get("href"):
            self.links.append(given["href"] or "")
        if tag not in VOID:
            self.open.append(tag)
        if given.get("class") == "text" or self.inside_text:
            self.inside_text += tag not in VOID

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.inside_text -= bool(self.inside_text)

    def handle_data(self, data: str) -> None:
        if self.inside_text and not {"sup", "small"}.intersection(self.open):
            self.texts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def wide(report: Report) -> str:
    return to_text(report, width=80, ids={claim.id: claim.id[:7] for claim in report.claims}).plain


# Golden files


def test_the_page_is_as_it_was_approved(
    report: Report, golden: Callable[[str, str], None]
) -> None:
    golden("report.html", to_html(report).replace(read_style(), ""))


def test_the_text_is_as_it_was_approved(
    report: Report, golden: Callable[[str, str], None]
) -> None:
    golden("report.txt", wide(report) + "\n")


def test_an_extraction_is_shown_as_it_was_approved(
    bridge: Extraction, golden: Callable[[str, str], None]
) -> None:
    golden("extraction.html", show(bridge)._repr_html_().replace(read_style(), "") + "\n")


# The page


def test_the_page_stands_alone(report: Report) -> None:
    page = to_html(report)
    reader = read(page)
    assert not reader.tags & {"script", "link", "img", "iframe", "object"}
    assert "url(" not in page
    assert "@import" not in page
    outside = [link for link in reader.links if not link.startswith("#")]
    assert outside == ["https://news.example/bridge?a=1&b=2"]


def test_every_link_inside_a_page_has_its_place(report: Report, bridge: Extraction) -> None:
    for page in (to_html(report), show(report).html, show(bridge).html):
        reader = read(page)
        assert len(reader.names) == len(set(reader.names))
        assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.names)


def test_the_page_shows_each_text_as_it_is(report: Report) -> None:
    assert "".join(read(to_html(report)).texts) == "".join(d.text for d in report.documents)


def test_what_comes_from_a_document_never_becomes_markup(report: Report) -> None:
    nasty = '<script>alert("x")</script><b onclick=x>&amp;'
    document = Document(nasty, title=nasty, outlet=nasty, url="javascript:alert(1)//" + nasty)
    claim = Claim(
        document=document.id,
        source=None,
        cue=None,
        content=(Span(0, len(nasty)),),
        text=nasty,
        mode="direct",
        pattern=nasty,
        sources=(nasty, '"><img src=x>'),
        sentence=Span(0, len(nasty)),
    )
    other = evolve(claim, content=(Span(0, 4),))
    relation = evolve(report.relations[0], a=claim.id, b=other.id, reason=nasty, rule=nasty)
    bad = Report(
        documents=(document, document),
        claims=(claim, other),
        clusters=(),
        relations=(relation, evolve(relation, kind="agree")),
    )
    reader = read(to_html(bad))
    assert not reader.tags & {"script", "img", "b"}
    assert not any(link.startswith("javascript") for link in reader.links)


def test_control_characters_do_not_reach_the_page() -> None:
    text = "He said \0 \x1b[31m \x85 \ud800 so."
    page = to_html(Report(documents=(Document(text),), claims=(), clusters=(), relations=()))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", page)
    page.encode()


@pytest.mark.parametrize("relations", [(), None])
def test_a_report_without_conflicts_says_so(
    report: Report, relations: tuple[Relation, ...] | None
) -> None:
    calm = evolve(report, relations=report.relations[2:] if relations is None else relations)
    sentence = "No two claims contradict each other here."
    assert sentence in to_html(calm)
    assert sentence in wide(calm)


def test_an_empty_report_is_a_page_too() -> None:
    empty = Report(documents=(), claims=(), clusters=(), relations=())
    assert "No claims." in to_html(empty)
    read(to_html(empty))
    assert "0 claims" in wide(empty)


def test_long_lists_fold(bridge: Extraction) -> None:
    said = bridge.claims[0]
    claims = tuple(evolve(said, content=(Span(place, place + 9),)) for place in range(30))
    relations = tuple(
        Relation(a=claims[0].id, b=item.id, kind="agree", rule="r", reason="same", score=1)
        for item in claims[1:]
    )
    many = Report(documents=(bridge.document,), claims=claims, clusters=(), relations=relations)
    page = to_html(many)
    assert page.count("<summary>18 more</summary>") == 1
    assert page.count("<summary>17 more</summary>") == 1
    read(page)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://x.example", True),
        ("http://x.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//x.example", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, linked: bool) -> None:  # noqa: FBT001
    page = to_html(
        Report(documents=(Document("a", url=url),), claims=(), clusters=(), relations=())
    )
    assert (f'href="{url}"' in page) == linked
    assert url in page


def test_many_texts_fold(report: Report) -> None:
    more = tuple(Document(f"Text {number}.") for number in range(2))
    many = evolve(report, documents=(*report.documents, *more))
    assert to_html(many).count("<summary>the text</summary>") == 4
    assert "<summary>" not in to_html(report)


def test_a_long_sentence_is_cut_around_its_claim(report: Report) -> None:
    text = "before " * 300 + "the key words" + " after" * 300
    start = text.index("the key")
    document = Document(text)
    claim = Claim(
        document=document.id,
        source=None,
        cue=None,
        content=(Span(start, start + 13),),
        text="the key words",
        mode="indirect",
        pattern="p",
        sentence=Span(0, len(text)),
    )
    relation = evolve(report.relations[0], a=claim.id, b=claim.id, spans_a=(), spans_b=())
    long = Report(documents=(document,), claims=(claim,), clusters=(), relations=(relation,))
    sentence = to_html(long).partition('class="sentence">')[2].partition("</p>")[0]
    assert sentence.startswith("…")
    assert sentence.endswith("…")
    assert "the key words" in sentence
    assert len(sentence) < 1000


def test_notes_in_the_margin_keep_apart(report: Report) -> None:
    page = to_html(report)
    assert 'class="beside"><a href="#conflict-2">Conflict 2</a> against City council' in page
    assert page.count('class="beside"') < 4


# Marks


@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8),
)
def test_pieces_cover_the_window_and_know_their_marks(
    start: int, length: int, edges: list[tuple[int, int]]
) -> None:
    window = Span(start, start + length)
    marks = [Mark(Span(min(edge), max(edge)), "content", str(edge)) for edge in edges]
    pieces = list(find_pieces(window, marks))
    covered = [place for piece in pieces for place in range(piece.span.start, piece.span.end)]
    assert covered == list(range(window.start, window.end))
    for piece in pieces:
        inside = [mark for mark in marks if mark.span.contains(piece.span)]
        assert sorted(mark.note for mark in piece.marks) == sorted(
            mark.note for mark in inside if len(mark.span)
        )


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40), st.data())
def test_a_highlighted_text_reads_back(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=6))
    marks = [Mark(Span(min(pair), max(pair)), "content") for pair in pairs]
    shown = highlight(text, Span(0, len(text)), marks)
    plain = html.unescape(re.sub(r"<[^>]*>", "", shown))
    assert plain == re.sub("[\ufffe\uffff]", "\ufffd", text)


def test_nested_contents_are_marked_deeper() -> None:
    marks = [Mark(Span(0, 9), "content", "outer"), Mark(Span(4, 9), "content", "inner")]
    assert highlight("she denied", Span(0, 10), marks) == (
        '<span class="content" title="outer">she </span>'
        '<span class="content nested" title="inner">denie</span>d'
    )


# Elements


def test_only_what_is_html_already_is_left_as_it_is() -> None:
    assert tag("p", "<b>", Html("<b>"), class_='a"b', data_x="1", title=None) == (
        '<p class="a&quot;b" data-x="1">&lt;b&gt;<b></p>'
    )
    assert join(["<", Html("<")], " & ") == "&lt; &amp; <"
    assert escape("it's \0") == "it&#x27;s \ufffd"


# Text for a terminal


@pytest.mark.parametrize("width", [10, 40, 63, 80, 300])
def test_lines_keep_to_the_width(report: Report, width: int) -> None:
    lines = to_text(report, width=width).plain.splitlines()
    assert max(map(len, lines)) <= max(40, min(width, 100))


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_printed(text: str) -> None:
    for shown in (printable(text), one_line(text)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "\n" not in one_line(text)


def test_a_claim_is_shown_in_its_sentence_with_brackets_or_styles(bridge: Extraction) -> None:
    document, denied = bridge.document, bridge.claims[2]
    plain = sentence_to_text(document, denied, styled=False).plain
    assert plain == "[The engineers' union] {denied} «that the bridge was safe»"
    styled = sentence_to_text(document, denied, styled=True)
    assert styled.plain == "The engineers' union denied that the bridge was safe"
    assert {str(span.style) for span in styled.spans} == {"bold blue", "italic yellow", "green"}


def test_escape_codes_in_a_document_are_not_printed(report: Report) -> None:
    sly = "\x1b]0;title\x07 said \x9b31m\u202e so"
    document = Document(sly, title=sly, outlet=sly, url=sly)
    claim = evolve(
        report.claims[0],
        document=document.id,
        content=(Span(0, len(sly)),),
        sentence=Span(0, len(sly)),
        text=sly,
        sources=(sly,),
    )
    relation = evolve(report.relations[0], a=claim.id, b=claim.id, reason=sly)
    bad = Report(documents=(document,), claims=(claim,), clusters=(), relations=(relation,))
    lines = [line.plain for line in conflict_to_lines(Index(bad), relation, 1, 80, {})]
    printed = "\n".join([wide(bad), *lines, describe_document(document)])
    printed += sentence_to_text(document, claim, styled=False).plain
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", printed)
