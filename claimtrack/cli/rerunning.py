"""``claimtrack search``, ``runs``, ``rerun`` and ``diff``: words, and who found them when."""

import json
from pathlib import Path

import click
from rich.text import Text

from claimtrack.cli import options
from claimtrack.cli.printing import (
    Watch,
    note,
    print_claims,
    print_lines,
    print_table,
    say,
    write,
)
from claimtrack.cli.records import (
    claim_to_record,
    difference_to_record,
    run_to_record,
    to_block,
)
from claimtrack.display.page import count
from claimtrack.display.text import one_line
from claimtrack.model import Document
from claimtrack.store import Difference
from claimtrack.tracker import Tracker

_STYLES = {"new": "bold green", "gone": "bold red", "changed": "bold yellow"}


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@options.database
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@options.as_json
def search(words: tuple[str, ...], db: Path, limit: int, *, as_json: bool) -> None:
    """Find claims by words of their content or source, the best first.

    All WORDS must be there, in any form: bridge finds bridges. "in this order" in quotation
    marks, begin* for beginnings, and after -- also -without. Where more than a thousand
    fit, the newest thousand are looked at.
    """
    with options.open_tracker(db) as tracker:
        found = tracker.search(" ".join(words), limit=limit)
    if as_json:
        write(to_block([claim_to_record(claim) for claim in found]))
    elif found:
        print_claims(found)
    else:
        note("no claim has these words; give fewer, or beginnings such as: reop*")


@click.command()
@options.database
@options.as_json
def runs(db: Path, *, as_json: bool) -> None:
    """List what made claims: versions, models, lexicons, and when."""
    with options.open_tracker(db) as tracker:
        found = tracker.store.runs()
    if as_json:
        write(to_block([run_to_record(item) for item in found]))
        return
    rows = [
        (
            item.run.id,
            f"{item.added:%Y-%m-%d %H:%M}",
            str(item.documents),
            str(item.claims),
            f"claimtrack {item.run.version} · {item.run.parser} · {item.run.lexicon}",
        )
        for item in found
    ]
    print_table(("run", "first", "documents", "claims", "made by"), rows)


@click.command()
@options.database
@options.lexicon_file
@options.parser_models
def rerun(db: Path, lexicon: Path | None, models: str | None) -> None:
    """Read all documents anew with this version, these models and this lexicon.

    What is found is current from then on; what earlier runs found stays. Documents that were
    read so before are left alone: a rerun that was broken off goes on where it was. See what
    differs with: claimtrack diff RUN RUN
    """
    options.check_there(db)
    watching = Watch(1)
    parser = options.make_parser(models, watching.on_progress)

    def watch(document: Document) -> None:
        watching.measure(len(document.text))

    words = options.make_lexicon(lexicon)
    with Tracker(db, parser=parser, lexicon=words) as tracker, watching.text("rerun"):
        done = tracker.rerun(on_document=watch)
        tracker.relate()
        *before, last = tracker.store.runs()
    if not done:
        say("nothing to do: all documents were read so before")
        return
    say(f"read {count(done, 'document')} anew: run {last.run.id}")
    if before:
        say(f"what differs: claimtrack diff {before[-1].run.id} {last.run.id} --db {db}")


@click.command()
@click.argument("earlier", metavar="RUN")
@click.argument("later", metavar="RUN")
@options.database
@options.as_json
def diff(earlier: str, later: str, db: Path, *, as_json: bool) -> None:
    """Show what one run found and another did not, or not so.

    Only documents that both have read are looked at. RUNs are ids, or their first characters;
    list them with: claimtrack runs
    """
    with options.open_tracker(db) as tracker:
        found = tracker.store.differences(earlier, later)
    if as_json:
        write(to_block([difference_to_record(item) for item in found]))
        return
    for item in found:
        print_lines(_describe(item))
    counts = [sum(item.change == change for item in found) for change in _STYLES]
    note(", ".join(f"{number} {change}" for number, change in zip(counts, _STYLES, strict=True)))


def _describe(item: Difference) -> list[Text]:
    head = Text(f"{item.change:<8}", _STYLES[item.change]).append(
        f"{item.claim}  ", "not bold dim"
    )
    lines = [head.append(one_line(item.text), "not bold not dim default")]
    for column, (before, after) in item.columns.items():
        row = Text(f"        {column}: ", "dim")
        lines.append(row.append(one_line(f"{_show(before)} → {_show(after)}"), "not dim"))
    return lines


def _show(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
