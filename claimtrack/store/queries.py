"""Questions to a store: rows to values.

The central decision: a question is a function of `Ask`, which runs one statement and reports
its errors, so that only `Store` holds a connection.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from attrs import frozen

from claimtrack.errors import NotFoundError
from claimtrack.model import Claim, Cluster, Run, Source
from claimtrack.store.rows import Provenance, claim_from_row, from_time

_TAGS = {"claim": "c1:", "document": "d1:"}


#: Runs one statement with the values in it, and gives all its rows.
Ask: TypeAlias = Callable[..., list[sqlite3.Row]]


@frozen(kw_only=True)
class Sizes:
    """How much a store holds."""

    documents: int
    claims: int
    conflicts: int


def count_rows(ask: Ask) -> Sizes:
    """How many documents, claims and conflicts there are."""
    (row,) = ask(
        "SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM claim) "
        "AS claims, (SELECT count(*) FROM relation WHERE conflict = 1) AS conflicts"
    )
    return Sizes(documents=row["documents"], claims=row["claims"], conflicts=row["conflicts"])


def read_claims(ask: Ask, conditions: Mapping[str, Sequence[object] | None]) -> tuple[Claim, ...]:
    """Claims in the order of documents and text.

    Args:
        ask: The store.
        conditions: SQL that must hold to the values in it; None leaves a condition out.
    """
    chosen = {sql: values for sql, values in conditions.items() if values is not None}
    where = f"WHERE {' AND '.join(chosen)}" if chosen else ""
    values = tuple(chain.from_iterable(chosen.values()))
    names: dict[str, list[str]] = {}
    said = ask(
        "SELECT claim_source.claim, claim_source.name FROM claim_source "  # noqa: S608  our SQL
        f"JOIN claim ON claim.id = claim_source.claim {where} ORDER BY claim_source.position",
        *values,
    )
    for row in said:
        names.setdefault(row["claim"], []).append(row["name"])
    rows = ask(
        "SELECT claim.* FROM claim JOIN document ON document.id = claim.document "  # noqa: S608
        f"{where} ORDER BY document.rowid, claim.position",
        *values,
    )
    return tuple(claim_from_row(row, tuple(names.get(row["id"], ()))) for row in rows)


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
    """Which run made a claim, and when.

    Raises:
        NotFoundError: No claim has that id.
    """
    rows = ask(
        "SELECT run.version, run.parser, run.lexicon, extraction.added AS extracted, "
        "document.added FROM claim JOIN run ON run.id = claim.run "
        "JOIN document ON document.id = claim.document "
        "JOIN extraction ON extraction.document = claim.document "
        "AND extraction.run = claim.run WHERE claim.id = ?",
        claim,
    )
    if not rows:
        raise NotFoundError(f"no claim {claim!r}; see: claimtrack claims")
    (row,) = rows
    return Provenance(
        run=Run(version=row["version"], parser=row["parser"], lexicon=row["lexicon"]),
        extracted=from_time(row["extracted"]),
        added=from_time(row["added"]),
    )


def read_sources(ask: Ask) -> tuple[Source, ...]:
    """All sources, by name."""
    aliases: dict[str, list[str]] = {}
    for row in ask("SELECT source, name FROM source_alias ORDER BY name"):
        aliases.setdefault(row["source"], []).append(row["name"])
    return tuple(
        Source(name=row["name"], kind=row["kind"], aliases=tuple(aliases.get(row["id"], ())))
        for row in ask("SELECT * FROM source ORDER BY name")
    )


def find_sources(ask: Ask, name: str) -> tuple[Source, ...]:
    """The sources of a name, an alias or an id; where there are none, those with it in the name.

    Args:
        ask: The store.
        name: In upper or lower case.

    Raises:
        NotFoundError: No source is so named.
    """
    wanted = name.casefold().strip()
    sources = read_sources(ask)
    exact = tuple(
        source
        for source in sources
        if wanted in {text.casefold() for text in (source.id, source.name, *source.aliases)}
    )
    found = exact or tuple(source for source in sources if wanted in source.name.casefold())
    if not found or not wanted:
        raise NotFoundError(f"no source is named {name!r}; see: claimtrack sources")
    return found


def read_clusters(ask: Ask) -> tuple[Cluster, ...]:
    """All clusters of the last revision, in its order."""
    members: dict[str, list[str]] = {}
    rows = ask(
        "SELECT cluster, claim FROM membership JOIN cluster ON cluster.id = cluster "
        "ORDER BY cluster.rowid, membership.position"
    )
    for row in rows:
        members.setdefault(row["cluster"], []).append(row["claim"])
    return tuple(Cluster(tuple(claims)) for claims in members.values())
