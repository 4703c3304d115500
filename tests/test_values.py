"""The gold of dates and quantities stays as well read as it was measured, on stored trees."""

from pathlib import Path

import pytest

from benchmarks.values import GOLD, Score, places_of, read_cases, score_cases
from claimtrack.parsing.conllu import ConlluParser, read_conllu

CASES = read_cases()
PARSER = ConlluParser(read_conllu(GOLD.with_suffix(".conllu")))
#: Floors of accuracy and precision; they only rise.
FLOORS = {
    "tune": {"dates": (0.99, 0.99), "quantities": (0.97, 0.97), "places": (0.9, 0.9)},
    "second": {"dates": (0.99, 0.99), "quantities": (0.94, 0.94), "places": (0.9, 0.9)},
    "first": {"dates": (0.99, 0.97), "quantities": (0.95, 0.96), "places": (0.85, 0.85)},
    "third": {"dates": (0.99, 0.99), "quantities": (0.92, 0.92), "places": (0.83, 0.83)},
    "fourth": {"dates": (0.86, 0.76), "quantities": (0.93, 0.94), "places": (0.99, 0.99)},
    "fifth": {"dates": (0.99, 0.85), "quantities": (0.94, 0.94), "places": (0.75, 0.75)},
    "sixth": {"dates": (0.99, 0.99), "quantities": (0.97, 0.96), "places": (0.99, 0.99)},
}


@pytest.fixture(scope="module", params=list(FLOORS))
def measured(request: pytest.FixtureRequest) -> tuple[str, dict[str, Score]]:
    part: str = request.param
    return part, score_cases([case for case in CASES if case.part == part], PARSER)


@pytest.mark.parametrize("what", ["dates", "quantities", "places"])
def test_dates_and_quantities_are_read_as_a_person_reads_them(
    measured: tuple[str, dict[str, Score]], what: str
) -> None:
    part, scores = measured
    accuracy, precision = FLOORS[part][what]
    assert scores[what].accuracy >= accuracy, scores[what].errors
    assert scores[what].precision >= precision, scores[what].errors


def test_the_gold_has_its_size_and_what_it_names_is_in_its_sentences() -> None:
    assert len(CASES) >= 150
    for case in CASES:
        assert len(places_of(case.text, [gold.text for gold in case.dates])) == len(case.dates)
        assert len(places_of(case.text, [row.text for row in case.quantities])) == len(
            case.quantities
        )
    assert len({case.text for case in CASES}) == len(CASES)
    assert {case.genre for case in CASES} == {
        "conflict",
        "politics",
        "business",
        "disaster",
        "sport",
    }
    assert Path(GOLD).is_file()
