"""Counts of killed and injured in news, with who and where, against what a person says of them.

The articles are FA-KES's, read by path: a JSON object with ``id``, ``text`` and ``date`` a line.
``casualties.tsv`` holds a person's word on each count that was found in the first of them: where
it stands, what was read, and what of it is wrong; and the counts that the person found and the
program did not. No text of an article is in it.

    python -m benchmarks.casualties PATH/fakes_articles.jsonl           # the scores
    python -m benchmarks.casualties PATH/fakes_articles.jsonl --list    # the counts, to be judged
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from attrs import astuple, frozen

from benchmarks.values import read_value
from claimtrack.dates import find_moments
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Document, Quantity, Span
from claimtrack.parsing import Parser, default_parser
from claimtrack.quantities import find_quantities

VERDICTS = Path(__file__).with_name("casualties.tsv")
_KINDS = {"death": "killed", "injury": "injured"}
#: What a verdict may say, besides what is wrong.
RIGHT, MISSED = "right", "missed"


@frozen
class Count:
    """A number of killed or injured as it was read in an article."""

    article: str
    start: int
    end: int
    value: str
    kind: str
    who: str
    where: str


def kind_of(found: Quantity, classes: Mapping[str, str]) -> str:
    """``killed``, ``injured``, or empty where a number counts neither."""
    if found.unit:
        return ""
    words = [found.event, *found.event.split()[:1], *found.counted]
    if found.counted:
        words.insert(0, f"{found.event} {found.counted[0]}")
    return next((_KINDS[classes[word]] for word in words if classes.get(word) in _KINDS), "")


def find_counts(document: Document, article: str, parser: Parser) -> Iterator[Count]:
    """The counts of killed and injured in a document, in text order."""
    lexicon = load_lexicon()
    trees = parser.parse(document.text)
    dates = tuple(item.span for item in find_moments(trees, lexicon, document.published))
    whole = (Span(0, len(document.text)),)
    classes = lexicon.mapping("events", "class")
    for found in find_quantities(trees, whole, lexicon, dates=dates):
        if kind := kind_of(found, classes):
            who = " ".join(found.counted) + (f" ({found.side})" if found.side else "")
            yield Count(
                article,
                found.span.start,
                found.span.end,
                read_value(found),
                kind,
                who or "-",
                found.place or "-",
            )


def read_articles(path: Path, first: int, last: int) -> Iterator[tuple[str, Document]]:
    """Articles by their place in a file, with their ids."""
    with path.open(encoding="utf-8") as lines:
        for place, line in enumerate(lines):
            if first <= place < last:
                row = json.loads(line)
                published = datetime.fromisoformat(f"{row['date']}T00:00Z")
                yield row["id"], Document(row["text"], published=published)


def read_verdicts(path: Path = VERDICTS) -> dict[Count, str]:
    """What a person says of each count: ``right``, ``missed``, or what is wrong of it."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            Count(row[0], int(row[1]), int(row[2]), *row[3:7]): row[7]
            for row in csv.reader(lines, delimiter="\t")
            if row and not row[0].startswith("#")
        }


def score(counts: Iterable[Count], verdicts: Mapping[Count, str]) -> str:
    """Precision, recall and how often who and where are said, in words."""
    found = list(counts)
    judged = [verdicts.get(count, "not judged") for count in found]
    right = judged.count(RIGHT)
    spots = {(count.article, count.start) for count in found}
    lost = [
        count
        for count, verdict in verdicts.items()
        if verdict == MISSED and (count.article, count.start) not in spots
    ]
    sayings = [count for count in found if verdicts.get(count) == RIGHT]
    lines = [
        f"found {len(found)}, right {right}: precision {right / max(len(found), 1):.3f}",
        f"missed {len(lost)}: recall {right / max(right + len(lost), 1):.3f}",
        (
            f"of the right ones, {sum(count.who != '-' for count in sayings)} say who,"
            f" {sum(count.where != '-' for count in sayings)} where"
        ),
    ]
    lines += [f"  {verdict}: {number}" for verdict, number in Counter(judged).most_common()]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores, or the counts themselves."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("articles", type=Path)
    options.add_argument("--first", type=int, default=0, help="place of the first article")
    options.add_argument("--last", type=int, default=60, help="place after the last article")
    options.add_argument("--list", action="store_true", help="print the counts, tab separated")
    given = options.parse_args(arguments)
    parser = default_parser()
    articles = list(read_articles(given.articles, given.first, given.last))
    counts = [
        count for name, document in articles for count in find_counts(document, name, parser)
    ]
    if given.list:
        for count in counts:
            print("\t".join(map(str, astuple(count))))
        return
    names = {name for name, _ in articles}
    verdicts = {
        count: verdict for count, verdict in read_verdicts().items() if count.article in names
    }
    print(f"{len(articles)} articles")
    print(score(counts, verdicts))


if __name__ == "__main__":
    main()
