"""``claimtrack extract``: claims to standard output, with no database."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click

from claimtrack.cli import options
from claimtrack.cli.printing import NONE_CHOSEN, Watch, note, print_claims, write
from claimtrack.cli.records import Record, claim_to_record, to_block, to_line
from claimtrack.errors import ClaimtrackError, InputError, ModelError, ParseError
from claimtrack.extraction import extract as extract_claims
from claimtrack.ingest import Line, read_document, read_jsonl
from claimtrack.model import Document, Extraction

_LOGGER = logging.getLogger(__name__)

#: Finds the claims of a document, with the parser and lexicon that were asked for.
Finder: TypeAlias = Callable[[Document], Extraction]


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option(
    "--jsonl",
    is_flag=True,
    help='Read lines {"id", "text", "published"?, "url"?} and write a line for each.',
)
@options.selection
@options.as_json
@options.lexicon_file
@options.parser_models
@options.size_limit
def extract(  # noqa: PLR0913  one for each option
    files: tuple[str, ...],
    *,
    jsonl: bool,
    chosen: options.Choice,
    as_json: bool,
    lexicon: Path | None,
    models: str | None,
    max_mb: float,
) -> None:
    """Find the claims in each FILE and print them; nothing is kept.

    "-" reads standard input. With --jsonl lines of JSON are read, from standard input where no
    FILE is given, and one line is written for each as soon as it is done; a line that is wrong
    gives {"line", "error"}, the rest goes on, and the exit status is 1 at the end.
    """
    limit = options.to_bytes(max_mb)
    if not jsonl and not files:
        raise click.UsageError("give a FILE, '-' for standard input, or --jsonl")
    words = options.make_lexicon(lexicon)
    chosen = partial(chosen, lexicon=words)
    if jsonl:
        find = partial(extract_claims, parser=options.make_parser(models), lexicon=words)
        good = _stream(files or ("-",), find, limit, chosen)
    else:
        watching = Watch(len(files))
        parser = options.make_parser(models, watching.on_progress)
        find = partial(extract_claims, parser=parser, lexicon=words)
        results = list(_extract_files(files, find, limit, watching))
        good = _print(results, chosen, as_json=as_json)
    if not good:
        click.get_current_context().exit(1)


def _stream(files: Iterable[str], find: Finder, limit: int, chosen: options.Choice) -> bool:
    good = True
    for name in files:
        with ExitStack() as stack:
            for line in read_jsonl(open_lines(name, stack), limit=limit):
                record = _process(line, find, chosen)
                good = good and "error" not in record
                write(to_line(record))
    return good


def open_lines(name: str, stack: ExitStack) -> Iterable[bytes]:
    """The lines of a file; ``-`` is standard input.

    Raises:
        InputError: The file cannot be read.
    """
    if name == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(name).open("rb"))
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}); check the name") from error


def _process(line: Line, find: Finder, chosen: options.Choice) -> Record:
    """What to write for a line: its claims, or what is wrong with it."""
    error = line.error
    if line.document is not None:
        try:
            found = find(line.document)
        except (ModelError, ModuleNotFoundError):
            # Without models no line can be read: stop, and say so once.
            raise
        except ClaimtrackError as failed:
            error = str(failed)
        except Exception as failed:  # one text in ten thousand must not lose the others
            _LOGGER.exception("line %s", line.number)
            error = f"internal error ({type(failed).__name__}: {failed}); please report it"
        else:
            return _to_record(found, chosen, line.id)
    given = {} if line.id is None else {"id": line.id}
    return {"line": line.number, **given, "error": error}


def _to_record(found: Extraction, chosen: options.Choice, key: str | int | None = None) -> Record:
    claims = [claim_to_record(claim) for claim in chosen(found.claims)]
    return {"id": found.document.id if key is None else key, "claims": claims}


def _extract_files(
    files: tuple[str, ...], find: Finder, limit: int, watching: Watch
) -> Iterator[Extraction | None]:
    """The extraction of each file, None where there is none."""
    for name in files:
        found = None
        try:
            with watching.text(name):
                document = read_document(name, limit=limit)
                watching.measure(len(document.text))
                found = find(document)
        except (InputError, ParseError) as error:
            note(f"Error: {error}")
        yield found


def _print(results: list[Extraction | None], chosen: options.Choice, *, as_json: bool) -> bool:
    """Print what was found; whether all went well and there was something."""
    found = [item for item in results if item is not None]
    claims = [claim for item in found for claim in chosen(item.claims)]
    if as_json:
        write(to_block([_to_record(item, chosen) for item in found]))
    elif found:
        print_claims(claims)
    if not claims and any(item.claims for item in found):
        note(NONE_CHOSEN)
    if found and not any(item.claims for item in found):
        note(
            "Error: no claims found; nobody in the text says anything that claimtrack can find. "
            "See that it is English prose."
        )
        return False
    return len(found) == len(results)
