"""Numbers in a content: range, unit, what is counted, in what event."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.lexicon import load_lexicon
from claimtrack.model import Quantity, Span
from claimtrack.parsing.conllu import ConlluParser, read_conllu
from claimtrack.quantities import find_quantities
from claimtrack.syntax import Sentence, Word

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "relations.conllu"
PARSER = ConlluParser(read_conllu(GOLD.read_text(encoding="utf-8")))


def found(text: str) -> tuple[Quantity, ...]:
    return find_quantities(PARSER.parse(text), (Span(0, len(text)),), load_lexicon())


@pytest.mark.parametrize(
    ("text", "words", "bound", "low", "high"),
    [
        ("At least 49 soldiers were killed.", "49", "at least", 49, None),
        ("Nearly 50 Armenian soldiers died in the fighting.", "50", "nearly", 42.5, 50),
        ("Two dozen houses burned.", "Two dozen", "exactly", 24, 24),
        ("A hundred and five people fled.", "A hundred and five", "exactly", 105, 105),
        ("Dozens of villagers fled.", "Dozens", "at least", 24, None),
        ("Between 40 and 50 men drowned.", "40 and 50", "between", 40, 50),
        ("The storm killed 30 to 40 sailors.", "30 to 40", "between", 30, 40),
        ("No civilians were hurt.", "No", "exactly", 0, 0),
        ("Twenty-one pilots resigned.", "Twenty-one", "exactly", 21, 21),
        ("More than 3,000 homes lost power.", "3,000", "more than", 3000, None),
        ("The bank lost $2.5 million.", "$2.5 million", "exactly", 2500000, 2500000),
        ("Sixty percent of the voters stayed at home.", "Sixty percent", "exactly", 60, 60),
    ],
)
def test_a_number_is_the_range_of_values_that_it_allows(
    text: str, words: str, bound: str, low: float | None, high: float | None
) -> None:
    (quantity,) = found(text)
    assert (quantity.text, quantity.bound) == (words, bound)
    assert quantity.low == (None if low is None else Decimal(str(low)))
    assert quantity.high == (None if high is None else Decimal(str(high)))
    assert quantity.span.of(text) == words


@pytest.mark.parametrize(
    ("text", "counted", "event", "unit"),
    [
        ("At least 49 soldiers were killed.", ("soldier",), "kill", ""),
        ("Nearly 50 Armenian soldiers died in the fighting.", ("soldier", "armenian"), "die", ""),
        ("Two of the miners survived.", ("miner",), "survive", ""),
        ("Dozens of villagers fled.", ("villager",), "flee", ""),
        ("Police found 49 bodies.", ("body",), "find", ""),
        ("The bank lost $2.5 million.", (), "lose", "USD"),
        ("Sixty percent of the voters stayed at home.", ("voter",), "stay", "percent"),
    ],
)
def test_a_number_says_what_it_counts_and_in_what_event(
    text: str, counted: tuple[str, ...], event: str, unit: str
) -> None:
    (quantity,) = found(text)
    assert (quantity.counted, quantity.event, quantity.unit) == (counted, event, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flight 17 landed in 2014.", []),
        ("The convoy drove 12 km on 13 September 2022 at 2 p.m.", ["12 km"]),
    ],
)
def test_dates_hours_and_labels_are_no_quantities(text: str, expected: list[str]) -> None:
    assert [quantity.text for quantity in found(text)] == expected


def test_only_numbers_inside_the_content_are_found() -> None:
    text = "The storm killed 30 to 40 sailors."
    trees = PARSER.parse(text)
    assert find_quantities(trees, (Span(0, 9),), load_lexicon()) == ()
    assert find_quantities((), (Span(0, 9),), load_lexicon()) == ()


def test_a_numeral_of_four_hundred_digits_keeps_its_text_and_no_value() -> None:
    digits = "7" * 400
    words = (
        Word(
            0,
            digits,
            lemma=digits,
            upos="NUM",
            xpos="CD",
            head=1,
            deprel="nummod",
            start=0,
            end=400,
        ),
        Word(
            1,
            "men",
            lemma="man",
            upos="NOUN",
            xpos="NNS",
            head=-1,
            deprel="root",
            start=401,
            end=404,
        ),
    )
    (quantity,) = find_quantities((Sentence(words),), (Span(0, 404),), load_lexicon())
    assert (quantity.text, quantity.low, quantity.high) == (digits, None, None)


@given(st.integers(min_value=0, max_value=10**12))
def test_every_grouped_numeral_reads_as_its_value(value: int) -> None:
    text = f"{value:,}"
    end = len(text)
    words = (
        Word(
            0, text, lemma=text, upos="NUM", xpos="CD", head=1, deprel="nummod", start=0, end=end
        ),
        Word(
            1,
            "men",
            lemma="man",
            upos="NOUN",
            xpos="NNS",
            head=-1,
            deprel="root",
            start=end + 1,
            end=end + 4,
        ),
    )
    (quantity,) = find_quantities((Sentence(words),), (Span(0, end + 4),), load_lexicon())
    assert quantity.low == quantity.high == Decimal(value)
