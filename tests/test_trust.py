"""Files from strangers run nothing; faults of disks and threads are one clear sentence."""

import os
import resource
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimtrack.errors import ClaimtrackError, ModelError, StoreError
from claimtrack.model import Document, Extraction, Run
from claimtrack.parsing.stanza import StanzaParser
from claimtrack.parsing.weights import find_models, write_manifest
from claimtrack.store import Store, verify_file

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
GUARD = "run_is_never_updated"
BOMB = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n"


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TRIGGER t AFTER INSERT ON document BEGIN DELETE FROM failure; END",
        "CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT load_extension('x'); END",
        f"DROP VIEW current_claim; CREATE VIEW current_claim AS {BOMB}",
        f"DROP VIEW source_view; CREATE VIEW source_view AS {BOMB}",
        "CREATE INDEX i ON claim (hex(zeroblob(length(text))))",
        "CREATE INDEX i ON claim (text) WHERE text > ''",
        "CREATE UNIQUE INDEX i ON claim (id, text)",
        "ALTER TABLE failure ADD COLUMN x TEXT AS (upper(item))",
        "DROP TABLE failure; CREATE TABLE failure (id, CHECK (load_extension('x')))",
        f"DROP TRIGGER {GUARD}; CREATE TRIGGER {GUARD} AFTER INSERT ON run BEGIN SELECT 1; END",
    ],
)
def test_a_schema_that_is_not_ours_never_runs(script: str, grown: Path, run: Run) -> None:
    with closing(sqlite3.connect(grown)) as other:
        before = other.execute("SELECT count(*) FROM failure").fetchone()
        other.executescript(script)
    assert verify_file(grown).faults
    try:
        with Store(grown) as store:
            store.add(Extraction(Document("More."), ()), sources={}, run=run, now=NOW)
            assert GUARD in script, "only a guard is made anew"
            assert (len(store.failures()),) == before
    except StoreError as error:
        assert "does not have the schema that claimtrack made" in str(error)  # noqa: PT017


def test_what_somebody_added_for_reading_is_left_alone(grown: Path) -> None:
    with closing(sqlite3.connect(grown)) as other:
        other.executescript(
            "CREATE TABLE note (text TEXT); CREATE INDEX fast ON claim (pattern);"
            f"CREATE VIEW mine AS {BOMB}"
        )
    with Store(grown) as store:
        assert len(store.claims()) == 9
        assert store.verify().faults == ()


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH ':memory:' AS other",
        "PRAGMA writable_schema = ON",
        "PRAGMA trusted_schema = ON",
        "PRAGMA recursive_triggers = OFF",
        "CREATE TABLE t (a)",
        "DROP TRIGGER run_is_never_updated",
        "DROP TABLE claim",
        "SELECT load_extension('x')",
        BOMB,
        "VACUUM",
        "UPDATE claim SET text = ''",
        "DELETE FROM log",
    ],
)
def test_no_statement_does_what_no_verb_needs(sql: str, grown: Path) -> None:
    with Store(grown) as store:
        with pytest.raises(StoreError):
            store._ask(sql)  # noqa: SLF001
        assert store.verify().faults == ()


def verbs(store: Store) -> list[Callable[[], object]]:
    return [
        store.claims,
        store.documents,
        store.sources,
        store.clusters,
        store.relations,
        store.judgements,
        store.failures,
        store.runs,
        lambda: store.search("bridge"),
        lambda: [store.provenance(claim.id) for claim in store.claims()],
    ]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("claim", "content_spans", "[[[[]]]]"),
        ("claim", "content_spans", "[[5, 1]]"),
        ("claim", "content_spans", '{"a": 1}'),
        ("claim", "content_spans", "[" * 100_000),
        ("claim", "content_spans", '[["a", "b"]]'),
        ("claim", "quantities", "[1]"),
        ("claim", "propositions", '"x"'),
        ("claim", "moments", "7"),
        ("document", "published", "tomorrow"),
        ("relation", "spans_a", "null"),
        ("run", "options", "[]"),
        ("failure", "added", "x"),
        ("finding", "changes", "[1]"),
    ],
)
def test_a_row_that_cannot_be_read_is_said_and_no_crash(
    table: str, column: str, value: str, grown: Path
) -> None:
    with closing(sqlite3.connect(grown)) as other:
        for (name,) in other.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute(f"UPDATE {table} SET {column} = ?", (value,))  # noqa: S608
        other.commit()
    assert verify_file(grown).faults
    said: list[str] = []
    with Store(grown) as store:
        for verb in verbs(store):
            try:
                verb()
            except ClaimtrackError as error:
                said.append(str(error))
    assert any("cannot be read" in text and "claimtrack verify" in text for text in said)


def test_a_row_larger_than_the_limit_is_refused_and_the_limit_can_be_raised(
    tmp_path: Path, run: Run
) -> None:
    place = tmp_path / "claims.db"
    large = Extraction(Document("word " * 1_000), ())
    with Store(place, largest=2_000) as small, pytest.raises(StoreError, match="too big"):
        small.add(large, sources={}, run=run, now=NOW)
    with Store(place) as store:
        store.add(large, sources={}, run=run, now=NOW)
    with Store(place, largest=2_000) as small, pytest.raises(StoreError, match="too big"):
        small.documents()


# Disks and threads


def test_a_full_disk_is_one_sentence_and_what_was_there_stays(grown: Path, run: Run) -> None:
    large = Extraction(Document("word " * 100_000), ())
    with Store(grown) as store:
        connection = store._connection  # noqa: SLF001
        connection.set_authorizer(None)
        connection.execute("PRAGMA max_page_count = 60")
        with pytest.raises(StoreError, match=r"no space left to write .*claims\.db; free some"):
            store.add(large, sources={}, run=run, now=NOW)
        assert store.sizes().documents == 2
        connection.execute("PRAGMA max_page_count = 100000")
        assert store.add(large, sources={}, run=run, now=NOW)
        assert store.verify().faults == ()


@pytest.mark.skipif(sys.platform != "linux", reason="files have no such limit here")
def test_a_disk_that_takes_no_more_is_one_sentence(grown: Path, run: Run) -> None:
    """The real thing: writes fail, in the middle of a transaction and of a backup."""
    child = os.fork()
    if child == 0:
        status = 9
        try:
            size = grown.stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))
            with Store(grown) as store:
                for verb in (
                    lambda: store.add(
                        Extraction(Document("word " * 100_000), ()), sources={}, run=run, now=NOW
                    ),
                    lambda: store.back_up(grown.with_name("copy.db")),
                ):
                    try:
                        verb()
                    except StoreError as error:
                        assert "cannot be" in str(error)  # noqa: PT017
                    else:
                        raise AssertionError("it was written all the same")
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert verify_file(grown).faults == ()
    assert sorted(item.name for item in grown.parent.iterdir() if "copy" in item.name) == []


@pytest.mark.skipif(sys.platform != "linux", reason="files have no such limit here")
@pytest.mark.parametrize("room", [0, 4_096, 100_000, 300_000])
def test_a_first_add_that_finds_no_room_leaves_nothing(
    room: int, tmp_path: Path, run: Run
) -> None:
    place = tmp_path / "claims.db"
    item = Extraction(Document("a"), ())
    child = os.fork()
    if child == 0:
        status = 9
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
            with Store(place) as store, pytest.raises(StoreError, match=r"claims\.db"):
                store.add(item, sources={}, run=run, now=NOW)
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert list(tmp_path.iterdir()) == []
    with Store(place) as store:
        assert store.add(item, sources={}, run=run, now=NOW)


def test_a_file_is_made_where_a_disk_knows_no_links(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, __: Path) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    place = tmp_path / "claims.db"
    with Store(place) as store:
        assert store.add(Extraction(Document("a"), ()), sources={}, run=run, now=NOW)
        assert store.verify().faults == ()
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.skipif(sys.platform != "linux", reason="files have no such limit here")
def test_a_full_disk_is_no_reason_not_to_read(
    grown: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no room for the index of SQLite's log a file is read without one."""
    child = os.fork()
    if child == 0:
        status = 9
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
            # The limit stands for the disk; how much room is left there it cannot say.
            usage = shutil.disk_usage(grown.parent)
            monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
            with Store(grown) as store:
                assert len(store.documents()) == 2
                with pytest.raises(StoreError, match=r"no space left to write .*claims\.db"):
                    store.add(Extraction(Document("a"), ()), sources={}, run=run, now=NOW)
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0


def test_a_store_in_another_thread_says_what_to_do(grown: Path) -> None:
    said: list[str] = []

    def read(store: Store) -> None:
        try:
            store.claims()
        except StoreError as error:
            said.append(str(error))

    with Store(grown) as store:
        thread = threading.Thread(target=read, args=(store,))
        thread.start()
        thread.join()
    assert said == [
        f"{grown} was opened in another thread; open a store or tracker of its own in each thread"
    ]


def test_threads_with_a_store_each_write_one_of_each(tmp_path: Path, run: Run) -> None:
    place = tmp_path / "claims.db"
    failed: list[BaseException] = []

    def write() -> None:
        try:
            with Store(place, seconds=60) as store:
                for number in range(20):
                    extraction = Extraction(Document(f"text {number}"), ())
                    store.add(extraction, sources={}, run=run, now=NOW)
        except BaseException as error:  # noqa: BLE001  the assertion below says it
            failed.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Store(place) as store:
        assert len(store.documents()) == 20
        assert store.verify().faults == ()


def test_foreign_keys_and_trusted_schema_are_set_on_every_connection(grown: Path) -> None:
    with closing(sqlite3.connect(grown)) as plain:
        assert plain.execute("PRAGMA foreign_keys").fetchone() == (0,), "SQLite's default"
    with Store(grown) as store:
        connection = store._connection  # noqa: SLF001
        connection.set_authorizer(None)
        asked = ("foreign_keys", "recursive_triggers", "trusted_schema")
        assert [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == [1, 1, 0]


# Model files


class Runs:
    """What makes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.mkdir, (str(self.mark),)


@pytest.mark.models
@pytest.mark.parametrize("name", ["tokenize.pt", "vectors.pt"])
def test_a_model_file_is_loaded_as_weights_only(name: str, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    folder, mark = tmp_path / "models", tmp_path / "ran"
    folder.mkdir()
    shipped = find_models("en").folder
    for place in shipped.iterdir():
        # The manifest is written anew: a link would write it into the package.
        if place.suffix == ".pt":
            (folder / place.name).symlink_to(place)
    (folder / name).unlink()
    torch.save({"model": Runs(mark), "config": {}}, folder / name)
    write_manifest(folder, "evil")
    with pytest.raises(ModelError, match="cannot be loaded"):
        StanzaParser("en", str(folder)).parse("A man said so.")
    assert not mark.exists()
