"""The part of the schema that keeps who speaks, within a document and across them.

The central decision: what documents tell is kept for ever (`speaker`); who is who across them is
an index that is made anew from it (`canonical`, `identity`, `identification`).
"""

TABLES = (
    "ALTER TABLE source ADD COLUMN country TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE source ADD COLUMN body TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE source ADD COLUMN role TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE source ADD COLUMN document TEXT REFERENCES document (id)",
    "ALTER TABLE claim ADD COLUMN via TEXT NOT NULL DEFAULT '[]'",
    """
CREATE TABLE speaker (
  -- What a document tells of somebody who speaks in it, as a run reads it.
  document TEXT NOT NULL REFERENCES document (id),
  run TEXT NOT NULL REFERENCES run (id),
  name TEXT NOT NULL,            -- as it was resolved in the document
  source TEXT NOT NULL REFERENCES source (id),
  kind TEXT NOT NULL,            -- person, organisation, government, ...
  country TEXT NOT NULL,         -- behind it; empty: not known
  body TEXT NOT NULL,            -- that it speaks for
  role TEXT NOT NULL,            -- at that time
  PRIMARY KEY (document, run, name)
) STRICT
""",
    "CREATE INDEX speaker_by_name ON speaker (document, name)",
    """
CREATE TABLE canonical (
  -- A source across documents; made anew from speaker and judgement.
  id TEXT PRIMARY KEY,           -- s1: and a digest of the case-folded name
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT NOT NULL,         -- behind it; empty: not known
  body TEXT NOT NULL,            -- that it speaks for, as told last
  role TEXT NOT NULL,            -- as told last
  document TEXT REFERENCES document (id)  -- the only one that knows it, or null
) STRICT
""",
    """
CREATE TABLE identity (
  -- Which canonical source a source is, and what says so.
  source TEXT PRIMARY KEY REFERENCES source (id),
  canonical TEXT NOT NULL REFERENCES canonical (id),
  why TEXT NOT NULL              -- judgement, same name, spelling, surname, office
) STRICT
""",
    "CREATE INDEX identity_by_canonical ON identity (canonical)",
    """
CREATE TABLE identification (
  -- What canonical and identity were made by, and up to which entry of the log; one row.
  version TEXT NOT NULL,         -- of claimtrack
  entry INTEGER NOT NULL,        -- log.id
  added TEXT NOT NULL            -- ISO 8601, UTC
) STRICT
""",
)

#: How many independent reports carry a claim; made anew with each revision.
CARRIAGE = """
CREATE TABLE carriage (
  -- How many independent reports carry a claim that several documents do; made anew.
  claim TEXT PRIMARY KEY REFERENCES claim (id),
  reports INTEGER NOT NULL,      -- copies of one passage are one report
  documents INTEGER NOT NULL,
  origin TEXT NOT NULL REFERENCES claim (id)  -- claims of one origin stand in copies of one text
) STRICT
"""

VIEWS = (
    "DROP VIEW source_view",
    """
CREATE VIEW source_view AS
  -- Who speaks, across documents, and how often.
  SELECT
    coalesce(canonical.id, source.id) AS id,
    coalesce(canonical.name, source.name) AS name,
    coalesce(canonical.kind, source.kind) AS kind,
    coalesce(canonical.country, source.country) AS country,
    coalesce(canonical.body, source.body) AS body,
    coalesce(canonical.role, source.role) AS role,
    (SELECT group_concat(name, '; ') FROM
      (SELECT DISTINCT other.name FROM identity JOIN source AS other ON other.id = identity.source
       WHERE identity.canonical = canonical.id AND other.name <> canonical.name
       ORDER BY other.name)) AS aliases,
    count(DISTINCT claim.id) AS claims, count(DISTINCT claim.document) AS documents
  FROM source
  LEFT JOIN identity ON identity.source = source.id
  LEFT JOIN canonical ON canonical.id = identity.canonical
  LEFT JOIN current_claim_source AS said ON said.source = source.id
  LEFT JOIN claim ON claim.id = said.claim
  GROUP BY coalesce(canonical.id, source.id)
  ORDER BY claims DESC, 2
""",
    "DROP VIEW claim_view",
    """
CREATE VIEW claim_view AS
  -- Who said what, by which words, in which document, as the last run sees it; sources by the
  -- names that they have across documents.
  SELECT
    claim.id,
    (SELECT group_concat(name, '; ') FROM (
      SELECT coalesce(canonical.name, said.name) AS name FROM current_claim_source AS said
      LEFT JOIN identity ON identity.source = said.source
      LEFT JOIN canonical ON canonical.id = identity.canonical
      WHERE said.claim = claim.id ORDER BY said.position
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
)
