"""Quotation marks of every convention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.extraction.quotations import find_quotations, paragraphs
from claimtrack.lexicon import load_lexicon

LEXICON = load_lexicon()


def quoted(text: str) -> list[str]:
    return [quotation.inner.of(text) for quotation in find_quotations(text, LEXICON)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" and left.', ["yes"]),
        ("He said “yes” and left.", ["yes"]),
        ("He said «yes» and left.", ["yes"]),
        ("He said „yes“ and left.", ["yes"]),
        ("He said ``yes'' and left.", ["yes"]),
        ("He said ''yes'' and left.", ["yes"]),
        ("He said 'yes we can' and left.", ["yes we can"]),
        ("He said ‘yes we can’ and left.", ["yes we can"]),
        ('"One," he said, "and two."', ["One,", "and two."]),
        ("“She said ‘no’ to me,” he said.", ["She said ‘no’ to me,"]),
        ("”Mind the gap,” he said, and ”go.”", ["Mind the gap,", "go."]),
        ("It went on.” Then ”Go.”", ["Go."]),
        ("“Mind the gap,“ he said, and “go.”", ["Mind the gap,", "go."]),
        ("“Open at the end of the line.\nNext line.", ["Open at the end of the line."]),
        ("“First paragraph.\n\n“Second one.” Done.", ["First paragraph.", "Second one."]),
        ('“Mixed marks," she said. "Again."', ["Mixed marks,", "Again."]),
        ("The ministers' house isn't Ann's.", []),
        ("In the '90s and '80s it wasn't so.", []),
        ("5'10\" tall", []),
        ("", []),
    ],
)
def test_quotations_are_found(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_left_open_says_so() -> None:
    first, second = find_quotations("“One goes on.\n\n“Two ends.”", LEXICON)
    assert not first.closed
    assert second.closed


def test_paragraphs_are_the_lines_with_something_in_them() -> None:
    text = "One.\r\n\r\n  \nTwo."
    assert [span.of(text) for span in paragraphs(text)] == ["One.", "Two."]


def test_many_stray_apostrophes_are_looked_at_once() -> None:
    # A quadratic search would not end here in the lifetime of a test run.
    assert find_quotations("'a " * 200_000, LEXICON) == ()


@given(st.text(alphabet="ab .,\n'\"“”‘’«»„`-", max_size=80))
def test_quotations_lie_in_order_and_read_back(text: str) -> None:
    before = 0
    for quotation in find_quotations(text, LEXICON):
        assert before <= quotation.span.start
        assert quotation.span.contains(quotation.inner)
        assert len(quotation.inner) < len(quotation.span)
        assert "\n" not in quotation.span.of(text)
        before = quotation.span.end
