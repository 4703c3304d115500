"""Chunks: what a network sees of a text, and the way back to the text's characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.model import Span
from claimtrack.parsing.chunks import (
    LARGEST_CHUNK,
    LONGEST_PART,
    LONGEST_RUN,
    SHOWN_OF_RUN,
    make_chunks,
)

SENTENCE = "The council said that the bridge was safe. "


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One.", "One."),
        ("One.\n\n\n Two.", "One.\n\nTwo."),
        ("one\r\ntwo", "one\r\ntwo"),
        # Composed where a composed letter exists.
        ("Cafe\u0301", "Caf\u00e9"),
        ("x\u0301 q\u0323\u0301", "x\u0301 q\u0323\u0301"),
        ("\ufeffRe\u00adport\x00ed\u200b.", "Reported."),
        ("a\ud800b", "a\ufffdb"),
        # The joiners that hold an emoji together stay.
        ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
        (f"({'x' * LONGEST_RUN})", f"({'x' * (SHOWN_OF_RUN - 1)}{'x' * (SHOWN_OF_RUN - 1)})"),
    ],
)
def test_a_network_sees_a_cleaned_text(text: str, shown: str) -> None:
    (chunk,) = make_chunks(text)
    assert chunk.text == f"{shown}\n\n"


@pytest.mark.parametrize("text", ["", " \n\t\u2028\xa0", "\ufeff", "\x00\u200b\n\n\x7f"])
def test_a_text_that_shows_nothing_has_no_chunks(text: str) -> None:
    assert list(make_chunks(text)) == []


def test_a_composed_letter_stands_for_the_letter_and_its_accents() -> None:
    (chunk,) = make_chunks("Cafe\u0301s")
    assert chunk.text.strip() == "Caf\u00e9s"
    assert chunk.span(0, 4) == Span(0, 5)
    assert chunk.span(0, 5) == Span(0, 6)


def test_a_word_of_a_megabyte_is_shown_short_and_stands_for_all_of_it() -> None:
    text = f"He said {'x' * 1_000_000}."
    (chunk,) = make_chunks(text)
    assert len(chunk.text) < 100
    assert chunk.span(chunk.text.index("x"), chunk.text.index(".")).of(text) == "x" * 1_000_000


def test_a_long_paragraph_is_cut_after_sentences() -> None:
    text = SENTENCE * 5000
    chunks = list(make_chunks(text))
    assert max(len(chunk.text) for chunk in chunks) < LARGEST_CHUNK + LONGEST_PART
    parts = [part for chunk in chunks for part in chunk.text.split("\n\n") if part]
    assert max(map(len, parts)) <= LONGEST_PART
    assert {part.rstrip()[-1] for part in parts} == {"."}


def test_a_long_paragraph_without_sentences_is_cut_between_words() -> None:
    parts = [
        part
        for chunk in make_chunks("word " * 20_000)
        for part in chunk.text.split("\n\n")
        if part
    ]
    assert len(parts) > 1
    assert {word for part in parts for word in part.split()} == {"word"}


def test_a_run_longer_than_a_part_is_not_cut() -> None:
    text = f"{'x' * (3 * LONGEST_PART)} and {'y' * (3 * LONGEST_PART)}"
    shown = [word for chunk in make_chunks(text) for word in chunk.text.split()]
    assert shown == ["x" * 2 * SHOWN_OF_RUN, "and", "y" * 2 * SHOWN_OF_RUN]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_characters_keep_their_order_and_stand_for_themselves(text: str) -> None:
    last = 0
    for chunk in make_chunks(text):
        assert len(chunk.text) == len(chunk.starts) == len(chunk.ends)
        for shown, start, end in zip(chunk.text, chunk.starts, chunk.ends, strict=True):
            assert last <= start <= end
            last = max(last, end)
            if end - start == 1:
                assert shown in {text[start], "\ufffd"}
            else:
                assert shown == "\n" or end - start > 1


@settings(deadline=None)
@given(st.text(), st.integers(2, 6))
def test_chunks_show_no_more_the_longer_a_text_than_its_length(text: str, times: int) -> None:
    # What a network reads grows at most with the text: its time is linear.
    shown = sum(len(chunk.text) for chunk in make_chunks(text * times))
    assert shown <= 3 * len(text) * times


def test_a_title_is_shown_without_its_full_stop_and_keeps_it() -> None:
    text = "Then Gov. Walker spoke. So did Gov. and others."
    (chunk,) = make_chunks(text, ["Gov"])
    assert chunk.text.startswith("Then Gov Walker spoke. So did Gov. and")
    assert chunk.span(5, 8).of(text) == "Gov."
    assert chunk.span(9, 15).of(text) == "Walker"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("LONDON (Reuters) - Talks failed.", "LONDON (Reuters) - "),
        ("WASHINGTON, June 10 (UPI) \u2014 Talks failed.", "WASHINGTON, June 10 (UPI) \u2014 "),
        ("MIAMI \u2014 Talks failed.", "MIAMI \u2014 "),
        ("Talks failed (again) - so what.", "Talks failed (again) - so what."),
        ("Ann \u2014 who spoke \u2014 left.", "Ann \u2014 who spoke \u2014 left."),
    ],
)
def test_a_dateline_is_a_paragraph_of_its_own(text: str, first: str) -> None:
    (chunk,) = make_chunks(text)
    assert chunk.text.split("\n\n")[0] == first
