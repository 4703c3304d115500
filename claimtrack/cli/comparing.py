"""``claimtrack compare``: what two texts or claims are to each other, with no database."""

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click
from attrs import evolve
from rich.text import Text

from claimtrack.cli import options
from claimtrack.cli.extracting import open_lines
from claimtrack.cli.printing import print_lines, write
from claimtrack.cli.records import Record, answer_to_record, to_block, to_line
from claimtrack.conflicts import load_measures, make_rules, read_text, relate_pair
from claimtrack.display.text import one_line
from claimtrack.errors import ClaimtrackError, ModelError
from claimtrack.ingest import Pair, Statement, from_text, read_pairs
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim

_LOGGER = logging.getLogger(__name__)

#: Reads one side of a pair as a claim.
Reader: TypeAlias = Callable[[Statement], Claim]


@click.command()
@click.argument("what", nargs=-1, metavar="[A B | FILE...]")
@click.option(
    "--jsonl", is_flag=True, help='Read lines {"id", "a", "b"} and write a line for each.'
)
@options.as_json
@options.lexicon_file
@options.parser_models
@options.size_limit
def compare(
    what: tuple[str, ...],
    *,
    jsonl: bool,
    as_json: bool,
    lexicon: Path | None,
    models: str | None,
    max_mb: float,
) -> None:
    """Say what two texts A and B are to each other, and why; nothing is kept.

    With --jsonl pairs are read from each FILE, or from standard input where none is given, and
    one line is written for each as soon as it is done. A side is a text, or a claim as an
    object with "text" and, where known, "source", "published", "polarity" and "kind". A line
    that is wrong gives {"line", "error"}, the rest goes on, and the exit status is 1 at the end.
    """
    limit = options.to_bytes(max_mb)
    if not jsonl and len(what) != len(("a", "b")):
        raise click.UsageError("give two texts, or --jsonl")
    words = options.make_lexicon(lexicon)
    parser = options.make_parser(models)

    def read(statement: Statement) -> Claim:
        claim = read_text(statement.document, parser=parser, lexicon=words)
        return evolve(claim, document=statement.id, **statement.known)

    answer = partial(_answer, read=read, lexicon=words)
    if jsonl:
        if not _stream(what or ("-",), answer, limit):
            click.get_current_context().exit(1)
        return
    a, b = (Statement(document=from_text(text, limit=limit), known={}) for text in what)
    record = answer(Pair(number=1, a=a, b=b))
    if as_json:
        write(to_block(record))
        return
    print_lines(
        [
            Text(record["relation"], "bold red" if record["conflict"] else "bold"),
            Text(one_line(record["reason"])),
            Text(f"rule {record['rule']} · {record['score']:.0%} sure", "dim"),
        ]
    )


def _stream(files: Iterable[str], answer: Callable[[Pair], Record], limit: int) -> bool:
    """Answer every line; whether none was wrong."""
    good = True
    for name in files:
        with ExitStack() as stack:
            for pair in read_pairs(open_lines(name, stack), limit=limit):
                record = _try(pair, answer)
                good = good and "error" not in record
                write(to_line(record))
    return good


def _try(pair: Pair, answer: Callable[[Pair], Record]) -> Record:
    error = pair.error
    if error is None:
        try:
            return answer(pair)
        except (ModelError, ModuleNotFoundError):
            # Without models no line can be read: stop, and say so once.
            raise
        except ClaimtrackError as failed:
            error = str(failed)
        except Exception as failed:  # one pair in ten thousand must not lose the others
            _LOGGER.exception("line %s", pair.number)
            error = f"internal error ({type(failed).__name__}: {failed}); please report it"
    given = {} if pair.id is None else {"id": pair.id}
    return {"line": pair.number, **given, "error": error}


def _answer(pair: Pair, *, read: Reader, lexicon: Lexicon) -> Record:
    assert pair.a is not None
    assert pair.b is not None
    published = {
        side.id: side.document.published
        for side in (pair.a, pair.b)
        if side.document.published is not None
    }
    a, b = read(pair.a), read(pair.b)
    rules = make_rules(lexicon, published=published)
    relation = relate_pair(a, b, rules=rules, lexicon=lexicon)
    return answer_to_record(relation, a, pair.id, load_measures(lexicon, "pair"))
