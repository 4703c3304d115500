"""Text on a terminal: tables, plain when piped, and never a control character.

The central decision: a table is rows of strings. On a terminal its last column wraps to the
window; piped, every cell is as wide as it is, so that nothing is cut that a script may want.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from claimtrack.display.highlight import name_sources
from claimtrack.display.text import one_line, printable
from claimtrack.errors import StoreError
from claimtrack.model import Carriage, Claim

#: Fewest characters of an id that are shown on a terminal: its tag and eight digits.
_SHORT = 11

#: Characters in a line where there is no terminal to ask.
_WIDTH = 88

#: Said where there are claims, and none is asked for.
NONE_CHOSEN = (
    "no claims are left by --scope, --outermost, --min-confidence and --source; ask for more"
)

#: Widest that a column but the last may be on a terminal.
_COLUMN = 32


class Watch:
    """A progress bar on standard error while a text is read, if that is a terminal.

    Args:
        total: How many texts there are.

    The bar goes away after each text, so that what is printed between stands clean.
    """

    def __init__(self, total: int) -> None:
        live = sys.stderr.isatty()
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        self._progress = Progress(
            *columns,
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not live,
        )
        self._total = total
        self._begun = 0
        self._length = 0
        self._task = self._progress.add_task("", total=None)
        #: Takes how many characters of the text are done; None where nobody watches.
        self.on_progress = self._show_progress if live else None

    def _show_progress(self, done: int) -> None:
        self._progress.update(self._task, completed=done)

    @contextmanager
    def text(self, name: str) -> Generator[None]:
        """Show the bar with a name while a text is read."""
        self._begun += 1
        place = f" ({self._begun}/{self._total})" if self._total > 1 else ""
        self._progress.reset(self._task, description=one_line(name) + place, total=None)
        self._progress.start()
        try:
            yield
            self._show_progress(self._length)
        finally:
            self._progress.stop()

    def measure(self, length: int) -> None:
        """Say how many characters the text has."""
        self._length = length
        self._progress.update(self._task, total=length)


def is_terminal() -> bool:
    """Whether standard output is a person's window."""
    return sys.stdout.isatty()


def width() -> int:
    """Characters in a line of output."""
    return shutil.get_terminal_size((_WIDTH, 24)).columns if is_terminal() else _WIDTH


def say(text: str) -> None:
    """Print a line of plain text to standard output."""
    click.echo(printable(text))


def note(text: str) -> None:
    """Print a line of plain text to standard error."""
    click.echo(printable(text), err=True)


def write(raw: bytes) -> None:
    """Write bytes to standard output at once."""
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def print_lines(lines: Iterable[Text]) -> None:
    """Print styled lines as they are; plain when piped."""
    for line in lines:
        if is_terminal():
            _console().print(line, soft_wrap=True)
        else:
            click.echo(line.plain)


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, the last column taking what is left of the width.

    Args:
        header: Names of the columns.
        rows: Cells of each row, as many as the header has.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    if is_terminal():
        _print_wrapped(header, cells)
    else:
        _print_plain(header, cells)


def print_claims(claims: Sequence[Claim], carried: Mapping[str, Carriage] | None = None) -> None:
    """Print a table of claims.

    Args:
        claims: In their order.
        carried: Id of a claim to how many reports carry it; a column of its own where any has.
    """
    short = shorten_ids(claim.id for claim in claims)
    rows = [
        (short[claim.id], name_sources(claim), claim.cue.text if claim.cue else "…", claim.text)
        for claim in claims
    ]
    if not carried or not any(claim.id in carried for claim in claims):
        print_table(("id", "source", "cue", "content"), rows)
        return
    counts = [str(carried[claim.id].reports) if claim.id in carried else "1" for claim in claims]
    wider = [(row[0], number, *row[1:]) for row, number in zip(rows, counts, strict=True)]
    print_table(("id", "reports", "source", "cue", "content"), wider)


def shorten_ids(ids: Iterable[str]) -> dict[str, str]:
    """Ids to the shortest beginnings, of one length, that tell them apart.

    On a terminal only; piped, every id is whole.
    """
    known = set(ids)
    if not is_terminal():
        return {key: key for key in known}
    length = _SHORT
    while len({key[:length] for key in known}) < len(known):
        length += 1
    return {key: key[:length] for key in known}


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False)


def _print_plain(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    lines = [[name.upper() for name in header], *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = [cell.ljust(room) for cell, room in zip(line, widths, strict=True)]
        click.echo("  ".join(padded).rstrip())


def _print_wrapped(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in header[:-1]:
        table.add_column(name, max_width=_COLUMN, no_wrap=name == "id")
    table.add_column(header[-1], ratio=1)
    for row in rows:
        table.add_row(*map(Text, row))
    _console().print(table)


def write_file(path: Path, raw: bytes) -> None:
    """Write a file wholly or not at all.

    Raises:
        StoreError: It is a folder, or cannot be written.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder; give a file, such as {path / 'report.html'}")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}); check its folder"
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        # mkstemp makes a file for its owner alone; a report is for readers.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise StoreError(
            f"{path} cannot be written ({error.strerror}); free some space"
        ) from error
