import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from claimtrack.errors import NotFoundError, StoreError
from claimtrack.model import (
    Argument,
    Claim,
    Cue,
    Document,
    Extraction,
    Mention,
    Moment,
    MomentBound,
    Precision,
    Proposition,
    Quantity,
    Report,
    Run,
    Source,
    Span,
    read_spans,
)
from claimtrack.store import Failure, Store
from claimtrack.store.schema import migrations
from claimtrack.store.upgrading import SCHEMA

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
RUN = Run(version="0.1.0", parser="by hand", lexicon="en:none")


def fill(store: Store, report: Report, sources: dict[str, Source]) -> None:
    for document in report.documents:
        claims = tuple(item for item in report.claims if item.document == document.id)
        store.add(Extraction(document, claims), sources=sources, run=RUN, now=NOW)
    store.relate(
        report.clusters, report.relations, claims=len(report.claims), version="0.1.0", now=NOW
    )


# What is written reads back

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
WORD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)


@st.composite
def spans_of(draw: st.DrawFn, size: int) -> tuple[Span, ...]:
    edges = draw(st.lists(st.integers(0, size), min_size=2, max_size=6, unique=True).map(sorted))
    return tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    number = st.decimals(allow_nan=False) | st.none()
    return Quantity(
        span=Span(1, 2),
        text=draw(TEXT),
        low=draw(number),
        high=draw(number),
        bound=draw(WORD),
        unit=draw(TEXT),
        counted=tuple(draw(st.lists(WORD, max_size=2))),
        event=draw(TEXT),
        value=draw(number),
        side=draw(TEXT),
        place=draw(TEXT),
        part_of=draw(st.sampled_from([None, Span(3, 5)])),
    )


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    zone = draw(st.sampled_from(["", "GMT", "IRST"]))
    edge = st.none() | st.datetimes(
        min_value=datetime(1000, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
        max_value=datetime(2999, 1, 1),  # noqa: DTZ001
        timezones=st.just(timezone(timedelta(hours=3, minutes=30)) if zone == "IRST" else UTC),
    )
    return Moment(
        span=Span(1, 2),
        text=draw(TEXT),
        start=draw(edge),
        end=draw(edge),
        precision=draw(st.sampled_from(get_args(Precision))),
        bound=draw(st.sampled_from(get_args(MomentBound))),
        zone=zone,
        event=draw(TEXT),
    )


@st.composite
def propositions(draw: st.DrawFn) -> Proposition:
    argument = st.builds(
        Argument, role=WORD, head=WORD, lemmas=st.tuples(WORD, WORD), span=st.just(Span(0, 3))
    )
    return Proposition(
        predicate=draw(WORD),
        span=Span(2, 4),
        negated=draw(st.booleans()),
        arguments=tuple(draw(st.lists(argument, max_size=2))),
    )


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    text = draw(st.text(st.characters(codec="utf-8"), min_size=8, max_size=60))
    moment = st.datetimes(
        min_value=datetime(1900, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=4, minutes=30))]),
    )
    document = Document(
        text,
        url=draw(TEXT | st.none()),
        title=draw(TEXT | st.none()),
        outlet=draw(TEXT | st.none()),
        published=draw(moment | st.none()),
    )
    claims: dict[str, Claim] = {}
    for _ in range(draw(st.integers(0, 4))):
        content = draw(spans_of(len(text)))
        source = draw(spans_of(len(text)) | st.none())
        cue = draw(spans_of(len(text)) | st.none())
        claim = Claim(
            document=document.id,
            source=None if source is None else Mention(source, read_spans(source, text)),
            cue=None if cue is None else Cue(cue, read_spans(cue, text), lemma=draw(TEXT)),
            content=content,
            text=read_spans(content, text),
            mode=draw(st.sampled_from(["direct", "indirect", "mixed"])),
            polarity=draw(st.sampled_from(["positive", "negative"])),
            kind=draw(st.sampled_from(["speech", "belief", "stance"])),
            parent=draw(st.sampled_from([None, *claims])),
            pattern=draw(WORD),
            confidence=draw(st.floats(0, 1)),
            sources=tuple(draw(st.lists(WORD, max_size=3))),
            sentence=Span(0, len(text)),
            quantities=tuple(draw(st.lists(quantities(), max_size=2))),
            propositions=tuple(draw(st.lists(propositions(), max_size=2))),
            said=draw(st.none() | moments()),
            moments=tuple(draw(st.lists(moments(), max_size=2))),
        )
        claims.setdefault(claim.id, claim)
    return Extraction(document, tuple(claims.values()))


@given(extractions())
def test_an_extraction_reads_back_equal_to_what_was_written(extraction: Extraction) -> None:
    names = {name for claim in extraction.claims for name in claim.sources}
    sources = {name: Source(name=name, kind="person") for name in names}
    with Store() as store:
        assert store.add(extraction, sources=sources, run=RUN, now=NOW)
        assert store.extraction(extraction.document.id) == extraction
        assert store.documents() == (extraction.document,)
        for claim in extraction.claims:
            assert store.claim(claim.id) == claim
            assert store.provenance(claim.id).run == RUN


def test_a_nul_and_every_plane_of_unicode_read_back() -> None:
    text = "A\0B \u202e said \U0001f30d \u0301 \ufeff \x1b[31m"
    document = Document(text, title="t\0t")
    with Store() as store:
        store.add(Extraction(document, ()), sources={}, run=RUN, now=NOW)
        assert store.document(document.id).text == text
        assert store.document(document.id).title == "t\0t"


def test_a_report_reads_back(report: Report, sources: dict[str, Source], tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    with Store(path) as store:
        fill(store, report, sources)
    with Store(path) as store:
        assert store.documents() == report.documents
        assert store.claims() == report.claims
        assert store.clusters() == report.clusters
        assert store.relations() == report.relations
        assert {source.name: source for source in store.sources()} == sources


def test_aliases_and_failures_read_back() -> None:
    source = Source(name="North Sea Bank", kind="organisation", aliases=("NSB", "the bank"))
    failure = Failure(item="a.txt", error="InputError", message="no file a.txt", added=NOW)
    document = Document("NSB says so.")
    claim = Claim(
        document=document.id,
        source=None,
        cue=None,
        content=(Span(0, 3),),
        text="NSB",
        mode="direct",
        pattern="test",
        sources=("North Sea Bank",),
        sentence=Span(0, 12),
    )
    with Store() as store:
        extraction = Extraction(document, (claim,))
        store.add(extraction, sources={source.name: source}, run=RUN, now=NOW)
        store.add_failure(failure)
        assert store.sources() == (source,)
        assert store.failures() == (failure,)
        assert store.claims(source="nsb") == (claim,)


# Adding


def test_adding_a_document_twice_adds_nothing(
    bridge: Extraction, sources: dict[str, Source], tmp_path: Path
) -> None:
    path = tmp_path / "claims.db"
    with Store(path) as store:
        assert store.add(bridge, sources=sources, run=RUN, now=NOW)
        before = dump(path)
        assert not store.add(bridge, sources=sources, run=RUN, now=NOW + timedelta(days=1))
        newer = Run(version="9", parser="other", lexicon="en:none")
        assert not store.add(bridge, sources=sources, run=newer, now=NOW)
        assert dump(path) == before


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_a_document_is_written_wholly_or_not_at_all(
    bridge: Extraction, outlet: Extraction, sources: dict[str, Source], tmp_path: Path
) -> None:
    path = tmp_path / "claims.db"
    orphan = evolve(outlet.claims[1], parent="c1:nobody")
    with Store(path) as store:
        store.add(bridge, sources=sources, run=RUN, now=NOW)
        before = dump(path)
        broken = Extraction(outlet.document, (outlet.claims[0], orphan))
        with pytest.raises(StoreError, match="FOREIGN KEY"):
            store.add(broken, sources=sources, run=RUN, now=NOW)
        assert dump(path) == before
        assert store.add(outlet, sources=sources, run=RUN, now=NOW)


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        (lambda c: evolve(c, text="what nobody said"), "content of claim .* does not read back"),
        (lambda c: evolve(c, content=(Span(0, 10_000),)), "content of claim .* not read back"),
        (lambda c: evolve(c, source=Mention((Span(0, 3),), "who")), "source of claim"),
        (lambda c: evolve(c, cue=Cue((), "said", lemma="say")), "cue of claim"),
        (lambda c: evolve(c, document="d1:other"), "not of d1:"),
    ],
)
def test_a_claim_that_does_not_read_back_is_refused(
    spoilt: Callable[[Claim], Claim],
    message: str,
    outlet: Extraction,
    sources: dict[str, Source],
    tmp_path: Path,
) -> None:
    path = tmp_path / "claims.db"
    extraction = Extraction(outlet.document, (spoilt(outlet.claims[0]),))
    with Store(path) as store, pytest.raises(StoreError, match=message):
        store.add(extraction, sources=sources, run=RUN, now=NOW)
    assert not path.exists()


@pytest.mark.parametrize("document", [Document("a \ud800 b"), Document("a", url="file:\udcff")])
def test_a_lone_surrogate_is_refused_and_leaves_no_file(
    document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "claims.db"
    with Store(path) as store, pytest.raises(StoreError, match="lone surrogate"):
        store.add(Extraction(document, ()), sources={}, run=RUN, now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_time_without_a_zone_is_refused(bridge: Extraction, sources: dict[str, Source]) -> None:
    with Store() as store, pytest.raises(StoreError, match="timezone"):
        store.add(bridge, sources=sources, run=RUN, now=NOW.replace(tzinfo=None))


def test_no_file_is_made_before_the_first_document(
    bridge: Extraction, sources: dict[str, Source], tmp_path: Path
) -> None:
    path = tmp_path / "claims.db"
    failure = Failure(item="a.txt", error="InputError", message="no file a.txt", added=NOW)
    with Store(path) as store:
        assert store.claims() == ()
        store.add_failure(failure)
        assert not path.exists()
        store.add(bridge, sources=sources, run=RUN, now=NOW)
        assert path.exists()
        assert store.failures() == (failure,)


def test_a_store_opened_before_its_file_was_made_goes_over_to_it(
    bridge: Extraction, sources: dict[str, Source], tmp_path: Path
) -> None:
    path = tmp_path / "claims.db"
    with Store(path) as writer, Store(path) as reader:
        assert reader.claims() == ()
        writer.add(bridge, sources=sources, run=RUN, now=NOW)
        assert reader.claims() == bridge.claims
        assert not reader.add(bridge, sources=sources, run=RUN, now=NOW)


# Relations


def test_a_revision_writes_what_has_changed(report: Report, sources: dict[str, Source]) -> None:
    with Store() as store:
        assert store.related("0.1.0")
        fill(store, report, sources)
        assert store.related("0.1.0")
        assert not store.related("0.2.0")
        store.relate(report.clusters, report.relations[:1], claims=9, version="0.1.0", now=NOW)
        assert store.clusters() == report.clusters
        assert store.relations() == report.relations[:1]
        store.relate((), report.relations[:1], claims=9, version="0.2.0", now=NOW)
        assert store.clusters() == ()
        assert store.relations() == report.relations[:1]
        assert store.related("0.2.0")


def test_new_claims_make_a_revision_stale(
    bridge: Extraction, outlet: Extraction, sources: dict[str, Source]
) -> None:
    with Store() as store:
        store.add(bridge, sources=sources, run=RUN, now=NOW)
        assert not store.related("0.1.0")
        store.relate((), (), claims=7, version="0.1.0", now=NOW)
        assert store.related("0.1.0")
        store.add(outlet, sources=sources, run=RUN, now=NOW)
        assert not store.related("0.1.0")


def test_relations_that_cannot_be_written_leave_the_old_ones(
    report: Report, sources: dict[str, Source]
) -> None:
    stray = evolve(report.relations[0], a="c1:nobody")
    with Store() as store:
        fill(store, report, sources)
        with pytest.raises(StoreError, match="FOREIGN KEY"):
            store.relate((), (stray,), claims=9, version="0.2.0", now=NOW)
        assert store.relations() == report.relations
        assert store.clusters() == report.clusters


# Asking


@pytest.fixture
def full(report: Report, sources: dict[str, Source]) -> Iterator[Store]:
    with Store() as store:
        fill(store, report, sources)
        yield store


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("Engineers' union", 4),
        ("engineers' UNION ", 4),
        ("union", 4),
        ("Bo Lind", 1),
        ("radio", 1),
        (Source(name="City council", kind="government").id, 2),
    ],
)
def test_claims_are_found_by_source(full: Store, source: str, count: int) -> None:
    assert len(full.claims(source=source)) == count


def test_filters_are_combined(full: Store, report: Report, outlet: Extraction) -> None:
    assert full.claims(document=outlet.document.id) == outlet.claims
    assert len(full.claims(document=outlet.document.id, source="union")) == 1
    assert len(full.claims(cluster=report.clusters[1].id)) == 3
    assert full.claims(cluster=report.clusters[1].id, source="Ana Ruiz")[0].cue is not None
    assert full.claims(document="d1:none") == ()


def test_a_snapshot_is_of_one_moment(
    bridge: Extraction, outlet: Extraction, sources: dict[str, Source], tmp_path: Path
) -> None:
    path = tmp_path / "claims.db"
    with Store(path) as writer, Store(path) as reader:
        writer.add(bridge, sources=sources, run=RUN, now=NOW)
        with reader.snapshot(), reader.snapshot():
            assert reader.claims() == bridge.claims
            writer.add(outlet, sources=sources, run=RUN, now=NOW)
            assert reader.claims() == bridge.claims
        assert reader.claims() == (*bridge.claims, *outlet.claims)
        assert (reader.sizes().documents, reader.sizes().claims) == (2, 9)


def test_relations_are_found_by_claim(full: Store, report: Report) -> None:
    denied = report.relations[0].b
    assert full.relations(claim=denied) == (report.relations[0], report.relations[2])


def test_a_claim_is_found_by_the_beginning_of_its_id(full: Store, report: Report) -> None:
    for claim in report.claims:
        assert full.claim(claim.id) == claim
        assert full.claim(claim.id[:12]) == claim
        assert full.claim(claim.id[3:12]) == claim


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("c1:nothing", "no claim 'c1:nothing'; see: claimtrack claims"),
        ("", "no claim ''"),
        ("%", "no claim '%'"),
        ("c1:", "more than one claim begins with 'c1:'"),
    ],
)
def test_an_id_that_fits_none_or_many_says_so(full: Store, key: str, message: str) -> None:
    with pytest.raises(NotFoundError, match=message):
        full.claim(key)


def test_what_is_not_there_says_so(full: Store) -> None:
    with pytest.raises(NotFoundError, match="no source is named 'Nobody'; see: claimtrack so"):
        full.claims(source="Nobody")
    with pytest.raises(NotFoundError, match="no source is named ' '"):
        full.claims(source=" ")
    with pytest.raises(NotFoundError, match="no document 'd1:x'"):
        full.document("d1:x")
    with pytest.raises(NotFoundError, match="no claim 'c1:x'"):
        full.provenance("c1:x")
    assert full.extraction("d1:x") is None


def test_provenance_names_the_run_and_the_times(full: Store, report: Report) -> None:
    origin = full.provenance(report.claims[0].id)
    assert (origin.run, origin.added, origin.extracted) == (RUN, NOW, NOW)


# The file


@pytest.fixture
def path(report: Report, sources: dict[str, Source], tmp_path: Path) -> Path:
    place = tmp_path / "claims.db"
    with Store(place) as store:
        fill(store, report, sources)
    return place


def test_the_file_is_strict_keyed_logged_and_whole(path: Path) -> None:
    database = Database(path)
    apart = ("_", "sqlite_", "claim_search")
    ours = [table for table in database.tables if not table.name.startswith(apart)]
    assert len(ours) == 27
    assert all(table.strict for table in ours)
    assert database.journal_mode == "wal"
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def test_the_migrations_known_are_those_there_are() -> None:
    database = Database(memory=True)
    assert tuple(item.name for item in migrations.pending(database)) == SCHEMA
    database.close()


def test_views_join_the_ids(path: Path, report: Report) -> None:
    database = Database(path)
    rows = list(database["conflict_view"].rows)
    assert [row["kind"] for row in rows] == ["denial", "time"]
    assert rows[0]["a_sources"] == "Ana Ruiz"
    assert rows[0]["b_sources"] == "Engineers' union"
    said = list(database["claim_view"].rows)
    assert [row["id"] for row in said] == [claim.id for claim in report.claims]
    assert said[3]["sources"] == "Bo Lind; Engineers' union"
    assert said[6]["said_inside"] == "that the union had called for a strike"
    by_source = {row["name"]: row for row in database["source_view"].rows}
    assert by_source["Engineers' union"]["claims"] == 4
    assert by_source["Engineers' union"]["documents"] == 2
    database.close()


def test_the_view_of_spans_reads_the_words_off_the_text(path: Path, report: Report) -> None:
    database = Database(path)
    rows = list(database["span_view"].rows)
    database.close()
    found = {(row["claim"], row["part"], row["position"]): row["text"] for row in rows}
    texts = {document.id: document.text for document in report.documents}
    for claim in report.claims:
        for place, span in enumerate(claim.content):
            assert found[claim.id, "content", place] == span.of(texts[claim.document])
    assert found[report.claims[1].id, "content", 1] == '"Not one bolt is loose."'


def test_the_words_around_a_content_are_kept(path: Path, report: Report) -> None:
    database = Database(path)
    row = next(iter(database["claim"].rows_where("cue_text = 'denied'")))
    database.close()
    assert row["prefix"].endswith("The engineers' union denied ")
    assert row["suffix"].startswith(". Its chair")
    start = report.documents[0].text.index(row["text"])
    assert json.loads(row["content_spans"]) == [[start, start + len(row["text"])]]


# Files that cannot be used


def make_other(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (id INTEGER)")
    connection.commit()
    connection.close()


def make_newer(path: Path) -> None:
    with Store(path) as store:
        store.add(Extraction(Document("a"), ()), sources={}, run=RUN, now=NOW)
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('claimtrack', '9999_future', '')"
    )
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: p.mkdir(), r"is a folder; give a file, such as .*claims\.db"),
        (lambda p: p.write_text("not a database, " * 100), "is not a SQLite database"),
        (lambda p: p.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000), "SQLite database"),
        (make_other, "not one of claimtrack's"),
        (make_newer, "newer claimtrack .schema 9999_future.*pip install --upgrade claimtrack"),
    ],
)
def test_a_file_that_is_no_store_says_so(
    make: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    place = tmp_path / "x.db"
    make(place)
    before = place.read_bytes() if place.is_file() else None
    with pytest.raises(StoreError, match=message):
        Store(place)
    assert before is None or place.read_bytes() == before


def test_a_damaged_file_says_so(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[5000:] = b"\xaa" * (len(raw) - 5000)
    path.write_bytes(bytes(raw))
    with pytest.raises(StoreError, match=r"damaged|not a SQLite"), Store(path) as store:
        store.claims()


def test_an_empty_file_becomes_a_store(bridge: Extraction, tmp_path: Path) -> None:
    place = tmp_path / "claims.db"
    place.touch()
    with Store(place) as store:
        store.add(Extraction(bridge.document, ()), sources={}, run=RUN, now=NOW)
        assert store.documents() == (bridge.document,)


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no folder .*nowhere for claims\.db; make it"):
        Store(tmp_path / "nowhere" / "claims.db")


def test_a_locked_file_says_so_after_its_time(
    path: Path, bridge: Extraction, sources: dict[str, Source]
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    changed = evolve(bridge, document=evolve(bridge.document, url="https://x.example"), claims=())
    with Store(path, seconds=0.05) as store:
        assert len(store.claims()) == 9, "readers do not wait for a writer"
        with pytest.raises(StoreError, match="is locked by another program; close what"):
            store.add(changed, sources=sources, run=RUN, now=NOW)
        other.execute("ROLLBACK")
        other.close()
        assert store.add(changed, sources=sources, run=RUN, now=NOW)


def test_a_special_file_is_no_store() -> None:
    with pytest.raises(StoreError, match="is no regular file; give a file"):
        Store(Path(os.devnull))


@pytest.mark.parametrize("lock", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_file_locked_before_it_has_tables_says_so(lock: str, tmp_path: Path) -> None:
    place = tmp_path / "claims.db"
    other = sqlite3.connect(place, isolation_level=None)
    other.execute(f"BEGIN {lock}")
    with pytest.raises(StoreError, match="is locked by another program"):
        Store(place, seconds=0.05)
    other.close()


# Rights are asked of a user without privileges: root may write everywhere.
AS_NOBODY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from claimtrack.errors import StoreError
from claimtrack.model import Document, Extraction, Run
from claimtrack.store import Store, schema
from claimtrack.store.trust import read_known
# What the user below may not be allowed to read is read before.
Path("/").as_uri()
read_known()
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
run = Run(version="1", parser="p", lexicon="l")
now = datetime(2026, 1, 1, tzinfo=UTC)
try:
    with Store(Path(sys.argv[1])) as store:
        print(len(store.claims()), "claims")
        store.add(Extraction(Document("new"), ()), sources={}, run=run, now=now)
except StoreError as error:
    print("StoreError:", error)
"""


@pytest.fixture
def barred(path: Path) -> Iterator[Path]:
    """A database in a folder that anyone may read and nobody may write to."""
    folder = Path(tempfile.mkdtemp(prefix="claimtrack-"))
    place = folder / "claims.db"
    shutil.copy(path, place)
    place.chmod(0o444)
    folder.chmod(0o555)
    yield place
    folder.chmod(0o755)
    shutil.rmtree(folder)


def use_as_nobody(path: Path) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert not done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(os.name != "posix", reason="folders have no such rights here")
def test_a_read_only_folder_can_be_read_and_says_that_it_cannot_be_written(barred: Path) -> None:
    read, failed = use_as_nobody(barred)
    assert read == "9 claims"
    assert failed.startswith(f"StoreError: {barred} cannot be written to; make the file")


@pytest.mark.skipif(os.name != "posix", reason="folders have no such rights here")
def test_a_new_file_in_a_read_only_folder_says_so_at_once(barred: Path) -> None:
    (failed,) = use_as_nobody(barred.with_name("new.db"))
    assert f"{barred.with_name('new.db')} cannot be written to; make the folder" in failed


# Several at once

ADD_MANY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from claimtrack.model import Document, Extraction, Run
from claimtrack.store import Store
run = Run(version="1", parser="p", lexicon="l")
now = datetime(2026, 1, 1, tzinfo=UTC)
with Store(Path(sys.argv[1]), seconds=60) as store:
    for number in range(40):
        store.add(Extraction(Document(f"text {number}"), ()), sources={}, run=run, now=now)
"""


def test_processes_that_add_the_same_documents_at_once_keep_one_of_each(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", ADD_MANY, str(path)],
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(4)
    ]
    assert [process.communicate()[1] for process in started] == [""] * 4
    with Store(path) as store:
        assert len(store.documents()) == 40
