"""Questions to a store: rows to values.

The central decision: a question is a function of `Ask`, which runs one statement and reports
its errors, so that only `Store` holds a connection.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, TypeAlias

from attrs import field, frozen

from claimtrack.errors import NotFoundError
from claimtrack.model import Claim, Cluster, Run, Source
from claimtrack.store.encoding import from_time
from claimtrack.store.ledger import Entry
from claimtrack.store.rows import Provenance, claim_from_row, run_from_row, source_from_row

#: So many of the newest claims that fit a search are weighed: a word that is in most claims
#: tells none from another, and weighing all takes 100 ms at 100,000 claims (benchmarks/store.py).
_WEIGHED = 1_000

_TAGS = {"claim": "c1:", "document": "d1:"}


#: Runs one statement with the values in it, and gives all its rows.
Ask: TypeAlias = Callable[..., list[sqlite3.Row]]


@frozen(kw_only=True)
class Sizes:
    """How much a store holds."""

    documents: int
    claims: int
    conflicts: int


@frozen(kw_only=True)
class RunSummary:
    """A run with how many documents it read and claims it found, and when it first did."""

    run: Run
    documents: int
    claims: int
    added: datetime


def count_rows(ask: Ask) -> Sizes:
    """How many documents, claims and conflicts there are."""
    (row,) = ask(
        "SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM "
        "current_claim) AS claims, "
        "(SELECT count(*) FROM current_relation WHERE conflict = 1) AS conflicts"
    )
    return Sizes(documents=row["documents"], claims=row["claims"], conflicts=row["conflicts"])


def read_claims(
    ask: Ask,
    conditions: Mapping[str, Sequence[object] | None],
    *,
    canonical: bool = False,
) -> tuple[Claim, ...]:
    """Claims in the order of documents and text.

    Args:
        ask: The store.
        conditions: SQL that must hold to the values in it; None leaves a condition out.
        canonical: Name sources as they are called across documents, not as in the claim's.
    """
    chosen = {sql: values for sql, values in conditions.items() if values is not None}
    where = f"WHERE {' AND '.join(chosen)}" if chosen else ""
    values = tuple(chain.from_iterable(chosen.values()))
    rows = ask(
        "SELECT claim.*, now.position AS place, now.changes FROM current_claim AS now "  # noqa: S608
        "JOIN claim ON claim.id = now.claim JOIN document ON document.id = claim.document "
        f"{where} ORDER BY document.rowid, place",
        *values,
    )
    voices = _read_voices(ask, where, values, canonical=canonical)
    return tuple(_read_claim(row, voices.get(row["id"], _NOBODY)) for row in rows)


@frozen
class _Voices:
    """Whom a claim is of: their names, and what its document tells of them."""

    names: list[str] = field(factory=list[str])
    speakers: list[Source] = field(factory=list[Source])


_NOBODY = _Voices()


def _read_voices(
    ask: Ask, where: str, values: Sequence[object], *, canonical: bool
) -> dict[str, _Voices]:
    """Id of a claim to whom it is of."""
    found: dict[str, _Voices] = {}
    for row in chain.from_iterable(_ask_voices(ask, said, where, values) for said in _SAID):
        voices = found.setdefault(row["claim"], _Voices())
        name = (row["known"] if canonical else None) or row["called"]
        if not (canonical and name in voices.names):
            voices.names.append(name)
        if row["name"] is not None:
            voices.speakers.append(source_from_row(row))
    return found


# What the view `current_claim_source` joins. It is not asked itself: inside a join SQLite would
# make all of it first, for the few rows that are wanted.
_SAID = (
    "claim_source AS said ON said.claim = claim.id AND now.voices = 0",
    "finding_source AS said ON said.finding = now.finding",
)


def _ask_voices(ask: Ask, said: str, where: str, values: Sequence[object]) -> list[sqlite3.Row]:
    return ask(
        "SELECT claim.id AS claim, said.name AS called, canonical.name AS known, "  # noqa: S608
        "speaker.name, speaker.kind, speaker.country, speaker.body, speaker.role, "
        "source.document FROM current_claim AS now JOIN claim ON claim.id = now.claim "
        f"JOIN {said} JOIN source ON source.id = said.source "
        "LEFT JOIN speaker ON speaker.rowid = (SELECT max(rowid) FROM speaker "
        "WHERE speaker.document = claim.document AND speaker.name = said.name) "
        "LEFT JOIN identity ON identity.source = said.source "
        "LEFT JOIN canonical ON canonical.id = identity.canonical "
        f"{where} ORDER BY said.position",
        *values,
    )


def search_claims(ask: Ask, match: str, limit: int) -> tuple[Claim, ...]:
    """The claims that fit best, best first.

    Args:
        ask: The store.
        match: A question in FTS5's language, from `quote_query`.
        limit: At most so many.
    """
    found: list[str] = []
    wanted = 2 * limit
    # The index alone is asked for the best, which is fast; superseded claims are then left out.
    while True:
        rows = ask(
            "SELECT rowid FROM (SELECT rowid, rank FROM claim_search WHERE claim_search MATCH ? "
            "ORDER BY rowid DESC LIMIT ?) ORDER BY rank LIMIT ?",
            match,
            max(_WEIGHED, wanted),
            wanted,
        )
        if not rows:
            return ()
        marks = ", ".join("?" * len(rows))
        ids = ask(
            "SELECT claim.rowid AS number, claim.id FROM claim JOIN current_claim "  # noqa: S608
            f"ON current_claim.claim = claim.id WHERE claim.rowid IN ({marks})",
            *(row["rowid"] for row in rows),
        )
        current = {row["number"]: row["id"] for row in ids}
        found = [current[row["rowid"]] for row in rows if row["rowid"] in current]
        if len(found) >= limit or len(rows) < wanted:
            break
        wanted *= 4
    chosen = found[:limit]
    inside = f"claim.id IN ({', '.join('?' * len(chosen))})"
    known = {claim.id: claim for claim in read_claims(ask, {inside: chosen})}
    return tuple(known[key] for key in chosen)


def find_claim(ask: Ask, key: str, *, canonical: bool = False) -> Claim:
    """The claim of an id or of its beginning; as it was first seen, where it is current no more.

    Raises:
        NotFoundError: None begins so, or several do.
    """
    row = find_row(ask, "claim", key)
    current = read_claims(ask, {"claim.id = ?": (row["id"],)}, canonical=canonical)
    if current:
        return current[0]
    said = ask("SELECT name FROM claim_source WHERE claim = ? ORDER BY position", row["id"])
    return claim_from_row(row, tuple(item["name"] for item in said))


def _read_claim(row: sqlite3.Row, voices: _Voices) -> Claim:
    """The claim of a row as its last run sees it."""
    seen = overlay(row)
    return claim_from_row(seen, tuple(voices.names), tuple(voices.speakers))


def overlay(row: sqlite3.Row) -> dict[str, Any]:
    """A row of `claim` with its `changes`, as the run that made those sees it."""
    seen: dict[str, Any] = {key: row[key] for key in row.keys()}  # noqa: SIM118  a Row, no dict
    if seen["changes"] is not None:
        seen.update(json.loads(seen["changes"]))
    return seen


def find_row(ask: Ask, table: str, key: str) -> sqlite3.Row:
    """The row of `claim` or `document` whose id is or begins with a key, tag or no tag.

    Raises:
        NotFoundError: No id begins so, or several do.
    """
    tag = _TAGS[table]
    start = key if key.startswith(tag) else tag + key
    rows = ask(
        f"SELECT * FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT 2",  # noqa: S608
        start,
        start + "~",
    )
    if not rows or not key.strip():
        raise NotFoundError(f"no {table} {key!r}; see: claimtrack claims")
    if len(rows) > 1 and rows[0]["id"] != start:
        raise NotFoundError(f"more than one {table} begins with {key!r}; give more of the id")
    return rows[0]


def read_provenance(ask: Ask, claim: str) -> Provenance:
    """Which run saw a claim last, and when.

    Raises:
        NotFoundError: No claim has that id.
    """
    rows = ask(
        "SELECT run.version, run.parser, run.lexicon, run.options, extraction.added AS extracted, "
        "document.added FROM claim JOIN document ON document.id = claim.document "
        "JOIN extraction ON extraction.document = claim.document "
        "JOIN run ON run.id = extraction.run WHERE claim.id = ? AND (run.id = claim.run OR "
        "EXISTS (SELECT 1 FROM finding WHERE claim = claim.id AND finding.run = run.id)) "
        "ORDER BY extraction.rowid DESC LIMIT 1",
        claim,
    )
    if not rows:
        raise NotFoundError(f"no claim {claim!r}; see: claimtrack claims")
    (row,) = rows
    return Provenance(
        run=run_from_row(row),
        extracted=from_time(row["extracted"]),
        added=from_time(row["added"]),
    )


def read_clusters(ask: Ask) -> tuple[Cluster, ...]:
    """All clusters of the last revision, by their first claim; claims in the order of texts."""
    members: dict[str, list[str]] = {}
    rows = ask(
        "SELECT member.cluster, member.claim FROM current_membership AS member "
        "JOIN claim ON claim.id = member.claim JOIN document ON document.id = claim.document "
        "ORDER BY document.rowid, claim.position"
    )
    for row in rows:
        members.setdefault(row["cluster"], []).append(row["claim"])
    return tuple(Cluster(tuple(claims), id=key) for key, claims in members.items())


def read_log(ask: Ask) -> tuple[Entry, ...]:
    """The log, oldest first."""
    return tuple(
        Entry(
            id=row["id"],
            action=row["action"],
            subject=row["subject"],
            rows=row["rows"],
            added=row["added"],
            previous=row["previous"],
            hash=row["hash"],
        )
        for row in ask("SELECT * FROM log ORDER BY id")
    )


def read_runs(ask: Ask) -> tuple[RunSummary, ...]:
    """All runs with what they did, oldest first."""
    return tuple(
        RunSummary(
            run=run_from_row(row),
            documents=row["documents"],
            claims=row["claims"],
            added=from_time(row["added"]),
        )
        for row in ask(
            "SELECT run.*, count(extraction.document) AS documents, "
            "coalesce(sum(extraction.claims), 0) AS claims FROM run LEFT JOIN extraction "
            "ON extraction.run = run.id GROUP BY run.id ORDER BY run.rowid"
        )
    )


def find_unread(ask: Ask, run: str) -> tuple[str, ...]:
    """Ids of the documents that a run has not read, in the order in which they were added."""
    rows = ask(
        "SELECT id FROM document WHERE NOT EXISTS (SELECT 1 FROM extraction "
        "WHERE extraction.document = document.id AND extraction.run = ?) ORDER BY rowid",
        run,
    )
    return tuple(row["id"] for row in rows)
