"""``claimtrack conflicts`` and ``timeline``: who contradicts whom, and how it came about."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import get_args

import click
from rich.text import Text

from claimtrack.cli import options
from claimtrack.cli.printing import note, print_lines, shorten_ids, width, write
from claimtrack.cli.records import standing_to_record, to_block, turn_to_record
from claimtrack.display.page import Index
from claimtrack.display.text import conflict_to_lines, timeline_to_text
from claimtrack.model import CONFLICTS, RelationKind, Report, Standing

#: In the order of the documentation.
_KINDS = tuple(kind for kind in get_args(RelationKind) if kind in CONFLICTS)


@click.command()
@options.database
@options.by_source
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    help="Only this kind; may be given several times.",
)
@options.day("--since", "Only those whose later claim was published on that day or after.")
@options.day("--until", "Only those whose later claim was published on that day or before.")
@options.as_of
@options.as_json
def conflicts(  # noqa: PLR0913  one for each option
    db: Path,
    *,
    source: str | None,
    kinds: tuple[RelationKind, ...],
    since: date | None,
    until: date | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """List who contradicts whom, and why, what matters most first.

    A conflict matters the more independent sources and reports there are on both of its sides,
    the surer and the newer it is. One about a figure that its own source has taken the place of
    since, or has taken back, stands last and says so.
    """
    with options.open_tracker(db) as tracker:
        found = tracker.standings(
            source=source, kinds=kinds or None, since=since, until=until, as_of=as_of
        )
        report = tracker.report(as_of=as_of)
        measures = tracker.measures()
    if as_json:
        known = {claim.id: claim for claim in report.claims}
        write(to_block([standing_to_record(item, known, measures) for item in found]))
    elif found:
        _print_conflicts(found, report)
    elif source or kinds or since or until or as_of:
        note("no conflicts of this source, kind or time; list all with: claimtrack conflicts")
    else:
        note("no conflicts; see what is said about the same thing with: claimtrack clusters")


@click.command()
@click.argument("cluster")
@options.database
@options.as_of
@options.as_json
def timeline(cluster: str, db: Path, *, as_of: date | None, as_json: bool) -> None:
    """Show who said what when in a CLUSTER, and what superseded what.

    CLUSTER is the id of a cluster, or of a claim of one, or the first characters of either.
    Updates, corrections, agreements and conflicts are told at the later of two claims.
    """
    with options.open_tracker(db) as tracker:
        found = tracker.timeline(cluster, as_of=as_of)
        measures = tracker.measures()
    if as_json:
        write(to_block([turn_to_record(item, measures) for item in found]))
        return
    if found:
        short = shorten_ids(item.claim.id for item in found)
        print_lines([timeline_to_text(found, short, width())])
    else:
        note("nothing of this cluster was published by then; leave out --as-of")


def _print_conflicts(conflicts: Sequence[Standing], report: Report) -> None:
    index = Index(report)
    short = shorten_ids(key for item in conflicts for key in (item.relation.a, item.relation.b))
    for place, item in enumerate(conflicts, 1):
        lines = conflict_to_lines(index, item.relation, place, width(), short)
        print_lines(lines if place == 1 else (Text(), *lines))
