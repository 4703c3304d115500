"""How often relations of a kind were right where people could say, to stand beside each relation.

The central decision: a score says how sure a rule is, and only reading says how often it is
right. So each figure has the number of pairs that it comes from, data by data, and where nothing
was measured there is none. ``benchmarks/precision.py`` makes the table.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import cast, get_args

from claimtrack.errors import LexiconError
from claimtrack.lexicon import Lexicon
from claimtrack.model import Asked, Measure, RelationKind

_KINDS = frozenset(get_args(RelationKind))


@cache
def load_measures(lexicon: Lexicon, asked: Asked = "collection") -> Mapping[RelationKind, Measure]:
    """Kind of relation to what was measured of it; kinds that were never seen are left out.

    Args:
        lexicon: The language's.
        asked: Of the relations that a collection keeps, or of the answers to a pair.

    Raises:
        LexiconError: A row of the table is wrong.
    """
    found: defaultdict[RelationKind, list[tuple[str, int, int]]] = defaultdict(list)
    for row in lexicon.rows("relation_precision"):
        if row["asked"] == asked:
            kind = cast("RelationKind", row["kind"])
            found[kind].append((row["data"], *_read_counts(row, lexicon.lang)))
    return {
        kind: Measure(
            kind=kind,
            right=sum(right for _, right, _ in rows),
            pairs=sum(pairs for _, _, pairs in rows),
            where="; ".join(f"{data} {right} of {pairs}" for data, right, pairs in rows),
        )
        for kind, rows in found.items()
    }


def _read_counts(row: Mapping[str, str], lang: str) -> tuple[int, int]:
    """How many were right, and of how many."""
    try:
        right, pairs = int(row["right"]), int(row["pairs"])
    except ValueError as error:
        raise _complain(row, lang, f"{error}; give numbers") from error
    if row["kind"] not in _KINDS or not 0 <= right <= pairs or not pairs:
        raise _complain(row, lang, "give a kind of relation, and right <= pairs, pairs > 0")
    return right, pairs


def _complain(row: Mapping[str, str], lang: str, what: str) -> LexiconError:
    return LexiconError(f"{lang}/relation_precision.csv: {row['kind']}, {row['data']}: {what}")
