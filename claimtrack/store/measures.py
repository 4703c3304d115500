"""The part of the schema that keeps how often relations of a kind were right.

The central decision: it stands in the file beside the relations, and is kept as they are: a row
says what was known from a revision on, until a later row of its kind says otherwise.
"""

from collections.abc import Iterable
from typing import cast

from claimtrack.model import Measure, RelationKind
from claimtrack.store.queries import Ask
from claimtrack.store.rows import Record

TABLES = (
    """
CREATE TABLE measure (
  -- How often relations of a kind were right where people could say, from a revision on.
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revision (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,            -- agree, negation, denial, numeric, update, ...
  correct INTEGER NOT NULL,      -- how many were right
  pairs INTEGER NOT NULL,        -- of how many; 0: from here on nothing is known
  data TEXT NOT NULL             -- what they were measured on, with the counts of each
) STRICT
""",
)

VIEWS = (
    """
CREATE VIEW current_measure AS
  -- How often relations of a kind were right, as it is known now.
  SELECT measure.kind, round(1.0 * correct / pairs, 2) AS precision, correct, pairs, data,
    revision.added AS since
  FROM measure
  JOIN revision ON revision.id = measure.revision
  WHERE pairs > 0 AND measure.id IN (SELECT max(id) FROM measure GROUP BY kind)
""",
    "DROP VIEW conflict_view",
    "DROP VIEW relation_view",
    """
CREATE VIEW relation_view AS
  -- Who agrees with, contradicts or updates whom, and why; and how often that kind was right.
  SELECT
    relation.id, relation.kind, relation.conflict, relation.reason, relation.score,
    measure.precision, measure.correct, measure.pairs,
    a.sources AS a_sources, a.cue_text AS a_cue, a.text AS a_text, a.outlet AS a_outlet,
    b.sources AS b_sources, b.cue_text AS b_cue, b.text AS b_text, b.outlet AS b_outlet,
    relation.rule, relation.a, relation.b, revision.added AS since, measure.data AS measured
  FROM current_relation AS relation
  JOIN revision ON revision.id = relation.revision
  JOIN claim_view AS a ON a.id = relation.a
  JOIN claim_view AS b ON b.id = relation.b
  LEFT JOIN current_measure AS measure ON measure.kind = relation.kind
  ORDER BY relation.conflict DESC, relation.score DESC, relation.a, relation.b
""",
    """
CREATE VIEW conflict_view AS
  -- The relations that cannot both hold.
  SELECT * FROM relation_view WHERE conflict = 1
""",
)


def read_measures(ask: Ask) -> tuple[Measure, ...]:
    """What is known now of how often relations were right, by kind."""
    rows = ask("SELECT kind, correct, pairs, data FROM current_measure ORDER BY kind")
    return tuple(
        Measure(
            kind=cast("RelationKind", row["kind"]),
            right=row["correct"],
            pairs=row["pairs"],
            where=row["data"],
        )
        for row in rows
    )


def measures_to_rows(ask: Ask, measures: Iterable[Measure], revision: int) -> list[Record]:
    """The rows of table `measure` that make these the ones that are known, by kind."""
    known = {item.kind: item for item in read_measures(ask)}
    wanted = {item.kind: item for item in measures}
    return [
        _to_row(kind, wanted.get(kind), revision)
        for kind in sorted(known.keys() | wanted.keys())
        if known.get(kind) != wanted.get(kind)
    ]


def _to_row(kind: str, measure: Measure | None, revision: int) -> Record:
    return {
        "revision": revision,
        "kind": kind,
        "correct": measure.right if measure else 0,
        "pairs": measure.pairs if measure else 0,
        "data": measure.where if measure else "",
    }
