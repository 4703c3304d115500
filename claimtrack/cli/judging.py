"""``claimtrack judge`` and ``recluster``: people's word on what belongs together."""

from pathlib import Path
from typing import cast, get_args

import click

from claimtrack.cli import options
from claimtrack.cli.printing import note, say
from claimtrack.display.page import count
from claimtrack.errors import NotFoundError
from claimtrack.model import Judgement, Verdict
from claimtrack.tracker import Tracker


@click.command()
@click.argument("a")
@click.argument("b")
@click.argument("verdict", required=False, type=click.Choice(get_args(Verdict)))
@options.database
@options.signed
@click.option("--retract", is_flag=True, help="Take back what NAME said of the two.")
def judge(  # noqa: PLR0913  one for each option
    a: str,
    b: str,
    verdict: str | None,
    *,
    db: Path,
    by: str,
    reason: str,
    retract: bool,
) -> None:
    """Say whether claims A and B are about the same thing.

    A and B are ids of claims, or their first characters. "same" joins the two in one cluster,
    "different" keeps them apart, whatever they are like, and "unsure" only says that somebody
    looked. It holds for every later clustering until it is taken back with --retract.
    """
    if retract == (verdict is not None):
        raise click.UsageError("give same, different or unsure, or --retract")
    with options.open_tracker(db) as tracker:
        if verdict is not None:
            tracker.judge(a, b, cast("Verdict", verdict), by=by, reason=reason)
            say(f"{by}: {verdict}")
            if verdict == "same" and not _are_together(tracker, a, b):
                note("they stay apart: some of what would come together is judged different")
        else:
            held = _find(tracker, a, b, by)
            tracker.retract(held.id, by=by, reason=reason)
            say(f"{by}: no longer {held.verdict}")


def _are_together(tracker: Tracker, a: str, b: str) -> bool:
    pair = {tracker.claim(a).id, tracker.claim(b).id}
    return any(pair.issubset(item.claims) for item in tracker.store.clusters())


def _find(tracker: Tracker, a: str, b: str, by: str) -> Judgement:
    """The judgement in force of a person on two claims."""
    pair = {tracker.claim(a).id, tracker.claim(b).id}
    for held in tracker.store.judgements(subject="claim"):
        if {held.a, held.b} == pair and held.by == by:
            return held
    raise NotFoundError(f"no judgement of {by} about the two; give whose with --by")


@click.command()
@options.database
def recluster(db: Path) -> None:
    """Cluster all claims anew, as if they had come at once.

    What is added joins the clusters that are there, so that they depend on what came first.
    This does not; it keeps the ids of clusters, and what was judged.
    """
    with options.open_tracker(db) as tracker:
        before = len(tracker.store.changes())
        tracker.recluster()
        changed = len(tracker.store.changes()) - before
        clusters = sum(len(item.claims) > 1 for item in tracker.store.clusters())
    say(f"{count(clusters, 'cluster')} of several claims, {count(changed, 'change')}")
