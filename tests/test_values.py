"""The gold of dates and quantities stays as well read as it was measured, on stored trees."""

from pathlib import Path

import pytest

from benchmarks.values import GOLD, Score, read_cases, score_cases
from claimtrack.parsing.conllu import ConlluParser, read_conllu

CASES = read_cases()
PARSER = ConlluParser(read_conllu(GOLD.with_suffix(".conllu")))
#: Floors of accuracy and precision; they only rise.
FLOORS = {
    "tune": {"dates": (0.99, 0.99), "quantities": (0.96, 0.96), "places": (0.9, 0.9)},
    "held": {"dates": (0.95, 0.95), "quantities": (0.82, 0.82), "places": (0.7, 0.7)},
}


@pytest.fixture(scope="module", params=["tune", "held"])
def measured(request: pytest.FixtureRequest) -> tuple[str, dict[str, Score]]:
    half: str = request.param
    return half, score_cases([case for case in CASES if case.half == half], PARSER)


@pytest.mark.parametrize("what", ["dates", "quantities", "places"])
def test_dates_and_quantities_are_read_as_a_person_reads_them(
    measured: tuple[str, dict[str, Score]], what: str
) -> None:
    half, scores = measured
    accuracy, precision = FLOORS[half][what]
    assert scores[what].accuracy >= accuracy, scores[what].errors
    assert scores[what].precision >= precision, scores[what].errors


def test_the_gold_has_its_size_and_two_halves() -> None:
    assert len(CASES) >= 150
    halves = [case.half for case in CASES]
    assert halves.count("tune") == halves.count("held")
    assert len({case.text for case in CASES}) == len(CASES)
    assert {case.genre for case in CASES} == {
        "conflict",
        "politics",
        "business",
        "disaster",
        "sport",
    }
    assert Path(GOLD).is_file()
