"""How many independent reports carry a claim."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimtrack.cli import main
from claimtrack.independence import find_carriages
from claimtrack.model import Claim, Document, Relation, Span
from claimtrack.tracker import Tracker

NOW = datetime(2026, 5, 4, tzinfo=UTC)

WIRE = (
    "The harbour bridge will stay closed until Friday after inspectors found forty loose bolts, "
    "the city council said on Monday."
)
EDITED = (
    "The harbour bridge will stay shut until Friday after inspectors found forty loose bolts, "
    "the city council said."
)
OWN = "The city council said that the bridge in the harbour would open again on Friday."
QUOTE = '"We will not open the bridge before Friday," Ana Ruiz said.'


def make(text: str, outlet: str, content: str | None = None) -> tuple[Document, Claim]:
    document = Document(text, outlet=outlet)
    start = text.index(content) if content else 0
    end = start + len(content) if content else text.rindex(",")
    span = Span(start, end)
    claim = Claim(
        document=document.id,
        source=None,
        cue=None,
        content=(span,),
        text=span.of(text),
        mode="indirect",
        pattern="test",
        sentence=Span(0, len(text)),
    )
    return document, claim


def agree(a: Claim, b: Claim) -> Relation:
    return Relation(a=a.id, b=b.id, kind="agree", rule="same", reason="", score=1.0)


def reports(*made: tuple[Document, Claim], relations: tuple[Relation, ...] = ()) -> list[int]:
    documents, claims = zip(*made, strict=True)
    return [item.reports for item in find_carriages(documents, claims, relations)]


def origins(documents: Sequence[Document], claims: Sequence[Claim]) -> int:
    return len({item.origin for item in find_carriages(documents, claims)})


def test_a_wire_copy_in_ten_outlets_is_one_report() -> None:
    made = [make(WIRE, f"Outlet {place}") for place in range(10)]
    found = find_carriages(*zip(*made, strict=True))
    assert {item.reports for item in found} == {1}
    assert {item.documents for item in found} == {10}
    assert {item.origin for item in found} == {made[0][1].id}


def test_an_edited_copy_is_still_a_copy() -> None:
    assert reports(make(WIRE, "A"), make(EDITED, "B"), make(WIRE, "C")) == [1, 1, 1]


def test_a_report_in_other_words_is_independent() -> None:
    made = (make(WIRE, "A"), make(EDITED, "B"), make(OWN, "C", "the bridge in the harbour"))
    link = agree(made[0][1], made[2][1])
    assert reports(*made) == [1, 1, 1]
    assert reports(*made, relations=(link,)) == [2, 2, 2]


def test_a_conflict_carries_nothing() -> None:
    made = (make(WIRE, "A"), make(OWN, "B", "the bridge in the harbour"))
    link = Relation(
        a=made[0][1].id, b=made[1][1].id, kind="negation", rule="x", reason="", score=1.0
    )
    assert reports(*made, relations=(link,)) == [1, 1]


def test_the_same_quotation_alone_is_no_copy() -> None:
    made = (make(QUOTE, "A"), make(QUOTE.replace("Ana Ruiz", "the mayor"), "B"))
    assert origins([item[0] for item in made], [item[1] for item in made]) == 2
    link = agree(made[0][1], made[1][1])
    assert reports(*made, relations=(link,)) == [2, 2]


def test_the_same_quotation_is_a_copy_where_the_article_is_one() -> None:
    documents: list[Document] = []
    claims: list[Claim] = []
    for outlet in ("A", "B"):
        text = f"{WIRE} {QUOTE}"
        document = Document(text, outlet=outlet)
        documents.append(document)
        for part in (WIRE, QUOTE):
            start = text.index(part)
            span = Span(start, start + 30)
            claims.append(
                Claim(
                    document=document.id,
                    source=None,
                    cue=None,
                    content=(span,),
                    text=span.of(text),
                    mode="direct",
                    pattern="test",
                    sentence=Span(start, start + len(part)),
                )
            )
    assert origins(documents, claims) == 2


def test_two_claims_of_one_passage_are_not_copies_of_each_other() -> None:
    one, other = make(WIRE, "A"), make(WIRE, "A", "inspectors found forty loose bolts")
    third = make(WIRE, "B")
    found = find_carriages([one[0], third[0]], [one[1], other[1], third[1]])
    assert [item.origin for item in found] == [one[1].id, other[1].id, one[1].id]


def test_short_passages_are_the_same_by_chance() -> None:
    assert reports(make("No, he said.", "A"), make("No, he said.", "B")) == [1, 1]
    made = (make("No, he said.", "A"), make("No, he said.", "B"))
    assert origins([item[0] for item in made], [item[1] for item in made]) == 2


def test_nothing_gives_nothing() -> None:
    assert find_carriages((), ()) == ()


def test_thousands_of_documents_take_seconds() -> None:
    made = [
        make(WIRE if place % 3 else f"{WIRE[:-1]} in report number {place}.", f"Outlet {place}")
        for place in range(1500)
    ]
    made += [
        make(f"The council of town {place} said, in words of its own {place * 7}, that no.", "X")
        for place in range(1500)
    ]
    begun = time.process_time()
    found = find_carriages(*zip(*made, strict=True))
    assert time.process_time() - begun < 10
    assert found[0].documents == 1500


@pytest.mark.models
def test_claims_say_how_many_reports_carry_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Tracker("claims.db") as tracker:
        for outlet in ("Daily Tide", "Harbour Post"):
            tracker.add(Document(WIRE, outlet=outlet), now=NOW)
        tracker.add(Document(QUOTE, outlet="Radio"), now=NOW)
        tracker.relate(now=NOW)
        found = tracker.report()
    assert [item.reports for item in found.carriages] == [1, 1]
    assert [item.documents for item in found.carriages] == [2, 2]

    def call(*arguments: str) -> str:
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    rows = json.loads(call("claims", "--json"))
    assert [row["reports"] for row in rows] == [1, 1, 1]
    assert [row["documents"] for row in rows] == [2, 2, 1]
    assert [row["origin"] for row in rows] == [rows[0]["id"], rows[0]["id"], rows[2]["id"]]
    assert "REPORTS" in call("claims")
    assert "carried   1 independent report, in 2 documents" in call("show", rows[0]["id"])
    assert "(1 independent report, in 2 documents)" in " ".join(call("report").split())
    assert "(1 independent report, in 2 documents)" in call("report", "--format", "html")
