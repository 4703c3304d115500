"""``claimtrack explain``: why a sentence gave the claims that it gave."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click
from rich.text import Text

from claimtrack.cli import options
from claimtrack.cli.printing import print_lines, write
from claimtrack.cli.records import explanation_to_record, to_block
from claimtrack.display.text import one_line
from claimtrack.extraction.explaining import Attempt, Explanation, Silent, Weighed
from claimtrack.extraction.explaining import explain as explain_text
from claimtrack.ingest import from_text, read_document
from claimtrack.model import Document, read_spans
from claimtrack.syntax import ROOT, Sentence

#: Features that are shown for and against, and patterns that nearly fitted.
_SHOWN = 4
#: Less likely than this, what fitted is left to ``--json``: it says nothing about the sentence.
_FAINT = 0.01


@click.command()
@click.argument("text", required=False)
@click.option("--file", "name", metavar="FILE", help="Explain this file, not TEXT.")
@options.as_json
@options.lexicon_file
@options.parser_models
@options.size_limit
def explain(
    text: str | None,
    name: str | None,
    *,
    as_json: bool,
    lexicon: Path | None,
    models: str | None,
    max_mb: float,
) -> None:
    """Show why each sentence of TEXT gave the claims that it gave.

    For each sentence: its tree, the patterns that fitted at a cue with what speaks for and
    against, and for cues of the lexicon where none did, which nearly did and what was missing.
    "-" reads standard input.
    """
    words = options.make_lexicon(lexicon)
    document = _read(text, name, options.to_bytes(max_mb))
    sentences = options.make_parser(models).parse(document.text)
    found = explain_text(document.text, sentences, words)
    if as_json:
        write(to_block([explanation_to_record(item, document.text) for item in found]))
        return
    for place, item in enumerate(found):
        if place:
            print_lines([Text()])
        print_lines(_describe(item, document.text))


def _read(text: str | None, name: str | None, limit: int) -> Document:
    if (text is None) == (name is None):
        raise click.UsageError("give TEXT, '-' for standard input, or --file FILE")
    if name is not None or text == "-":
        return read_document(name or "-", limit=limit)
    return from_text(text or "", limit=limit)


def _describe(explanation: Explanation, text: str) -> Iterator[Text]:
    sentence = explanation.sentence
    yield Text(one_line(sentence.span.of(text)), "bold")
    yield Text()
    yield from _describe_tree(sentence)
    telling = [item for item in explanation.attempts if item.confidence >= _FAINT]
    for _, attempts in groupby(telling, key=_place):
        yield Text()
        yield from _describe_cue(list(attempts), sentence, text)
    for silent in explanation.silent:
        yield Text()
        yield from _describe_silent(silent, sentence)
    if explanation.unlisted:
        yield Text()
    for unlisted in explanation.unlisted:
        fitting = _some(unlisted.fitting)
        yield _head(unlisted, sentence).append(
            f": not in cues.csv; if it were, {fitting} would fit", "not bold default"
        )
    for span in explanation.continued:
        yield Text()
        yield Text("claim", "bold green").append(
            f": a quotation that goes on from the claim before: {one_line(span.of(text))}",
            "not bold default",
        )


def _place(attempt: Attempt) -> int:
    return attempt.candidate.match.cue


def _describe_tree(sentence: Sentence) -> Iterator[Text]:
    """One word a line, below and to the right of its head."""
    open_ = [(word.index, 0) for word in reversed(sentence.words) if word.head == ROOT]
    seen: set[int] = set()
    while open_:
        index, depth = open_.pop()
        if index in seen:
            continue
        seen.add(index)
        word = sentence[index]
        line = Text("  " * (depth + 1)).append(one_line(word.text))
        yield line.append(f"  {word.upos}", "cyan").append(f"  {word.deprel}", "dim")
        open_.extend((child, depth + 1) for child in reversed(sentence.children(index)))


def _describe_cue(attempts: Sequence[Attempt], sentence: Sentence, text: str) -> Iterator[Text]:
    candidate = attempts[0].candidate
    word = sentence[candidate.match.cue]
    yield Text(one_line(word.text), "bold").append(
        f" ({one_line(candidate.key[0])}, {word.upos})", "not bold dim"
    )
    for attempt in attempts:
        yield from _describe_attempt(attempt, text)


def _describe_attempt(attempt: Attempt, text: str) -> Iterator[Text]:
    candidate = attempt.candidate
    line = Text("  ").append(*(("no claim", "red") if attempt.obstacle else ("claim", "green")))
    vouched = f" (vouched for with {attempt.floor:g})" if attempt.floor else ""
    line.append(f"  {candidate.match.pattern.id}, {attempt.confidence:.0%} likely{vouched}")
    yield line.append(f": {attempt.obstacle}" if attempt.obstacle else "")
    rows = {
        "source": read_spans(candidate.source, text) or "none",
        "cue": read_spans(candidate.cue, text),
        "content": read_spans(candidate.content, text),
        "for": _list_weights(attempt.weights, 1),
        "against": _list_weights(attempt.weights, -1),
    }
    for name, value in rows.items():
        yield Text(f"    {name:<9}", "dim").append(one_line(value), "not dim")


def _list_weights(weights: Sequence[Weighed], sign: int) -> str:
    """The heaviest features of one sign, such as ``mark=verb-clause:that +0.82``."""
    chosen = [item for item in weights if item.weight * sign > 0][:_SHOWN]
    return ", ".join(f"{item.feature} {item.weight:+.2f}" for item in chosen) or "nothing"


def _describe_silent(silent: Silent, sentence: Sentence) -> Iterator[Text]:
    line = _head(silent, sentence)
    if not silent.misses:
        yield line.append(": no pattern takes a cue of this part of speech", "not bold default")
        return
    yield line.append(": no pattern fitted; nearest were", "not bold default")
    for miss in silent.misses[:_SHOWN]:
        yield Text(f"    {miss.pattern}: ", "dim").append("; ".join(miss.reasons), "not dim")
    rest = len(silent.misses) - _SHOWN
    if rest > 0:
        yield Text(f"    and {rest} more, with --json", "dim")


def _head(silent: Silent, sentence: Sentence) -> Text:
    word = sentence[silent.word]
    return Text(one_line(word.text), "bold").append(
        f" ({one_line(silent.lemma)}, {word.upos})", "not bold dim"
    )


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
