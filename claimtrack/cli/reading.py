"""``claimtrack claims``, ``sources`` and ``clusters``: what the database knows."""

from collections.abc import Sequence
from pathlib import Path

import click

from claimtrack.cli import options
from claimtrack.cli.printing import (
    NONE_CHOSEN,
    note,
    print_claims,
    print_table,
    shorten_ids,
    write,
)
from claimtrack.cli.records import (
    carried_to_record,
    change_to_record,
    cluster_to_record,
    source_to_record,
    to_block,
)
from claimtrack.display.highlight import name_sources
from claimtrack.model import Claim, Cluster, Source


@click.command()
@options.database
@options.by_source
@options.selection
@options.as_json
def claims(db: Path, source: str | None, chosen: options.Choice, *, as_json: bool) -> None:
    """List claims: who says what, by which words."""
    with options.open_tracker(db) as tracker:
        held = tracker.claims()
        # What is outermost is seen only where the claims of all sources are.
        found = chosen(held)
        if source is not None:
            said = {claim.id for claim in tracker.claims(source=source)}
            found = tuple(claim for claim in found if claim.id in said)
        carried = {item.claim: item for item in tracker.store.carriages()}
    if as_json:
        write(to_block([carried_to_record(claim, carried.get(claim.id)) for claim in found]))
    elif found:
        print_claims(found, carried)
    elif held:
        note(NONE_CHOSEN)
    else:
        note("no claims yet; add some with: claimtrack add FILE")


@click.command()
@options.database
@options.by_source
@options.as_json
def sources(db: Path, source: str | None, *, as_json: bool) -> None:
    """List who speaks, and how often."""
    with options.open_tracker(db) as tracker:
        found = list(tracker.sources(named=source))
        spoken = tracker.store.spoken()
    found = [item for item in found if spoken[item.id]]
    found.sort(key=lambda item: (-spoken[item.id], item.name.casefold(), item.id))
    if as_json:
        write(to_block([source_to_record(item, spoken[item.id]) for item in found]))
    elif found:
        rows = [
            (str(spoken[item.id]), item.kind, item.country, item.role, _list_names(item))
            for item in found
        ]
        print_table(("claims", "kind", "country", "role", "source"), rows)
    else:
        note("no sources yet; add documents with: claimtrack add FILE")


@click.command()
@options.database
@options.by_source
@click.option("--all", "every", is_flag=True, help="Also those of one claim only.")
@click.option("--history", is_flag=True, help="List which merged and which split, not what is.")
@options.as_json
def clusters(db: Path, source: str | None, *, every: bool, history: bool, as_json: bool) -> None:
    """List claims about the same thing."""
    if history:
        _list_changes(db, as_json=as_json)
        return
    with options.open_tracker(db) as tracker:
        found = [item for item in tracker.clusters() if every or len(item.claims) > 1]
        known = {claim.id: claim for claim in tracker.claims()}
        if source is not None:
            said = {claim.id for claim in tracker.claims(source=source)}
            found = [item for item in found if said.intersection(item.claims)]
    if as_json:
        write(to_block([cluster_to_record(item, known) for item in found]))
    elif found:
        _print_clusters(found, known)
    else:
        note("no claims about the same thing; list the others with: claimtrack clusters --all")


def _list_changes(db: Path, *, as_json: bool) -> None:
    with options.open_tracker(db) as tracker:
        tracker.relate()
        found = tracker.store.changes()
    if as_json:
        write(to_block([change_to_record(item) for item in found]))
    elif found:
        short = shorten_ids(key for item in found for key in (item.before, item.after))
        rows = [
            (item.added, item.kind, short[item.before], short[item.after], str(len(item.claims)))
            for item in found
        ]
        print_table(("when", "what", "from", "to", "claims"), rows)
    else:
        note("no cluster has merged with another or split")


def _list_names(source: Source) -> str:
    """A source's name, with its other names behind it."""
    return f"{source.name} (also {', '.join(source.aliases)})" if source.aliases else source.name


def _print_clusters(clusters: Sequence[Cluster], known: dict[str, Claim]) -> None:
    short = shorten_ids(key for cluster in clusters for key in cluster.claims)
    rows = [
        (str(place), short[key], name_sources(known[key]), known[key].text)
        for place, cluster in enumerate(clusters, 1)
        for key in cluster.claims
    ]
    print_table(("cluster", "id", "source", "content"), rows)
