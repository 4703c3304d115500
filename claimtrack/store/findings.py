"""What a later run finds in a document that is there already, and how two runs differ.

The central decision: a claim is known by where it stands. A run that finds it again adds a
`finding`, with the columns that it sees differently as JSON; what it no longer finds simply has
none, and is not current any more. Nothing that an earlier run wrote is touched.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from attrs import frozen

from claimtrack.errors import NotFoundError
from claimtrack.store.batches import Rows
from claimtrack.store.encoding import to_json
from claimtrack.store.queries import Ask, overlay
from claimtrack.store.rows import Record

Change: TypeAlias = Literal["new", "gone", "changed"]

#: Columns that say when and where a claim was found, not what it is.
_APART = frozenset(("run", "position"))


@frozen(kw_only=True)
class Difference:
    """What one run found in a document and another did not, or not so.

    Attributes:
        claim: Id of the claim.
        document: Id of its document.
        text: The content's words.
        change: ``new`` where only the later run found it, ``gone`` where only the earlier one
            did, ``changed`` where they see it differently.
        columns: Column to what the earlier and the later run say; of ``changed`` only.
    """

    claim: str
    document: str
    text: str
    change: Change
    columns: Mapping[str, tuple[Any, Any]]


def findings_to_rows(
    ask: Ask, rows: Mapping[str, Rows], sources: Mapping[str, str]
) -> dict[str, Rows]:
    """Of the rows of one whole extraction those to append where the document is there already.

    Args:
        ask: The store.
        rows: What `extractions_to_rows` gave.
        sources: Name to id of its sources.
    """
    claims, spoken = rows["claim"].records(), rows["claim_source"].records()
    names = _names_by_claim(spoken)
    (last,) = ask("SELECT coalesce(max(id), 0) AS id FROM finding")
    fresh: set[object] = set()
    findings: list[Record] = []
    voices: list[Record] = []
    for row in claims:
        key = row["id"]
        known = ask("SELECT * FROM claim WHERE id = ?", key)
        if not known:
            fresh.add(key)
            continue
        changes = _compare(known[0], row)
        said = names.get(key, [])
        if said != [item["name"] for item in _ask_sources(ask, key)]:
            changes["sources"] = said
            place = last["id"] + len(findings) + 1
            voices += [
                {
                    "finding": place,
                    "source": sources[str(name)],
                    "position": position,
                    "name": name,
                }
                for position, name in enumerate(said)
            ]
        findings.append(
            {
                "claim": key,
                "run": row["run"],
                "position": row["position"],
                "changes": to_json(changes) if changes else None,
                "voices": int("sources" in changes),
            }
        )
    return {
        **{name: rows[name] for name in ("run", "source", "speaker", "source_alias")},
        "claim": Rows.of(row for row in claims if row["id"] in fresh),
        "claim_source": Rows.of(row for row in spoken if row["claim"] in fresh),
        "finding": Rows.of(findings),
        "finding_source": Rows.of(voices),
        "extraction": rows["extraction"],
    }


def _compare(known: sqlite3.Row, row: Record) -> dict[str, object]:
    return {
        column: value
        for column, value in row.items()
        if column not in _APART and known[column] != value
    }


def _names_by_claim(rows: Sequence[Record]) -> dict[object, list[object]]:
    names: dict[object, list[object]] = {}
    for row in rows:
        names.setdefault(row["claim"], []).append(row["name"])
    return names


def _ask_sources(ask: Ask, claim: object) -> list[sqlite3.Row]:
    return ask("SELECT name FROM claim_source WHERE claim = ? ORDER BY position", claim)


# Differences


def find_run(ask: Ask, key: str) -> str:
    """The run of an id or of its first characters, tag or no tag.

    Raises:
        NotFoundError: None begins so, or several do.
    """
    start = key if key.startswith("r1:") else f"r1:{key}"
    rows = ask("SELECT id FROM run WHERE substr(id, 1, ?) = ? ORDER BY id", len(start), start)
    if not rows or not key.strip():
        raise NotFoundError(f"no run {key!r}; see: claimtrack runs")
    if len(rows) > 1:
        raise NotFoundError(f"more than one run begins with {key!r}; give more of the id")
    return str(rows[0]["id"])


def compare_runs(ask: Ask, earlier: str, later: str) -> Iterator[Difference]:
    """How two runs differ, over the documents that both have read.

    Args:
        ask: The store.
        earlier: Id of a run.
        later: Id of another.
    """
    both = ask(
        "SELECT a.document FROM extraction AS a JOIN extraction AS b ON b.document = a.document "
        "WHERE a.run = ? AND b.run = ? ORDER BY a.rowid",
        earlier,
        later,
    )
    for (document,) in both:
        old, new = (_read_found(ask, document, run) for run in (earlier, later))
        for key in (*old, *(key for key in new if key not in old)):
            yield from _differ(key, old.get(key), new.get(key))


def _read_found(ask: Ask, document: str, run: str) -> dict[str, dict[str, Any]]:
    """What a run found in a document: ids to rows as it saw them, in its order."""
    rows = ask(
        "SELECT claim.*, coalesce(finding.position, claim.position) AS place, finding.changes "
        "FROM claim LEFT JOIN finding ON finding.claim = claim.id AND finding.run = ? "
        "WHERE claim.document = ? AND (claim.run = ? OR finding.id IS NOT NULL) ORDER BY place",
        run,
        document,
        run,
    )
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        seen = {"sources": [item["name"] for item in _ask_sources(ask, row["id"])]}
        found[row["id"]] = {**seen, **overlay(row)}
    return found


def _differ(
    key: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[Difference]:
    row = new or old
    assert row is not None
    columns: dict[str, tuple[Any, Any]] = {}
    change: Change = "new" if old is None else "gone"
    if old is not None and new is not None:
        apart = {*_APART, "place", "changes"}
        columns = {
            name: (old[name], new[name])
            for name in old
            if name not in apart and old[name] != new[name]
        }
        if not columns:
            return
        change = "changed"
    yield Difference(
        claim=key, document=row["document"], text=row["text"], change=change, columns=columns
    )
