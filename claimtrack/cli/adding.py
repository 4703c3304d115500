"""``claimtrack add``: documents into a database."""

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from attrs import field, frozen

from claimtrack.cli import options
from claimtrack.cli.printing import Watch, note, say
from claimtrack.display.page import count
from claimtrack.errors import ClaimtrackError, InputError, ParseError
from claimtrack.ingest import describe, read_document, read_time
from claimtrack.tracker import Tracker

_LOGGER = logging.getLogger(__name__)


@frozen(kw_only=True)
class About:
    """What is known about the documents beside their texts."""

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    limit: int = field(repr=False)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.database
@click.option("--published", metavar="DATE", help="When it was published, as 2022-09-13.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--url", help="Where it was got; for one FILE only.")
@click.option("--title", metavar="TEXT", help="Its headline; for one FILE only.")
@options.lexicon_file
@options.parser_models
@options.size_limit
def add(  # noqa: PLR0913, PLR0917  one for each option
    files: tuple[str, ...],
    db: Path,
    published: str | None,
    outlet: str | None,
    url: str | None,
    title: str | None,
    lexicon: Path | None,
    models: str | None,
    max_mb: float,
) -> None:
    """Find the claims in each FILE and keep them in the database.

    A FILE is text in UTF-8; "-" reads standard input. A document that the database has already
    is left alone, also with another lexicon. A FILE that cannot be read is noted in table
    "failure", the rest goes on, and the exit status is 1.
    """
    if len(files) > 1 and (url or title):
        raise click.UsageError("--url and --title are for one FILE; give the files one by one")
    about = About(
        url=url,
        title=title,
        outlet=outlet,
        published=read_time(published) if published else None,
        limit=options.to_bytes(max_mb),
    )
    watching = Watch(len(files))
    parser = options.make_parser(models, watching.on_progress)
    with Tracker(db, parser=parser, lexicon=options.make_lexicon(lexicon)) as tracker:
        claims = [_add(tracker, name, about, watching) for name in files]
        tracker.relate()
        _sum_up(tracker, claims)


def _add(tracker: Tracker, name: str, about: About, watching: Watch) -> int | None:
    """Add one file; how many claims it has, None where it could not be added."""
    try:
        with watching.text(name):
            document = describe(
                read_document(name, limit=about.limit),
                url=about.url,
                title=about.title,
                outlet=about.outlet,
                published=about.published,
            )
            watching.measure(len(document.text))
            known = document in tracker
            claims = len(tracker.add(document).claims)
    except (InputError, ParseError) as error:
        tracker.note_failure(Path(name), error)
        note(f"Error: {error}")
        return None
    except ClaimtrackError:
        # The models or the database fail every file: stop, and say so once.
        raise
    except Exception as error:  # one text in ten thousand must not lose the others
        _LOGGER.exception("%s", name)
        tracker.note_failure(Path(name), error)
        note(f"Error: internal error in {name} ({error!r}); please report it")
        return None
    there = " (already there)" if known else ""
    say(f"{name}: {count(claims, 'claim')}{there}")
    return claims


def _sum_up(tracker: Tracker, claims: Sequence[int | None]) -> None:
    context = click.get_current_context()
    if None in claims:
        context.exit(1)
    if not any(claims):
        note(
            "Error: no claims found; the text is kept, but nobody in it says anything that "
            "claimtrack can find. See that it is English prose."
        )
        context.exit(1)
    held = tracker.store.sizes()
    say(
        f"{tracker.store.path} holds {count(held.claims, 'claim')} of "
        f"{count(held.documents, 'document')}, with {count(held.conflicts, 'conflict')}"
    )
