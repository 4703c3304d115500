"""The tables and views that let a file grow and never change: the statements of 0003_log.

The central decision: what supersedes is a row beside what it supersedes. A claim's row says how
a run first saw it; where a later run sees it again, a `finding` says so, with what it saw
differently. A membership or relation holds from its revision until an ``_end`` row names the
revision that ended it. What holds now is read by the views `current_…`, which call no function
that SQLite keeps from a schema that is not trusted (those of JSON are such).
"""

BEFORE = (
    "DROP VIEW conflict_view",
    "DROP VIEW relation_view",
    "DROP VIEW claim_view",
    "DROP VIEW source_view",
    "ALTER TABLE document ADD COLUMN got_from TEXT",
    "ALTER TABLE document ADD COLUMN got_at TEXT",
    "ALTER TABLE document ADD COLUMN got_sha256 TEXT",
    "ALTER TABLE document ADD COLUMN read_as TEXT",
    "ALTER TABLE run ADD COLUMN options TEXT",
    "ALTER TABLE membership RENAME TO membership_before",
    "DROP INDEX membership_by_cluster",
)

TABLES = (
    """
CREATE TABLE membership (
  -- Which claim is in which cluster, from a revision on.
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revision (id),  -- the first in which it holds
  cluster TEXT NOT NULL REFERENCES cluster (id),
  claim TEXT NOT NULL REFERENCES claim (id)
) STRICT
""",
    "CREATE INDEX membership_by_cluster ON membership (cluster)",
    "CREATE INDEX membership_by_claim ON membership (claim)",
    """
CREATE TABLE membership_end (
  -- Since which revision a membership no longer holds.
  membership INTEGER PRIMARY KEY REFERENCES membership (id),
  revision INTEGER NOT NULL REFERENCES revision (id)
) STRICT
""",
    """
CREATE TABLE relation_end (
  -- Since which revision a relation no longer holds.
  relation INTEGER PRIMARY KEY REFERENCES relation (id),
  revision INTEGER NOT NULL REFERENCES revision (id)
) STRICT
""",
    """
CREATE TABLE finding (
  -- A later run found a claim again.
  id INTEGER PRIMARY KEY,
  claim TEXT NOT NULL REFERENCES claim (id),
  run TEXT NOT NULL REFERENCES run (id),
  position INTEGER NOT NULL,     -- place among the claims of its document in this run, from 0
  changes TEXT,                  -- JSON: columns of claim that it saw differently; null: none
  voices INTEGER NOT NULL,       -- 1: of other sources, which are in finding_source
  UNIQUE (claim, run)
) STRICT
""",
    """
CREATE TABLE finding_source (
  -- Whom the claim's mention stands for in a finding that sees that differently.
  finding INTEGER NOT NULL REFERENCES finding (id),
  source TEXT NOT NULL REFERENCES source (id),
  position INTEGER NOT NULL,     -- from 0
  name TEXT NOT NULL,            -- as it was resolved in the document
  PRIMARY KEY (finding, position)
) STRICT
""",
    "CREATE INDEX finding_source_by_source ON finding_source (source)",
    """
CREATE TABLE guard (
  -- Which columns of a table the log proves, and since when.
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,            -- of the table
  columns TEXT NOT NULL,         -- JSON: in the order in which they are hashed
  since INTEGER NOT NULL         -- the first row of log that is made so
) STRICT
""",
    """
CREATE TABLE log (
  -- What was appended when, each row with the hash of the one before.
  id INTEGER PRIMARY KEY,        -- 1, 2, 3, ...
  action TEXT NOT NULL,          -- add, rerun, relate, judge, retract, note, migrate, ...
  subject TEXT,                  -- what it was done to, an id
  rows TEXT NOT NULL,            -- JSON: table to [first row, last row, digest, marks]
  added TEXT NOT NULL,           -- ISO 8601, UTC
  previous TEXT NOT NULL,        -- hash of the row before; of the first: 64 zeros
  hash TEXT NOT NULL             -- SHA-256 of all that
) STRICT
""",
    """
CREATE TABLE excerpt (
  -- Not empty: the file is an excerpt of another, and only to be read.
  id INTEGER PRIMARY KEY,
  head TEXT NOT NULL,            -- of the whole file when the excerpt was made
  made TEXT NOT NULL             -- ISO 8601, UTC
) STRICT
""",
    """
CREATE TABLE withheld (
  -- Rows that an excerpt leaves out of a transaction that it has rows of.
  entry INTEGER NOT NULL REFERENCES log (id),
  name TEXT NOT NULL,            -- of the table
  row INTEGER NOT NULL,
  digest TEXT NOT NULL,          -- SHA-256 of the row, to prove the others with
  PRIMARY KEY (entry, name, row)
) STRICT
""",
    """
CREATE VIRTUAL TABLE claim_search USING fts5(
  text, source_text, content='claim', tokenize='porter unicode61 remove_diacritics 2'
)
""",
)

AFTER = (
    """
INSERT INTO membership (revision, cluster, claim)
  SELECT cluster.revision, cluster.id, membership_before.claim
  FROM membership_before JOIN cluster ON cluster.id = membership_before.cluster
  ORDER BY cluster.rowid, membership_before.position
""",
    "DROP TABLE membership_before",
    """
INSERT INTO claim_search (rowid, text, source_text) SELECT rowid, text, source_text FROM claim
""",
)

VIEWS = (
    """
CREATE VIEW current_claim AS
  -- The claims that the last run over their document found.
  SELECT
    claim.id AS claim, claim.document, claim.run AS first_run, last.run AS last_run,
    coalesce(finding.position, claim.position) AS position, finding.id AS finding,
    finding.changes, coalesce(finding.voices, 0) AS voices
  FROM extraction AS last
  JOIN claim ON claim.document = last.document
  LEFT JOIN finding ON finding.claim = claim.id AND finding.run = last.run
  WHERE (claim.run = last.run OR finding.id IS NOT NULL) AND NOT EXISTS (
    SELECT 1 FROM extraction AS later
    WHERE later.document = last.document AND later.rowid > last.rowid
  )
""",
    """
CREATE VIEW current_claim_source AS
  -- Whom the claims that hold now are of.
  SELECT claim_source.claim, claim_source.source, claim_source.position, claim_source.name
  FROM claim_source
  JOIN current_claim ON current_claim.claim = claim_source.claim
  WHERE current_claim.voices = 0
  UNION ALL
  SELECT current_claim.claim, finding_source.source, finding_source.position, finding_source.name
  FROM finding_source
  JOIN current_claim ON current_claim.finding = finding_source.finding
""",
    """
CREATE VIEW current_membership AS
  -- Which claim is in which cluster now.
  SELECT membership.* FROM membership
  WHERE NOT EXISTS (SELECT 1 FROM membership_end WHERE membership_end.membership = membership.id)
""",
    """
CREATE VIEW current_relation AS
  -- The relations that hold now.
  SELECT relation.* FROM relation
  WHERE NOT EXISTS (SELECT 1 FROM relation_end WHERE relation_end.relation = relation.id)
""",
    """
CREATE VIEW claim_view AS
  -- Who said what, by which words, in which document, as the last run sees it.
  SELECT
    claim.id,
    (SELECT group_concat(name, '; ') FROM (
      SELECT name FROM current_claim_source WHERE claim = claim.id ORDER BY position
    )) AS sources,
    claim.source_text, claim.cue_text,
    coalesce(json_extract(now.changes, '$.polarity'), claim.polarity) AS polarity,
    claim.text,
    coalesce(json_extract(now.changes, '$.mode'), claim.mode) AS mode,
    coalesce(json_extract(now.changes, '$.kind'), claim.kind) AS kind,
    parent.text AS said_inside,
    document.outlet, document.published, document.title, document.url,
    current_membership.cluster,
    coalesce(json_extract(now.changes, '$.pattern'), claim.pattern) AS pattern,
    coalesce(json_extract(now.changes, '$.confidence'), claim.confidence) AS confidence,
    claim.document, now.first_run, now.last_run
  FROM current_claim AS now
  JOIN claim ON claim.id = now.claim
  JOIN document ON document.id = claim.document
  LEFT JOIN claim AS parent ON parent.id = CASE
    WHEN instr(now.changes, '"parent":null') THEN NULL
    ELSE coalesce(json_extract(now.changes, '$.parent'), claim.parent) END
  LEFT JOIN current_membership ON current_membership.claim = claim.id
  ORDER BY document.rowid, now.position
""",
    """
CREATE VIEW relation_view AS
  -- Who agrees with, contradicts or updates whom, and why.
  SELECT
    relation.id, relation.kind, relation.conflict, relation.reason, relation.score,
    a.sources AS a_sources, a.cue_text AS a_cue, a.text AS a_text, a.outlet AS a_outlet,
    b.sources AS b_sources, b.cue_text AS b_cue, b.text AS b_text, b.outlet AS b_outlet,
    relation.rule, relation.a, relation.b, revision.added AS since
  FROM current_relation AS relation
  JOIN revision ON revision.id = relation.revision
  JOIN claim_view AS a ON a.id = relation.a
  JOIN claim_view AS b ON b.id = relation.b
  ORDER BY relation.conflict DESC, relation.score DESC, relation.a, relation.b
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
    source.id, source.name, source.kind, count(said.claim) AS claims,
    count(DISTINCT claim.document) AS documents
  FROM source
  LEFT JOIN current_claim_source AS said ON said.source = source.id
  LEFT JOIN claim ON claim.id = said.claim
  GROUP BY source.id
  ORDER BY claims DESC, source.name
""",
    """
CREATE VIEW log_view AS
  -- What was appended when, one row a table.
  SELECT
    log.id, log.added, log.action, log.subject, part.key AS name,
    json_extract(part.value, '$[0]') AS first_row, json_extract(part.value, '$[1]') AS last_row,
    log.hash
  FROM log
  JOIN json_each(log.rows) AS part
""",
)

#: 0005_ends: kept tables are numbered one row after the other, these two as well.
ENDS = (
    "CREATE TEMP TABLE ended AS SELECT membership, revision FROM membership_end",
    "DROP TABLE membership_end",
    """
CREATE TABLE membership_end (
  -- Since which revision a membership no longer holds.
  id INTEGER PRIMARY KEY,
  membership INTEGER NOT NULL UNIQUE REFERENCES membership (id),
  revision INTEGER NOT NULL REFERENCES revision (id)
) STRICT
""",
    "INSERT INTO membership_end (membership, revision) SELECT * FROM ended ORDER BY 2, 1",
    "DROP TABLE ended",
    "CREATE TEMP TABLE ended AS SELECT relation, revision FROM relation_end",
    "DROP TABLE relation_end",
    """
CREATE TABLE relation_end (
  -- Since which revision a relation no longer holds.
  id INTEGER PRIMARY KEY,
  relation INTEGER NOT NULL UNIQUE REFERENCES relation (id),
  revision INTEGER NOT NULL REFERENCES revision (id)
) STRICT
""",
    "INSERT INTO relation_end (relation, revision) SELECT * FROM ended ORDER BY 2, 1",
    "DROP TABLE ended",
)

#: 0007_words: how many bytes of the index of words are gathered before they are written, and how
#: many parts of it are merged at once. Writing 500 documents at a time takes 7 µs a claim for 10,
#: and searching as long as before (benchmarks/store.py).
GATHERED = {"hashsize": 16 << 20, "automerge": 8}
