"""The docs name all there is, their links lead somewhere, and their examples run.

Code fences say what they are: ``pycon`` and ``console`` blocks with the word ``models`` after
them run the models that ship, ``text NAME`` blocks are files that later blocks of the page read.
Parts between ``<!-- begin NAME -->`` and ``<!-- end -->`` and the output of console blocks are
written by ``pytest tests/test_docs.py --regold``.
"""

import doctest
import importlib
import pkgutil
import re
import shlex
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner

import claimtrack
from claimtrack import errors
from claimtrack.cli import main
from claimtrack.cli.records import (
    answer_to_record,
    claim_to_record,
    cluster_to_record,
    difference_to_record,
    explanation_to_record,
    fault_to_record,
    judgement_to_record,
    relation_to_record,
    run_to_record,
    shown_to_record,
    source_to_record,
    standing_to_record,
    turn_to_record,
)
from claimtrack.conflicts import load_measures, order_turns, stand
from claimtrack.extraction.explaining import explain
from claimtrack.extraction.patterns import load_patterns
from claimtrack.lexicon import load_lexicon
from claimtrack.model import (
    Argument,
    Claim,
    ClaimKind,
    Judgement,
    Link,
    Mode,
    Polarity,
    Proposition,
    Quantity,
    RelationKind,
    Report,
    Run,
    Source,
    SourceKind,
    Span,
)
from claimtrack.parsing.conllu import ConlluParser, read_conllu
from claimtrack.store import Difference, Fault, Provenance, RunSummary
from claimtrack.store.schema import migrate

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
LEXICON = load_lexicon()
#: What `show` says of run and hour differs from day to day, likelihoods with each estimation.
PASSING = re.compile(r"(?<=^run)( +).*$|(?<=^added)( +).*$|\d+(?=% likely)")
FENCE = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PART = re.compile(r"<!-- begin (.+?) -->\n(.*?)<!-- end -->", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(claimtrack.__path__, "claimtrack.")
    if not name.endswith("__main__")
]


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("page", PAGES, ids=page_id)


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def code(words: Sequence[str]) -> set[str]:
    return {f"`{word}`" for word in words}


# Links


def slug(heading: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().lower())
    return plain.replace(" ", "-")


def anchors(page: Path) -> set[str]:
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {slug(line) for line in re.findall(r"^#+ (.+)$", prose, re.MULTILINE)}


@every_page
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(prose):
        if link.startswith(("https://", "http://")):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.is_relative_to(ROOT), f"{link} leads out of the project"
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link}: no such heading"


def test_every_page_of_the_docs_is_in_the_index() -> None:
    linked = set(LINK.findall(read("index.md")))
    assert {page.name for page in DOCS.glob("*.md")} - {"index.md"} <= linked


# Parts that are made from the code


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in sorted(group.commands.items()):
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def make_help(name: str) -> str:
    words = name.split()[1:]
    result = CliRunner().invoke(main, [*words, "--help"], prog_name="claimtrack")
    assert result.exit_code == 0, result.output
    return f"```text\n{result.output}```\n"


def make_patterns(_: str) -> str:
    rows = [
        f"| `{item.id}` | {cell(item.note)} | `{item.frame}` | {cell(item.example)} |\n"
        for item in load_patterns(LEXICON)
    ]
    return "| id | finds | frame | example |\n|---|---|---|---|\n" + "".join(rows)


def cell(text: str) -> str:
    return re.sub(r"([<>|])", r"\\\1", text).replace("\n\n", " ¶ ")


def make_frames(_: str) -> str:
    frames: dict[str, list[str]] = {}
    for item in load_patterns(LEXICON):
        frames.setdefault(item.frame, []).append(f"`{item.id}`")
    rows = [f"| `{frame}` | {', '.join(ids)} |\n" for frame, ids in sorted(frames.items())]
    return "| frame | patterns |\n|---|---|\n" + "".join(rows)


def make_rules(_: str) -> str:
    rules: Mapping[str, str] = LEXICON.toml("reasons")["rule"]
    rows = [f"| `{rule}` | {cell(sentence)} |\n" for rule, sentence in rules.items()]
    return "| rule | sentence |\n|---|---|\n" + "".join(rows)


def make_tables(_: str) -> str:
    listing = (ROOT / "claimtrack" / "data" / "README.md").read_text(encoding="utf-8")
    about = {row[0].strip("`"): row[1] for row in table_rows(listing)}
    rows = [
        f"| `{name}.csv` | {', '.join(f'`{column}`' for column in found[0])} "
        f"| {about[f'{LEXICON.lang}/{name}.csv']} |\n"
        for name, found in LEXICON.tables.items()
    ]
    return "| file | columns | what |\n|---|---|---|\n" + "".join(rows)


MAKERS: Mapping[str, Callable[[str], str]] = {
    "claimtrack": make_help,
    "patterns": make_patterns,
    "frames": make_frames,
    "rules": make_rules,
    "tables": make_tables,
}


def remade(text: str) -> str:
    def part(match: re.Match[str]) -> str:
        name = match[1]
        return f"<!-- begin {name} -->\n{MAKERS[name.split()[0]](name)}<!-- end -->"

    return PART.sub(part, text)


def same_words(one: str, other: str) -> bool:
    # Versions of click break lines in different places.
    return one.split() == other.split()


@every_page
def test_the_parts_made_from_the_code_are_up_to_date(
    page: Path, request: pytest.FixtureRequest
) -> None:
    text = page.read_text(encoding="utf-8")
    new = remade(text)
    if request.config.getoption("--regold"):
        page.write_text(new, encoding="utf-8")
    else:
        assert same_words(text, new), "if the change is right: pytest tests/test_docs.py --regold"


def test_every_command_has_its_help_in_the_docs() -> None:
    parts = {name for name, _ in PART.findall(read("cli.md"))}
    assert {"claimtrack", *(" ".join(("claimtrack", *path)) for path in commands(main))} <= parts


# Everything is named


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("lexicon.md", [item.id for item in load_patterns(LEXICON)]),
        ("lexicon.md", sorted({item.frame for item in load_patterns(LEXICON)})),
        ("relations.md", list(get_args(RelationKind))),
        ("relations.md", list(LEXICON.toml("reasons")["rule"])),
        ("concepts.md", [*get_args(Mode), *get_args(Polarity), *get_args(ClaimKind)]),
        ("concepts.md", list(get_args(SourceKind))),
        ("python.md", claimtrack.__all__),
        ("lexicon.md", [f"{name}.csv" for name in LEXICON.tables]),
        ("lexicon.md", [f"{name}.toml" for name in LEXICON.documents]),
    ],
)
def test_the_page_names_all_there_is(page: str, names: Sequence[str]) -> None:
    missing = code(names) - set(re.findall(r"`[^`\n]+`", read(page)))
    assert not missing


def table_rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


def find_errors(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for below in kind.__subclasses__():
        yield from find_errors(below)


def test_every_error_is_in_the_docs() -> None:
    names = [kind.__name__ for kind in find_errors(errors.ClaimtrackError)]
    headings = re.findall(r"^## `(\w+)`", read("errors.md"), re.MULTILINE)
    assert sorted(headings) == sorted(names)


def test_every_table_and_column_of_the_store_is_in_the_docs() -> None:
    connection = sqlite3.connect(":memory:")
    connection.isolation_level = None
    connection.execute("BEGIN")
    migrate(connection, datetime(2026, 5, 4, tzinfo=UTC))
    names = connection.execute(
        "SELECT name FROM pragma_table_list WHERE type != 'shadow' AND schema = 'main'"
    )
    schema = {
        name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        for (name,) in names.fetchall()
        if not name.startswith(("sqlite_", "_sqlite_"))
    }
    connection.close()
    sections = re.split(r"^### `(\w+)`\n", read("store.md"), flags=re.MULTILINE)
    documented = {
        name: re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        for name, section in zip(sections[1::2], sections[2::2], strict=True)
    }
    assert documented == schema


WORD = Span(0, 1)
#: A claim with a number and a proposition, so that all fields are there.
FULL = Claim(
    document="d1:",
    source=None,
    cue=None,
    content=(WORD,),
    text="",
    mode="direct",
    pattern="",
    sentence=WORD,
    speakers=(Source(name="Ann", kind="person"),),
    quantities=(Quantity(span=WORD, text="1", low=Decimal(1), high=None),),
    propositions=(
        Proposition(
            predicate="fall",
            span=WORD,
            arguments=(Argument(role="agent", head="it", lemmas=("it",), span=WORD),),
        ),
    ),
)


def field_names(record: object) -> Iterator[str]:
    if isinstance(record, list):
        for item in record:
            yield from field_names(item)
    elif isinstance(record, dict):
        for key, value in record.items():
            yield str(key)
            yield from field_names(value)


def test_every_field_of_the_json_is_in_the_docs(
    report: Report, sources: dict[str, Source], run: Run, now: datetime
) -> None:
    known = {claim.id: claim for claim in report.claims}
    origin = Provenance(run=run, extracted=now, added=now)
    measures = load_measures(load_lexicon())
    records: list[Any] = [claim_to_record(claim) for claim in report.claims]
    records += [
        shown_to_record(
            (FULL, None), origin, report.relations, known, [[Link("Reuters", "agency")]], measures
        ),
        {"line": 1, "error": "", "id": FULL.id, "claims": []},
    ]
    records += [relation_to_record(item, known, measures) for item in report.relations]
    records += [answer_to_record(it, known[it.a], None, measures) for it in report.relations]
    records += [standing_to_record(item, known, measures) for item in stand(report).standings]
    turns = order_turns(report.claims, report.documents, report.relations)
    records += [turn_to_record(item, measures) for item in turns]
    records += [cluster_to_record(item, known) for item in report.clusters]
    records += [source_to_record(item, 1) for item in sources.values()]
    said = Judgement(subject="source", a="s1:1", b="s1:2", verdict="same", by="me", added=now)
    records.append(judgement_to_record(said, {"s1:1": "", "s1:2": ""}))
    text = "Ministers said on Monday that strikes continued."
    trees = ConlluParser(read_conllu(ROOT / "seeds" / "gold" / "patterns.conllu")).parse(text)
    records += [explanation_to_record(item, text) for item in explain(text, trees, LEXICON)]
    summary = RunSummary(run=run, documents=1, claims=2, added=now)
    gone = Difference(claim="c1:", document="d1:", text="", change="gone", columns={})
    records += [run_to_record(summary), difference_to_record(gone)]
    records += [fault_to_record(Fault(kind="log", where="", message=""))]
    names = set(field_names(records))
    assert code(sorted(names)) <= set(re.findall(r"`[^`\n]+`", read("jsonl.md")))


# Examples


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


def blocks(page: Path, language: str) -> Iterator[tuple[str, str, int]]:
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        if match[1] == language:
            yield match[2] or "", match[3], text[: match.start()].count("\n") + 1


def run_examples(page: Path, *, models: bool) -> None:
    names: dict[str, Any] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for info, source, line in blocks(page, "pycon"):
        if models or info != "models":
            test = doctest.DocTestParser().get_doctest(source, names, page.name, str(page), line)
            runner.run(test, clear_globs=False)
            names = test.globs
    assert runner.summarize(verbose=False).failed == 0


@every_page
def test_the_examples_on_a_page_run(page: Path, in_tmp: Path) -> None:
    assert in_tmp.is_dir()
    run_examples(page, models=False)


def pages_with(language: str) -> list[Path]:
    return [page for page in PAGES if any(info == "models" for info, *_ in blocks(page, language))]


@pytest.mark.models
@pytest.mark.parametrize("page", pages_with("pycon"), ids=page_id)
def test_the_examples_that_need_models_run(page: Path, in_tmp: Path) -> None:
    assert in_tmp.is_dir()
    run_examples(page, models=True)


def command_lines(block: str) -> Iterator[list[str]]:
    for line in block.splitlines():
        if line.startswith("$ claimtrack"):
            words = shlex.split(line.removeprefix("$ claimtrack"), comments=True)
            ends = [place for place, word in enumerate(words) if word in {"|", "<", ">"}]
            yield words[: ends[0]] if ends else words


@every_page
def test_every_command_line_on_a_page_can_be_typed(page: Path) -> None:
    for _, block, _ in blocks(page, "console"):
        for words in command_lines(block):
            command: click.Command = main
            rest = list(words)
            while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
                command = command.commands[rest.pop(0)]
            if not {"--help", "--version"} & set(rest):
                command.make_context(command.name, rest)


def run_block(block: str) -> str:
    """The block with what its commands print now."""
    lines: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            (words,) = command_lines(line)
            result = CliRunner().invoke(main, words, prog_name="claimtrack")
            shown = [PASSING.sub(r"\1\2…", text.rstrip()) for text in result.output.splitlines()]
            lines += [line, *shown]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.models
@pytest.mark.parametrize("page", pages_with("console"), ids=page_id)
def test_the_commands_on_a_page_print_what_it_says(
    page: Path, in_tmp: Path, request: pytest.FixtureRequest
) -> None:
    text = page.read_text(encoding="utf-8")

    def rerun(match: re.Match[str]) -> str:
        language, info, content = match.groups()
        if language == "text" and info:
            (in_tmp / info).write_text(content, encoding="utf-8")
        if language != "console" or info != "models":
            return match[0]
        return f"```console models\n{run_block(content)}```"

    new = FENCE.sub(rerun, text)
    if request.config.getoption("--regold"):
        page.write_text(new, encoding="utf-8")
    else:
        assert text == new, "if the change is right: pytest tests/test_docs.py --regold"


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMTRACK_DB", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path
