"""What became of clusters: which merged into which, and which split.

The central decision: nothing is written for this. Memberships are rows that begin and end with a
revision, so a claim that left one cluster for another in one revision says all there is to say.
"""

from attrs import frozen

from claimtrack.store.queries import Ask


@frozen(kw_only=True)
class Change:
    """Claims that went from one cluster to another.

    Attributes:
        revision: The number of the revision in which they did.
        added: When that was, ISO 8601, UTC.
        kind: ``merge`` where nothing is left of the cluster, ``split`` where something is.
        before: Id of the cluster that they left.
        after: Id of the cluster that they are in since.
        claims: Their ids.
    """

    revision: int
    added: str
    kind: str
    before: str
    after: str
    claims: tuple[str, ...]


_MOVED = """
SELECT
  revision.id AS revision, revision.added AS added,
  old.cluster AS before, new.cluster AS after, old.claim AS claim,
  EXISTS (
    SELECT 1 FROM membership AS other
    LEFT JOIN membership_end AS gone ON gone.membership = other.id
    WHERE other.cluster = old.cluster AND other.revision <= revision.id
      AND (gone.revision IS NULL OR gone.revision > revision.id)
  ) AS left_over
FROM membership_end AS ended
JOIN membership AS old ON old.id = ended.membership
JOIN membership AS new ON new.claim = old.claim AND new.revision = ended.revision
JOIN revision ON revision.id = ended.revision
WHERE new.cluster <> old.cluster
ORDER BY revision.id, old.cluster, new.cluster, old.id
"""


def read_changes(ask: Ask) -> tuple[Change, ...]:
    """All merges and splits, oldest first."""
    found: dict[tuple[int, str, str], Change] = {}
    for row in ask(_MOVED):
        key = (row["revision"], row["before"], row["after"])
        claims = (*found[key].claims, row["claim"]) if key in found else (row["claim"],)
        found[key] = Change(
            revision=row["revision"],
            added=row["added"],
            kind="split" if row["left_over"] else "merge",
            before=row["before"],
            after=row["after"],
            claims=claims,
        )
    return tuple(found.values())
