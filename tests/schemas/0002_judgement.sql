PRAGMA application_id = 1668047209;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'claimtrack','0001_first','2026-11-25 03:27:14.175827+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'claimtrack','0002_judgement','2026-11-25 03:27:14.176391+00:00');
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
;
INSERT INTO "claim" VALUES('c1:ba952ac17cb8ce4cb41fad2b8e0e1d03','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',0,'the city council','said','said','The harbour bridge will reopen on Monday','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[42,58]]','[[59,63]]','[[0,40]]',0,63,'',', the city council said in a sta','[]','[]');
INSERT INTO "claim" VALUES('c1:ea3515a812e8a400766cec9e378b4815','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',1,'mayor Ana Ruiz','told','told','"The bridge is safe," "Not one bolt is loose."','direct','positive','speech',NULL,'test.by-hand',1.0,'[[103,117]]','[[118,122]]','[[81,102],[134,158]]',81,158,'y council said in a statement.

','

The engineers'' union denied th','[]','[]');
INSERT INTO "claim" VALUES('c1:2eb54f81416302865cf7cd776bc5cfee','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',2,'The engineers'' union','denied','denied','that the bridge was safe','indirect','negative','speech',NULL,'test.by-hand',1.0,'[[160,180]]','[[181,187]]','[[188,212]]',160,212,'."

The engineers'' union denied ','. Its chair, Bo Lind, warned tha','[]','[]');
INSERT INTO "claim" VALUES('c1:66d6c2eeb2905a609de6321f44f62ae5','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',3,'Its chair, Bo Lind','warned','warned','that 40 bolts were loose & that "<b>nobody</b>" had looked','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[214,232]]','[[234,240]]','[[241,299]]',214,299,'afe. Its chair, Bo Lind, warned ','.

Three workers were reportedly','[]','[]');
INSERT INTO "claim" VALUES('c1:a835b22eeaa15affa300e1ee9c1d30ab','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',4,NULL,'reportedly','reportedly','Three workers were hurt','indirect','positive','speech',NULL,'test.by-hand',1.0,NULL,'[[321,331]]','[[302,320],[332,336]]',302,336,'at "<b>nobody</b>" had looked.

','. Radio Harbour reported that th','[]','[]');
INSERT INTO "claim" VALUES('c1:3e77dc1049b48323a9fe60953b9e37f8','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',5,'Radio Harbour','reported','reported','that the union had called for a strike','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[338,351]]','[[352,360]]','[[361,399]]',338,399,'ly hurt. Radio Harbour reported ','.
','[]','[]');
INSERT INTO "claim" VALUES('c1:624114ccc1cc9fa5578dd46a33e8571b','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',6,'the union','had called for','had called for','a strike','indirect','positive','speech','c1:3e77dc1049b48323a9fe60953b9e37f8','test.by-hand',1.0,'[[366,375]]','[[376,390]]','[[391,399]]',366,399,'d that the union had called for ','.
','[]','[]');
INSERT INTO "claim" VALUES('c1:7726e516f7b9e00b3afa83e0c715e15a','d1:9e900ff10a79dca5d355049a7bb2660c','r1:f56621a4e466ab1fc6cc0194ce10618a',0,'the engineers'' union','said','said','The bridge is not safe','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[24,44]]','[[45,49]]','[[0,22]]',0,49,'',', the engineers'' union said on T','[]','[]');
INSERT INTO "claim" VALUES('c1:e6c43ad799773fdd81530df43124c7db','d1:9e900ff10a79dca5d355049a7bb2660c','r1:f56621a4e466ab1fc6cc0194ce10618a',1,'The city council','said','said','that the bridge would reopen on Tuesday','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[63,79]]','[[80,84]]','[[85,124]]',63,124,'Tuesday.

The city council said ','.
','[]','[]');
CREATE TABLE claim_source (
  -- Whom a claim's mention stands for; several where the source is joint.
  claim TEXT NOT NULL REFERENCES claim (id),
  source TEXT NOT NULL REFERENCES source (id),
  position INTEGER NOT NULL,     -- from 0
  name TEXT NOT NULL,            -- as it was resolved in the document
  PRIMARY KEY (claim, position)
) STRICT
;
INSERT INTO "claim_source" VALUES('c1:ba952ac17cb8ce4cb41fad2b8e0e1d03','s1:5e8bced723f0f02d82847d5ec8ca28e1',0,'City council');
INSERT INTO "claim_source" VALUES('c1:ea3515a812e8a400766cec9e378b4815','s1:11406f2218eb06a771fb43bff5eb60b5',0,'Ana Ruiz');
INSERT INTO "claim_source" VALUES('c1:2eb54f81416302865cf7cd776bc5cfee','s1:4bdcaf223f4b82c164da3814758b7383',0,'Engineers'' union');
INSERT INTO "claim_source" VALUES('c1:66d6c2eeb2905a609de6321f44f62ae5','s1:0cf46598f780a31746197d68dad3fb1b',0,'Bo Lind');
INSERT INTO "claim_source" VALUES('c1:66d6c2eeb2905a609de6321f44f62ae5','s1:4bdcaf223f4b82c164da3814758b7383',1,'Engineers'' union');
INSERT INTO "claim_source" VALUES('c1:3e77dc1049b48323a9fe60953b9e37f8','s1:9958353c622f0525c631b40b9c7e1e1c',0,'Radio Harbour');
INSERT INTO "claim_source" VALUES('c1:624114ccc1cc9fa5578dd46a33e8571b','s1:4bdcaf223f4b82c164da3814758b7383',0,'Engineers'' union');
INSERT INTO "claim_source" VALUES('c1:7726e516f7b9e00b3afa83e0c715e15a','s1:4bdcaf223f4b82c164da3814758b7383',0,'Engineers'' union');
INSERT INTO "claim_source" VALUES('c1:e6c43ad799773fdd81530df43124c7db','s1:5e8bced723f0f02d82847d5ec8ca28e1',0,'City council');
CREATE TABLE cluster (
  -- Claims about the same thing.
  id TEXT PRIMARY KEY,           -- k1: and a digest of its claims
  revision INTEGER NOT NULL REFERENCES revision (id),
  claims INTEGER NOT NULL        -- how many
) STRICT
;
INSERT INTO "cluster" VALUES('k1:6b9ffc2b7e64e1aadc2a531ae4880829',1,3);
INSERT INTO "cluster" VALUES('k1:2fb2863dc1ce3ef4d300526b5dddf126',1,2);
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
;
INSERT INTO "document" VALUES('d1:b9726f404f4b7467d6ddb12f4b83b2c1','525efcd1a9be6c1cd0f5850b45153ab2f6e37b065e374508b03e014071525e8c','The harbour bridge will reopen on Monday, the city council said in a statement.

"The bridge is safe," mayor Ana Ruiz told reporters. "Not one bolt is loose."

The engineers'' union denied that the bridge was safe. Its chair, Bo Lind, warned that 40 bolts were loose & that "<b>nobody</b>" had looked.

Three workers were reportedly hurt. Radio Harbour reported that the union had called for a strike.
','https://news.example/bridge?a=1&b=2',NULL,'The Harbour Post','2026-05-03T09:00:00+00:00','2026-05-04T12:30:00+00:00');
INSERT INTO "document" VALUES('d1:9e900ff10a79dca5d355049a7bb2660c','a4ba871a3a555667f49e9f43deb23da2a5664d8dd8c90cc6bfb3dcfeeac9a582','The bridge is not safe, the engineers'' union said on Tuesday.

The city council said that the bridge would reopen on Tuesday.
',NULL,'Union: bridge not safe','Daily Tide',NULL,'2026-05-04T12:30:00+00:00');
CREATE TABLE extraction (
  -- Which run read which document, and how many claims it found (0 counts too).
  document TEXT NOT NULL REFERENCES document (id),
  run TEXT NOT NULL REFERENCES run (id),
  claims INTEGER NOT NULL,
  added TEXT NOT NULL,           -- ISO 8601, UTC
  PRIMARY KEY (document, run)
) STRICT
;
INSERT INTO "extraction" VALUES('d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',7,'2026-05-04T12:30:00+00:00');
INSERT INTO "extraction" VALUES('d1:9e900ff10a79dca5d355049a7bb2660c','r1:f56621a4e466ab1fc6cc0194ce10618a',2,'2026-05-04T12:30:00+00:00');
CREATE TABLE failure (
  -- What could not be added, and why.
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,            -- the file, or the first words of the text
  error TEXT NOT NULL,           -- the kind of error
  message TEXT NOT NULL,
  added TEXT NOT NULL            -- ISO 8601, UTC
) STRICT
;
INSERT INTO "failure" VALUES(1,'a.txt','InputError','no file a.txt; check the name','2026-05-04T12:30:00+00:00');
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
;
INSERT INTO "judgement" VALUES('j1:8cebbd97e937d6dc6e941da9db67f090','claim','c1:ea3515a812e8a400766cec9e378b4815','c1:2eb54f81416302865cf7cd776bc5cfee','same','Ana','','2026-05-04T12:30:00+00:00',NULL);
CREATE TABLE membership (
  -- Which claim is in which cluster.
  claim TEXT PRIMARY KEY REFERENCES claim (id),
  cluster TEXT NOT NULL REFERENCES cluster (id),
  position INTEGER NOT NULL      -- place in the cluster, from 0
) STRICT
;
INSERT INTO "membership" VALUES('c1:ea3515a812e8a400766cec9e378b4815','k1:6b9ffc2b7e64e1aadc2a531ae4880829',0);
INSERT INTO "membership" VALUES('c1:2eb54f81416302865cf7cd776bc5cfee','k1:6b9ffc2b7e64e1aadc2a531ae4880829',1);
INSERT INTO "membership" VALUES('c1:7726e516f7b9e00b3afa83e0c715e15a','k1:6b9ffc2b7e64e1aadc2a531ae4880829',2);
INSERT INTO "membership" VALUES('c1:ba952ac17cb8ce4cb41fad2b8e0e1d03','k1:2fb2863dc1ce3ef4d300526b5dddf126',0);
INSERT INTO "membership" VALUES('c1:e6c43ad799773fdd81530df43124c7db','k1:2fb2863dc1ce3ef4d300526b5dddf126',1);
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
;
INSERT INTO "relation" VALUES(1,1,'c1:ea3515a812e8a400766cec9e378b4815','c1:2eb54f81416302865cf7cd776bc5cfee','denial',1,'denial','Engineers'' union denies what Ana Ruiz says: the bridge is safe.',0.9,'[[93,100]]','[[181,187]]');
INSERT INTO "relation" VALUES(2,1,'c1:ba952ac17cb8ce4cb41fad2b8e0e1d03','c1:e6c43ad799773fdd81530df43124c7db','time',1,'time','City council says Monday in one place and Tuesday in another.',0.5,'[]','[]');
INSERT INTO "relation" VALUES(3,1,'c1:2eb54f81416302865cf7cd776bc5cfee','c1:7726e516f7b9e00b3afa83e0c715e15a','agree',0,'same','Both say that the bridge is not safe.',1.0,'[]','[]');
CREATE TABLE revision (
  -- When clusters and relations were computed, and over how many claims.
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL,         -- of claimtrack
  claims INTEGER NOT NULL,
  added TEXT NOT NULL            -- ISO 8601, UTC
) STRICT
;
INSERT INTO "revision" VALUES(1,'0.1.0',9,'2026-05-04T12:30:00+00:00');
CREATE TABLE run (
  -- What made claims: enough to make them again.
  id TEXT PRIMARY KEY,           -- r1: and a digest of the three below
  version TEXT NOT NULL,         -- of claimtrack
  parser TEXT NOT NULL,          -- name, version and digest of the weights
  lexicon TEXT NOT NULL,         -- language and digest
  added TEXT NOT NULL            -- when it first made anything; ISO 8601, UTC
) STRICT
;
INSERT INTO "run" VALUES('r1:f56621a4e466ab1fc6cc0194ce10618a','0.1.0','by hand','en:none','2026-05-04T12:30:00+00:00');
CREATE TABLE source (
  -- Who speaks, across documents.
  id TEXT PRIMARY KEY,           -- s1: and a digest of the case-folded name
  name TEXT NOT NULL,
  kind TEXT NOT NULL             -- person, organisation, government, ...
) STRICT
;
INSERT INTO "source" VALUES('s1:5e8bced723f0f02d82847d5ec8ca28e1','City council','organisation');
INSERT INTO "source" VALUES('s1:11406f2218eb06a771fb43bff5eb60b5','Ana Ruiz','person');
INSERT INTO "source" VALUES('s1:4bdcaf223f4b82c164da3814758b7383','Engineers'' union','organisation');
INSERT INTO "source" VALUES('s1:0cf46598f780a31746197d68dad3fb1b','Bo Lind','person');
INSERT INTO "source" VALUES('s1:9958353c622f0525c631b40b9c7e1e1c','Radio Harbour','organisation');
CREATE TABLE source_alias (
  -- Other wordings of a source's name.
  source TEXT NOT NULL REFERENCES source (id),
  name TEXT NOT NULL,
  PRIMARY KEY (source, name)
) STRICT
;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX claim_by_document ON claim (document, position);
CREATE INDEX claim_by_parent ON claim (parent);
CREATE INDEX claim_source_by_source ON claim_source (source);
CREATE INDEX membership_by_cluster ON membership (cluster, position);
CREATE INDEX relation_by_a ON relation (a);
CREATE INDEX relation_by_b ON relation (b);
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
  ORDER BY document.rowid, claim.position;
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
  ORDER BY relation.id;
CREATE VIEW conflict_view AS
  -- The relations that cannot both hold.
  SELECT * FROM relation_view WHERE conflict = 1;
CREATE VIEW source_view AS
  -- Who speaks, and how often.
  SELECT
    source.id, source.name, source.kind, count(claim_source.claim) AS claims,
    count(DISTINCT claim.document) AS documents
  FROM source
  LEFT JOIN claim_source ON claim_source.source = source.id
  LEFT JOIN claim ON claim.id = claim_source.claim
  GROUP BY source.id
  ORDER BY claims DESC, source.name;
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
  JOIN json_each(part.spans) AS span;
CREATE INDEX judgement_by_retracts ON judgement (retracts);
CREATE TRIGGER judgement_is_never_updated BEFORE UPDATE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgement is append-only'); END;
CREATE TRIGGER judgement_is_never_deleted BEFORE DELETE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgement is append-only'); END;
COMMIT;
