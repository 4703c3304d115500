"""``claimtrack verify``, ``head``, ``backup`` and ``export``: a database as evidence."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from claimtrack.cli import options
from claimtrack.cli.printing import note, print_table, say, write, write_file
from claimtrack.cli.records import (
    claim_to_record,
    fault_to_record,
    relation_to_record,
    to_block,
    to_line,
)
from claimtrack.display.page import Index, count
from claimtrack.display.sheet import claims_to_csv, relations_to_csv
from claimtrack.errors import StoreError
from claimtrack.model import Claim, Relation, Report
from claimtrack.store import verify_file
from claimtrack.tracker import Tracker, read_version


@click.command()
@options.database
@click.option("--head", metavar="HEAD", help="What 'claimtrack head' printed before.")
@options.as_json
def verify(db: Path, head: str | None, *, as_json: bool) -> None:
    """See whether the database still says what was written to it.

    Hashes, ids, spans, references, guarding triggers and the log's chain are looked at; each
    fault is named, and the exit status is 1 where there is one. With --head also that the past
    up to there is still in it. Nothing is written.
    """
    found = verify_file(db, head=head)
    if as_json:
        record = {
            "faults": [fault_to_record(item) for item in found.faults],
            "head": found.head,
            "documents": found.documents,
            "claims": found.claims,
            "excerpt": found.excerpt,
        }
        write(to_block(record))
    elif found.faults:
        print_table(
            ("kind", "where", "what"),
            [(item.kind, item.where, item.message) for item in found.faults],
        )
    what = "an excerpt with " if found.excerpt else ""
    holds = f"{what}{count(found.claims, 'claim')} of {count(found.documents, 'document')}"
    if found.faults:
        note(f"Error: {count(len(found.faults), 'fault')} in {db} ({holds})")
        click.get_current_context().exit(1)
    if not as_json:
        say(f"{db} is as it was written: {holds}; head {found.head}")


@click.command()
@options.database
def head(db: Path) -> None:
    """Print the head of the log, to be kept elsewhere.

    Who has it can prove later with 'claimtrack verify --head' that the database still contains
    all that it contained now.
    """
    with options.open_tracker(db) as tracker:
        say(tracker.store.head() or "")


@click.command()
@click.argument("to", metavar="FILE", type=click.Path(path_type=Path))
@options.database
def backup(to: Path, db: Path) -> None:
    """Copy the database to FILE, whatever others write meanwhile.

    The copy is of one moment, and there wholly or not at all.
    """
    with options.open_tracker(db) as tracker:
        tracker.store.back_up(to)
    found = verify_file(to)
    say(f"wrote {to}: {count(found.claims, 'claim')}, head {found.head}")
    if found.faults:
        raise StoreError(f"{to} has faults, as {db} has; see: claimtrack verify --db {to}")


@click.command()
@click.argument("to", metavar="FILE", type=click.Path(path_type=Path))
@options.database
@options.by_source
@click.option("--document", "documents", multiple=True, metavar="ID", help="This document.")
@click.option("--relations", is_flag=True, help="A table of relations, not of claims.")
def export(
    to: Path, db: Path, *, source: str | None, documents: tuple[str, ...], relations: bool
) -> None:
    """Write an excerpt, or a table, to FILE.

    A FILE that ends in .csv or .jsonl becomes a table of claims, or with --relations of what
    they are to each other, each with how often relations of its kind were right. Any other
    becomes a database with some documents and all that hangs on them; it proves what it says as
    the whole one does, by the same head. Documents are named by --document, or are those with
    claims of --source.
    """
    table = to.suffix in {".csv", ".jsonl"}
    if relations and not table:
        raise click.UsageError("--relations needs a FILE that ends in .csv or .jsonl")
    with options.open_tracker(db) as tracker:
        keys = _choose(tracker, source, documents)
        if table:
            _write_table(tracker.report(), to, _pick(tracker, source, keys), relations=relations)
            return
        if not keys:
            raise click.UsageError("give --document or --source; to copy all: claimtrack backup")
        found = tracker.store.excerpt(to, keys, now=datetime.now(UTC))
    say(
        f"wrote {to}: {count(found.claims, 'claim')} of {count(found.documents, 'document')}, "
        f"head {found.head}"
    )


def _choose(tracker: Tracker, source: str | None, documents: Sequence[str]) -> list[str]:
    keys = [tracker.store.document(key).id for key in documents]
    if source is not None:
        keys += [claim.document for claim in tracker.claims(source=source)]
    return list(dict.fromkeys(keys))


def _pick(tracker: Tracker, source: str | None, keys: Sequence[str]) -> tuple[Claim, ...]:
    """The claims of a source, or all, in some documents, or in all."""
    claims = tracker.claims(source=source)
    return tuple(claim for claim in claims if claim.document in keys) if keys else claims


def _write_table(report: Report, to: Path, claims: Sequence[Claim], *, relations: bool) -> None:
    if relations:
        chosen = {claim.id for claim in claims}
        kept = tuple(it for it in report.relations if not chosen.isdisjoint((it.a, it.b)))
        table, size = _relations_to_table(kept, report, to.suffix), count(len(kept), "relation")
    else:
        table, size = _claims_to_table(claims, report, to.suffix), count(len(claims), "claim")
    write_file(to, table)
    say(f"wrote {to}: {size}")


def _relations_to_table(relations: Sequence[Relation], report: Report, suffix: str) -> bytes:
    index = Index(report)
    if suffix == ".csv":
        return relations_to_csv(relations, index, read_version()).encode()
    records = (relation_to_record(it, index.claims, index.measures) for it in relations)
    return b"".join(map(to_line, records))


def _claims_to_table(claims: Sequence[Claim], report: Report, suffix: str) -> bytes:
    if suffix == ".csv":
        known = {document.id: document for document in report.documents}
        return claims_to_csv(claims, known).encode()
    return b"".join(to_line(claim_to_record(claim)) for claim in claims)
