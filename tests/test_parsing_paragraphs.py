"""Where paragraphs end: blank lines, headlines on their own lines, hard-wrapped lines."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.parsing.paragraphs import WIDEST_WRAP, find_paragraphs

LONG = (
    "The harbour bridge, which carries forty thousand cars a day, was shut on Monday morning " * 2
)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        (" \t\r\n\u2028 ", []),
        ("One.", ["One."]),
        ("  One.  ", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\r\rTwo.", ["One.", "Two."]),
        ("One.\n \t\xa0\nTwo.", ["One.", "Two."]),
        ("One.\u2029two.", ["One.", "two."]),
        ("One\u2028two.", ["One\u2028two."]),
        # A line that only looks blank.
        ("one\n\u200b\ntwo", ["one", "two"]),
        ("\ufeffOne.\n\ufeff\n\u200eTwo.", ["One.", "Two."]),
        # A headline, a byline and a caption, with no blank line between them.
        (
            f"Bridge shut in Oslo\nBy Ana Lind\n{LONG}.\nA car on the bridge\n{LONG}.",
            ["Bridge shut in Oslo", "By Ana Lind", f"{LONG}.", "A car on the bridge", f"{LONG}."],
        ),
        # Headlines alone: the longest is no sign of wrapping.
        (
            "Ministers Meet in Oslo After Talks\nBridge Shut\nTwo Hurt in Bergen",
            ["Ministers Meet in Oslo After Talks", "Bridge Shut", "Two Hurt in Bergen"],
        ),
        # A line that goes on in lower case, in a text of long lines.
        (f"{LONG}\nand on Tuesday.\nThe end.", [f"{LONG}\nand on Tuesday.", "The end."]),
        ("He called it\n“a disaster”.", ["He called it\n“a disaster”."]),
        ("He called it\n(twice) bad.", ["He called it\n(twice) bad."]),
        # Dashes and bullets begin something new.
        ("Points:\n- roads\n- bridges", ["Points:", "- roads", "- bridges"]),
        ("Points:\n1. roads\n2. bridges", ["Points:", "1. roads", "2. bridges"]),
    ],
)
def test_paragraphs_end_where_a_reader_would_end_them(text: str, paragraphs: list[str]) -> None:
    assert [span.of(text) for span in find_paragraphs(text)] == paragraphs


WRAPPED = """\
Bridge shut in Oslo

Officials said on Monday that the harbour bridge
had been shut after an inspection by the city of
Oslo found cracks in two of its pillars and in a
part of the deck.
The mayor, Ana Lind, told reporters that engineer
Bo Ek and his team would look at it again on
Thursday, and that nobody had been in danger.
"""


def test_full_lines_of_a_hard_wrapped_text_are_joined_and_short_ones_end_a_paragraph() -> None:
    headline, first, second = (span.of(WRAPPED) for span in find_paragraphs(WRAPPED))
    assert headline == "Bridge shut in Oslo"
    assert "the city of\nOslo found" in first
    assert first.endswith("of the deck.")
    assert "engineer\nBo Ek" in second
    assert second.endswith("again on\nThursday, and that nobody had been in danger.")


def test_one_long_line_shows_that_a_text_is_not_wrapped() -> None:
    text = f"{WRAPPED}\n{'x' * (WIDEST_WRAP + 1)}"
    assert "Oslo found" in [span.of(text)[:10] for span in find_paragraphs(text)]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB. \n\r\t\u2029\u200b\ufeff“-é")))
def test_paragraphs_hold_all_that_is_not_white_space_and_none_at_their_edges(text: str) -> None:
    spans = find_paragraphs(text)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    visible = "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")
    kept = "".join("".join(span.of(text).split()) for span in spans)
    assert kept.replace("\u200b", "").replace("\ufeff", "") == visible
