"""Numbers in a content: range, unit, what is counted, in what event."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.dates import find_moments
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Quantity, Span
from claimtrack.parsing import default_parser
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


CASES = ConlluParser(read_conllu(GOLD.parent / "values" / "cases.conllu"))


def in_case(start: str) -> dict[str, Quantity]:
    """The quantities of the gold sentence that begins so, by their words."""
    text = next(text for text in TEXTS if text.startswith(start))
    trees = CASES.parse(text)
    dates = tuple(item.span for item in find_moments(trees, load_lexicon()))
    found = find_quantities(trees, (Span(0, len(text)),), load_lexicon(), dates=dates)
    return {item.text: item for item in found}


TEXTS = [item.text for item in read_conllu(GOLD.parent / "values" / "cases.conllu")]


def test_parts_that_sum_up_to_a_total_name_it() -> None:
    found = in_case("A hundred and five patients")
    assert found["61"].part_of == found["A hundred and five"].span
    assert found["61"].counted == ("patient",)
    found = in_case("Six of the ten ministers")
    assert found["Six"].part_of == found["ten"].span


def test_including_makes_a_part_and_the_place_is_that_of_the_whole() -> None:
    found = in_case("A car bomb killed 12 people, including three children")
    assert found["three"].part_of == found["12"].span
    assert (found["three"].counted, found["three"].event) == (("child",), "kill")
    assert found["12"].place == found["three"].place == "Baghdad"


def test_a_side_is_a_country_or_a_party() -> None:
    assert in_case("At least 49 Armenian soldiers")["49"].side == "Armenia"
    assert in_case("Lawmakers voted 52-48")["four"].side == "republican"


@pytest.mark.parametrize(
    ("start", "absent"),
    [
        ("Lawmakers voted 52-48", ["52", "48"]),
        ("Argentina beat France", ["3"]),
        ("The governor, 58, will step down", ["58"]),
        ("At 14, the youngest skater", ["14"]),
        ("Rescuers pulled a two-year-old girl", ["two", "two-year"]),
        ("Parliament will vote on the budget", ["5", "3"]),
        ("The 46th president signed", ["46"]),
    ],
)
def test_scores_ages_labels_and_ordinals_are_no_quantities(start: str, absent: list[str]) -> None:
    assert not set(absent) & set(in_case(start))


@pytest.mark.parametrize(
    ("start", "words", "low", "high", "unit"),
    [
        ("Roughly two and a half million people", "two and a half million", 2000000, 3000000, ""),
        ("The central bank cut rates", "half a percentage point", 0.5, 0.5, "percentage point"),
        ("Chelsea paid", "52 million pounds", 52000000, 52000000, "GBP"),
        ("The deal, worth", "$2 billion and $2.5 billion", 2000000000, 2500000000, "USD"),
        ("A 7.8-magnitude earthquake", "7.8-magnitude", 7.8, 7.8, "magnitude"),
        ("A poll published on Thursday", "two-thirds", 53.336, 80.004, "percent"),
    ],
)
def test_words_and_units_of_news_have_their_values(
    start: str, words: str, low: float, high: float, unit: str
) -> None:
    found = in_case(start)[words]
    assert (found.low, found.high, found.unit) == (Decimal(str(low)), Decimal(str(high)), unit)


PIECES = st.sampled_from(
    [
        *(row["word"] for row in load_lexicon().rows("number_words")),
        *("NaN", "inf", "1e999", "1e6", "-", "−", "minus", "$", "%", "7" * 400, "1" * 30),
        *("1,2,3", "1,000,00", "1.5.2", "½", "²", "٤٥", "５０", "10-20", "-5", "9999-12-31"),
        *("nearly", "between", "and", "century", "by", "in all"),
        *("people", "killed", "of", "them", "including", "at", "least", "million", "pounds"),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=10), st.integers(0, 9))
def test_no_words_make_it_fail_and_all_read_back(pieces: list[str], root: int) -> None:
    text = " ".join(pieces)
    root %= len(pieces)
    words: list[Word] = []
    at = 0
    for index, piece in enumerate(pieces):
        words.append(
            Word(
                index,
                piece,
                lemma=piece,
                upos="NUM" if piece[0].isdigit() else "NOUN",
                xpos="NNS",
                head=-1 if index == root else root,
                deprel="root" if index == root else "nummod",
                start=at,
                end=at + len(piece),
            )
        )
        at += len(piece) + 1
    for item in find_quantities((Sentence(tuple(words)),), (Span(0, len(text)),), load_lexicon()):
        assert item.span.of(text) == item.text
        assert item.low is None or item.high is None or item.low <= item.high
        for value in (item.value, item.low, item.high):
            assert value is None or value.is_finite()


def flat(*words: str) -> Sentence:
    """A sentence whose words all hang from its last, parted by spaces but for "^"."""
    made: list[Word] = []
    at = 0
    for index, word in enumerate(words):
        glued = word.startswith("^")
        text = word.removeprefix("^")
        at -= glued
        last = index == len(words) - 1
        made.append(
            Word(
                index,
                text,
                lemma=text.removesuffix("s"),
                upos="NUM" if text[0].isdigit() else "PUNCT" if not text[0].isalpha() else "NOUN",
                xpos="CD" if text[0].isdigit() else "NNS",
                head=-1 if last else len(words) - 1,
                deprel="root" if last else "nummod",
                start=at,
                end=at + len(text),
            )
        )
        at += len(text) + 1
    return Sentence(tuple(made))


def values_of(*words: str) -> list[tuple[str, str | None]]:
    sentence = flat(*words)
    whole = (Span(0, sentence[-1].end),)
    found = find_quantities((sentence,), whole, load_lexicon())
    return [(item.text, None if item.value is None else f"{item.value:f}") for item in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("-", "^15", "degrees"), [("-15 degrees", "-15")]),
        (("−", "^3", "percent"), [("−3 percent", "-3")]),
        (("minus", "3", "percent"), [("minus 3 percent", "-3")]),
        (("10", "^-", "^20", "men"), [("10-20", None)]),
        (("1e6", "euros"), [("1e6 euros", "1000000")]),
        (("1e99", "euros"), [("1e99 euros", None)]),
        (("1,2,3", "men"), [("1,2,3", None)]),
        (("1,00,000", "men"), [("1,00,000", "100000")]),
        (("٤٥", "men"), [("٤٥", "45")]),
        (("5" * 30, "million", "men"), [("5" * 30 + " million", None)]),
        (("9999", "^-", "^12", "^-", "^31", "men"), []),
        (("75", "^,", "^784", "men"), [("75,784", "75784")]),
    ],
)
def test_odd_figures_have_their_value_or_none(
    words: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    assert values_of(*words) == expected


@given(st.text(max_size=60), st.integers(0, 5))
def test_no_text_makes_it_fail(text: str, head: int) -> None:
    pieces = text.split()
    words: list[Word] = []
    at = 0
    for index, piece in enumerate(pieces):
        root = index == head % len(pieces)
        words.append(
            Word(
                index,
                piece,
                lemma=piece,
                upos="NUM",
                xpos="CD",
                head=-1 if root else head % len(pieces),
                deprel="root" if root else "nummod",
                start=text.index(piece, at),
                end=text.index(piece, at) + len(piece),
            )
        )
        at = words[-1].end
    if words:
        whole = (Span(0, len(text)),)
        for item in find_quantities((Sentence(tuple(words)),), whole, load_lexicon()):
            assert item.low is None or item.high is None or item.low <= item.high


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wounded in the fire were four Polish miners.", [("four", "miner polish", "wound", "")]),
        (
            "The junta freed 90 inmates, 18 of them foreigners.",
            [("90", "inmate", "free", ""), ("18", "foreigner", "free", "90")],
        ),
        (
            "Of 600 rounds fired, fewer than fifty hit the bridge.",
            [("600", "round", "fire", ""), ("fifty", "round", "hit", "600")],
        ),
        ("She accepted gifts worth $25,000.", [("$25,000", "gift", "accept", "")]),
        ("A girl of 12 was rescued.", []),
        ("The fund backed 30 start-ups.", [("30", "start-up", "back", "")]),
        ("Two F-16 jets escorted the plane.", [("Two", "jet f-16", "escort", "")]),
        (
            "A bomb hit the market, killing 17 shoppers, four children among them.",
            [("17", "shopper", "kill", ""), ("four", "child", "kill", "17")],
        ),
        (
            "The two raids have killed 19 people and dozens of others were wounded.",
            [
                ("two", "raid", "", ""),
                ("19", "people", "kill", ""),
                ("dozens", "people", "wound", ""),
            ],
        ),
        (
            "The 27 member states met.",
            [("27", "state member", "meet", "")],
        ),
        (
            "Four sailors drowned and 32 are in hospital.",
            [("Four", "sailor", "drown", ""), ("32", "sailor", "", "")],
        ),
        (
            "It holds 240 captives, 31 of whom are foreigners.",
            [("240", "captive", "hold", ""), ("31", "foreigner", "", "240")],
        ),
        (
            "The group holds 97 hostages, 35 of whom are believed to be dead.",
            [("97", "hostage", "hold", ""), ("35", "hostage", "dead", "97")],
        ),
        (
            "Three policemen and two bystanders were hurt, one of them seriously.",
            [
                ("Three", "policeman", "hurt", ""),
                ("two", "bystander", "hurt", ""),
                ("one", "bystander", "hurt", "two"),
            ],
        ),
        (
            "It drew 38,000 runners from 120 countries, but only 26,300 finished.",
            [
                ("38,000", "runner", "draw", ""),
                ("120", "country", "draw", ""),
                ("26,300", "runner", "finish", ""),
            ],
        ),
    ],
)
def test_the_order_of_words_tells_where_a_tree_does_not(
    text: str, expected: list[tuple[str, str, str, str]]
) -> None:
    got = find_quantities(default_parser().parse(text), (Span(0, len(text)),), load_lexicon())
    assert [
        (
            item.text,
            " ".join(item.counted),
            item.event,
            "" if item.part_of is None else item.part_of.of(text),
        )
        for item in got
    ] == expected


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("He was fined 100,000 pounds.", "GBP"),
        ("They sold 300 pounds of flour.", "lb"),
        ("Profit rose to 2 million pounds.", "GBP"),
        ("The yard will cost 240 trillion won.", "KRW"),
    ],
)
def test_pounds_are_money_unless_they_are_pounds_of_something(text: str, unit: str) -> None:
    (got,) = find_quantities(default_parser().parse(text), (Span(0, len(text)),), load_lexicon())
    assert got.unit == unit
