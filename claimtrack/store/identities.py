"""Who is who across documents: what documents tell of sources, and who that has turned out to be.

The central decision: what a document tells is kept (`speaker`); who is who is computed over all
of it and over the judgements in force, and replaced as a whole (`canonical`, `identity`), like
an index. So nothing has to be undone when a judgement is taken back.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from claimtrack.errors import NotFoundError
from claimtrack.model import Identity, Source
from claimtrack.store.queries import Ask
from claimtrack.store.rows import Record, source_from_row, source_to_row

#: Sources that an error names, where a name is that of several.
_SHOWN = 3


def write_identities(
    connection: sqlite3.Connection, ask: Ask, identities: Iterable[Identity], state: Record
) -> None:
    """Replace who is who, inside the transaction that the caller has open.

    Args:
        connection: To the file.
        ask: The store.
        identities: One for each source.
        state: The row of table `identification`, without what it was computed from.
    """
    canonical: dict[str, Record] = {}
    rows: list[Record] = []
    for identity in identities:
        known = identity.canonical
        canonical[known.id] = source_to_row(known)
        rows.append({"source": identity.source, "canonical": known.id, "why": identity.why})
    for table in ("identity", "canonical", "identification"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  fixed names
    whole = {**state, "entry": _last_entry(ask)}
    for table, records in (
        ("canonical", list(canonical.values())),
        ("identity", rows),
        ("identification", [whole]),
    ):
        if records:
            columns = ", ".join(records[0])
            marks = ", ".join("?" * len(records[0]))
            connection.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608  our names
                [tuple(record.values()) for record in records],
            )


def is_identified(ask: Ask, version: str) -> bool:
    """Whether who is who was computed by this version over all that is there."""
    last = ask("SELECT version, entry FROM identification")
    if not last:
        return not ask("SELECT 1 FROM source LIMIT 1")
    return bool(last[0]["version"] == version and last[0]["entry"] == _last_entry(ask))


def _last_entry(ask: Ask) -> int:
    """The last entry of the log that can have changed who is who."""
    (row,) = ask(
        "SELECT coalesce(max(id), 0) AS id FROM log "
        "WHERE action NOT IN ('note', 'guard', 'relate', 'migrate')"
    )
    return int(row["id"])


def read_told(ask: Ask) -> tuple[Source, ...]:
    """All that documents tell of sources, in the order in which they were published."""
    rows = ask(
        "SELECT speaker.name, speaker.kind, speaker.country, speaker.body, speaker.role, "
        "source.document FROM speaker JOIN source ON source.id = speaker.source "
        "JOIN document ON document.id = speaker.document "
        "ORDER BY document.published, document.rowid, speaker.rowid"
    )
    alone = ask("SELECT * FROM source WHERE id NOT IN (SELECT source FROM speaker) ORDER BY rowid")
    return tuple(map(source_from_row, (*alone, *rows)))


def read_counts(ask: Ask) -> Mapping[str, int]:
    """Id of a source, as documents tell of it, to how many claims are its."""
    rows = ask("SELECT source, count(*) AS claims FROM current_claim_source GROUP BY source")
    return {row["source"]: row["claims"] for row in rows}


def read_spoken(ask: Ask) -> Counter[str]:
    """Id of a canonical source to how many claims are its; one that is new is its own."""
    rows = ask(
        "SELECT coalesce(identity.canonical, said.source) AS id, "
        "count(DISTINCT said.claim) AS claims FROM current_claim_source AS said "
        "LEFT JOIN identity ON identity.source = said.source GROUP BY 1"
    )
    return Counter({row["id"]: row["claims"] for row in rows})


def read_sources(ask: Ask) -> tuple[Source, ...]:
    """All sources across documents, by name; those that are new stand for themselves."""
    aliases: dict[str, dict[str, None]] = {}
    for row in ask(
        "SELECT coalesce(identity.canonical, source.id) AS canonical, source.name FROM source "
        "LEFT JOIN identity ON identity.source = source.id UNION ALL "
        "SELECT coalesce(identity.canonical, source_alias.source), source_alias.name "
        "FROM source_alias LEFT JOIN identity ON identity.source = source_alias.source ORDER BY 2"
    ):
        aliases.setdefault(row["canonical"], {})[row["name"]] = None
    rows = ask(
        "SELECT id, name, kind, country, body, role, document FROM canonical UNION ALL "
        "SELECT id, name, kind, country, body, role, document FROM source "
        "WHERE id NOT IN (SELECT source FROM identity) ORDER BY name, id"
    )
    return tuple(
        source_from_row(row, [name for name in aliases.get(row["id"], ()) if name != row["name"]])
        for row in rows
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


def find_source(ask: Ask, name: str) -> Source:
    """The only source of a name, an alias or an id.

    Raises:
        NotFoundError: No source is so named, or several are.
    """
    first, *others = find_sources(ask, name)
    if others:
        some = ", ".join(f"{source.name} ({source.id})" for source in (first, *others)[:_SHOWN])
        raise NotFoundError(f"{len(others) + 1} sources are named {name!r}: {some}; give an id")
    return first


def find_base(ask: Ask, name: str) -> str:
    """The id, as a document tells of it, of the only source of a name, an alias or an id.

    Of a canonical source the one of its own name is taken, else the first.

    Raises:
        NotFoundError: No source is so named, or several are.
    """
    wanted = name.casefold().strip()
    source = find_source(ask, name)
    rows = ask(
        "SELECT source.id, source.name FROM source LEFT JOIN identity "
        "ON identity.source = source.id WHERE coalesce(identity.canonical, source.id) = ? "
        "ORDER BY source.rowid",
        source.id,
    )
    for wording in (wanted, source.name.casefold()):
        for row in rows:
            if wording in {row["name"].casefold(), row["id"]}:
                return str(row["id"])
    return str(rows[0]["id"])
