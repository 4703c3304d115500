"""``claimtrack cluster``: lines of claims or events to clusters."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from claimtrack.cli import main
from claimtrack.cli.grouping import decide_each
from claimtrack.clustering import assign
from claimtrack.ingest import read_jsonl
from claimtrack.lexicon import load_lexicon

HEADLINES = (
    "The bridge at Visby is safe, engineers say",
    "Rain is expected in Lund on Monday",
    "Engineers: Visby bridge is not safe",
    "Lund expects rain",
)


def run(*records: object, options: tuple[str, ...] = (), code: int = 0) -> list[dict[str, object]]:
    lines = "".join(f"{item if isinstance(item, str) else json.dumps(item)}\n" for item in records)
    result = CliRunner().invoke(main, ["cluster", "--jsonl", *options], input=lines)
    assert result.exit_code == code, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.models
@pytest.mark.parametrize("options", [(), ("--stream",)])
def test_lines_that_claim_the_same_have_the_id_of_the_first_of_them(
    options: tuple[str, ...],
) -> None:
    lines = [{"id": f"h{place}", "text": text} for place, text in enumerate(HEADLINES)]
    assert run(*lines, options=options) == [
        {"id": "h0", "cluster": "h0"},
        {"id": "h1", "cluster": "h1"},
        {"id": "h2", "cluster": "h0"},
        {"id": "h3", "cluster": "h1"},
    ]


@pytest.mark.models
def test_with_a_focus_the_event_decides_and_not_the_sentence() -> None:
    quake = "The earthquake in Aceh killed 30 people, officials said."
    again = "Officials said that an earthquake had hit Aceh and killed 30."
    found = run(
        {"id": "a", "text": quake, "focus": "earthquake"},
        {"id": "b", "text": quake, "focus": "killed"},
        {"id": "c", "text": again, "focus": "earthquake"},
        {"id": "d", "text": again, "focus": "killed"},
        {"id": "e", "text": quake},
    )
    assert [line["cluster"] for line in found] == ["a", "b", "a", "b", "e"]


@pytest.mark.models
def test_copies_with_a_focus_are_one_event_however_many_there_are() -> None:
    quake = "The earthquake in Aceh killed 30 people, officials said."
    focuses = ("earthquake", "killed") * 60
    found = run(*({"id": n, "text": quake, "focus": it} for n, it in enumerate(focuses)))
    assert [line["cluster"] for line in found] == [0, 1] * 60


@pytest.mark.models
@pytest.mark.parametrize("options", [(), ("--stream",)])
def test_a_line_that_is_wrong_is_said_and_the_rest_goes_on(options: tuple[str, ...]) -> None:
    found = run(
        {"id": 7, "text": "Rain is expected in Lund"},
        "{",
        {"id": "x"},
        {"text": "Rain expected in Lund"},
        options=options,
        code=1,
    )
    assert found[0] == {"id": 7, "cluster": 7}
    assert found[1]["line"] == 2
    assert (found[2]["line"], found[2]["id"]) == (3, "x")
    assert found[3] == {"id": 4, "cluster": 7}


@pytest.mark.models
def test_a_focus_that_does_not_stand_in_the_text_is_said() -> None:
    (found,) = run({"id": 1, "text": "Rain fell.", "focus": "snow"}, code=1)
    assert "'snow' does not stand in the text" in str(found["error"])


def test_a_stream_cannot_take_a_focus() -> None:
    (found,) = run({"id": 1, "text": "It rains.", "focus": "rains"}, options=("--stream",), code=1)
    assert "leave out --stream" in str(found["error"])


def test_clustering_needs_jsonl() -> None:
    result = CliRunner().invoke(main, ["cluster"])
    assert result.exit_code == 2
    assert "give --jsonl" in result.output


def test_a_stream_decides_each_text_before_it_reads_the_next() -> None:
    read: list[str] = []

    def texts() -> object:
        for text in HEADLINES:
            read.append(text)
            yield text

    decided = assign(texts())  # type: ignore[arg-type] # a generator is an iterable
    assert next(decided) == 0
    assert len(read) == 1
    assert list(decided) == [1, 0, 1]


def test_a_stream_answers_a_wrong_line_before_it_reads_the_next() -> None:
    read: list[str] = []

    def lines() -> Iterator[str]:
        for text in ('{"id": 1, "text": "Rain fell."}', "{", '{"id": 2, "focus": "a"}'):
            read.append(text)
            yield text

    answers = decide_each(read_jsonl(lines()), load_lexicon())
    for count in (1, 2, 3):
        assert ("error" in next(answers)) == (count > 1)
        assert len(read) == count


@pytest.mark.models
@pytest.mark.parametrize("options", [(), ("--stream",)])
def test_two_clusters_are_never_called_the_same(options: tuple[str, ...]) -> None:
    found = run(
        {"id": "h", "text": HEADLINES[0]},
        {"id": "h", "text": HEADLINES[1]},
        {"id": "h", "text": HEADLINES[2]},
        {"id": "h", "text": HEADLINES[3]},
        options=options,
    )
    assert [line["cluster"] for line in found] == ["h", "h#2", "h", "h#2"]
