import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimtrack.cli import main, options
from claimtrack.cli.printing import print_table, shorten_ids, write
from claimtrack.cli.records import to_line
from claimtrack.errors import ModelError, ParseError
from claimtrack.lexicon import extend_lexicon, load_lexicon
from claimtrack.model import Extraction, Report, Run, Source
from claimtrack.parsing.weights import SHIPPED, find_models
from claimtrack.store import Store
from claimtrack.syntax import Sentence
from claimtrack.tracker import read_version

COUNCIL = "The city council said that the harbour bridge was safe.\n"
UNION = "The engineers' union denied that the harbour bridge was safe.\n"
NOBODY = "The harbour bridge is long and grey.\n"

models = pytest.mark.models


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command runs in an empty folder, with no settings from outside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMTRACK_DB", raising=False)
    return tmp_path


def call(*arguments: str, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, arguments, input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def save(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8", newline="")
    return name


@pytest.fixture
def filled(
    here: Path, report: Report, sources: dict[str, Source], run: Run, now: datetime
) -> Path:
    """A database whose claims were made by hand; nothing is parsed."""
    path = here / "claims.db"
    version = read_version()
    with Store(path) as store:
        for document in report.documents:
            claims = tuple(item for item in report.claims if item.document == document.id)
            store.add(Extraction(document, claims), sources=sources, run=run, now=now)
        store.relate(report.clusters, report.relations, claims=9, version=version, now=now)
    return path


# Reading


@pytest.mark.usefixtures("filled")
def test_claims_are_a_plain_table_when_piped(report: Report) -> None:
    lines = call("claims").stdout.splitlines()
    assert lines[0].split() == ["ID", "SOURCE", "CUE", "CONTENT"]
    assert [line.split()[0] for line in lines[1:]] == [claim.id for claim in report.claims]
    assert lines[4].endswith('that 40 bolts were loose & that "<b>nobody</b>" had looked')
    assert "Bo Lind and Engineers' union  warned" in lines[4]
    assert "No source given" in lines[5]


@pytest.mark.usefixtures("filled")
def test_claims_of_a_source_are_asked_for() -> None:
    assert len(call("claims", "--source", "union").stdout.splitlines()) == 5
    found = json.loads(call("claims", "--source", "ana ruiz", "--json").stdout)
    assert [claim["source_name"] for claim in found] == [["Ana Ruiz"]]


@pytest.mark.usefixtures("filled")
def test_a_claim_in_json_has_every_key(report: Report) -> None:
    found = json.loads(call("claims", "--json").stdout)
    assert [claim["id"] for claim in found] == [claim.id for claim in report.claims]
    told, hurt = found[1], found[4]
    text = report.documents[0].text
    assert [text[start:end] for start, end in told["content"]["spans"]] == [
        '"The bridge is safe,"',
        '"Not one bolt is loose."',
    ]
    assert told["cue"] == {"spans": [[118, 122]], "text": "told", "lemma": "told"}
    assert hurt["source"] is None
    assert hurt["source_name"] == []
    assert found[6]["parent"] == found[5]["id"]
    assert set(told) == {
        *("id", "source", "cue", "content", "mode", "polarity", "kind", "parent", "pattern"),
        *("source_name", "sentence", "quantities", "said", "moments", "document", "confidence"),
        *("speakers", "via", "reports", "documents", "origin"),
    }


@pytest.mark.usefixtures("filled")
def test_claims_are_chosen_by_kind_depth_and_confidence(report: Report) -> None:
    every = [claim.id for claim in report.claims]

    def chosen(*options: str) -> list[str]:
        return [claim["id"] for claim in json.loads(call("claims", "--json", *options).stdout)]

    assert chosen() == chosen("--scope", "facts") == every
    assert chosen("--scope", "all") == every
    assert chosen("--scope", "Speech, belief", "--min-confidence", "1") == every
    assert chosen("--scope", "decree") == []
    inner = report.claims[6]
    assert inner.parent is not None
    assert chosen("--outermost") == [key for key in every if key != inner.id]
    # The claim around it is another source's, and around it all the same.
    assert inner.id in chosen("--source", "union")
    assert inner.id not in chosen("--source", "union", "--outermost")
    result = call("claims", "--scope", "decree")
    assert result.exit_code == 0
    assert "no claims are left" in result.stderr


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--scope", "speech,gossip", "no kind of claim 'gossip'; give some of facts, speech"),
        ("--scope", "", "the scope is empty; give some of facts"),
        ("--min-confidence", "80", "80 is not in 0..1; give a number such as 0.8"),
        ("--min-confidence", "nan", "nan is not in 0..1"),
    ],
)
@pytest.mark.parametrize("command", [("claims",), ("extract", "a.txt")])
def test_a_wrong_choice_is_one_sentence(
    command: tuple[str, ...], option: str, value: str, said: str
) -> None:
    result = call(*command, option, value)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", "").split())


@pytest.mark.usefixtures("filled")
def test_sources_are_listed_most_claims_first() -> None:
    rows = [line.split(maxsplit=2) for line in call("sources").stdout.splitlines()]
    assert rows[:3] == [
        ["CLAIMS", "KIND", "COUNTRY  ROLE  SOURCE"],
        ["4", "organisation", "Engineers' union"],
        ["2", "organisation", "City council"],
    ]
    found = json.loads(call("sources", "--source", "RUIZ", "--json").stdout)
    assert [(item["name"], item["claims"]) for item in found] == [("Ana Ruiz", 1)]


@pytest.mark.usefixtures("filled")
def test_clusters_are_listed_with_their_claims(report: Report) -> None:
    rows = [line.split()[:2] for line in call("clusters").stdout.splitlines()[1:]]
    assert rows == [
        [str(place), key]
        for place, cluster in enumerate(report.clusters, 1)
        for key in cluster.claims
    ]
    found = json.loads(call("clusters", "--source", "ana", "--json").stdout)
    assert [len(cluster["claims"]) for cluster in found] == [3]


@pytest.mark.usefixtures("filled")
def test_conflicts_say_who_against_whom_and_why(report: Report) -> None:
    shown = call("conflicts").stdout
    assert "1. denial: Engineers' union denies what Ana Ruiz says: the bridge is safe." in shown
    assert 'Ana Ruiz (told): "The bridge is safe,"' in shown
    assert "2. time: City council says Monday" in shown
    assert report.relations[0].a in shown
    assert "agree" not in shown
    assert "1. time" in call("conflicts", "--source", "council").stdout
    (first, _) = json.loads(call("conflicts", "--json").stdout)
    assert first["kind"] == "denial"
    assert first["conflict"] is True
    assert first["a"]["id"] == report.relations[0].a
    assert first["spans_a"] == [[93, 100]]


@pytest.mark.usefixtures("filled")
def test_a_claim_is_shown_with_its_sentence_provenance_and_relations(report: Report) -> None:
    denied = report.claims[2]
    shown = call("show", denied.id[:9]).stdout
    assert "[The engineers' union] {denied} «that the bridge was safe»" in shown
    assert "which denies the content" in shown
    assert "offsets   source 160–180; cue 181–187; content 188–212" in shown
    assert "The Harbour Post · 3 May 2026 · https://news.example/bridge" in shown
    assert "claimtrack 0.1.0 · by hand · en:none" in shown
    assert "test.by-hand, 100% likely" in shown
    assert "denial: Engineers' union denies" in shown
    assert "agree: Both say" in shown
    found = json.loads(call("show", denied.id, "--json").stdout)
    assert found["provenance"]["parser"] == "by hand"
    assert [item["kind"] for item in found["relations"]] == ["denial", "agree"]
    assert found["propositions"] == []


@pytest.mark.usefixtures("filled")
def test_a_nested_claim_names_what_it_is_inside(report: Report) -> None:
    inner = report.claims[6]
    assert f"inside    {inner.parent}" in call("show", inner.id).stdout


@pytest.mark.usefixtures("filled")
def test_a_report_is_text_here_and_a_page_in_a_file() -> None:
    assert "CONFLICTS" in call("report").stdout
    assert call("report", "--out", "r.html").stdout == "wrote r.html\n"
    page = Path("r.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert call("report", "--format", "html").stdout == page
    call("report", "--out", "r.txt")
    assert Path("r.txt").read_text(encoding="utf-8") == call("report").stdout
    call("report", "--out", "r.html", "--format", "text")
    assert "WHO SAID WHAT" in Path("r.html").read_text(encoding="utf-8")


def test_the_database_can_be_named_by_the_environment(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.rename("other.db")
    assert call("claims").exit_code == 1
    monkeypatch.setenv("CLAIMTRACK_DB", "other.db")
    assert call("claims").exit_code == 0
    assert call("claims", "--db", "third.db").exit_code == 1


@pytest.mark.parametrize("command", ["claims", "sources", "clusters", "conflicts"])
def test_an_empty_database_says_what_to_do(command: str) -> None:
    Path("claims.db").touch()
    result = call(command)
    assert result.stdout == ""
    assert "claimtrack" in result.stderr
    assert result.exit_code == 0
    assert json.loads(call(command, "--json").stdout) == []
    assert "0 claims" in call("report").stdout


# Adding


@models
def test_adding_and_reading_go_together() -> None:
    save("a.txt", COUNCIL)
    save("b.txt", UNION)
    result = call("add", "a.txt", "b.txt", "--outlet", "Post", "--published", "2022-09-13")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "a.txt: 1 claim",
        "b.txt: 1 claim",
        "claims.db holds 2 claims of 2 documents, with 1 conflict",
    ]
    assert "Post · 13 September 2022" in call("conflicts").stdout
    assert call("add", "a.txt", "--outlet", "Post").stdout.startswith(
        "a.txt: 1 claim (already there)\n"
    )
    with Store(Path("claims.db")) as store:
        assert len(store.documents()) == 2


@models
def test_standard_input_is_added_with_what_is_known_about_it() -> None:
    result = call("add", "-", "--url", "https://x.example", "--title", "T", stdin=COUNCIL)
    assert result.stdout.startswith("-: 1 claim\n")
    with Store(Path("claims.db")) as store:
        (document,) = store.documents()
    assert (document.url, document.title, document.text) == ("https://x.example", "T", COUNCIL)


@models
def test_a_file_that_fails_is_noted_and_the_rest_is_added() -> None:
    save("a.txt", COUNCIL)
    result = call("add", "missing.txt", "a.txt")
    assert result.exit_code == 1
    assert result.stderr == "Error: no file missing.txt; check the name\n"
    assert "a.txt: 1 claim\n" in result.stdout
    with Store(Path("claims.db")) as store:
        assert [failure.item for failure in store.failures()] == ["missing.txt"]
        assert len(store.claims()) == 1


@models
def test_a_text_in_which_nobody_says_anything_is_kept_and_told() -> None:
    save("a.txt", NOBODY)
    result = call("add", "a.txt")
    assert result.exit_code == 1
    assert result.stdout == "a.txt: 0 claims\n"
    assert result.stderr.startswith("Error: no claims found; the text is kept")
    assert call("extract", "a.txt").exit_code == 1


BAD_INPUT: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda p: p.write_text(""), "bad is empty; give a text with at least one sentence"),
    "blank": (lambda p: p.write_text(" \n\n"), "bad is empty; give a text"),
    "missing": (lambda _: None, "no file bad; check the name"),
    "folder": (lambda p: p.mkdir(), "bad is a folder; give the files in it (bad/*.txt)"),
    "binary": (lambda p: p.write_bytes(bytes(range(256))), "bad is not UTF-8 text: byte 0x80"),
    "zeros": (lambda p: p.write_bytes(bytes(5000)), "bad is no text: 5,000 of its 5,000"),
    "large": (lambda p: p.write_text(COUNCIL * 90_000), "bad is larger than 4 MB, the limit"),
}


@pytest.mark.parametrize(("make", "message"), BAD_INPUT.values(), ids=BAD_INPUT)
@pytest.mark.parametrize("command", ["add", "extract"])
def test_bad_input_is_told_in_one_sentence_and_leaves_nothing(
    make: Callable[[Path], object], message: str, command: str, here: Path
) -> None:
    make(here / "bad")
    before = sorted(here.iterdir())
    result = call(command, "bad")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: " + message)
    assert result.stderr.count("\n") == 1
    assert sorted(here.iterdir()) == before


def lock(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    # Kept open with the file's name, so that the lock outlives this function.
    LOCKS.append(connection)


LOCKS: list[sqlite3.Connection] = []

BAD_DATABASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no database": (lambda p: p.write_text("text " * 900), "is not a SQLite database; give"),
    "folder": (lambda p: p.mkdir(), "is a folder; give a file, such as"),
    "locked": (lock, "is locked by another program; close what is writing to it"),
    "elsewhere": (lambda _: None, "no folder nowhere for bad.db; make it, or give another --db"),
}


@pytest.mark.parametrize(("make", "message"), BAD_DATABASES.values(), ids=BAD_DATABASES)
@pytest.mark.parametrize("command", ["add", "claims", "report"])
def test_a_bad_database_is_told_in_one_sentence_and_left_alone(
    make: Callable[[Path], object],
    message: str,
    command: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    defaults = Store.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "seconds", 0.05)
    place = "nowhere/bad.db" if "folder nowhere" in message else "bad.db"
    make(here / "bad.db")
    save("a.txt", COUNCIL)
    before = sorted(path for path in here.iterdir() if not path.name.endswith("-journal"))
    result = call(command, *(["a.txt"] if command == "add" else []), "--db", place)
    while LOCKS:
        LOCKS.pop().close()
    assert result.exit_code == 1
    assert result.stdout == ""
    expected = message if command == "add" or "nowhere" not in place else "no database nowhere"
    assert expected in result.stderr
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert sorted(here.iterdir()) == before


@models
def test_a_store_that_another_program_writes_to_is_read_but_not_added_to(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = Store.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "seconds", 0.05)
    save("a.txt", COUNCIL)
    lock(filled)
    assert call("claims").exit_code == 0
    result = call("add", "a.txt")
    LOCKS.pop().close()
    assert result.exit_code == 1
    assert "claims.db is locked by another program" in result.stderr
    assert result.stderr.count("\n") == 1
    assert call("add", "a.txt").exit_code == 0


def truncate(folder: Path) -> None:
    shutil.copytree(SHIPPED / "en", folder)
    largest = max(folder.glob("*.pt"), key=lambda path: path.stat().st_size)
    os.truncate(largest, largest.stat().st_size // 2)


@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir, truncate])
@pytest.mark.parametrize("command", ["add", "extract"])
def test_missing_or_truncated_models_are_told_in_one_sentence(
    make: Callable[[Path], object], command: str, here: Path
) -> None:
    make(here / "models")
    save("a.txt", COUNCIL)
    before = sorted(here.iterdir())
    result = call(command, "a.txt", "--models", "models")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert "models" in result.stderr
    assert result.stderr.count("\n") == 1
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add"], "Missing argument 'FILE...'"),
        (["add", "a", "b", "--url", "https://x"], "--url and --title are for one FILE"),
        (["add", "a", "--max-mb", "0"], "Invalid value for '--max-mb'"),
        (["extract"], "give a FILE, '-' for standard input, or --jsonl"),
        (["show"], "Missing argument 'CLAIM_ID'"),
        (["report", "--format", "pdf"], "'pdf' is not one of 'text', 'html'"),
        (["nothing"], "No such command 'nothing'"),
    ],
)
def test_wrong_use_is_told_with_exit_status_2(arguments: list[str], message: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "a.txt", "--published", "soon"], "'soon' is no date; write it as 2022-09-13"),
        (["claims", "--source", "nobody"], "no source is named 'nobody'; see: claimtrack sources"),
        (["show", "c1:zzz"], "no claim 'c1:zzz'; see: claimtrack claims"),
        (["show", "c1:"], "more than one claim begins with 'c1:'; give more of the id"),
        (["report", "--out", "."], ". is a folder; give a file, such as report.html"),
        (["report", "--out", "no/where.html"], "no/where.html cannot be written (No such file"),
        (["claims", "--db", "other.db"], "make one with: claimtrack add FILE --db other.db"),
        (["models", "get", "../x"], "'../x' is no language code"),
    ],
)
def test_what_cannot_be_done_is_told_with_exit_status_1(
    arguments: list[str], message: str, filled: Path
) -> None:
    before = sorted(filled.parent.iterdir())
    result = call(*arguments)
    assert result.exit_code == 1
    assert message in result.stderr
    assert sorted(filled.parent.iterdir()) == before


def test_a_message_cannot_command_the_terminal() -> None:
    result = call("claims", "--db", "\x1b[31mred\x9b.db")
    assert "no database [31mred.db" in result.stderr


def test_the_models_that_ship_are_listed() -> None:
    header, row = call("models", "list").stdout.splitlines()[:2]
    assert header.split() == ["LANG", "MODELS", "DIGEST", "SIZE", "FOLDER"]
    assert row.startswith("en ")
    assert row.endswith(str(SHIPPED / "en"))


def test_models_that_are_damaged_are_listed_with_what_is_wrong(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "stanford" / "en").mkdir(parents=True)
    monkeypatch.setenv("CLAIMTRACK_MODELS", str(here))
    row = call("models", "list").stdout.splitlines()[2]
    assert row.split()[:3] == ["en", "stanford", "-"]
    assert "claimtrack models get en" in row


def test_models_that_were_fetched_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimtrack.parsing.stanza.get_models", find_models)
    result = call("models", "get", "en")
    assert result.exit_code == 0
    assert result.stderr == "fetching Stanford's models for 'en' …\n"
    assert result.stdout.endswith("use them with: --models stanford\n")


def test_a_report_that_cannot_be_written_leaves_nothing(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(filled.parent.iterdir())
    monkeypatch.setattr(Path, "replace", fail)
    result = call("report", "--out", "r.html")
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: r.html cannot be written (No space left on device); free some space\n"
    )
    assert sorted(filled.parent.iterdir()) == before


# Extracting


def lines_of(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@models
def test_lines_of_json_give_lines_of_claims_in_order() -> None:
    lines = [
        {"id": "a", "text": COUNCIL, "published": "2022-09-13", "url": "https://x.example"},
        {"id": 2, "text": NOBODY},
        {"id": "ü", "text": UNION},
    ]
    stdin = "".join(json.dumps(line) + "\n" for line in lines)
    result = call("extract", "--jsonl", stdin=stdin)
    assert result.exit_code == 0
    found = lines_of(result)
    assert [line["id"] for line in found] == ["a", 2, "ü"]
    assert [len(line["claims"]) for line in found] == [1, 0, 1]  # type: ignore[arg-type]
    claim = found[0]["claims"][0]  # type: ignore[index]
    (start, end), *_ = claim["content"]["spans"]
    assert COUNCIL[start:end] == claim["content"]["text"]
    assert claim["cue"]["text"] == "said"
    save("lines.jsonl", stdin)
    assert call("extract", "--jsonl", "lines.jsonl").stdout == result.stdout


def test_a_wrong_line_is_told_and_the_exit_status_is_1_at_the_end() -> None:
    stdin = b'no JSON\n\n{"id": "b"}\n{"text": "\xff"}\n{"id": "c", "text": ""}'
    result = call("extract", "--jsonl", stdin=stdin)
    assert result.exit_code == 1
    first, second, third, fourth = lines_of(result)
    assert first["line"] == 1
    assert str(first["error"]).startswith("not JSON")
    assert second == {
        "line": 3,
        "id": "b",
        "error": 'no "text"; give the article\'s text as a string',
    }
    assert third["line"] == 4
    assert str(fourth["error"]).startswith('"text" is empty')


@models
def test_lines_go_on_after_a_wrong_one() -> None:
    stdin = "{\n" + json.dumps({"id": "a", "text": COUNCIL})
    result = call("extract", "--jsonl", stdin=stdin)
    assert result.exit_code == 1
    assert [set(line) for line in lines_of(result)] == [{"line", "error"}, {"id", "claims"}]


class Failing:
    """A parser that fails on some texts."""

    fingerprint = "failing"

    def parse(self, text: str) -> tuple[Sentence, ...]:
        if "misplaced" in text:
            raise ParseError("a word cannot be placed")
        if "models" in text:
            raise ModelError("the models are gone; reinstall claimtrack")
        raise IndexError(text)


def test_a_text_that_cannot_be_parsed_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(options, "make_parser", lambda *_: Failing())
    stdin = '{"id": "a", "text": "misplaced"}\n{"id": "b", "text": "odd"}\n'
    result = call("extract", "--jsonl", stdin=stdin)
    assert result.exit_code == 1
    assert lines_of(result) == [
        {"line": 1, "id": "a", "error": "a word cannot be placed"},
        {"line": 2, "id": "b", "error": "internal error (IndexError: odd); please report it"},
    ]


def test_a_file_that_cannot_be_parsed_is_noted_and_the_others_are_added(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "make_parser", lambda *_: Failing())
    save("a.txt", "misplaced")
    save("b.txt", "odd")
    save("c.txt", "models")
    result = call("add", "a.txt", "b.txt")
    assert result.exit_code == 1
    assert "Error: a word cannot be placed\n" in result.stderr
    assert "Error: internal error in b.txt (IndexError('odd')); please report" in result.stderr
    with Store(filled) as store:
        errors = [failure.error for failure in store.failures()]
    assert errors == ["ParseError", "IndexError"]
    assert call("add", "c.txt").stderr == "Error: the models are gone; reinstall claimtrack\n"


def test_without_models_lines_stop_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "make_parser", lambda *_: Failing())
    result = call("extract", "--jsonl", stdin='{"text": "models"}\n{"text": "odd"}\n')
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: the models are gone; reinstall claimtrack\n"


def test_a_missing_file_of_lines_is_told() -> None:
    result = call("extract", "--jsonl", "missing.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: missing.jsonl cannot be read")


@pytest.mark.parametrize("arguments", [(), ("-", "--file", "a.txt")])
def test_explain_wants_a_text_or_a_file(arguments: tuple[str, ...]) -> None:
    result = call("explain", *arguments)
    assert result.exit_code == 2
    assert "give TEXT, '-' for standard input, or --file FILE" in result.stderr


@models
def test_sentences_are_explained() -> None:
    text = "Ministers said that the bridge was safe. Officials crossed the bridge to the court."
    shown = call("explain", text).stdout
    lines = shown.splitlines()
    assert lines[0] == "Ministers said that the bridge was safe."
    assert "  said  VERB  root" in lines
    assert "    Ministers  NOUN  nsubj" in lines
    assert "said (say, VERB)" in lines
    assert "  claim  en.verb-clause, " in shown
    assert "    content  the bridge was safe" in lines
    assert "crossed (cross, VERB): not in cues.csv; if it were, en.verb-thing" in shown
    assert "\x1b" not in shown
    assert call("explain", "-", stdin=text).stdout == shown
    assert call("explain", "--file", save("a.txt", text)).stdout == shown
    first, second = json.loads(call("explain", "--json", text).stdout)
    assert first["words"][1]["head"] == -1
    assert [a["claim"] for a in first["attempts"] if a["pattern"] == "en.verb-clause"] == [True]
    assert second["unlisted"][0]["lemma"] == "cross"


CROSS = """[[cue]]
lemma = "cross"
upos = "VERB"
kind = "stance"
frames = { thing = 0.9 }
"""


@models
def test_words_of_ones_own_are_read_from_a_file() -> None:
    text = save("a.txt", "Ministers crossed the bridge.")
    save("my.toml", CROSS)
    (found,) = json.loads(
        call("extract", text, "--json", "--scope", "all", "--lexicon", "my.toml").stdout
    )
    assert [(item["kind"], item["cue"]["lemma"]) for item in found["claims"]] == [
        ("stance", "cross")
    ]
    line = json.dumps({"id": 1, "text": "Ministers crossed the bridge."}) + "\n"
    streamed = json.loads(
        call("extract", "--jsonl", "--scope", "all", "--lexicon", "my.toml", stdin=line).stdout
    )
    assert streamed["claims"] == found["claims"]
    assert (
        "  claim  en.verb-thing" in call("explain", "--file", text, "--lexicon", "my.toml").stdout
    )
    assert "not in cues.csv" in call("explain", "--file", text).stdout
    call("add", text, "--lexicon", "my.toml")
    assert json.loads(call("claims", "--json").stdout) == []
    (claim,) = json.loads(call("claims", "--json", "--scope", "all").stdout)
    shown = json.loads(call("show", claim["id"], "--json").stdout)
    assert (
        shown["provenance"]["lexicon"]
        == f"en:{extend_lexicon(load_lexicon(), Path('my.toml')).digest}"
    )


@pytest.mark.parametrize("command", ["extract", "explain", "add"])
def test_a_lexicon_that_is_wrong_is_one_sentence(command: str) -> None:
    save("a.txt", COUNCIL)
    save("my.toml", CROSS.replace("stance", "stanse"))
    result = call(command, "a.txt", "--lexicon", "my.toml")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: my.toml:4: no kind 'stanse'; give one of speech")
    assert call(command, "a.txt", "--lexicon", "none.toml").exit_code == 1


@models
def test_what_nearly_fitted_and_what_goes_on_is_explained() -> None:
    shown = call("explain", "The talks between officials of both sides about peace lasted.").stdout
    assert "talks (talk, NOUN): no pattern fitted; nearest were" in shown
    assert "needs " in shown
    text = "Ana Ruiz said that the bridge was closed.\n\n“There is no other way to do it.”\n"
    assert "a quotation that goes on" in call("explain", "-", stdin=text).stdout


@models
def test_files_are_extracted_into_a_table_or_json() -> None:
    save("a.txt", COUNCIL)
    save("b.txt", UNION)
    result = call("extract", "a.txt", "missing.txt", "b.txt")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == "Error: no file missing.txt; check the name\n"
    assert len(call("extract", "a.txt", "b.txt", "--scope", "belief").stdout.splitlines()) == 1
    result = call("extract", "-", "--json", stdin=COUNCIL)
    assert result.exit_code == 0
    (document,) = json.loads(result.stdout)
    assert document["id"].startswith("d1:")
    assert len(document["claims"]) == 1
    assert not list(Path().glob("*.db"))


def test_an_id_that_utf_8_cannot_hold_is_escaped() -> None:
    assert to_line({"id": "\ud800", "text": "ü"}) == b'{"id": "\\ud800", "text": "\\u00fc"}\n'
    assert to_line({"id": "ü"}) == '{"id": "ü"}\n'.encode()


# On a terminal


class Terminal(io.TextIOWrapper):
    """A stream that says it is a person's window."""

    def isatty(self) -> bool:
        return True


def show_on_terminal(*arguments: str) -> str:
    """What a command shows on a terminal of 70 columns that has colours."""
    raw = io.BytesIO()
    window = Terminal(raw, encoding="utf-8", write_through=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", window)
        patch.setattr(sys, "stderr", window)
        patch.setenv("COLUMNS", "70")
        patch.setenv("TERM", "xterm-256color")
        patch.delenv("NO_COLOR", raising=False)
        main(arguments, standalone_mode=False)
    return raw.getvalue().decode()


@pytest.mark.usefixtures("filled")
def test_on_a_terminal_a_table_fits_and_ids_are_short(report: Report) -> None:
    shown = show_on_terminal("claims")
    lines = [line.rstrip() for line in shown.splitlines()]
    assert report.claims[0].id[:11] in shown
    assert report.claims[0].id not in shown
    plain = [line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in lines]
    assert max(map(len, plain)) <= 70


@pytest.mark.usefixtures("filled")
def test_on_a_terminal_parts_of_a_claim_have_colours(report: Report) -> None:
    shown = show_on_terminal("show", report.claims[2].id)
    assert "\x1b[1;34mThe engineers' union" in shown
    assert "\x1b[3;33mdenied" in shown
    assert "«" not in shown
    assert "\x1b[1m1. denial: " in show_on_terminal("conflicts")
    assert "\x1b[1;31mCONFLICTS" in show_on_terminal("report")


@models
def test_on_a_terminal_a_bar_shows_while_a_file_is_read() -> None:
    save("a.txt", COUNCIL)
    save("b.txt", UNION)
    shown = show_on_terminal("add", "a.txt", "b.txt")
    assert "a.txt (1/2)" in shown
    assert "b.txt (2/2)" in shown
    assert "100%" in shown
    assert "a.txt: 1 claim\n" in shown


def test_ids_get_as_long_as_they_must_be_to_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    near = ["c1:0123456789aaaa", "c1:0123456789bbbb"]
    assert shorten_ids(near) == dict(zip(near, near, strict=True))
    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO()))
    assert shorten_ids(near) == {key: key[:14] for key in near}
    assert shorten_ids(near[:1]) == {near[0]: "c1:01234567"}


def test_cells_cannot_break_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("id", "text"), [("a\nb", "c\td \x1b[2J e\r\n"), ("long cell", "x")])
    assert capsys.readouterr().out == "ID         TEXT\na b        c d [2J e\nlong cell  x\n"


# As a process


def start(*arguments: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-m", "claimtrack", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def test_help_and_version_need_no_heavy_imports() -> None:
    heavy = "{'torch', 'stanza', 'sqlite_utils', 'numpy', 'pandas'}"
    program = (
        "import sys; from claimtrack.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        f"sys.exit(' '.join({heavy} & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Who says what, and who contradicts whom." in done.stdout
    assert call("--version").stdout == f"claimtrack, version {read_version()}\n"


@pytest.mark.usefixtures("filled")
def test_a_reader_that_goes_away_is_no_error() -> None:
    process = start("claims", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.wait()
    assert process.stderr.read() == b""
    process.communicate()


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Shells start jobs in the background deaf to interrupts, and children inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="interrupts are sent otherwise here")
@pytest.mark.usefixtures("_interruptible")
def test_lines_are_written_at_once_and_an_interrupt_ends_quietly() -> None:
    process = start("extract", "--jsonl")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"no JSON\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["line"] == 1
    process.send_signal(signal.SIGINT)
    out, error = process.communicate()
    assert (process.returncode, out, error.strip()) == (1, b"", b"Aborted!")


def test_bytes_are_written_as_they_are(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write("ü\n".encode())
    assert capfdbinary.readouterr().out == "ü\n".encode()
