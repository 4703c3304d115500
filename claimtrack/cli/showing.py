"""``claimtrack show`` and ``claimtrack report``: one claim, and all of them, to be read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import click
from rich.text import Text

from claimtrack.cli import options
from claimtrack.cli.printing import (
    is_terminal,
    print_lines,
    say,
    shorten_ids,
    width,
    write,
    write_file,
)
from claimtrack.cli.records import shown_to_record, to_block
from claimtrack.display import to_html
from claimtrack.display.highlight import name_sources
from claimtrack.display.page import count_reports, describe_measure
from claimtrack.display.text import describe_document, one_line, sentence_to_text, to_text
from claimtrack.display.values import describe_moment, describe_quantity
from claimtrack.model import (
    Carriage,
    Claim,
    Document,
    Link,
    Measure,
    Relation,
    RelationKind,
    Spans,
)
from claimtrack.store import Provenance

#: Of a lexicon's name and digest so much is shown, as of a parser's.
_LEXICON = len("en:") + 12


@click.command()
@click.argument("claim_id")
@options.database
@options.as_json
def show(claim_id: str, db: Path, *, as_json: bool) -> None:
    """Show one claim: in its sentence, where it comes from, what it is to others.

    The first characters of its id are enough where no other begins so.
    """
    with options.open_tracker(db) as tracker:
        claim = tracker.claim(claim_id)
        relations = tracker.relations(claim=claim.id)
        provenance = tracker.store.provenance(claim.id)
        document = tracker.store.document(claim.document)
        keys = {key for relation in relations for key in (relation.a, relation.b)}
        others = {key: tracker.claim(key) for key in keys}
        chains = tracker.chains(claim)
        carriages = {item.claim: item for item in tracker.carriages()}
        measures = tracker.measures()
    if as_json:
        shown = (claim, carriages.get(claim.id))
        record = shown_to_record(shown, provenance, relations, others, chains, measures)
        write(to_block(record))
        return
    print_lines(_describe_claim(claim, document))
    print_lines(_describe_chains(chains))
    if claim.id in carriages:
        print_lines([_describe_carriage(carriages[claim.id])])
    print_lines(_describe_origin(claim, document, provenance))
    print_lines(_describe_relations(claim, relations, others, measures))


@click.command()
@options.database
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE, not here."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html"]),
    help="Plain text, or a page for a browser.  [default: html if FILE ends so, else text]",
)
@options.as_of
def report(db: Path, out: Path | None, form: str | None, as_of: date | None) -> None:
    """Write what a person reads: who said what, who contradicts whom, and why."""
    with options.open_tracker(db) as tracker:
        found = tracker.report(as_of=as_of)
    page = form == "html" or (form is None and out is not None and out.suffix in {".html", ".htm"})
    if page:
        shown = to_html(found)
    elif out is None:
        short = shorten_ids(claim.id for claim in found.claims)
        print_lines([to_text(found, width=width(), ids=short)])
        return
    else:
        shown = to_text(found).plain + "\n"
    if out is None:
        write(shown.encode())
        return
    write_file(out, shown.encode())
    say(f"wrote {out}")


def _describe_claim(claim: Claim, document: Document) -> Iterator[Text]:
    yield Text(claim.id, "dim")
    head = Text(one_line(name_sources(claim)), "bold blue")
    said = claim.cue.text if claim.cue else "…"
    denied = ", which denies the content" if claim.polarity == "negative" else ""
    yield head.append(
        f" ({one_line(said)}; {claim.mode} {claim.kind}{denied})", "not bold default"
    )
    yield Text()
    if not is_terminal():
        yield Text("[source] {cue} «content»")
    yield sentence_to_text(document, claim, styled=is_terminal())
    yield Text()


def _describe_origin(claim: Claim, document: Document, origin: Provenance) -> Iterator[Text]:
    spans: tuple[tuple[str, Spans], ...] = (
        ("source", claim.source.spans if claim.source else ()),
        ("cue", claim.cue.spans if claim.cue else ()),
        ("content", claim.content),
    )
    places = [
        f"{part} " + ", ".join(f"{span.start}–{span.end}" for span in found)
        for part, found in spans
        if found
    ]
    run = origin.run
    rows = {
        "said": describe_moment(claim.said) if claim.said else None,
        "times": "; ".join(map(describe_moment, claim.moments)),
        "numbers": "; ".join(map(describe_quantity, claim.quantities)),
        "document": f"{document.id} · {describe_document(document)}",
        "offsets": "; ".join(places),
        "inside": claim.parent,
        "pattern": f"{claim.pattern}, {claim.confidence:.0%} likely",
        "run": f"claimtrack {run.version} · {run.parser} · {run.lexicon[:_LEXICON]}",
        "added": f"{origin.extracted:%Y-%m-%d %H:%M:%S} UTC",
    }
    for name, value in rows.items():
        if value:
            yield Text(f"{name:<10}", "dim").append(one_line(value), "not dim")


def _describe_carriage(carriage: Carriage) -> Text:
    return Text(f"{'carried':<10}", "dim").append(count_reports(carriage), "not dim")


def _describe_chains(chains: Sequence[Sequence[Link]]) -> Iterator[Text]:
    """The ways on which a claim has come, where that is more than who speaks."""
    for chain in chains:
        if len(chain) > 1:
            way = " → ".join(one_line(link.name) for link in chain)
            yield Text(f"{'way':<10}", "dim").append(way, "not dim")


def _describe_relations(
    claim: Claim,
    relations: tuple[Relation, ...],
    others: dict[str, Claim],
    measures: Mapping[RelationKind, Measure],
) -> Iterator[Text]:
    for relation in relations:
        other = others[relation.b if relation.a == claim.id else relation.a]
        style = "bold red" if relation.conflict else "bold"
        yield Text()
        yield Text(f"{relation.kind}: ", style).append(
            one_line(relation.reason), "not bold default"
        )
        yield Text(f"  {one_line(name_sources(other))}: ", "blue").append(
            one_line(other.text), "default"
        )
        sure = f"rule {relation.rule} · {relation.score:.0%} sure"
        right = describe_measure(measures.get(relation.kind))
        yield Text("  " + " · ".join(filter(None, (other.id, sure, right))), "dim")
