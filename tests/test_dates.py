"""Dates: forms, what they amount to on a given day, what is left unknown, and properties."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.dates import find_moments
from claimtrack.dates.vocabulary import load_vocabulary
from claimtrack.errors import LexiconError
from claimtrack.extraction import extract
from claimtrack.lexicon import DATA, load_lexicon
from claimtrack.model import Document, Moment
from claimtrack.parsing import default_parser
from claimtrack.parsing.conllu import ConlluParser, read_conllu
from claimtrack.syntax import ROOT, Sentence, Word

LEXICON = load_lexicon()
FORMS: list[dict[str, str]] = LEXICON.toml("dates")["date"]
PATTERNS = {form.id: form.pattern for form in load_vocabulary(LEXICON).forms}
TUESDAY = datetime(2022, 9, 13, 9, 30, tzinfo=UTC)
GOLD = Path(__file__).parents[1] / "seeds" / "gold" / "values" / "cases.conllu"
TOKEN = re.compile(r"[ap]\.m\.|[A-Z][a-z]{2,3}\.(?= )|[\w’'.:/,-]*\w|\S")
FUTURE = {"will": ("AUX", "MD")}


def flat(text: str, verb: str = "VBD") -> tuple[Sentence, ...]:
    """A sentence of words that all hang from its second, which is taken for the verb."""
    words: list[Word] = []
    for index, match in enumerate(TOKEN.finditer(text)):
        upos, xpos = FUTURE.get(match[0], ("PROPN" if match[0][0].isupper() else "NOUN", "NN"))
        head = 1 if index != 1 else ROOT
        deprel = {"AUX": "aux"}.get(upos, "obl" if head == 1 else "root")
        if head == ROOT:
            upos, xpos = "VERB", verb
        words.append(
            Word(
                index,
                match[0],
                lemma=match[0],
                upos=upos,
                xpos=xpos,
                head=head,
                deprel=deprel,
                start=match.start(),
                end=match.end(),
            )
        )
    return (Sentence(tuple(words)),)


def moment(text: str, published: datetime | None = TUESDAY) -> Moment:
    (found,) = find_moments(flat(text), LEXICON, published)
    return found


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["id"])
def test_each_form_finds_its_example_and_not_its_counter_example(form: dict[str, str]) -> None:
    found = find_moments(flat(form["example"]), LEXICON, TUESDAY)
    future = find_moments(flat(form["example"], "VBZ"), LEXICON, TUESDAY)
    assert found or future
    pattern = PATTERNS[form["id"]]
    assert not pattern.search(form["counter"]) or not find_moments(
        flat(form["counter"]), LEXICON, TUESDAY
    )


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("on Tuesday", "2022-09-13", "2022-09-14", "day"),
        ("on Wednesday", "2022-09-07", "2022-09-08", "day"),
        ("last Tuesday", "2022-09-06", "2022-09-07", "day"),
        ("next Tuesday", "2022-09-20", "2022-09-21", "day"),
        ("on Monday last week", "2022-09-05", "2022-09-06", "day"),
        ("yesterday", "2022-09-12", "2022-09-13", "day"),
        ("three days ago", "2022-09-10", "2022-09-11", "day"),
        ("on Sept. 13", "2022-09-13", "2022-09-14", "day"),
        ("on 3 March 2019", "2019-03-03", "2019-03-04", "day"),
        ("on Dec. 20", "2021-12-20", "2021-12-21", "day"),
        ("on Feb. 29", "2020-02-29", "2020-03-01", "day"),
        ("on 2022-01-31", "2022-01-31", "2022-02-01", "day"),
        ("on 28/06/2022", "2022-06-28", "2022-06-29", "day"),
        ("on Good Friday", "2022-04-15", "2022-04-16", "day"),
        ("on Christmas Day 2020", "2020-12-25", "2020-12-26", "day"),
        ("overnight", "2022-09-12T18:00", "2022-09-13T06:00", "part of day"),
        ("this morning", "2022-09-13T06:00", "2022-09-13T12:00", "part of day"),
        ("last night", "2022-09-12T18:00", "2022-09-13T06:00", "part of day"),
        ("early on Monday", "2022-09-12T00:00", "2022-09-12T12:00", "part of day"),
        ("on the night of July 8", "2022-07-08T18:00", "2022-07-09T06:00", "part of day"),
        ("at 2 p.m. on Tuesday", "2022-09-13T14:00", "2022-09-13T14:01", "instant"),
        ("on Tuesday at 14:30", "2022-09-13T14:30", "2022-09-13T14:31", "instant"),
        ("two hours ago", "2022-09-13T07:30", "2022-09-13T07:31", "instant"),
        ("last week", "2022-09-05", "2022-09-12", "week"),
        ("two weeks ago", "2022-08-29", "2022-09-05", "week"),
        ("at the weekend", "2022-09-10", "2022-09-12", "range"),
        ("in August", "2022-08-01", "2022-09-01", "month"),
        ("in October", "2021-10-01", "2021-11-01", "month"),
        ("last September", "2021-09-01", "2021-10-01", "month"),
        ("in August last year", "2021-08-01", "2021-09-01", "month"),
        ("in mid-August", "2022-08-11", "2022-08-21", "range"),
        ("last year", "2021-01-01", "2022-01-01", "year"),
        ("in 2020", "2020-01-01", "2021-01-01", "year"),
        ("in late 2020", "2020-09-01", "2021-01-01", "range"),
        ("in the 1970s", "1970-01-01", "1980-01-01", "range"),
        ("last summer", "2022-06-01", "2022-09-01", "season"),
        ("in the third quarter of 2021", "2021-07-01", "2021-10-01", "quarter"),
        ("in the past 24 hours", "2022-09-12", "2022-09-14", "range"),
        ("in the past two years", "2020-09-13", "2022-09-14", "range"),
        ("earlier this month", "2022-09-01", "2022-09-13", "range"),
        ("from March 3 to March 6", "2022-03-03", "2022-03-07", "range"),
        ("on Sept. 12-13", "2022-09-12", "2022-09-14", "range"),
    ],
)
def test_a_date_is_the_range_that_it_names_seen_from_its_publication(
    words: str, start: str, end: str, precision: str
) -> None:
    found = moment(f"They fell {words}.")
    assert (found.start, found.end, found.precision) == (day(start), day(end), precision)


@pytest.mark.parametrize(
    ("words", "bound", "start", "end"),
    [
        ("since Monday", "since", "2022-09-12", None),
        ("until Tuesday", "until", None, "2022-09-14"),
        ("before 2020", "before", None, "2020-01-01"),
        ("after Monday", "after", "2022-09-13", None),
        ("by the end of 2020", "until", None, "2021-01-01"),
        ("as of Monday", "as of", "2022-09-12", "2022-09-13"),
    ],
)
def test_words_before_a_date_open_its_range(
    words: str, bound: str, start: str | None, end: str | None
) -> None:
    found = moment(f"They fell {words}.")
    assert found.bound == bound
    assert found.start == (None if start is None else day(start))
    assert found.end == (None if end is None else day(end))


@pytest.mark.parametrize(
    ("words", "start"),
    [("on Monday", "2022-09-19"), ("on Dec. 20", "2022-12-20"), ("in August", "2023-08-01")],
)
def test_what_is_to_come_is_put_after_the_publication(words: str, start: str) -> None:
    (found,) = find_moments(flat(f"They meet will {words}."), LEXICON, TUESDAY)
    assert found.start == day(start)


@pytest.mark.parametrize(
    "words",
    [
        "on the next day",
        "three days later",
        "on 03/04/2021",
        "at 9 a.m.",
        "in recent weeks",
        "in 99999",
        "99999999999999 years ago",
        f"{'7' * 400} days ago",
        "in August that year",
        "on Feb. 30",
        "on 31 April 2021",
        "on 13/13/2020",
        "several years ago",
    ],
)
def test_what_cannot_be_known_is_kept_as_unknown(words: str) -> None:
    found = moment(f"They fell {words}.")
    assert not found.resolved
    assert found.text in words


def test_without_a_publication_only_what_names_its_year_is_known() -> None:
    assert moment("They fell on Tuesday.", None).start is None
    assert moment("They fell on 3 March 2019.", None).start == day("2019-03-03")


def test_an_hour_with_a_known_zone_is_an_instant_there() -> None:
    found = moment("They fell at 2 p.m. MSK on Monday.")
    assert found.zone == "MSK"
    assert found.start is not None
    assert found.start.astimezone(UTC) == datetime(2022, 9, 12, 11, tzinfo=UTC)


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "words", "hour"),
    [
        ("It began at 3 a.m. Moscow time on Monday.", "3 a.m. Moscow time on Monday", 0),
        ("Polls close at 8 p.m. Tbilisi time on Monday.", "8 p.m. Tbilisi time on Monday", 16),
        ("It began at 5:30 a.m. Kyiv time on Monday.", "5:30 a.m. Kyiv time on Monday", 2),
        ("It ended at 4 p.m. GMT on Monday.", "4 p.m. GMT on Monday", 16),
    ],
)
def test_an_hour_goes_on_with_its_zone(text: str, words: str, hour: int) -> None:
    (found,) = find_moments(default_parser().parse(text), LEXICON, TUESDAY)
    assert found.text == words
    assert found.start is not None
    assert found.start.astimezone(UTC).hour == hour


@pytest.mark.models
def test_a_sentence_that_an_hour_ends_stays_apart_from_the_next() -> None:
    assert len(default_parser().parse("It ended at 3 p.m. Rescuers left. All was quiet.")) == 3


@pytest.mark.parametrize("text", ["May said so.", "They fell for three days.", "A score of 3-2."])
def test_names_durations_and_scores_are_no_dates(text: str) -> None:
    assert find_moments(flat(text), LEXICON, TUESDAY) == ()


def test_a_claim_says_when_it_was_said_and_of_what_time() -> None:
    parser = ConlluParser(read_conllu(GOLD))
    text = (
        "At least 49 Armenian soldiers were killed overnight, Prime Minister Nikol Pashinyan told "
        "parliament on Tuesday."
    )
    (claim,) = extract(Document(text, published=TUESDAY), parser=parser).claims
    assert claim.said is not None
    assert (claim.said.text, claim.said.start) == ("Tuesday", day("2022-09-13"))
    assert [(item.text, item.event) for item in claim.moments] == [("overnight", "kill")]


def test_moments_overlap_where_some_instant_fits_both() -> None:
    monday, tuesday = moment("They fell on Monday."), moment("They fell on Tuesday.")
    since, unknown = moment("They fell since Monday."), moment("They fell the next day.")
    assert not monday.overlaps(tuesday)
    assert since.overlaps(tuesday)
    assert tuesday.overlaps(since)
    assert unknown.overlaps(monday)


PIECES = st.sampled_from(
    [
        *(row["word"] for table in ("calendar", "periods") for row in LEXICON.rows(table)),
        *("on", "of", "the", "at", "from", "to", "-", ",", "in", "ago", "NaN", "inf", "-1"),
        *("0", "13", "31", "99999999999999", "2022", "7" * 400, "9999", "00:00", "24:61"),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=8), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_no_words_of_time_make_it_fail_and_all_read_back(
    pieces: list[str], published: datetime | None
) -> None:
    text = "They fell " + " ".join(pieces)
    found = find_moments(flat(text), LEXICON, published)
    for item in found:
        assert item.span.of(text) == item.text
        if item.start is not None and item.end is not None:
            assert item.start < item.end
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start


@given(
    st.dates(min_value=datetime(1900, 1, 1, tzinfo=UTC).date(), max_value=TUESDAY.date()),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{y}-{n:02}-{d:02}"]),
)
def test_every_day_reads_as_itself(date: Any, form: str) -> None:  # noqa: ANN401  date
    words = form.format(d=date.day, m=f"{date:%B}", n=date.month, y=date.year)
    found = moment(f"They fell on {words}.")
    assert found.start == datetime(date.year, date.month, date.day, tzinfo=UTC)
    assert found.end == found.start + timedelta(days=1)


@pytest.mark.parametrize("form", ["<nothing> of it", "(<month>"])
def test_a_form_that_is_wrong_names_itself(form: str, tmp_path: Path) -> None:
    home = tmp_path / "xx"
    home.mkdir()
    for path in (DATA / "en").iterdir():
        (home / path.name).write_bytes(path.read_bytes())
    with (home / "dates.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[date]]\nid = "xx.bad"\nform = "{form}"\nreading = "date"\n')
    text = (home / "dates.toml").read_text(encoding="utf-8")
    head, _, tail = text.partition("# --- how they join")
    bad = tail[tail.index("[[date]]") :]
    (home / "dates.toml").write_text(
        head + bad + "\n# " + tail[: tail.index("[[date]]")], encoding="utf-8"
    )
    with pytest.raises(LexiconError, match=r"xx\.bad"):
        find_moments(flat("They fell."), load_lexicon("xx", tmp_path))


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("until midnight on Friday", None, "2022-09-10"),
        ("until mid-June", None, "2022-06-21"),
        ("until late June", None, "2022-07-01"),
        ("on 12/13/2020", "2020-12-13", "2020-12-14"),
    ],
)
def test_an_edge_of_a_day_or_a_month_ends_with_it(words: str, start: str | None, end: str) -> None:
    found = moment(f"They fell {words}.")
    assert found.start == (None if start is None else day(start))
    assert found.end == day(end)


def test_this_winter_is_the_one_that_has_just_ended() -> None:
    found = moment("They fell this winter.", datetime(2022, 3, 21, tzinfo=UTC))
    assert (found.start, found.end) == (day("2021-12-01"), day("2022-03-01"))


@pytest.mark.parametrize("text", ["He ran it in 2:01:09.", "Its first quarterly loss fell."])
def test_a_time_of_a_race_and_a_part_of_a_word_are_no_dates(text: str) -> None:
    assert not find_moments(flat(text), LEXICON, TUESDAY)


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    said = f"They fell {text}"
    for item in find_moments(flat(said), LEXICON, TUESDAY):
        assert item.span.of(said) == item.text
        assert item.start is None or item.end is None or item.start < item.end
