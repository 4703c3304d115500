"""How often relations of a kind were right stands beside each relation, wherever it is written."""

import csv
import io
import json
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from claimtrack.cli import main
from claimtrack.conflicts import load_measures
from claimtrack.display.page import Index, to_html
from claimtrack.display.sheet import RELATION_COLUMNS, relations_to_csv
from claimtrack.display.text import to_text
from claimtrack.errors import LexiconError
from claimtrack.lexicon import DATA, Lexicon, load_lexicon
from claimtrack.model import Measure, Report
from claimtrack.tracker import read_version

MEASURE = Measure(kind="denial", right=13, pairs=14, where="FA-KES 9 of 9; our own pairs 4 of 5")


def with_row(**cells: str) -> Lexicon:
    lexicon = load_lexicon()
    row = {"kind": "agent", "asked": "pair", "data": "ours", "right": "1", "pairs": "2"} | cells
    return evolve(lexicon, tables={**lexicon.tables, "relation_precision": (row,)})


def test_the_counts_of_a_kind_are_summed_with_where_they_are_from() -> None:
    rows = with_row().tables["relation_precision"] * 2
    lexicon = with_row()
    doubled = evolve(lexicon, tables={**lexicon.tables, "relation_precision": rows})
    found = load_measures(doubled, "pair")["agent"]
    assert (found.right, found.pairs, found.precision) == (2, 4, 0.5)
    assert found.where == "ours 1 of 2; ours 1 of 2"
    assert load_measures(doubled, "collection") == {}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"right": "x"}, "give numbers"),
        ({"right": "3"}, "right <= pairs"),
        ({"pairs": "0", "right": "0"}, "pairs > 0"),
        ({"kind": "quarrel"}, "a kind of relation"),
    ],
)
def test_a_wrong_row_is_named(cells: dict[str, str], message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        load_measures(with_row(**cells), "pair")


def test_what_ships_says_where_each_figure_is_from() -> None:
    text = (DATA / "en" / "relation_precision.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["asked"] for row in rows} == {"collection", "pair"}
    assert all(row["data"] for row in rows)
    assert len({(row["kind"], row["asked"], row["data"]) for row in rows}) == len(rows)


@pytest.fixture
def measured(report: Report) -> Report:
    kinds = {item.kind for item in report.relations}
    return evolve(report, measures=tuple(evolve(MEASURE, kind=kind) for kind in sorted(kinds)))


def test_a_page_and_a_text_say_it_at_each_relation(measured: Report) -> None:
    count = len(measured.relations)
    assert to_text(measured).plain.count("13 of 14 such right") == count
    page = to_html(measured)
    assert page.count(">13 of 14 such right<") == count
    assert page.count('title="FA-KES 9 of 9; our own pairs 4 of 5"') == count


def test_a_table_says_it_in_each_row(measured: Report) -> None:
    table = relations_to_csv(measured.relations, Index(measured), "1.0")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert tuple(rows[0]) == RELATION_COLUMNS
    assert [row["kind"] for row in rows] == [item.kind for item in measured.relations]
    assert {(row["precision"], row["right"], row["pairs"]) for row in rows} == {
        ("0.93", "13", "14")
    }
    assert {row["version"] for row in rows} == {"1.0"}
    assert all(row["a_content"] and row["b_content"] for row in rows)


def test_where_nothing_was_measured_nothing_is_said(report: Report) -> None:
    assert "such right" not in to_text(report).plain
    assert "such right" not in to_html(report)
    rows = csv.DictReader(io.StringIO(relations_to_csv(report.relations, Index(report), "1.0")))
    assert {row["precision"] for row in rows} == {""}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measures")
    text = folder / "a.txt"
    text.write_text(
        "The rebels said that the army shelled the bridge. "
        "The army denied that it shelled the bridge.",
        encoding="utf-8",
    )
    db = folder / "claims.db"
    assert run("add", text, "--db", db)
    return db


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(item) for item in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.models
def test_every_command_that_writes_relations_writes_it(told: Path, tmp_path: Path) -> None:
    wanted = load_measures(load_lexicon())["denial"]
    (conflict,) = json.loads(run("conflicts", "--db", told, "--json"))
    measured = conflict["measured"]
    assert conflict["version"] == read_version()
    assert measured["right"] / measured["pairs"] == pytest.approx(measured["precision"], abs=0.01)
    assert (measured["right"], measured["where"]) == (wanted.right, wanted.where)
    shown = json.loads(run("show", conflict["a"]["id"], "--db", told, "--json"))
    turns = json.loads(run("timeline", conflict["a"]["id"], "--db", told, "--json"))
    (later,) = [item for turn in turns for item in turn["relations"]]
    assert shown["relations"][0]["measured"] == later["measured"] == measured
    for name in ("relations.csv", "relations.jsonl"):
        run("export", tmp_path / name, "--db", told, "--relations")
    (line,) = (tmp_path / "relations.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["measured"] == measured
    table = (tmp_path / "relations.csv").read_bytes().decode()
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["right"], row["measured"]) == (str(wanted.right), wanted.where)
    told_right = f"{wanted.right} of {wanted.pairs} such right"
    for command in (("conflicts",), ("report",), ("show", conflict["a"]["id"])):
        assert told_right in " ".join(run(*command, "--db", told).split())


@pytest.mark.models
def test_claims_too_are_written_a_line_each(told: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "claims.jsonl", "--db", told)
    lines = (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["polarity"] for line in lines] == ["positive", "negative"]
    database = tmp_path / "part.db"
    result = CliRunner().invoke(main, ["export", str(database), "--db", str(told), "--relations"])
    assert result.exit_code == 2
    assert "--relations needs a FILE" in result.output
