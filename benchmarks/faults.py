"""What a store stands: kill -9, load, edits by hand, hostile texts.

    python -m benchmarks.faults kill [--rounds 200]     writers are killed at random moments
    python -m benchmarks.faults load [--seconds 300]    4 writers and 8 readers at once
    python -m benchmarks.faults tamper                  every sort of edit, named or not
    python -m benchmarks.faults fuzz [--texts 10000]    texts that somebody means ill with

Each prints its counts and ends with status 1 where one that must be 0 is not. Processes are
forked, so this runs where there is fork. The tests run all of them, smaller.
"""

import argparse
import json
import os
import random
import select
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from attrs import evolve, frozen

# What opening a new file imports, before the first fork and not after each.
import claimtrack.store.schema  # noqa: F401
from benchmarks.store import RUN, make_extractions
from claimtrack.model import Cluster, Extraction, Judgement, Measure, Relation, Source
from claimtrack.store import Failure, Store, verify_file
from claimtrack.store.ledger import KEPT, make_guards

NOW = datetime(2026, 1, 1, tzinfo=UTC)

#: Claims of each document.
_CLAIMS = 4

#: A database is begun anew after so many kills, for each is followed by a look at all of it.
_ROUNDS_A_FILE = 20


@frozen
class Worker:
    """A forked process and where what it says is read."""

    id: int
    pipe: int


def start(work: Callable[[Callable[[str], None]], None]) -> Worker:
    """Fork a process that does some work; what it says, and how it fails, comes by a pipe."""
    read, written = os.pipe()
    child = os.fork()
    if child:
        os.close(written)
        return Worker(child, read)
    os.close(read)

    def say(line: str) -> None:
        os.write(written, f"{line}\n".encode())

    status = 0
    try:
        work(say)
    except BaseException:  # noqa: BLE001  the parent counts it
        say(f"error {json.dumps(traceback.format_exc())}")
        status = 1
    os._exit(status)


def drain(workers: Sequence[Worker]) -> list[str]:
    """Wait for processes; all that they said, line by line."""
    said = dict.fromkeys((worker.pipe for worker in workers), b"")
    open_ = set(said)
    while open_:
        for pipe in select.select(sorted(open_), (), ())[0]:
            raw = os.read(pipe, 65_536)
            said[pipe] += raw
            if not raw:
                open_.remove(pipe)
                os.close(pipe)
    for worker in workers:
        os.waitpid(worker.id, 0)
    # A line that was cut off by a kill says nothing.
    return [line for raw in said.values() for line in raw.decode().split("\n")[:-1]]


def name_sources(extraction: Extraction) -> dict[str, Source]:
    """A source for every name."""
    names = {name for claim in extraction.claims for name in claim.sources}
    return {name: Source(name=name, kind="person") for name in names}


def add_all(place: Path, extractions: Sequence[Extraction], say: Callable[[str], None]) -> None:
    """Add documents, saying each as soon as the store has it."""
    with Store(place) as store:
        for extraction in extractions:
            store.add(extraction, sources=name_sources(extraction), run=RUN, now=NOW)
            say(extraction.document.id)


# Kill


def kill(folder: Path, rounds: int, seed: int = 1) -> dict[str, int]:
    """Three processes add the same documents; at a random moment all are killed."""
    chance = random.Random(seed)  # noqa: S311  no secret
    pool = list(make_extractions(600, _CLAIMS))
    counts = {"rounds": 0, "documents said to be there": 0, "lost": 0, "faults": 0, "errors": 0}
    said: set[str] = set()
    for number in range(rounds):
        place = folder / f"kill-{number // _ROUNDS_A_FILE}.db"
        if number % _ROUNDS_A_FILE == 0:
            said = set()
        mixed = [chance.sample(pool, len(pool)) for _ in range(3)]
        workers = [start(partial(add_all, place, texts)) for texts in mixed]
        time.sleep(chance.uniform(0.002, 1))
        for worker in chance.sample(workers, len(workers)):
            os.kill(worker.id, signal.SIGKILL)
            time.sleep(chance.uniform(0, 0.02))
        lines = drain(workers)
        errors = [line for line in lines if line.startswith("error")]
        said |= {line for line in lines if line.startswith("d1:")}
        counts["rounds"] += 1
        counts["errors"] += len(errors)
        _print_some(errors)
        if not place.exists():
            continue
        with Store(place) as store:
            held = {document.id for document in store.documents()}
            halves = [key for key in held if len(store.claims(document=key)) != _CLAIMS]
        counts["lost"] += len(said - held)
        faults = verify_file(place).faults
        counts["faults"] += len(faults) + len(halves)
        _print_some(faults)
        counts["documents said to be there"] += len(said)
    return counts


# Load


def read_all(place: Path, until: float, seed: int, say: Callable[[str], None]) -> None:
    """Ask a store this and that until a moment."""
    chance = random.Random(seed)  # noqa: S311  no secret
    asked = 0
    while time.monotonic() < until:
        # Opened anew now and then, as commands and pages do.
        with Store(place) as store:
            for _ in range(chance.randint(1, 20)):
                keys = store.unread("r1:none")
                if keys:
                    key = chance.choice(keys)
                    found = store.extraction(key)
                    assert found is not None
                    assert len(found.claims) == _CLAIMS, "half of a document"
                    store.search(found.claims[0].text.split()[0])
                store.sizes()
                asked += 1
    say(f"asked {asked}")


def load(folder: Path, seconds: float, writers: int = 4, readers: int = 8) -> dict[str, int]:
    """Writers that add the same documents, each in an order of its own, and readers."""
    place = folder / "load.db"
    pool = list(make_extractions(max(20, int(25 * seconds)), _CLAIMS))
    until = time.monotonic() + seconds
    chance = random.Random(3)  # noqa: S311  no secret

    def write(texts: Sequence[Extraction], say: Callable[[str], None]) -> None:
        with Store(place) as store:
            for extraction in texts:
                if store.add(extraction, sources=name_sources(extraction), run=RUN, now=NOW):
                    say(extraction.document.id)
                # After one at least, however busy the machine is.
                if time.monotonic() > until:
                    break
                # As one who has something to do between two documents.
                time.sleep(0.002)

    workers = [start(partial(write, chance.sample(pool, len(pool)))) for _ in range(writers)]
    workers += [start(partial(read_all, place, until, seed)) for seed in range(readers)]
    lines = drain(workers)
    errors = [line for line in lines if line.startswith("error")]
    _print_some(errors)
    added = [line for line in lines if line.startswith("d1:")]
    with Store(place) as store:
        held = [document.id for document in store.documents()]
    return {
        "documents": len(held),
        "questions": sum(int(line.split()[1]) for line in lines if line.startswith("asked")),
        "errors": len(errors),
        "documents said twice": len(added) - len(set(added)),
        "documents there twice": len(held) - len(set(held)),
        "lost": len(set(added) ^ set(held)),
        "faults": len(verify_file(place).faults),
    }


# Tamper


def edits(place: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every sort of edit: its name and the statements that make it."""
    with closing(sqlite3.connect(place)) as other:
        tables = [item.name for item in KEPT] + ["log"]
        columns = {
            table: [row[1] for row in other.execute(f"PRAGMA table_info({table})")]
            for table in tables
        }
        guards = list(make_guards(other))
        views = [
            row[0] for row in other.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")
        ]
    for table in tables:
        middle = f"(SELECT (max(rowid) + 1) / 2 FROM {table})"  # noqa: S608
        for column in columns[table]:
            value = (
                f"CASE typeof({column}) WHEN 'text' THEN {column} || 'x' "
                f"WHEN 'null' THEN '7' ELSE {column} + 1000 END"
            )
            yield (
                f"edit {table}.{column}",
                (f"UPDATE {table} SET {column} = {value} WHERE rowid = {middle}",),  # noqa: S608
            )
        yield f"remove {table}", (f"DELETE FROM {table} WHERE rowid = {middle}",)  # noqa: S608
    for name in guards:
        yield f"drop {name}", (f"DROP TRIGGER {name}",)
    for name in views:
        yield f"alter {name}", (f"DROP VIEW {name}", f"CREATE VIEW {name} AS SELECT 1 AS id")
    swap = "UPDATE document SET text = (SELECT text FROM document WHERE rowid = 3 - {0}) WHERE {1}"
    yield "swap documents", (swap.format("document.rowid", "rowid < 3"),)


def tamper(place: Path, every: int = 1) -> dict[str, int]:
    """Make each edit to a copy of a file and see whether it is named.

    Args:
        place: A file with rows in all tables.
        every: Only each so-manieth edit.
    """
    counts = {"edits": 0, "refused by the file": 0, "missed": 0}
    raw = place.read_bytes()
    for name, statements in list(edits(place))[::every]:
        copy = place.with_name("tampered.db")
        copy.write_bytes(raw)
        table = name.split()[1].split(".")[0]
        try:
            _edit(copy, statements, guarded=name.startswith("drop"))
        except sqlite3.IntegrityError:
            # STRICT, NOT NULL and unique keys leave nothing to verify.
            counts["refused by the file"] += 1
            continue
        counts["edits"] += 1
        wanted = "document" if table == "documents" else table
        if not any(wanted in item.where + item.message for item in verify_file(copy).faults):
            counts["missed"] += 1
            print("missed:", name)
    return counts


def _edit(place: Path, statements: Sequence[str], *, guarded: bool) -> None:
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        guards = {} if guarded else make_guards(other)
        for name in guards:
            other.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            other.execute(statement)
        for sql in guards.values():
            other.execute(sql)


def _print_some(lines: Sequence[object]) -> None:
    for line in lines[:3]:
        print(line, file=sys.stderr)


def make_whole(place: Path) -> Path:
    """A file with rows in every kept table."""
    first, second, third = make_extractions(3, 5)
    newer = evolve(RUN, version="1")
    with Store(place) as store:
        for item in (first, second, third):
            sources = {
                name: evolve(source, aliases=(f"{name} Jr",))
                for name, source in name_sources(item).items()
            }
            spoken = tuple(
                evolve(claim, speakers=tuple(sources[name] for name in claim.sources))
                for claim in item.claims
            )
            told = Extraction(item.document, spoken)
            store.add(told, sources=sources, run=RUN, now=NOW)
        a, b, c, *_ = first.claims
        clusters = (Cluster((a.id, b.id)), Cluster((c.id,)))
        relation = Relation(a=a.id, b=b.id, kind="negation", rule="r", reason="…", score=0.5)
        other = evolve(relation, b=c.id, kind="agree")
        measures = [
            Measure(kind=kind, right=1, pairs=2, where="made up 1 of 2")
            for kind in (relation.kind, other.kind)
        ]
        for size in (2, 1):
            store.relate(
                clusters[:size],
                (other, relation)[:size],
                measures=measures[:size],
                claims=15,
                version="0",
                now=NOW,
            )
        for item in (first, second):
            changed = evolve(item.claims[0], polarity="negative", sources=item.claims[1].sources)
            again = Extraction(item.document, (changed, *item.claims[1:4]))
            store.renew(again, sources=name_sources(item), run=newer, now=NOW)
        for by in ("Ana", "Bo"):
            same = Judgement(subject="claim", a=a.id, b=b.id, verdict="same", by=by, added=NOW)
            store.judge(same)
        store.retract(same.id, by="Ana", now=NOW)
        store.add_failure(Failure(item="a.txt", error="InputError", message="…", added=NOW))
    return place


def run_fuzz(folder: Path, texts: int) -> dict[str, int]:
    """Hostile texts through the parser that ships and all that comes after."""
    # Hypothesis and the models load only for this.
    from benchmarks.hostile import fuzz  # noqa: PLC0415
    from claimtrack.parsing import default_parser  # noqa: PLC0415

    run = fuzz(folder / "fuzz.db", default_parser("en"), texts)
    _print_some(run.failed)
    return {**run.counts, "faults": len(verify_file(folder / "fuzz.db").faults)}


def main() -> None:
    """Run one of them and print its counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["kill", "load", "tamper", "fuzz"])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--texts", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.what == "kill":
            counts = kill(folder, given.rounds)
        elif given.what == "load":
            counts = load(folder, given.seconds)
        elif given.what == "tamper":
            counts = tamper(make_whole(folder / "whole.db"))
        else:
            counts = run_fuzz(folder, given.texts)
    for key, value in counts.items():
        print(f"{key:<30}{value:>10,}")
    bad = ("lost", "faults", "errors", "missed", "crashes", "astray")
    sys.exit(any(counts.get(key) for key in bad))


if __name__ == "__main__":
    main()
