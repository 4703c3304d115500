"""Clusters and relations of a new revision: what begins, what ends, and nothing is rewritten.

The central decision: a revision is written as its difference from the last one. What is in both
stays as it is, so that a file grows by what changed, and every row says since when it holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen

from claimtrack.model import Cluster, Relation
from claimtrack.store.queries import Ask
from claimtrack.store.rows import Record, relation_to_row

#: Table to the rows to append, in the order to append them.
Rows: TypeAlias = dict[str, Sequence[Record]]


@frozen(kw_only=True)
class Revision:
    """What is to hold from now on.

    Attributes:
        id: The number of its row in table `revision`.
        clusters: All clusters.
        relations: All relations.
    """

    id: int
    clusters: tuple[Cluster, ...]
    relations: tuple[Relation, ...]


def revision_to_rows(ask: Ask, revision: Revision) -> Rows:
    """The rows that make a revision of what holds now."""
    wanted = {(item.id, claim): None for item in revision.clusters for claim in item.claims}
    held = {
        (row["cluster"], row["claim"]): row["id"]
        for row in ask("SELECT id, cluster, claim FROM current_membership ORDER BY id")
    }
    known = {row["id"] for row in ask("SELECT id FROM cluster")}
    met = {item.id: item for item in revision.clusters if item.id not in known}
    number = {"revision": revision.id}
    relations = [relation_to_row(item, revision.id) for item in revision.relations]
    said = {_content(row): row for row in relations}
    standing = {_content(dict(row)): row["id"] for row in ask("SELECT * FROM current_relation")}
    return {
        "cluster": [
            {"id": item.id, **number, "claims": len(item.claims)} for item in met.values()
        ],
        "membership": [
            {**number, "cluster": cluster, "claim": claim}
            for cluster, claim in wanted
            if (cluster, claim) not in held
        ],
        "membership_end": [{"membership": key, **number} for key in _ended(held, wanted)],
        "relation": [row for content, row in said.items() if content not in standing],
        "relation_end": [{"relation": key, **number} for key in _ended(standing, said)],
    }


def _content(row: Record) -> tuple[object, ...]:
    """What a relation says, whenever it was found."""
    return tuple(value for key, value in row.items() if key not in {"id", "revision"})


def _ended(held: Mapping[Any, int], wanted: Iterable[object]) -> list[int]:
    kept = set(wanted)
    return [key for content, key in held.items() if content not in kept]
