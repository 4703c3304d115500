"""Commands and verbs that keep a database as evidence: backup, excerpts, search, reruns."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.cli import main
from claimtrack.display.sheet import claims_to_csv, to_cell
from claimtrack.errors import InputError, NotFoundError, StoreError
from claimtrack.lexicon import extend_lexicon, load_lexicon
from claimtrack.model import Document, Extraction, Report, Run, Source
from claimtrack.parsing.conllu import ConlluParser, read_conllu
from claimtrack.store import Store, verify_file
from claimtrack.store.search import quote_query
from claimtrack.tracker import Tracker

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
TREES = Path(__file__).parents[1] / "seeds" / "gold" / "patterns.conllu"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMTRACK_DB", raising=False)
    return tmp_path


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


# Verify, head, backup


@pytest.mark.usefixtures("grown")
def test_verify_says_that_all_is_well_and_what_the_head_is() -> None:
    head = call("head").stdout.strip()
    result = call("verify", "--head", head)
    assert result.exit_code == 0
    assert result.stdout == (
        f"claims.db is as it was written: 10 claims of 2 documents; head {head}\n"
    )
    record = json.loads(call("verify", "--json").stdout)
    assert record == {
        "faults": [],
        "head": head,
        "documents": 2,
        "claims": 10,
        "excerpt": False,
    }


def test_verify_names_faults_and_fails(grown: Path) -> None:
    with closing(sqlite3.connect(grown)) as other:
        other.execute("DROP TRIGGER judgement_is_never_updated")
        other.execute("UPDATE judgement SET by = 'Eve\x1b[31m' WHERE rowid = 1")
        other.commit()
    result = call("verify")
    assert result.exit_code == 1
    assert "judgement_is_never_updated" in result.stdout
    assert "it was edited" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == "Error: 3 faults in claims.db (10 claims of 2 documents)\n"
    assert len(json.loads(call("verify", "--json").stdout)["faults"]) == 3


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("verify",), "no database claims.db; make one with"),
        (("head",), "no database claims.db"),
        (("rerun",), "no database claims.db"),
        (("verify", "--db", "."), "no database ."),
    ],
)
def test_without_a_database_the_commands_say_so(command: tuple[str, ...], message: str) -> None:
    result = call(*command)
    assert result.exit_code == 1
    assert message in result.stderr


def test_a_backup_is_whole_and_takes_no_place_that_is_taken(grown: Path) -> None:
    result = call("backup", "copy.db")
    assert result.exit_code == 0, result.stderr
    assert verify_file(Path("copy.db")).faults == ()
    assert verify_file(Path("copy.db")).head == verify_file(grown).head
    again = call("backup", "copy.db")
    assert (again.exit_code, "copy.db is there already" in again.stderr) == (1, True)
    missing = call("backup", "nowhere/copy.db")
    assert "nowhere/copy.db cannot be written" in missing.stderr
    assert sorted(item.name for item in Path().iterdir() if "copy" in item.name) == ["copy.db"]


def test_a_backup_is_of_one_moment_while_others_write(grown: Path, run: Run) -> None:
    with Store(grown) as writer, Store(grown) as reader, reader.snapshot():
        assert reader.sizes().documents == 2
        writer.add(Extraction(Document("More."), ()), sources={}, run=run, now=NOW)
        reader.back_up(Path("copy.db"))
    assert verify_file(Path("copy.db")).documents == 2


# Excerpts


def test_an_excerpt_proves_what_it_says_by_the_same_head(grown: Path, report: Report) -> None:
    head = verify_file(grown).head
    key = report.documents[0].id
    result = call("export", "part.db", "--document", key)
    assert result.stdout == f"wrote part.db: 8 claims of 1 document, head {head}\n"
    found = verify_file(Path("part.db"), head=head)
    assert (found.faults, found.head, found.excerpt) == ((), head, True)
    assert (found.documents, found.claims) == (1, 8)
    with Store(Path("part.db")) as part, Store(grown) as whole:
        assert part.claims() == whole.claims(document=key)
        assert part.judgements() == whole.judgements()
        assert part.failures() == ()
        assert part.search("bridge") != ()
        names = {source.name for source in part.sources()}
        assert names == {name for claim in report.claims[:7] for name in claim.sources}
        assert "excerpt with" in call("verify", "--db", "part.db").stdout


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE claim SET polarity = 'other' WHERE rowid = 3",
        "DELETE FROM claim WHERE rowid = (SELECT max(rowid) FROM claim)",
        "DELETE FROM withheld WHERE rowid = 1",
        "UPDATE withheld SET digest = 'zz' WHERE rowid = 1",
        "UPDATE withheld SET digest = '00' WHERE rowid = 1",
        "DELETE FROM excerpt",
    ],
)
def test_an_excerpt_that_was_edited_is_found_out(sql: str, grown: Path, report: Report) -> None:
    with Store(grown) as store:
        store.excerpt(Path("part.db"), [report.documents[0].id], now=NOW)
    with closing(sqlite3.connect("part.db")) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            other.execute(f"DROP TRIGGER {name}")
        other.execute(sql)
        other.commit()
    assert [item for item in verify_file(Path("part.db")).faults if item.kind != "guard"]


def test_nothing_is_added_to_an_excerpt(grown: Path, report: Report, run: Run) -> None:
    with Store(grown) as store:
        store.excerpt(Path("part.db"), [report.documents[1].id], now=NOW)
        with pytest.raises(NotFoundError, match="no document 'd1:x'"):
            store.excerpt(Path("other.db"), ["d1:x"], now=NOW)
    with Store(Path("part.db")) as part:
        with pytest.raises(StoreError, match=r"part\.db is an excerpt, to be read"):
            part.add(Extraction(Document("More."), ()), sources={}, run=run, now=NOW)
        with pytest.raises(StoreError, match="is an excerpt itself"):
            part.excerpt(Path("other.db"), [report.documents[1].id], now=NOW)
    with Store() as empty, pytest.raises(StoreError, match="in memory"):
        empty.excerpt(Path("other.db"), [], now=NOW)
    assert not Path("other.db").exists()


@pytest.mark.usefixtures("grown")
def test_an_export_of_nothing_says_what_to_give() -> None:
    result = call("export", "part.db")
    assert (result.exit_code, "give --document or --source" in result.stderr) == (2, True)


# CSV


def test_claims_are_exported_as_a_table_that_no_spreadsheet_runs(grown: Path) -> None:
    result = call("export", "claims.csv")
    assert result.stdout == "wrote claims.csv: 9 claims\n"
    with Path("claims.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with Store(grown) as store:
        assert [row["id"] for row in rows] == [claim.id for claim in store.claims()]
    assert rows[3]["sources"] == "Bo Lind; Engineers' union"
    assert call("export", "union.csv", "--source", "union").stdout.startswith("wrote union.csv: 4")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r\n=1", "' \n=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a\0b\x1b[31m", "a b [31m"),
        ('a=b, "c"\nd', 'a=b, "c"\nd'),
        ("", ""),
    ],
)
def test_a_cell_is_text_whatever_opens_it(text: str, cell: str) -> None:
    assert to_cell(text) == cell


@given(st.text(max_size=30))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not to_cell(text).lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_table_reads_back(bridge: Extraction) -> None:
    hostile = evolve(bridge.document, title='=cmd|"/c calc"!A0, "\n', outlet="@x")
    rows = list(
        csv.DictReader(
            io.StringIO(
                claims_to_csv(
                    bridge.claims,
                    {hostile.id: hostile} | {claim.document: hostile for claim in bridge.claims},
                )
            )
        )
    )
    assert {row["title"] for row in rows} == {'\'=cmd|"/c calc"!A0, "\n'}
    assert rows[0]["content"] == bridge.claims[0].text


# Search


@pytest.fixture
def store(grown: Path) -> Iterator[Store]:
    with Store(grown) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("bridge", 5),
        ("BRIDGES", 5),
        ("bridge safe", 3),
        ('"not safe"', 1),
        ("reop*", 2),
        ("bridge -safe", 2),
        ("mayor", 1),
        ("submarine", 0),
    ],
)
def test_claims_are_found_by_words(store: Store, question: str, count: int) -> None:
    found = store.search(question)
    assert len(found) == count
    assert set(found) <= set(store.claims())


def test_the_best_come_first_and_no_more_than_asked_for(store: Store) -> None:
    all_ = store.search("bridge")
    assert store.search("bridge", limit=1) == all_[:1]


def test_what_is_superseded_is_not_found(store: Store, report: Report) -> None:
    gone = report.claims[1]
    assert gone not in store.search('"not one bolt"')


@pytest.mark.parametrize("question", ["", " ", "-", '"', "***", "()", "-bridge", "\0"])
def test_a_question_without_a_word_says_so(store: Store, question: str) -> None:
    with pytest.raises(InputError, match="no word to look for"):
        store.search(question)


@pytest.mark.parametrize(
    "question",
    [
        "bridge AND",
        "OR",
        "NOT bridge",
        "NEAR(bridge safe)",
        "text:bridge",
        "{text}:bridge",
        "^bridge",
        "bridge)",
        '"bridge',
        'bri"dge',
        "bridge'; DROP TABLE claim; --",
        "a" * 10_000,
        "word " * 10_000,
        "\ud800 bridge",
    ],
)
def test_no_question_is_taken_for_a_query_language(store: Store, question: str) -> None:
    assert isinstance(store.search(question), tuple)


@given(st.text(max_size=40))
def test_any_text_is_a_question_or_has_no_word(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as other:
        other.execute("CREATE VIRTUAL TABLE t USING fts5(a)")
        try:
            match = quote_query(text)
        except InputError:
            return
        other.execute("SELECT * FROM t WHERE t MATCH ?", (match,)).fetchall()


@pytest.mark.usefixtures("grown")
def test_search_prints_claims() -> None:
    result = call("search", "harbour", "bridge")
    assert result.stdout.splitlines()[1].endswith("The harbour bridge will reopen on Monday")
    assert len(json.loads(call("search", "bridge", "--json").stdout)) == 5
    nothing = call("search", "submarine")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "no claim has these words" in nothing.stderr
    assert "no word to look for in '()'" in call("search", "()").stderr


# Runs


@pytest.mark.usefixtures("grown")
def test_runs_and_their_difference_are_shown(run: Run, newer: Run, report: Report) -> None:
    lines = call("runs").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [run.id, newer.id]
    records = json.loads(call("runs", "--json").stdout)
    assert [record["documents"] for record in records] == [2, 1]
    assert records[1]["options"] == {"scope": "all"}
    result = call("diff", run.id[:8], newer.id)
    assert result.stderr == "1 new, 1 gone, 1 changed\n"
    assert "polarity: positive → negative" in result.stdout
    assert 'sources: ["City council"] → ["Ana Ruiz", "City council"]' in result.stdout
    changes = json.loads(call("diff", run.id, newer.id, "--json").stdout)
    assert changes[0]["claim"] == report.claims[0].id
    assert changes[0]["columns"]["polarity"] == ["positive", "negative"]
    assert "no run 'x'" in call("diff", "x", newer.id).stderr


WORDS = """
[[cue]]
lemma = "mutter"
upos = "VERB"
kind = "speech"
"""


def test_a_rerun_reads_what_was_not_read_so_and_goes_on_where_it_was(here: Path) -> None:
    text = "Ministers said on Monday that strikes continued."
    parser = ConlluParser(read_conllu(TREES))
    (here / "words.toml").write_text(WORDS, encoding="utf-8")
    other = extend_lexicon(load_lexicon(), here / "words.toml")
    with Tracker("claims.db", parser=parser) as tracker:
        found = tracker.add(text, now=NOW)
        assert tracker.rerun(now=NOW) == 0
    read: list[Document] = []
    with Tracker("claims.db", parser=parser, lexicon=other) as tracker:
        assert tracker.rerun(on_document=read.append, now=NOW) == 1
        assert read == [found.document]
        assert tracker.rerun(now=NOW) == 0
        assert tracker.claims() == found.claims
        assert len(tracker.store.runs()) == 2
        assert tracker.verify().faults == ()
        assert tracker.search("strikes") == found.claims


@pytest.mark.models
def test_rerun_says_what_it_did(grown: Path, newer: Run) -> None:
    result = call("rerun")
    assert result.exit_code == 0, result.stderr
    first, second = result.stdout.splitlines()
    assert first.startswith("read 2 documents anew: run r1:")
    assert second.startswith(f"what differs: claimtrack diff {newer.id} r1:")
    assert call("rerun").stdout == "nothing to do: all documents were read so before\n"
    assert verify_file(grown).faults == ()


def test_many_are_written_together_or_not_at_all(
    here: Path, bridge: Extraction, outlet: Extraction, sources: dict[str, Source], run: Run
) -> None:
    orphan = evolve(outlet.claims[1], parent="c1:nobody")
    broken = Extraction(outlet.document, (outlet.claims[0], orphan))
    with Store(here / "claims.db") as store:
        with pytest.raises(StoreError, match="FOREIGN KEY"):
            store.add_many([bridge, broken], sources=sources, run=run, now=NOW)
        assert store.documents() == ()
        assert store.add_many([bridge, outlet], sources=sources, run=run, now=NOW) == 2
        assert store.add_many([bridge, outlet], sources=sources, run=run, now=NOW) == 0
        assert [entry.action for entry in store.log()] == ["migrate", "add"]
        assert store.verify().faults == ()
