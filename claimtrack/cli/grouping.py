"""``claimtrack cluster``: lines of claims or events to clusters, with no database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import click
from attrs import evolve, field, frozen

from claimtrack.cli import options
from claimtrack.cli.extracting import open_lines
from claimtrack.cli.printing import write
from claimtrack.cli.records import Record, to_line
from claimtrack.clustering import assign, cluster_tellings
from claimtrack.clustering import cluster as cluster_claims
from claimtrack.conflicts import read_text
from claimtrack.errors import InputError, ParseError
from claimtrack.ingest import Line, read_jsonl
from claimtrack.lexicon import Lexicon
from claimtrack.matching import Embedder, load_embedder
from claimtrack.matching.tellings import Telling, find_trigger
from claimtrack.model import Claim, Cluster, Document
from claimtrack.parsing import Parser

_NO_FOCUS = 'a line with "focus" needs the others to be decided; leave out --stream'


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option(
    "--jsonl",
    is_flag=True,
    help='Read lines {"id", "text", "focus"?, "source"?, "published"?}; needed.',
)
@click.option("--stream", is_flag=True, help="Decide each line as it comes.")
@click.option(
    "--embeddings",
    metavar="FOLDER",
    help="Compare meanings too, with this model of sentence-transformers.",
)
@options.lexicon_file
@options.parser_models
@options.size_limit
def cluster(  # noqa: PLR0913  one for each option
    files: tuple[str, ...],
    *,
    jsonl: bool,
    stream: bool,
    embeddings: str | None,
    lexicon: Path | None,
    models: str | None,
    max_mb: float,
) -> None:
    """Bring lines together that claim the same, or tell of one event; nothing is kept.

    Lines of JSON are read from each FILE, or from standard input where none is given. For each a
    line {"id", "cluster"} is written, in order: those of one cluster have the same "cluster",
    the id of its first line. Where a line has "focus", a word of its text, it is clustered by
    the event that this word names, with the other lines that have one; otherwise by all that it
    claims. A line that is wrong gives {"line", "error"}, and the exit status is 1 at the end.

    With --stream each line is decided as soon as it is read, and later ones change nothing.
    --embeddings needs the extra claimtrack[semantic], and is used where no line has "focus".
    """
    if not jsonl:
        raise click.UsageError("give --jsonl; a database's clusters: claimtrack clusters")
    if stream and embeddings:
        raise click.UsageError("--embeddings needs all lines; leave out --stream")
    embed = load_embedder(embeddings) if embeddings else None
    words = options.make_lexicon(lexicon)
    limit = options.to_bytes(max_mb)
    with ExitStack() as stack:
        lines = (
            line
            for name in files or ("-",)
            for line in read_jsonl(open_lines(name, stack), limit=limit)
        )
        if stream:
            records = decide_each(lines, words)
        else:
            records = _decide_all(tuple(lines), options.make_parser(models), words, embed)
        good = True
        for record in records:
            good = good and "error" not in record
            write(to_line(record))
    if not good:
        click.get_current_context().exit(1)


@frozen
class _Names:
    """What clusters are called: as their first line, unless another is called so already."""

    found: dict[int, str | int] = field(factory=dict[int, str | int])
    taken: set[str | int] = field(factory=set[str | int])

    def find(self, number: int, line: Line) -> str | int:
        """The name of a cluster, by its number and a line of it, the first where it is new."""
        if number not in self.found:
            name, behind = _name(line), line.number
            while name in self.taken:
                name, behind = f"{_name(line)}#{behind}", behind + 1
            self.found[number] = name
            self.taken.add(name)
        return self.found[number]


def decide_each(lines: Iterable[Line], lexicon: Lexicon) -> Iterator[Record]:
    """Each line's answer, given before the next line is read."""
    waiting: list[str] = []
    decided = assign(iter(waiting.pop, None), lexicon=lexicon)
    names = _Names()
    for line in lines:
        if line.document is None:
            yield _to_error(line)
        elif line.focus is not None:
            yield _to_error(evolve(line, error=_NO_FOCUS))
        else:
            waiting.append(line.document.text)
            number = next(decided)
            yield {"id": _name(line), "cluster": names.find(number, line)}


def _decide_all(
    lines: Sequence[Line], parser: Parser, lexicon: Lexicon, embed: Embedder | None
) -> Iterator[Record]:
    claims: dict[str, Claim] = {}
    tellings: dict[str, Telling] = {}
    wrong: dict[int, Line] = {}
    seen: Counter[tuple[str, str]] = Counter()
    # A text has a line for each of its events, and is parsed once.
    parse = cache(parser.parse)
    for place, line in enumerate(lines):
        key = f"{place:09}"
        try:
            if line.document is None:
                wrong[place] = line
            elif line.focus is None:
                claims[key] = _read_claim(line.document, key, parser, lexicon)
            else:
                text = line.document.text
                trigger = find_trigger(text, line.focus, seen[text, line.focus])
                seen[text, line.focus] += 1
                tellings[key] = Telling(id=key, text=text, trigger=trigger, sentences=parse(text))
        except (InputError, ParseError) as error:
            wrong[place] = evolve(line, error=str(error))
    labels = _label(cluster_claims(claims.values(), embed=embed, lexicon=lexicon), claims)
    labels |= _label(cluster_tellings(tellings.values(), lexicon=lexicon), {})
    names = _Names()
    for place, line in enumerate(lines):
        if place in wrong:
            yield _to_error(wrong[place])
        else:
            yield {"id": _name(line), "cluster": names.find(labels[place], line)}


def _read_claim(document: Document, key: str, parser: Parser, lexicon: Lexicon) -> Claim:
    # Two lines with one text are two claims.
    return evolve(read_text(document, parser=parser, lexicon=lexicon), document=key)


def _label(clusters: Iterable[Cluster], claims: Mapping[str, Claim]) -> dict[int, int]:
    """Place of a line to the place of the first line of its cluster."""
    places = {claim.id: int(key) for key, claim in claims.items()}
    found: dict[int, int] = {}
    for group in clusters:
        members = [places[key] if key in places else int(key) for key in group.claims]
        found |= dict.fromkeys(members, min(members))
    return found


def _name(line: Line) -> str | int:
    return line.number if line.id is None else line.id


def _to_error(line: Line) -> Record:
    given = {} if line.id is None else {"id": line.id}
    return {"line": line.number, **given, "error": line.error}
