"""What a person said of the relations in collections of news, against what is found now.

Usage::

    python -m benchmarks.readings FILE.jsonl              # precision by kind, what is not yet read
    python -m benchmarks.readings FILE.jsonl --unread     # and the unread ones in full, to be read
    python -m benchmarks.readings FILE.jsonl --by-day     # collections of days, not of places

A line of the file is ``{"id", "text", "title", "outlet", "date", "location"}``, with a ``bundle``
where documents were put together by somebody; else those of one place without a gap of more than
a day, up to fourteen, are one collection, where three outlets take part. ``readings.csv`` has the
verdicts: two documents, the first deciding span of each side, the kind and whether it is right.
No text is in it.
"""

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from attrs import frozen

from claimtrack.model import CONFLICTS, Document, Report
from claimtrack.tracker import Tracker

READINGS = Path(__file__).with_name("readings.csv")
#: Documents in a collection at most, and outlets at least.
MOST, OUTLETS = 14, 3


@frozen(order=True)
class Finding:
    """A relation as it is told apart: kind, documents, and where the first span of each starts."""

    kind: str
    a: str
    a_start: int
    b: str
    b_start: int

    @property
    def key(self) -> tuple[str, frozenset[tuple[str, int]]]:
        """The same for both orders of the two sides."""
        return self.kind, frozenset(((self.a, self.a_start), (self.b, self.b_start)))


def gather(
    rows: Iterable[dict[str, str]], *, by_day: bool = False
) -> Iterator[list[dict[str, str]]]:
    """The collections that some documents make; by day whatever their places are."""
    if by_day:
        rows = [{**row, "location": ""} for row in rows]
    named: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    placed: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        known = "bundle" in row
        (named if known else placed)[row["bundle" if known else "location"]].append(row)
    yield from named.values()
    for rest in placed.values():
        for found in _split(sorted(rest, key=lambda row: (row["date"], row["id"]))):
            if len({row["outlet"] for row in found}) >= OUTLETS:
                yield found


def _split(rows: Iterable[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    found: list[dict[str, str]] = []
    for row in rows:
        day = date.fromisoformat(row["date"])
        gap = found and day - date.fromisoformat(found[-1]["date"]) > timedelta(days=1)
        if gap or len(found) == MOST:
            yield found
            found = []
        found.append(row)
    yield found


def read_collection(rows: Sequence[dict[str, str]]) -> tuple[Report, dict[str, str]]:
    """The report of a collection, and its documents' ids to those of the data."""
    names: dict[str, str] = {}
    with Tracker(None) as tracker:
        for row in rows:
            moment = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
            document = Document(
                row["text"], title=row["title"], outlet=row["outlet"], published=moment
            )
            names.setdefault(document.id, row["id"])
            tracker.add(document)
        return tracker.report(), names


def list_findings(report: Report, names: dict[str, str]) -> Iterator[tuple[Finding, str]]:
    """The relations of a report, with what to show of each."""
    claims = {claim.id: claim for claim in report.claims}
    for item in report.relations:
        a, b = claims[item.a], claims[item.b]
        finding = Finding(
            kind=item.kind,
            a=names[a.document],
            a_start=item.spans_a[0].start,
            b=names[b.document],
            b_start=item.spans_b[0].start,
        )
        yield finding, f"{item.kind} ({item.rule}): {item.reason}\n  {a.text}\n  {b.text}"


def read_verdicts() -> dict[tuple[str, frozenset[tuple[str, int]]], str]:
    """What a person said of each relation: ``right``, ``wrong`` or ``missed``."""
    with READINGS.open(encoding="utf-8", newline="") as file:
        return {
            Finding(
                row["kind"], row["a"], int(row["a_start"]), row["b"], int(row["b_start"])
            ).key: row["verdict"]
            for row in csv.DictReader(file)
        }


def main(arguments: Sequence[str]) -> None:
    """Reads the collections of a file and counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--by-day", action="store_true", help="put reports of all places together")
    parser.add_argument("--unread", action="store_true", help="show what nobody has judged yet")
    options = parser.parse_args(arguments)
    verdicts = read_verdicts()
    lines = options.file.read_text(encoding="utf-8").splitlines()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for rows in gather(map(json.loads, lines), by_day=options.by_day):
        report, names = read_collection(rows)
        for finding, shown in list_findings(report, names):
            verdict = verdicts.get(finding.key, "unread")
            counts[finding.kind][verdict] += 1
            if options.unread and verdict == "unread":
                print(
                    f"{finding.kind},{finding.a},{finding.a_start},{finding.b},{finding.b_start}"
                )
                print(shown, flush=True)
    for kind, found in sorted(counts.items()):
        judged = found["right"] + found["wrong"]
        mark = " (conflict)" if kind in CONFLICTS else ""
        share = f"{found['right'] / judged:.2f} of {judged}" if judged else "none judged"
        print(f"{kind}{mark}: right {share}, unread {found['unread']}")


if __name__ == "__main__":
    main(sys.argv[1:])
