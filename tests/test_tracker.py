from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve

from claimtrack.errors import InputError, NotFoundError, StoreError
from claimtrack.ingest import from_text
from claimtrack.model import Document
from claimtrack.parsing import Parser, default_parser
from claimtrack.store import Failure
from claimtrack.syntax import Sentence
from claimtrack.tracker import Item, Tracker

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)

COUNCIL = "The city council said that the harbour bridge was safe."
UNION = "The engineers' union denied that the harbour bridge was safe."
NOBODY = "The harbour bridge is long and grey."

pytestmark = pytest.mark.models


class Counting:
    """The real parser, counting how often it parses."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    @property
    def fingerprint(self) -> str:
        return "counting " + default_parser().fingerprint

    def parse(self, text: str) -> tuple[Sentence, ...]:
        self.texts.append(text)
        return default_parser().parse(text)


def test_a_text_a_file_and_a_document_are_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(COUNCIL)
    with Tracker() as tracker:
        first = tracker.add(COUNCIL)
        assert tracker.add(path) == tracker.add(from_text(COUNCIL)) == first
        assert tracker.claims() == first.claims
        assert len(tracker.store.documents()) == 1


def test_what_is_added_is_found_again_with_its_provenance(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    parser = Counting()
    with Tracker(path, parser=parser) as tracker:
        found = tracker.add(COUNCIL, now=NOW)
    with Tracker(str(path)) as tracker:
        (claim,) = tracker.claims()
        assert claim == found.claims[0]
        assert tracker.claim(claim.id[:10]) == claim
        assert [source.name for source in tracker.sources()] == list(claim.sources)
        origin = tracker.store.provenance(claim.id)
    assert origin.run.parser == parser.fingerprint
    assert origin.run.lexicon.startswith("en:")
    assert origin.extracted == NOW


def test_a_document_that_is_there_is_not_parsed_again() -> None:
    parser = Counting()
    with Tracker(parser=parser) as tracker:
        document = Document(COUNCIL)
        assert document not in tracker
        tracker.add(document)
        assert document in tracker
        tracker.add(COUNCIL)
        tracker.add(evolve(document, url="https://elsewhere.example"))
    assert parser.texts == [COUNCIL, COUNCIL]


def test_reading_a_store_loads_no_weights(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    with Tracker(path) as tracker:
        tracker.add_many([COUNCIL, UNION])

    class Never:
        fingerprint = "never"

        def parse(self, text: str) -> tuple[Sentence, ...]:
            raise AssertionError(text)

    never: Parser = Never()
    with Tracker(path, parser=never) as tracker:
        assert len(tracker.report().claims) == 2
        assert tracker.conflicts()


def test_one_that_fails_is_noted_and_the_rest_goes_on(tmp_path: Path) -> None:
    told: list[Failure] = []
    missing = tmp_path / "missing.txt"
    with Tracker() as tracker:
        items: list[Item] = [COUNCIL, missing, " ", UNION, Document("", title="Nothing here")]
        found = tracker.add_many(items, on_error=told.append, now=NOW)
        assert [item.document.text for item in found][:2] == [COUNCIL, UNION]
        assert tracker.store.failures() == tuple(told)
    assert [failure.item for failure in told] == [str(missing), ""]
    assert [failure.error for failure in told] == ["InputError", "InputError"]
    assert told[0].added == NOW
    assert told[0].message == f"no file {missing}; check the name"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("word " * 40, "word " * 11 + "word"),
        (Document("text", url="https://x.example"), "https://x.example"),
        (Document("text", title="T"), "T"),
        (Document(" the\ntext "), "the text"),
    ],
)
def test_a_failure_names_its_item(item: str | Document, name: str) -> None:
    with Tracker() as tracker:
        failure = tracker.note_failure(item, InputError("no"), now=NOW)
        assert failure.item == name[:60].strip()


def test_one_alone_that_fails_raises() -> None:
    with Tracker() as tracker, pytest.raises(InputError, match="is empty"):
        tracker.add(" ")


def test_a_denial_is_a_conflict_with_a_reason() -> None:
    with Tracker() as tracker:
        tracker.add_many([COUNCIL, UNION])
        (relation,) = tracker.conflicts()
        assert relation.kind in {"denial", "negation"}
        assert relation.reason
        assert tracker.conflicts(source="union") == (relation,)
        assert tracker.relations(claim=relation.a) == (relation,)
        assert len(tracker.clusters()) == 1
        with pytest.raises(NotFoundError, match="no source is named"):
            tracker.conflicts(source="the mayor")
        tracker.add("The mayor said that it rained.")
        assert tracker.conflicts(source="mayor") == ()


def test_relations_follow_new_documents(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    with Tracker(path) as tracker:
        tracker.add(COUNCIL)
        assert tracker.conflicts() == ()
        tracker.add(UNION)
        assert len(tracker.conflicts()) == 1
        tracker.relate(now=NOW)
        assert len(tracker.report().relations) == 1


def test_a_report_has_all_that_is_needed_to_read_it() -> None:
    with Tracker() as tracker:
        tracker.add_many([COUNCIL, UNION, NOBODY])
        report = tracker.report()
        assert [document.text for document in report.documents] == [COUNCIL, UNION, NOBODY]
        ids = {claim.id for claim in report.claims}
        assert {key for item in report.relations for key in (item.a, item.b)} <= ids
        assert {key for cluster in report.clusters for key in cluster.claims} == ids


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(COUNCIL)
    with pytest.raises(StoreError, match="is not a SQLite database"):
        Tracker(path)
