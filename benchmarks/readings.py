"""What a person said of the relations in collections of news, against what is found now.

Usage::

    python -m benchmarks.readings FILE.jsonl              # precision by kind, what is not yet read
    python -m benchmarks.readings FILE.jsonl --unread     # and the unread ones in full, to be read
    python -m benchmarks.readings FILE.jsonl --by-day     # collections of days, not of places
    python -m benchmarks.readings FILE.jsonl --days 5     # collections of five days
    python -m benchmarks.readings --first                 # how many were right at first reading

A line of the file is ``{"id", "text", "title", "outlet", "date", "location"}``, with a ``bundle``
where documents were put together by somebody; else those of one place without a gap of more than
a day, up to fourteen, are one collection, where three outlets take part. A line of PolNeAR has
outlet and date in its id. ``readings.csv`` has the verdicts: two documents, the first deciding
span of each side, the kind and whether it is right. ``readings_unseen.csv`` has the same of
conflicts in collections that nobody had read, by rounds: all that were found when a round was
first run, and whether they still are. No text is in either.
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
UNSEEN = Path(__file__).with_name("readings_unseen.csv")
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


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The documents of a file; outlet and date of PolNeAR's stand in their ids."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "date" not in row and "bundle" not in row:
            outlet, day, _ = row["id"].split("_", 2)
            row |= {"outlet": outlet, "date": day, "title": "", "location": ""}
        yield row


def cut_days(rows: Iterable[dict[str, str]], days: int) -> Iterator[list[dict[str, str]]]:
    """The collections of so many days, of one place where places are told."""
    found: defaultdict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["date"], row["id"])):
        found[row["location"], date.fromisoformat(row["date"]).toordinal() // days].append(row)
    for kept in found.values():
        if len({row["outlet"] for row in kept[:MOST]}) >= OUTLETS:
            yield kept[:MOST]


def name_data(document: str) -> str:
    """Which data a document is of, by its id."""
    return {"fakes": "FA-KES", "ecb": "ECB+"}.get(document.partition("-")[0], "PolNeAR")


def show_first() -> None:
    """Print how many conflicts of each round were right when it was first run, and which still."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with UNSEEN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["round"] == "later":
                continue  # Found only since.
            count = counts[row["round"], name_data(row["a"])]
            count[row["verdict"]] += 1
            count["still " + row["verdict"]] += row["found"] == "yes"
    for (number, data), count in sorted(counts.items()):
        total = sum(count[verdict] for verdict in ("right", "arguable", "wrong"))
        print(
            f"round {number}, {data}: right {count['right']}, arguable {count['arguable']} "
            f"of {total}; still found: right {count['still right']}, arguable "
            f"{count['still arguable']}, wrong {count['still wrong']}"
        )


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


def read_found() -> Iterator[tuple[Finding, dict[str, str]]]:
    """Each relation that a person judged, once; ``found`` is ``no`` where it is found no more."""
    known: set[tuple[str, frozenset[tuple[str, int]]]] = set()
    for path in (READINGS, UNSEEN):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                places = int(row["a_start"]), int(row["b_start"])
                finding = Finding(row["kind"], row["a"], places[0], row["b"], places[1])
                if finding.key not in known:
                    known.add(finding.key)
                    yield finding, row


def read_verdicts() -> dict[tuple[str, frozenset[tuple[str, int]]], str]:
    """What a person said of each relation: ``right``, ``arguable``, ``wrong`` or ``missed``."""
    return {finding.key: row["verdict"] for finding, row in read_found()}


def main(arguments: Sequence[str]) -> None:
    """Reads the collections of a file and counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--by-day", action="store_true", help="put reports of all places together")
    parser.add_argument("--unread", action="store_true", help="show what nobody has judged yet")
    parser.add_argument("--days", type=int, help="collections of so many days, of one place")
    parser.add_argument("--first", action="store_true", help="what was right at first reading")
    options = parser.parse_args(arguments)
    if options.first or options.file is None:
        show_first()
        return
    verdicts = read_verdicts()
    lines = read_rows(options.file)
    found_in = (
        cut_days(lines, options.days) if options.days else gather(lines, by_day=options.by_day)
    )
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for rows in found_in:
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
