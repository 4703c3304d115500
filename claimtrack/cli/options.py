"""Options that several commands share, and what they open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import click

from claimtrack.errors import StoreError
from claimtrack.ingest import LIMIT
from claimtrack.parsing import Parser, default_parser
from claimtrack.tracker import Tracker

Function = TypeVar("Function", bound=Callable[..., Any])

#: Told how many characters of a text are done.
Progress: TypeAlias = Callable[[int], None]

_LANG = "en"


def database(command: Function) -> Function:
    """``--db``: which database."""
    return click.option(
        "--db",
        type=click.Path(path_type=Path),
        default=Path("claims.db"),
        show_default=True,
        envvar="CLAIMTRACK_DB",
        help="The database file (or set CLAIMTRACK_DB).",
    )(command)


def as_json(command: Function) -> Function:
    """``--json``: for scripts."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON.")(command)


def by_source(command: Function) -> Function:
    """``--source``: whose claims."""
    return click.option(
        "--source",
        metavar="NAME",
        help="Only what this source says: a name, or a part of one.",
    )(command)


def parser_models(command: Function) -> Function:
    """``--models``: what to parse with."""
    return click.option(
        "--models",
        metavar="FOLDER",
        help="Parse with the models in this folder, or with 'stanford' after "
        "'claimtrack models get en'.  [default: those that ship with claimtrack]",
    )(command)


def size_limit(command: Function) -> Function:
    """``--max-mb``: how large a document may be."""
    return click.option(
        "--max-mb",
        type=click.FloatRange(min=0, min_open=True),
        default=LIMIT / 1e6,
        show_default=True,
        help="Largest document, in MB.",
    )(command)


def to_bytes(max_mb: float) -> int:
    """Megabytes as a person gives them, in bytes."""
    return int(max_mb * 1e6)


def make_parser(models: str | None, on_progress: Progress | None = None) -> Parser:
    """The parser that ``--models`` asks for; its weights load when it first parses.

    Args:
        models: A folder, ``stanford``, or None for those that ship with claimtrack.
        on_progress: Called while a text is parsed, with how many characters are done.

    Raises:
        ModelError: There are no such models, or they are damaged.
    """
    if models is None and on_progress is None:
        return default_parser(_LANG)
    # Stanza's adapter stays unimported until somebody parses.
    from claimtrack.parsing.stanza import StanzaParser  # noqa: PLC0415

    return StanzaParser(_LANG, models, on_progress=on_progress)


def open_tracker(db: Path) -> Tracker:
    """A tracker over a database that is there, for reading it.

    Raises:
        StoreError: It is not there, or is no claimtrack store.
    """
    if not db.exists():
        raise StoreError(f"no database {db}; make one with: claimtrack add FILE --db {db}")
    return Tracker(db)
