"""Options that several commands share, and what they open."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial, wraps
from getpass import getuser
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar, cast

import click

from claimtrack.errors import InputError, StoreError
from claimtrack.extraction import select
from claimtrack.extraction.patterns import load_patterns
from claimtrack.extraction.selection import FACTS, SCOPES, Scope, check_scope
from claimtrack.ingest import LIMIT
from claimtrack.lexicon import Lexicon, extend_lexicon, load_lexicon
from claimtrack.model import Claim
from claimtrack.parsing import Parser, default_parser
from claimtrack.tracker import Tracker

Function = TypeVar("Function", bound=Callable[..., Any])

#: Told how many characters of a text are done.
Progress: TypeAlias = Callable[[int], None]


class Choice(Protocol):
    """Leaves out the claims that nobody asked for."""

    def __call__(
        self, claims: Iterable[Claim], *, lexicon: Lexicon | None = None
    ) -> tuple[Claim, ...]:
        """Those that were asked for; the lexicon says what beliefs are about."""
        ...


_LANG = "en"
#: The scope that keeps every kind.
_ALL = "all"


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


def signed(command: Function) -> Function:
    """``--by`` and ``--reason``: who says so, a name, and why."""

    @wraps(command)
    def signing(*arguments: object, by: str | None, **others: object) -> object:
        return command(*arguments, by=by or find_user(), **others)

    for option in (
        click.option("--reason", metavar="TEXT", default="", help="Why, for those who read it."),
        click.option(
            "--by",
            metavar="NAME",
            envvar="CLAIMTRACK_USER",
            help="Who says so (or set CLAIMTRACK_USER).  [default: the name you are logged in "
            "with]",
        ),
    ):
        option(signing)
    return cast("Function", signing)


def find_user() -> str:
    """Who is logged in."""
    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        # No such user on this machine: containers run under bare numbers.
        return "somebody"


def day(name: str, text: str) -> Callable[[Function], Function]:
    """An option that takes a day, such as ``--since``."""
    return click.option(name, metavar="DATE", callback=_read_day, help=text)


def as_of(command: Function) -> Function:
    """``--as-of``: what was known on a day."""
    return day("--as-of", "As it stood at the end of that day: nothing published later counts.")(
        command
    )


def _read_day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no day; give one such as 2022-09-13") from error


def selection(command: Function) -> Function:
    """``--scope``, ``--outermost``, ``--min-confidence``: one argument `chosen`, a `Choice`."""

    @wraps(command)
    def choosing(
        *arguments: object,
        scope: frozenset[Scope] | None,
        outermost: bool,
        min_confidence: float,
        **others: object,
    ) -> object:
        chosen: Choice = partial(
            select, scope=scope, outermost=outermost, min_confidence=min_confidence
        )
        return command(*arguments, chosen=chosen, **others)

    for option in (
        click.option(
            "--min-confidence",
            metavar="0..1",
            type=float,
            default=0.0,
            callback=_read_confidence,
            help="Only claims that are at least so likely; 0.8 means four right in five.",
        ),
        click.option(
            "--outermost", is_flag=True, help="Only claims that stand in no other claim."
        ),
        click.option(
            "--scope",
            metavar="KINDS",
            default=FACTS,
            callback=_read_scope,
            help=f"Only these kinds of claims, with commas between: {', '.join(SCOPES)}; or "
            f"{_ALL}. {FACTS.capitalize()} are speech, denials and beliefs about what is so.  "
            f"[default: {FACTS}]",
        ),
    ):
        option(choosing)
    return cast("Function", choosing)


def _read_scope(_: click.Context, __: click.Parameter, text: str) -> frozenset[Scope] | None:
    kinds = frozenset(word.strip().lower() for word in text.split(",")) - {""}
    scope = None if _ALL in kinds else kinds
    try:
        check_scope(scope)
    except InputError as error:
        raise click.BadParameter(str(error)) from error
    return cast("frozenset[Scope] | None", scope)


def _read_confidence(_: click.Context, __: click.Parameter, number: float) -> float:
    if not 0.0 <= number <= 1.0:
        raise click.BadParameter(f"{number:g} is not in 0..1; give a number such as 0.8")
    return number


def parser_models(command: Function) -> Function:
    """``--models``: what to parse with."""
    return click.option(
        "--models",
        metavar="FOLDER",
        help="Parse with the models in this folder, or with 'stanford' after "
        "'claimtrack models get en'.  [default: those that ship with claimtrack]",
    )(command)


def lexicon_file(command: Function) -> Function:
    """``--lexicon``: words and patterns of one's own."""
    return click.option(
        "--lexicon",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Cues and patterns of your own, in TOML, beside those of claimtrack.",
    )(command)


def make_lexicon(path: Path | None) -> Lexicon:
    """The lexicon with what ``--lexicon`` adds, all of it checked.

    Raises:
        LexiconError: The file cannot be read or is wrong.
    """
    lexicon = load_lexicon(_LANG)
    if path is not None:
        lexicon = extend_lexicon(lexicon, path)
        load_patterns(lexicon)
    return lexicon


def size_limit(command: Function) -> Function:
    """``--max-mb``: how large a document may be."""
    return click.option(
        "--max-mb",
        type=click.FloatRange(min=0, min_open=True),
        default=LIMIT / 1e6,
        show_default=True,
        help="Largest document, in MB.",
    )(command)


def now() -> datetime:
    """The time to write beside what is kept."""
    return datetime.now(UTC)


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
    check_there(db)
    return Tracker(db)


def check_there(db: Path) -> None:
    """See that there is a database.

    Raises:
        StoreError: There is none.
    """
    if not db.exists():
        raise StoreError(f"no database {db}; make one with: claimtrack add FILE --db {db}")
