"""The tables and views of a claimtrack file: an interface, kept in step by migrations.

The central decision: one row of `claim` tells its whole story (spans as JSON beside the words
they cover), and views join the ids, so that the file reads well in Datasette and in plain
``sqlite3``. A released migration is never edited; a change is a new one at the end.

Comments inside the statements stay in the file: ``.schema`` shows them.
"""

import sqlite3
from datetime import datetime

from sqlite_utils import Database, Migrations

from claimtrack.store import history, measures, voices
from claimtrack.store.ledger import lift_guards, renew_guards
from claimtrack.store.references import defer_references
from claimtrack.store.upgrading import SCHEMA

migrations = Migrations("claimtrack")

#: Marks the file as claimtrack's in its header ("clai").
APPLICATION_ID = 0x636C6169

TABLES = (
    """
CREATE TABLE document (
  -- An immutable text and where it was got.
  id TEXT PRIMARY KEY,           -- d1: and a digest of text, url and outlet
  sha256 TEXT NOT NULL,          -- of the text in UTF-8
  text TEXT NOT NULL,            -- all offsets count code points of this
  url TEXT,
  title TEXT,
  outlet TEXT,
  published TEXT,                -- ISO 8601, UTC
  added TEXT NOT NULL            -- ISO 8601, UTC
) STRICT
""",
    """
CREATE TABLE run (
  -- What made claims: enough to make them again.
  id TEXT PRIMARY KEY,           -- r1: and a digest of the three below
  version TEXT NOT NULL,         -- of claimtrack
  parser TEXT NOT NULL,          -- name, version and digest of the weights
  lexicon TEXT NOT NULL,         -- language and digest
  added TEXT NOT NULL            -- when it first made anything; ISO 8601, UTC
) STRICT
""",
    """
CREATE TABLE extraction (
  -- Which run read which document, and how many claims it found (0 counts too).
  document TEXT NOT NULL REFERENCES document (id),
  run TEXT NOT NULL REFERENCES run (id),
  claims INTEGER NOT NULL,
  added TEXT NOT NULL,           -- ISO 8601, UTC
  PRIMARY KEY (document, run)
) STRICT
""",
    """
CREATE TABLE claim (
  -- One attribution in one document: a source says a content by a cue.
  id TEXT PRIMARY KEY,           -- c1: and a digest of document and spans
  document TEXT NOT NULL REFERENCES document (id),
  run TEXT NOT NULL REFERENCES run (id),
  position INTEGER NOT NULL,     -- place among the claims of its document, from 0
  source_text TEXT,              -- the words that name the source; null: not given
  cue_text TEXT,                 -- the words that attribute; null: the quotation goes on
  cue_lemma TEXT,
  text TEXT NOT NULL,            -- the content's words, pieces parted by one space
  mode TEXT NOT NULL,            -- direct, indirect, mixed
  polarity TEXT NOT NULL,        -- positive, negative (the source denies it)
  kind TEXT NOT NULL,            -- speech, belief, stance, perception, decree
  parent TEXT REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
  pattern TEXT NOT NULL,         -- what found it
  confidence REAL NOT NULL,      -- how likely it is an attribution, 0 to 1
  source_spans TEXT,             -- JSON: [[start, end], ...], half-open
  cue_spans TEXT,
  content_spans TEXT NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_end INTEGER NOT NULL,
  prefix TEXT NOT NULL,          -- up to 32 characters before the content
  suffix TEXT NOT NULL,          -- up to 32 characters after it
  quantities TEXT NOT NULL,      -- JSON: numbers in the content
  propositions TEXT NOT NULL     -- JSON: who does what to whom in the content
) STRICT
""",
    "CREATE INDEX claim_by_document ON claim (document, position)",
    "CREATE INDEX claim_by_parent ON claim (parent)",
    """
CREATE TABLE source (
  -- Who speaks, across documents.
  id TEXT PRIMARY KEY,           -- s1: and a digest of the case-folded name
  name TEXT NOT NULL,
  kind TEXT NOT NULL             -- person, organisation, government, ...
) STRICT
""",
    """
CREATE TABLE source_alias (
  -- Other wordings of a source's name.
  source TEXT NOT NULL REFERENCES source (id),
  name TEXT NOT NULL,
  PRIMARY KEY (source, name)
) STRICT
""",
    """
CREATE TABLE claim_source (
  -- Whom a claim's mention stands for; several where the source is joint.
  claim TEXT NOT NULL REFERENCES claim (id),
  source TEXT NOT NULL REFERENCES source (id),
  position INTEGER NOT NULL,     -- from 0
  name TEXT NOT NULL,            -- as it was resolved in the document
  PRIMARY KEY (claim, position)
) STRICT
""",
    "CREATE INDEX claim_source_by_source ON claim_source (source)",
    """
CREATE TABLE revision (
  -- When clusters and relations were computed, and over how many claims.
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL,         -- of claimtrack
  claims INTEGER NOT NULL,
  added TEXT NOT NULL            -- ISO 8601, UTC
) STRICT
""",
    """
CREATE TABLE cluster (
  -- Claims about the same thing.
  id TEXT PRIMARY KEY,           -- k1: and a digest of its claims
  revision INTEGER NOT NULL REFERENCES revision (id),
  claims INTEGER NOT NULL        -- how many
) STRICT
""",
    """
CREATE TABLE membership (
  -- Which claim is in which cluster.
  claim TEXT PRIMARY KEY REFERENCES claim (id),
  cluster TEXT NOT NULL REFERENCES cluster (id),
  position INTEGER NOT NULL      -- place in the cluster, from 0
) STRICT
""",
    "CREATE INDEX membership_by_cluster ON membership (cluster, position)",
    """
CREATE TABLE relation (
  -- What two claims of one cluster are to each other, and why.
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revision (id),
  a TEXT NOT NULL REFERENCES claim (id),
  b TEXT NOT NULL REFERENCES claim (id),
  kind TEXT NOT NULL,            -- agree, negation, denial, numeric, update, ...
  conflict INTEGER NOT NULL,     -- 1: the two cannot both hold
  rule TEXT NOT NULL,            -- what decided
  reason TEXT NOT NULL,          -- one sentence that says why
  score REAL NOT NULL,           -- how sure the rule is, 0..1
  spans_a TEXT NOT NULL,         -- JSON: what decided it in a's document
  spans_b TEXT NOT NULL
) STRICT
""",
    "CREATE INDEX relation_by_a ON relation (a)",
    "CREATE INDEX relation_by_b ON relation (b)",
    """
CREATE TABLE failure (
  -- What could not be added, and why.
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,            -- the file, or the first words of the text
  error TEXT NOT NULL,           -- the kind of error
  message TEXT NOT NULL,
  added TEXT NOT NULL            -- ISO 8601, UTC
) STRICT
""",
)

VIEWS = (
    """
CREATE VIEW claim_view AS
  -- Who said what, by which words, in which document.
  SELECT
    claim.id,
    (SELECT group_concat(name, '; ') FROM
      (SELECT name FROM claim_source WHERE claim = claim.id ORDER BY position)) AS sources,
    claim.source_text, claim.cue_text, claim.polarity, claim.text, claim.mode, claim.kind,
    parent.text AS said_inside,
    document.outlet, document.published, document.title, document.url,
    membership.cluster, claim.pattern, claim.confidence, claim.document
  FROM claim
  JOIN document ON document.id = claim.document
  LEFT JOIN claim AS parent ON parent.id = claim.parent
  LEFT JOIN membership ON membership.claim = claim.id
  ORDER BY document.rowid, claim.position
""",
    """
CREATE VIEW relation_view AS
  -- Who agrees with, contradicts or updates whom, and why.
  SELECT
    relation.id, relation.kind, relation.conflict, relation.reason, relation.score,
    a.sources AS a_sources, a.cue_text AS a_cue, a.text AS a_text, a.outlet AS a_outlet,
    b.sources AS b_sources, b.cue_text AS b_cue, b.text AS b_text, b.outlet AS b_outlet,
    relation.rule, relation.a, relation.b
  FROM relation
  JOIN claim_view AS a ON a.id = relation.a
  JOIN claim_view AS b ON b.id = relation.b
  ORDER BY relation.id
""",
    """
CREATE VIEW conflict_view AS
  -- The relations that cannot both hold.
  SELECT * FROM relation_view WHERE conflict = 1
""",
    """
CREATE VIEW source_view AS
  -- Who speaks, and how often.
  SELECT
    source.id, source.name, source.kind, count(claim_source.claim) AS claims,
    count(DISTINCT claim.document) AS documents
  FROM source
  LEFT JOIN claim_source ON claim_source.source = source.id
  LEFT JOIN claim ON claim.id = claim_source.claim
  GROUP BY source.id
  ORDER BY claims DESC, source.name
""",
    """
CREATE VIEW span_view AS
  -- One row a span: the part of the claim, its offsets, and the words they cover.
  SELECT
    part.claim, part.part, span.key AS position,
    json_extract(span.value, '$[0]') AS start_offset,
    json_extract(span.value, '$[1]') AS end_offset,
    substr(
      document.text,
      json_extract(span.value, '$[0]') + 1,
      json_extract(span.value, '$[1]') - json_extract(span.value, '$[0]')
    ) AS text,
    part.document
  FROM (
    SELECT id AS claim, document, 'source' AS part, source_spans AS spans FROM claim
    UNION ALL SELECT id, document, 'cue', cue_spans FROM claim
    UNION ALL SELECT id, document, 'content', content_spans FROM claim
  ) AS part
  JOIN document ON document.id = part.document
  JOIN json_each(part.spans) AS span
""",
)


@migrations(name="0001_first")
def first(database: Database) -> None:
    """All tables and views of the first schema."""
    for statement in (*TABLES, *VIEWS):
        database.conn.execute(statement)
    database.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations(name="0002_judgement")
def judgement(database: Database) -> None:
    """What people say of pairs: rows that can be neither changed nor removed."""
    for statement in (
        """
CREATE TABLE judgement (
  -- What a person says of two claims or two sources; appended, never edited.
  id TEXT PRIMARY KEY,           -- j1: and a digest of the rest
  subject TEXT NOT NULL,         -- claim, source: what a and b are ids of
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  verdict TEXT NOT NULL,         -- same, different, unsure
  by TEXT NOT NULL,              -- who says so
  reason TEXT NOT NULL,          -- why, in the person's words
  added TEXT NOT NULL,           -- ISO 8601, UTC
  retracts TEXT REFERENCES judgement (id)  -- the judgement that this one takes back
) STRICT
""",
        "CREATE INDEX judgement_by_retracts ON judgement (retracts)",
        """
CREATE TRIGGER judgement_is_never_updated BEFORE UPDATE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgement is append-only'); END
""",
        """
CREATE TRIGGER judgement_is_never_deleted BEFORE DELETE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgement is append-only'); END
""",
    ):
        database.conn.execute(statement)


@migrations(name="0003_log")
def log(database: Database) -> None:
    """A file that grows and never changes: findings, ends, the log and what guards it."""
    for statement in (*history.BEFORE, *history.TABLES, *history.AFTER, *history.VIEWS):
        database.conn.execute(statement)


@migrations(name="0004_moments")
def moments(database: Database) -> None:
    """When a claim was said, and the times that its content speaks of."""
    for column in (
        # JSON: when it was said, where the text puts a time to it; and from when on, ISO 8601.
        "said TEXT",
        "said_start TEXT",
        # JSON: times in the content; the first and the last instant of them all, ISO 8601.
        "moments TEXT NOT NULL DEFAULT '[]'",
        "moments_start TEXT",
        "moments_end TEXT",
    ):
        database.conn.execute(f"ALTER TABLE claim ADD COLUMN {column}")


@migrations(name="0005_ends")
def ends(database: Database) -> None:
    """Numbers of their own for the rows that end something."""
    for statement in history.ENDS:
        database.conn.execute(statement)


def make_tables(connection: sqlite3.Connection) -> None:
    """Apply the migrations that a file lacks, with neither guards nor an entry in the log."""
    # No plugins: what other packages register must not run inside a store.
    migrations.apply(Database(connection, execute_plugins=False))


@migrations(name="0006_sources")
def sources(database: Database) -> None:
    """What documents tell of sources, who is who across them, and what copies what."""
    for statement in (*voices.TABLES, voices.CARRIAGE, *voices.VIEWS):
        database.conn.execute(statement)


@migrations(name="0007_words")
def words(database: Database) -> None:
    """An index of words that gathers more of them before it writes."""
    for option in history.GATHERED.items():
        database.conn.execute(
            "INSERT INTO claim_search (claim_search, rank) VALUES (?, ?)", option
        )


@migrations(name="0008_measures")
def measured(database: Database) -> None:
    """How often relations were right, beside them; references hold at the commit."""
    defer_references(database.conn)
    for statement in (*measures.TABLES, *measures.VIEWS):
        database.conn.execute(statement)


def migrate(connection: sqlite3.Connection, now: datetime) -> None:
    """Bring a file's schema up to date, inside the transaction that the caller has open.

    Migrations need not care for the guarding triggers: they are off meanwhile, made anew for
    the tables as they are then, and what was changed is proven by an entry in the log.
    """
    lift_guards(connection)
    make_tables(connection)
    renew_guards(connection, subject=SCHEMA[-1], now=now)
