"""``claimtrack source``: what a person says of who is who.

The central decision: nothing that is said is ever lost. A merge, a split and a file of aliases
are judgements; ``undo`` appends that one is taken back, and ``log`` shows what is in force.
"""

from collections.abc import Iterable
from pathlib import Path

import click

from claimtrack.cli import options
from claimtrack.cli.printing import note, print_table, say, shorten_ids, write
from claimtrack.cli.records import judgement_to_record, to_block
from claimtrack.display.page import count
from claimtrack.errors import NotFoundError
from claimtrack.model import Judgement
from claimtrack.sources import read_aliases
from claimtrack.tracker import Tracker

#: Before a file's name, where a file says who is who.
_FILE = "aliases: "


@click.group()
def source() -> None:
    """Say who is who: merge sources, split them, give them aliases."""


@source.command()
@click.argument("name")
@click.argument("others", nargs=-1, required=True, metavar="OTHER...")
@options.database
@options.signed
def merge(name: str, others: tuple[str, ...], db: Path, by: str, reason: str) -> None:
    """Make each OTHER a name of the source NAME, which keeps its name.

    NAME and OTHER are names, aliases or ids. What documents say stays as it is: take a merge
    back with "claimtrack source undo", and every claim is as it was.
    """
    with options.open_tracker(db) as tracker:
        made = tracker.merge(name, others, by=by, reason=reason)
        _tell(tracker, made)


@source.command()
@click.argument("name")
@click.argument("others", nargs=-1, required=True, metavar="OTHER...")
@options.database
@options.signed
def split(name: str, others: tuple[str, ...], db: Path, by: str, reason: str) -> None:
    """Part each OTHER, an alias of the source NAME, from it."""
    with options.open_tracker(db) as tracker:
        made = tracker.split(name, others, by=by, reason=reason)
        _tell(tracker, made)


@source.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.database
def alias(file: Path, db: Path) -> None:
    """Take the names in FILE for those of sources, lines "alias,source" of CSV.

    Read a changed FILE again, and what it says no more is taken back; an empty one, with its
    header only, takes all back. A FILE is known by its name without its folder.
    """
    aliases = read_aliases(file)
    with options.open_tracker(db) as tracker:
        made, gone = tracker.add_aliases(aliases, by=_FILE + file.name)
        tracker.relate()
    held = len(aliases) - len(made)
    say(f"{file}: {len(made)} new, {held} there already, {len(gone)} taken back")


@source.command()
@click.argument("judgements", nargs=-1, required=True, metavar="JUDGEMENT...")
@options.database
@options.signed
def undo(judgements: tuple[str, ...], db: Path, by: str, reason: str) -> None:
    """Take back each JUDGEMENT, an id of "claimtrack source log" or its beginning."""
    with options.open_tracker(db) as tracker:
        known = tracker.store.judgements(subject="source")
        chosen = [_find(known, key) for key in judgements]
        for judgement in dict.fromkeys(chosen):
            tracker.store.retract(judgement.id, by=by, reason=reason, now=options.now())
        tracker.relate()
    say(f"took back {count(len(set(chosen)), 'judgement')}")


@source.command()
@options.database
@options.as_json
def log(db: Path, *, as_json: bool) -> None:
    """List what people have said of who is who and not taken back."""
    with options.open_tracker(db) as tracker:
        known = tracker.store.judgements(subject="source")
        names = tracker.store.names()
    if as_json:
        write(to_block([judgement_to_record(item, names) for item in known]))
    elif known:
        _print_log(known, names)
    else:
        note("nobody has said who is who; say it with: claimtrack source merge NAME OTHER")


def _find(known: Iterable[Judgement], key: str) -> Judgement:
    start = key if key.startswith("j1:") else f"j1:{key}"
    found = [judgement for judgement in known if judgement.id.startswith(start)]
    if len(found) != 1 or not key.strip():
        what = "more than one judgement begins" if len(found) > 1 else "no judgement begins"
        raise NotFoundError(f"{what} with {key!r}; see: claimtrack source log")
    return found[0]


def _tell(tracker: Tracker, made: tuple[Judgement, ...]) -> None:
    tracker.relate()
    _print_log(made, tracker.store.names())


def _print_log(judgements: Iterable[Judgement], names: dict[str, str]) -> None:
    shown = tuple(judgements)
    short = shorten_ids(item.id for item in shown)
    words = {"same": "is", "different": "is not", "unsure": "may be"}
    rows = [
        (
            short[item.id],
            f"{item.added:%Y-%m-%d}",
            item.by,
            f"{names[item.a]} {words[item.verdict]} {names[item.b]}"
            + (f" ({item.reason})" if item.reason else ""),
        )
        for item in shown
    ]
    print_table(("id", "day", "by", "judgement"), rows)
