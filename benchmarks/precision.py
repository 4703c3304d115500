"""Measures how often relations of each kind are right, and writes the table that exports show.

Usage::

    python -m benchmarks.precision FOLDER           # prints, set by set
    python -m benchmarks.precision FOLDER --write   # and writes claimtrack/data/en

FOLDER has the sets ``sick_trial.jsonl``, ``rte3_dev.jsonl``, ``negated_pairs.jsonl`` and
``emergent_pairs.jsonl``, lines ``{"a", "b", "label"}`` with entailment, contradiction or
neutral. These labels tell a conflict from no conflict, and nothing finer: a conflict is right
where the label is contradiction, ``agree`` where it is entailment, ``unsure`` and ``unrelated``
where it is neutral, and what is no conflict where it is not contradiction. Our own pairs, and
what a person said of whole collections (see ``benchmarks/readings.py``) tell the kind.
"""

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, get_args

from attrs import evolve

from benchmarks.readings import name_data, read_found
from claimtrack.conflicts import make_rules, read_text, relate_pair
from claimtrack.lexicon import load_lexicon
from claimtrack.model import CONFLICTS, Asked, Claim, Cue, Document, Relation, RelationKind, Span

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "claimtrack" / "data" / "en" / "relation_precision.csv"
#: File's stem to what the set is called.
SETS = {
    "sick_trial": "SICK trial",
    "rte3_dev": "RTE-3 development",
    "negated_pairs": "negated pairs",
    "emergent_pairs": "Emergent",
}
LABELS = {"agree": ("entailment",), "unsure": ("neutral",), "unrelated": ("neutral",)}
NO_CONFLICT = ("entailment", "neutral")

#: How often right and wrong, by how it was asked, kind and set.
Counts = dict[tuple[str, str, str], Counter[bool]]
Judge = Callable[[Relation], bool]


def read_side(side: str | dict[str, str], key: str) -> tuple[Claim, datetime | None]:
    """A side of a pair as a claim, with when it was published."""
    known = {"text": side} if isinstance(side, str) else side
    day = known.get("published")
    moment = datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else None
    claim = read_text(Document(known["text"], published=moment))
    sources = (known["source"],) if "source" in known else ()
    cue = Cue((Span(0, 0),), text="said", lemma="say") if "told" in known else None
    return evolve(claim, document=key, sources=sources, cue=cue), moment


def ask(row: dict[str, Any], number: int) -> Iterator[tuple[Asked, Relation]]:
    """What a collection would keep of a pair, if anything, and the answer to the pair."""
    sides = [read_side(row[side], f"{side}{number}") for side in "ab"]
    published = {claim.document: moment for claim, moment in sides if moment is not None}
    rules = make_rules(load_lexicon(), published=published)
    a, b = (claim for claim, _ in sides)
    kept = next((found for rule in rules if (found := rule(a, b)) is not None), None)
    if kept is not None:
        yield "collection", kept
    yield "pair", relate_pair(a, b, rules=rules)


def fits_label(relation: Relation, *, label: str) -> bool:
    """Whether a relation is right by a label that knows only contradiction and entailment."""
    if relation.kind in CONFLICTS:
        return label == "contradiction"
    return label in LABELS.get(relation.kind, NO_CONFLICT)


def fits_kinds(relation: Relation, *, wanted: Sequence[str]) -> bool:
    """Whether a relation is one that a person named; ``open`` is everything but a conflict."""
    return relation.kind in wanted or (wanted == ["open"] and not relation.conflict)


def count(rows: Sequence[dict[str, Any]], name: str, counts: Counts) -> None:
    """Add what is found in one set."""
    for number, row in enumerate(rows):
        judge: Judge = (
            partial(fits_kinds, wanted=row["relation"])
            if "relation" in row
            else partial(fits_label, label=row["label"])
        )
        for asked, relation in ask(row, number):
            counts[asked, relation.kind, name][judge(relation)] += 1


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def add_readings(counts: Counts) -> None:
    """Add what a person said of the relations of whole collections, where they are still found."""
    for finding, row in read_found():
        if row["verdict"] in {"right", "wrong"} and row.get("found") != "no":
            data = name_data(finding.a)
            counts["collection", finding.kind, data][row["verdict"] == "right"] += 1


def make_table(counts: Counts) -> Iterator[tuple[str, str, str, int, int]]:
    """Kind, how it was asked, data, right and pairs, for each that was seen."""
    for asked in get_args(Asked):
        for kind in get_args(RelationKind):
            for (how, what, data), found in counts.items():
                if (how, what) == (asked, kind) and found.total():
                    yield kind, asked, data, found[True], found.total()


def show(table: Iterable[tuple[str, str, str, int, int]]) -> None:
    """Print kind by kind what was right, as a table of Markdown."""
    by_kind: defaultdict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
    for kind, asked, data, right, pairs in table:
        by_kind[asked, kind].append((data, right, pairs))
    print("| asked | kind | right | where |\n|---|---|---|---|")
    for (asked, kind), rows in by_kind.items():
        right, pairs = sum(good for _, good, _ in rows), sum(size for *_, size in rows)
        where = "; ".join(f"{data} {good} of {size}" for data, good, size in rows)
        print(f"| {asked} | `{kind}` | {right / pairs:.2f} of {pairs} | {where} |")


def main(arguments: Sequence[str]) -> None:
    """Measures, prints, and writes where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="write the table that is shown")
    options = parser.parse_args(arguments)
    counts: Counts = defaultdict(Counter)
    for stem, name in SETS.items():
        count(read_lines(options.folder / f"{stem}.jsonl"), name, counts)
    own = ROOT / "seeds" / "gold" / "relations" / "pairs.jsonl"
    count(read_lines(own), "our own pairs", counts)
    add_readings(counts)
    table = list(make_table(counts))
    show(table)
    if options.write:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("kind", "asked", "data", "right", "pairs"))
            writer.writerows(table)


if __name__ == "__main__":
    main(sys.argv[1:])
