BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'claimtrack','0001_first','2026-11-25 04:19:22.467768+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'claimtrack','0002_judgement','2026-11-25 04:19:22.474572+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'claimtrack','0003_log','2026-11-25 04:19:22.504686+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'claimtrack','0004_moments','2026-11-25 04:19:22.507841+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'claimtrack','0005_ends','2026-11-25 04:45:02.606153+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'claimtrack','0006_sources','2026-11-25 14:10:36.857623+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'claimtrack','0007_words','2026-11-28 19:33:02.518313+00:00');
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
;
CREATE TABLE carriage (
  -- How many independent reports carry a claim that several documents do; made anew.
  claim TEXT PRIMARY KEY REFERENCES claim (id),
  reports INTEGER NOT NULL,      -- copies of one passage are one report
  documents INTEGER NOT NULL,
  origin TEXT NOT NULL REFERENCES claim (id)  -- claims of one origin stand in copies of one text
) STRICT
;
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
, said TEXT, said_start TEXT, moments TEXT NOT NULL DEFAULT '[]', moments_start TEXT, moments_end TEXT, via TEXT NOT NULL DEFAULT '[]') STRICT
;
INSERT INTO "claim" VALUES('c1:ba952ac17cb8ce4cb41fad2b8e0e1d03','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',0,'the city council','said','said','The harbour bridge will reopen on Monday','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[42,58]]','[[59,63]]','[[0,40]]',0,63,'',', the city council said in a sta','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
INSERT INTO "claim" VALUES('c1:ea3515a812e8a400766cec9e378b4815','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',1,'mayor Ana Ruiz','told','told','"The bridge is safe," "Not one bolt is loose."','direct','positive','speech',NULL,'test.by-hand',1.0,'[[103,117]]','[[118,122]]','[[81,102],[134,158]]',81,158,'y council said in a statement.

','

The engineers'' union denied th','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
INSERT INTO "claim" VALUES('c1:2eb54f81416302865cf7cd776bc5cfee','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',2,'The engineers'' union','denied','denied','that the bridge was safe','indirect','negative','speech',NULL,'test.by-hand',1.0,'[[160,180]]','[[181,187]]','[[188,212]]',160,212,'."

The engineers'' union denied ','. Its chair, Bo Lind, warned tha','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
INSERT INTO "claim" VALUES('c1:66d6c2eeb2905a609de6321f44f62ae5','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',3,'Its chair, Bo Lind','warned','warned','that 40 bolts were loose & that "<b>nobody</b>" had looked','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[214,232]]','[[234,240]]','[[241,299]]',214,299,'afe. Its chair, Bo Lind, warned ','.

Three workers were reportedly','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
INSERT INTO "claim" VALUES('c1:a835b22eeaa15affa300e1ee9c1d30ab','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',4,NULL,'reportedly','reportedly','Three workers were hurt','indirect','positive','speech',NULL,'test.by-hand',1.0,NULL,'[[321,331]]','[[302,320],[332,336]]',302,336,'at "<b>nobody</b>" had looked.

','. Radio Harbour reported that th','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
INSERT INTO "claim" VALUES('c1:3e77dc1049b48323a9fe60953b9e37f8','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',5,'Radio Harbour','reported','reported','that the union had called for a strike','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[338,351]]','[[352,360]]','[[361,399]]',338,399,'ly hurt. Radio Harbour reported ','.
','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
INSERT INTO "claim" VALUES('c1:624114ccc1cc9fa5578dd46a33e8571b','d1:b9726f404f4b7467d6ddb12f4b83b2c1','r1:f56621a4e466ab1fc6cc0194ce10618a',6,'the union','had called for','had called for','a strike','indirect','positive','speech','c1:3e77dc1049b48323a9fe60953b9e37f8','test.by-hand',1.0,'[[366,375]]','[[376,390]]','[[391,399]]',366,399,'d that the union had called for ','.
','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
INSERT INTO "claim" VALUES('c1:7726e516f7b9e00b3afa83e0c715e15a','d1:9e900ff10a79dca5d355049a7bb2660c','r1:f56621a4e466ab1fc6cc0194ce10618a',0,'the engineers'' union','said','said','The bridge is not safe','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[24,44]]','[[45,49]]','[[0,22]]',0,49,'',', the engineers'' union said on T','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
INSERT INTO "claim" VALUES('c1:e6c43ad799773fdd81530df43124c7db','d1:9e900ff10a79dca5d355049a7bb2660c','r1:f56621a4e466ab1fc6cc0194ce10618a',1,'The city council','said','said','that the bridge would reopen on Tuesday','indirect','positive','speech',NULL,'test.by-hand',1.0,'[[63,79]]','[[80,84]]','[[85,124]]',63,124,'Tuesday.

The city council said ','.
','[]','[]',NULL,NULL,'[]',NULL,NULL,'[]');
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
INSERT INTO "cluster" VALUES('k1:2fb2863dc1ce3ef4d300526b5dddf126',1,2);
INSERT INTO "cluster" VALUES('k1:6b9ffc2b7e64e1aadc2a531ae4880829',1,3);
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
, got_from TEXT, got_at TEXT, got_sha256 TEXT, read_as TEXT) STRICT
;
INSERT INTO "document" VALUES('d1:b9726f404f4b7467d6ddb12f4b83b2c1','525efcd1a9be6c1cd0f5850b45153ab2f6e37b065e374508b03e014071525e8c','The harbour bridge will reopen on Monday, the city council said in a statement.

"The bridge is safe," mayor Ana Ruiz told reporters. "Not one bolt is loose."

The engineers'' union denied that the bridge was safe. Its chair, Bo Lind, warned that 40 bolts were loose & that "<b>nobody</b>" had looked.

Three workers were reportedly hurt. Radio Harbour reported that the union had called for a strike.
','https://news.example/bridge?a=1&b=2',NULL,'The Harbour Post','2026-05-03T09:00:00+00:00','2026-05-04T12:30:00+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "document" VALUES('d1:9e900ff10a79dca5d355049a7bb2660c','a4ba871a3a555667f49e9f43deb23da2a5664d8dd8c90cc6bfb3dcfeeac9a582','The bridge is not safe, the engineers'' union said on Tuesday.

The city council said that the bridge would reopen on Tuesday.
',NULL,'Union: bridge not safe','Daily Tide',NULL,'2026-05-04T12:30:00+00:00',NULL,NULL,NULL,NULL);
CREATE TABLE excerpt (
  -- Not empty: the file is an excerpt of another, and only to be read.
  id INTEGER PRIMARY KEY,
  head TEXT NOT NULL,            -- of the whole file when the excerpt was made
  made TEXT NOT NULL             -- ISO 8601, UTC
) STRICT
;
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
;
CREATE TABLE finding_source (
  -- Whom the claim's mention stands for in a finding that sees that differently.
  finding INTEGER NOT NULL REFERENCES finding (id),
  source TEXT NOT NULL REFERENCES source (id),
  position INTEGER NOT NULL,     -- from 0
  name TEXT NOT NULL,            -- as it was resolved in the document
  PRIMARY KEY (finding, position)
) STRICT
;
CREATE TABLE guard (
  -- Which columns of a table the log proves, and since when.
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,            -- of the table
  columns TEXT NOT NULL,         -- JSON: in the order in which they are hashed
  since INTEGER NOT NULL         -- the first row of log that is made so
) STRICT
;
INSERT INTO "guard" VALUES(1,'guard','["id","name","columns","since"]',1);
INSERT INTO "guard" VALUES(2,'document','["id","sha256","text","url","title","outlet","published","added","got_from","got_at","got_sha256","read_as"]',1);
INSERT INTO "guard" VALUES(3,'run','["id","version","parser","lexicon","added","options"]',1);
INSERT INTO "guard" VALUES(4,'extraction','["document","run","claims","added"]',1);
INSERT INTO "guard" VALUES(5,'claim','["id","document","run","position","source_text","cue_text","cue_lemma","text","mode","polarity","kind","parent","pattern","confidence","source_spans","cue_spans","content_spans","sentence_start","sentence_end","prefix","suffix","quantities","propositions","said","said_start","moments","moments_start","moments_end"]',1);
INSERT INTO "guard" VALUES(6,'source','["id","name","kind"]',1);
INSERT INTO "guard" VALUES(7,'source_alias','["source","name"]',1);
INSERT INTO "guard" VALUES(8,'claim_source','["claim","source","position","name"]',1);
INSERT INTO "guard" VALUES(9,'finding','["id","claim","run","position","changes","voices"]',1);
INSERT INTO "guard" VALUES(10,'finding_source','["finding","source","position","name"]',1);
INSERT INTO "guard" VALUES(11,'revision','["id","version","claims","added"]',1);
INSERT INTO "guard" VALUES(12,'cluster','["id","revision","claims"]',1);
INSERT INTO "guard" VALUES(13,'membership','["id","revision","cluster","claim"]',1);
INSERT INTO "guard" VALUES(14,'membership_end','["membership","revision"]',1);
INSERT INTO "guard" VALUES(15,'relation','["id","revision","a","b","kind","conflict","rule","reason","score","spans_a","spans_b"]',1);
INSERT INTO "guard" VALUES(16,'relation_end','["relation","revision"]',1);
INSERT INTO "guard" VALUES(17,'judgement','["id","subject","a","b","verdict","by","reason","added","retracts"]',1);
INSERT INTO "guard" VALUES(18,'failure','["id","item","error","message","added"]',1);
INSERT INTO "guard" VALUES(19,'membership_end','["id","membership","revision"]',7);
INSERT INTO "guard" VALUES(20,'relation_end','["id","relation","revision"]',7);
INSERT INTO "guard" VALUES(21,'claim','["id","document","run","position","source_text","cue_text","cue_lemma","text","mode","polarity","kind","parent","pattern","confidence","source_spans","cue_spans","content_spans","sentence_start","sentence_end","prefix","suffix","quantities","propositions","said","said_start","moments","moments_start","moments_end","via"]',8);
INSERT INTO "guard" VALUES(22,'source','["id","name","kind","country","body","role","document"]',8);
INSERT INTO "guard" VALUES(23,'speaker','["document","run","name","source","kind","country","body","role"]',8);
CREATE TABLE identification (
  -- What canonical and identity were made by, and up to which entry of the log; one row.
  version TEXT NOT NULL,         -- of claimtrack
  entry INTEGER NOT NULL,        -- log.id
  added TEXT NOT NULL            -- ISO 8601, UTC
) STRICT
;
CREATE TABLE identity (
  -- Which canonical source a source is, and what says so.
  source TEXT PRIMARY KEY REFERENCES source (id),
  canonical TEXT NOT NULL REFERENCES canonical (id),
  why TEXT NOT NULL              -- judgement, same name, spelling, surname, office
) STRICT
;
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
;
INSERT INTO "log" VALUES(1,'migrate','0004_moments','{"guard":[1,18,"63dae15eaa383ee8b0027be3cea7935f75f3ed8f7cd75374fcb3afe8b7cd718c","935155d29caa0fae168801cab1c8e9c66f42826b8c1d30de8448e819e6bc4876bfdff3b5fd1ea0e2df2a06664b0352e9ddee8cded677"]}','2026-11-25T04:19:22.465447+00:00','0000000000000000000000000000000000000000000000000000000000000000','dfc857ffd240b4cc525444f1e3f6dd7f163785d5887e869e796a85d94e77cb4d');
INSERT INTO "log" VALUES(2,'add','d1:b9726f404f4b7467d6ddb12f4b83b2c1','{"document":[1,1,"2df56089b7f877da2c7343af032626ba0385f691050828bdccaa70dc39b90a97","94bef0"],"run":[1,1,"864fc38263aa41ddf0b7ded9a976c799e2e5b8b23bd97d67e296abcd697cb47f","3ae3d3"],"extraction":[1,1,"a29b4571d95447ec742ff8c6ac63f15e0cd6c9def2b88168abbc7c86009ee221","040bfb"],"claim":[1,7,"417af35e2b7258572da66b842938814578fc618e9c1ab43080efdd8bff6334f7","fce7517558805fd0e267c59f23f1346ef056fca846"],"source":[1,5,"9d84325c3e8c4d01043a7eaeeb933b6828453389ebbd1e6086eb73ccaa57700e","f2b59ae7911a7e77750a330ec5dd60"],"claim_source":[1,7,"3648bf37d43f11ad376fac64399e537f545063ac1add65c419dccb137cfec6a2","370bbacc2464f38c17dc0cbeb4b9ecffcb65302804"]}','2026-05-04T12:30:00+00:00','dfc857ffd240b4cc525444f1e3f6dd7f163785d5887e869e796a85d94e77cb4d','db6fafa8ab438883d6022958d188be189bf2395f86e5e03613f1adbc172c50f4');
INSERT INTO "log" VALUES(3,'add','d1:9e900ff10a79dca5d355049a7bb2660c','{"document":[2,2,"e4390d67be48a60e54455b440ab4b0bbf4927f66a9d5ae42d0e029c746ba290e","69ca5e"],"extraction":[2,2,"3d95f59606dfc8d9ca6fac8327a2a191a374fcaaa8b710003405b7199f9d218f","f46029"],"claim":[8,9,"4a7124534b9c07799a6ae11b763b60c74f48991d22dc48de0c4cc4429fd572fb","b1960fd8b82c"],"claim_source":[8,9,"e56f9ecf575cbad66cde20ca4ee994cd54ea3e2628204214d8e813bd767c5460","41c587716a09"]}','2026-05-04T12:30:00+00:00','db6fafa8ab438883d6022958d188be189bf2395f86e5e03613f1adbc172c50f4','e64d36e0bdbca1d8ac6e0e2c5d46db2cb74d9cac4968bc9de5cf7d296d6f7cf5');
INSERT INTO "log" VALUES(4,'relate',NULL,'{"revision":[1,1,"e4ae0d7b3e9eb1e7a3c1aae3e8f3fe85865974306a0b00be89a508baa8fd373c","817344"],"cluster":[1,2,"531a504a605481985497daa25242f6379afd5059e308b489172dade9d78b7dea","7744137de9b2"],"membership":[1,5,"e54563930f69206f553aa2e357a8ed83d5397437860e4ccfcea33d2962cece22","106b536d58afeb8d6b9f3d5e7b0981"],"relation":[1,3,"674fc82ccadef786be8a97ff4a1cfc38661058fb60753a3f933341a9cb937fb6","bf8106042ed6cd0561"]}','2026-05-04T12:30:00+00:00','e64d36e0bdbca1d8ac6e0e2c5d46db2cb74d9cac4968bc9de5cf7d296d6f7cf5','21c7cb411958e895f2ca42b5827188fd742ae48448105131d05052067d47ea33');
INSERT INTO "log" VALUES(5,'note',NULL,'{"failure":[1,1,"d01299abd94eec4639290c5c86b00e17ecdf77d2c1e28669317da5359ca5a962","f6398a"]}','2026-05-04T12:30:00+00:00','21c7cb411958e895f2ca42b5827188fd742ae48448105131d05052067d47ea33','2891fb9b5609b58516fff5fb59092c082d3c83a23a9be77e642241cdb023c940');
INSERT INTO "log" VALUES(6,'judge','j1:8cebbd97e937d6dc6e941da9db67f090','{"judgement":[1,1,"7343bf76ba7142c91fccaf3a31b22023b6c7feb35c0eaebba799b2588c1e4b7b","f8434e"]}','2026-05-04T12:30:00+00:00','2891fb9b5609b58516fff5fb59092c082d3c83a23a9be77e642241cdb023c940','5dd86fdc39e233f8e96f405bb19ea7b62d30de26919ac141a45701c620953539');
INSERT INTO "log" VALUES(7,'migrate','0005_ends','{"guard":[19,20,"3b31891ae81ed7168011594df201552811fe647f665e792f3db13ca3a025ae0f","eb75ae95c32c"]}','2026-11-25T04:45:02.592838+00:00','5dd86fdc39e233f8e96f405bb19ea7b62d30de26919ac141a45701c620953539','b8f30d48d588d3d5e6900bf33a9e9910bc9e8b69bcfb8eae1edd4c3939b86eb8');
INSERT INTO "log" VALUES(8,'migrate','0006_sources','{"claim":[1,9,"c201228b2c166871fcfee31ef2af32049929368dc8c30383dbe560e8d537d456","c0f64c1acd223fcd1fcfc8605f80715c74226366dfdd2c344972c6"],"source":[1,5,"4b16783df1de2287895ec09a3f1c0273f291d66c80270258942b0506cb7041ff","654ff9d66da8974cee8995280dc6b8"],"guard":[21,23,"fc3d97273232e91d4fe3e9d48a463a3094614528770bbb735a3347b68b89d860","06a6c0914ffff4a046"]}','2026-11-25T14:10:36.768882+00:00','b8f30d48d588d3d5e6900bf33a9e9910bc9e8b69bcfb8eae1edd4c3939b86eb8','a1950b9f6b735cf11b451eb43f17782d7363b3447da7309fc9aa131aa447f857');
CREATE TABLE membership (
  -- Which claim is in which cluster, from a revision on.
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revision (id),  -- the first in which it holds
  cluster TEXT NOT NULL REFERENCES cluster (id),
  claim TEXT NOT NULL REFERENCES claim (id)
) STRICT
;
INSERT INTO "membership" VALUES(1,1,'k1:2fb2863dc1ce3ef4d300526b5dddf126','c1:ba952ac17cb8ce4cb41fad2b8e0e1d03');
INSERT INTO "membership" VALUES(2,1,'k1:2fb2863dc1ce3ef4d300526b5dddf126','c1:e6c43ad799773fdd81530df43124c7db');
INSERT INTO "membership" VALUES(3,1,'k1:6b9ffc2b7e64e1aadc2a531ae4880829','c1:ea3515a812e8a400766cec9e378b4815');
INSERT INTO "membership" VALUES(4,1,'k1:6b9ffc2b7e64e1aadc2a531ae4880829','c1:2eb54f81416302865cf7cd776bc5cfee');
INSERT INTO "membership" VALUES(5,1,'k1:6b9ffc2b7e64e1aadc2a531ae4880829','c1:7726e516f7b9e00b3afa83e0c715e15a');
CREATE TABLE membership_end (
  -- Since which revision a membership no longer holds.
  id INTEGER PRIMARY KEY,
  membership INTEGER NOT NULL UNIQUE REFERENCES membership (id),
  revision INTEGER NOT NULL REFERENCES revision (id)
) STRICT
;
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
CREATE TABLE relation_end (
  -- Since which revision a relation no longer holds.
  id INTEGER PRIMARY KEY,
  relation INTEGER NOT NULL UNIQUE REFERENCES relation (id),
  revision INTEGER NOT NULL REFERENCES revision (id)
) STRICT
;
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
, options TEXT) STRICT
;
INSERT INTO "run" VALUES('r1:f56621a4e466ab1fc6cc0194ce10618a','0.1.0','by hand','en:none','2026-05-04T12:30:00+00:00',NULL);
CREATE TABLE source (
  -- Who speaks, across documents.
  id TEXT PRIMARY KEY,           -- s1: and a digest of the case-folded name
  name TEXT NOT NULL,
  kind TEXT NOT NULL             -- person, organisation, government, ...
, country TEXT NOT NULL DEFAULT '', body TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '', document TEXT REFERENCES document (id)) STRICT
;
INSERT INTO "source" VALUES('s1:5e8bced723f0f02d82847d5ec8ca28e1','City council','organisation','','','',NULL);
INSERT INTO "source" VALUES('s1:11406f2218eb06a771fb43bff5eb60b5','Ana Ruiz','person','','','',NULL);
INSERT INTO "source" VALUES('s1:4bdcaf223f4b82c164da3814758b7383','Engineers'' union','organisation','','','',NULL);
INSERT INTO "source" VALUES('s1:0cf46598f780a31746197d68dad3fb1b','Bo Lind','person','','','',NULL);
INSERT INTO "source" VALUES('s1:9958353c622f0525c631b40b9c7e1e1c','Radio Harbour','organisation','','','',NULL);
CREATE TABLE source_alias (
  -- Other wordings of a source's name.
  source TEXT NOT NULL REFERENCES source (id),
  name TEXT NOT NULL,
  PRIMARY KEY (source, name)
) STRICT
;
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
;
CREATE TABLE withheld (
  -- Rows that an excerpt leaves out of a transaction that it has rows of.
  entry INTEGER NOT NULL REFERENCES log (id),
  name TEXT NOT NULL,            -- of the table
  row INTEGER NOT NULL,
  digest TEXT NOT NULL,          -- SHA-256 of the row, to prove the others with
  PRIMARY KEY (entry, name, row)
) STRICT
;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX claim_by_document ON claim (document, position);
CREATE INDEX claim_by_parent ON claim (parent);
CREATE INDEX claim_source_by_source ON claim_source (source);
CREATE INDEX relation_by_a ON relation (a);
CREATE INDEX relation_by_b ON relation (b);
CREATE INDEX judgement_by_retracts ON judgement (retracts);
CREATE INDEX membership_by_cluster ON membership (cluster);
CREATE INDEX membership_by_claim ON membership (claim);
CREATE INDEX finding_source_by_source ON finding_source (source);
CREATE INDEX speaker_by_name ON speaker (document, name);
CREATE INDEX identity_by_canonical ON identity (canonical);
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
  );
CREATE VIEW current_claim_source AS
  -- Whom the claims that hold now are of.
  SELECT claim_source.claim, claim_source.source, claim_source.position, claim_source.name
  FROM claim_source
  JOIN current_claim ON current_claim.claim = claim_source.claim
  WHERE current_claim.voices = 0
  UNION ALL
  SELECT current_claim.claim, finding_source.source, finding_source.position, finding_source.name
  FROM finding_source
  JOIN current_claim ON current_claim.finding = finding_source.finding;
CREATE VIEW current_membership AS
  -- Which claim is in which cluster now.
  SELECT membership.* FROM membership
  WHERE NOT EXISTS (SELECT 1 FROM membership_end WHERE membership_end.membership = membership.id);
CREATE VIEW current_relation AS
  -- The relations that hold now.
  SELECT relation.* FROM relation
  WHERE NOT EXISTS (SELECT 1 FROM relation_end WHERE relation_end.relation = relation.id);
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
  ORDER BY relation.conflict DESC, relation.score DESC, relation.a, relation.b;
CREATE VIEW conflict_view AS
  -- The relations that cannot both hold.
  SELECT * FROM relation_view WHERE conflict = 1;
CREATE VIEW log_view AS
  -- What was appended when, one row a table.
  SELECT
    log.id, log.added, log.action, log.subject, part.key AS name,
    json_extract(part.value, '$[0]') AS first_row, json_extract(part.value, '$[1]') AS last_row,
    log.hash
  FROM log
  JOIN json_each(log.rows) AS part;
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
  ORDER BY claims DESC, 2;
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
  ORDER BY document.rowid, now.position;
CREATE TRIGGER guard_is_never_updated BEFORE UPDATE ON guard BEGIN SELECT RAISE(ABORT, 'guard is append-only'); END;
CREATE TRIGGER guard_is_never_deleted BEFORE DELETE ON guard BEGIN SELECT RAISE(ABORT, 'guard is append-only'); END;
CREATE TRIGGER guard_is_never_replaced BEFORE INSERT ON guard WHEN EXISTS (SELECT 1 FROM guard WHERE "rowid" = NEW."rowid") BEGIN SELECT RAISE(ABORT, 'guard is append-only'); END;
CREATE TRIGGER document_is_never_updated BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER document_is_never_deleted BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER document_is_never_replaced BEFORE INSERT ON document WHEN EXISTS (SELECT 1 FROM document WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM document WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER run_is_never_updated BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
CREATE TRIGGER run_is_never_deleted BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
CREATE TRIGGER run_is_never_replaced BEFORE INSERT ON run WHEN EXISTS (SELECT 1 FROM run WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM run WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
CREATE TRIGGER extraction_is_never_updated BEFORE UPDATE ON extraction BEGIN SELECT RAISE(ABORT, 'extraction is append-only'); END;
CREATE TRIGGER extraction_is_never_deleted BEFORE DELETE ON extraction BEGIN SELECT RAISE(ABORT, 'extraction is append-only'); END;
CREATE TRIGGER extraction_is_never_replaced BEFORE INSERT ON extraction WHEN EXISTS (SELECT 1 FROM extraction WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM extraction WHERE "document" = NEW."document" AND "run" = NEW."run") BEGIN SELECT RAISE(ABORT, 'extraction is append-only'); END;
CREATE TRIGGER claim_is_never_updated BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'claim is append-only'); END;
CREATE TRIGGER claim_is_never_deleted BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'claim is append-only'); END;
CREATE TRIGGER claim_is_never_replaced BEFORE INSERT ON claim WHEN EXISTS (SELECT 1 FROM claim WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM claim WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'claim is append-only'); END;
CREATE TRIGGER source_is_never_updated BEFORE UPDATE ON source BEGIN SELECT RAISE(ABORT, 'source is append-only'); END;
CREATE TRIGGER source_is_never_deleted BEFORE DELETE ON source BEGIN SELECT RAISE(ABORT, 'source is append-only'); END;
CREATE TRIGGER source_is_never_replaced BEFORE INSERT ON source WHEN EXISTS (SELECT 1 FROM source WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM source WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'source is append-only'); END;
CREATE TRIGGER speaker_is_never_updated BEFORE UPDATE ON speaker BEGIN SELECT RAISE(ABORT, 'speaker is append-only'); END;
CREATE TRIGGER speaker_is_never_deleted BEFORE DELETE ON speaker BEGIN SELECT RAISE(ABORT, 'speaker is append-only'); END;
CREATE TRIGGER speaker_is_never_replaced BEFORE INSERT ON speaker WHEN EXISTS (SELECT 1 FROM speaker WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM speaker WHERE "document" = NEW."document" AND "run" = NEW."run" AND "name" = NEW."name") BEGIN SELECT RAISE(ABORT, 'speaker is append-only'); END;
CREATE TRIGGER source_alias_is_never_updated BEFORE UPDATE ON source_alias BEGIN SELECT RAISE(ABORT, 'source_alias is append-only'); END;
CREATE TRIGGER source_alias_is_never_deleted BEFORE DELETE ON source_alias BEGIN SELECT RAISE(ABORT, 'source_alias is append-only'); END;
CREATE TRIGGER source_alias_is_never_replaced BEFORE INSERT ON source_alias WHEN EXISTS (SELECT 1 FROM source_alias WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM source_alias WHERE "source" = NEW."source" AND "name" = NEW."name") BEGIN SELECT RAISE(ABORT, 'source_alias is append-only'); END;
CREATE TRIGGER claim_source_is_never_updated BEFORE UPDATE ON claim_source BEGIN SELECT RAISE(ABORT, 'claim_source is append-only'); END;
CREATE TRIGGER claim_source_is_never_deleted BEFORE DELETE ON claim_source BEGIN SELECT RAISE(ABORT, 'claim_source is append-only'); END;
CREATE TRIGGER claim_source_is_never_replaced BEFORE INSERT ON claim_source WHEN EXISTS (SELECT 1 FROM claim_source WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM claim_source WHERE "claim" = NEW."claim" AND "position" = NEW."position") BEGIN SELECT RAISE(ABORT, 'claim_source is append-only'); END;
CREATE TRIGGER finding_is_never_updated BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'finding is append-only'); END;
CREATE TRIGGER finding_is_never_deleted BEFORE DELETE ON finding BEGIN SELECT RAISE(ABORT, 'finding is append-only'); END;
CREATE TRIGGER finding_is_never_replaced BEFORE INSERT ON finding WHEN EXISTS (SELECT 1 FROM finding WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM finding WHERE "claim" = NEW."claim" AND "run" = NEW."run") BEGIN SELECT RAISE(ABORT, 'finding is append-only'); END;
CREATE TRIGGER finding_source_is_never_updated BEFORE UPDATE ON finding_source BEGIN SELECT RAISE(ABORT, 'finding_source is append-only'); END;
CREATE TRIGGER finding_source_is_never_deleted BEFORE DELETE ON finding_source BEGIN SELECT RAISE(ABORT, 'finding_source is append-only'); END;
CREATE TRIGGER finding_source_is_never_replaced BEFORE INSERT ON finding_source WHEN EXISTS (SELECT 1 FROM finding_source WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM finding_source WHERE "finding" = NEW."finding" AND "position" = NEW."position") BEGIN SELECT RAISE(ABORT, 'finding_source is append-only'); END;
CREATE TRIGGER revision_is_never_updated BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END;
CREATE TRIGGER revision_is_never_deleted BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END;
CREATE TRIGGER revision_is_never_replaced BEFORE INSERT ON revision WHEN EXISTS (SELECT 1 FROM revision WHERE "rowid" = NEW."rowid") BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END;
CREATE TRIGGER cluster_is_never_updated BEFORE UPDATE ON cluster BEGIN SELECT RAISE(ABORT, 'cluster is append-only'); END;
CREATE TRIGGER cluster_is_never_deleted BEFORE DELETE ON cluster BEGIN SELECT RAISE(ABORT, 'cluster is append-only'); END;
CREATE TRIGGER cluster_is_never_replaced BEFORE INSERT ON cluster WHEN EXISTS (SELECT 1 FROM cluster WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM cluster WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'cluster is append-only'); END;
CREATE TRIGGER membership_is_never_updated BEFORE UPDATE ON membership BEGIN SELECT RAISE(ABORT, 'membership is append-only'); END;
CREATE TRIGGER membership_is_never_deleted BEFORE DELETE ON membership BEGIN SELECT RAISE(ABORT, 'membership is append-only'); END;
CREATE TRIGGER membership_is_never_replaced BEFORE INSERT ON membership WHEN EXISTS (SELECT 1 FROM membership WHERE "rowid" = NEW."rowid") BEGIN SELECT RAISE(ABORT, 'membership is append-only'); END;
CREATE TRIGGER membership_end_is_never_updated BEFORE UPDATE ON membership_end BEGIN SELECT RAISE(ABORT, 'membership_end is append-only'); END;
CREATE TRIGGER membership_end_is_never_deleted BEFORE DELETE ON membership_end BEGIN SELECT RAISE(ABORT, 'membership_end is append-only'); END;
CREATE TRIGGER membership_end_is_never_replaced BEFORE INSERT ON membership_end WHEN EXISTS (SELECT 1 FROM membership_end WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM membership_end WHERE "membership" = NEW."membership") BEGIN SELECT RAISE(ABORT, 'membership_end is append-only'); END;
CREATE TRIGGER relation_is_never_updated BEFORE UPDATE ON relation BEGIN SELECT RAISE(ABORT, 'relation is append-only'); END;
CREATE TRIGGER relation_is_never_deleted BEFORE DELETE ON relation BEGIN SELECT RAISE(ABORT, 'relation is append-only'); END;
CREATE TRIGGER relation_is_never_replaced BEFORE INSERT ON relation WHEN EXISTS (SELECT 1 FROM relation WHERE "rowid" = NEW."rowid") BEGIN SELECT RAISE(ABORT, 'relation is append-only'); END;
CREATE TRIGGER relation_end_is_never_updated BEFORE UPDATE ON relation_end BEGIN SELECT RAISE(ABORT, 'relation_end is append-only'); END;
CREATE TRIGGER relation_end_is_never_deleted BEFORE DELETE ON relation_end BEGIN SELECT RAISE(ABORT, 'relation_end is append-only'); END;
CREATE TRIGGER relation_end_is_never_replaced BEFORE INSERT ON relation_end WHEN EXISTS (SELECT 1 FROM relation_end WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM relation_end WHERE "relation" = NEW."relation") BEGIN SELECT RAISE(ABORT, 'relation_end is append-only'); END;
CREATE TRIGGER judgement_is_never_updated BEFORE UPDATE ON judgement BEGIN SELECT RAISE(ABORT, 'judgement is append-only'); END;
CREATE TRIGGER judgement_is_never_deleted BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'judgement is append-only'); END;
CREATE TRIGGER judgement_is_never_replaced BEFORE INSERT ON judgement WHEN EXISTS (SELECT 1 FROM judgement WHERE "rowid" = NEW."rowid") OR EXISTS (SELECT 1 FROM judgement WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'judgement is append-only'); END;
CREATE TRIGGER failure_is_never_updated BEFORE UPDATE ON failure BEGIN SELECT RAISE(ABORT, 'failure is append-only'); END;
CREATE TRIGGER failure_is_never_deleted BEFORE DELETE ON failure BEGIN SELECT RAISE(ABORT, 'failure is append-only'); END;
CREATE TRIGGER failure_is_never_replaced BEFORE INSERT ON failure WHEN EXISTS (SELECT 1 FROM failure WHERE "rowid" = NEW."rowid") BEGIN SELECT RAISE(ABORT, 'failure is append-only'); END;
CREATE TRIGGER log_is_never_updated BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE TRIGGER log_is_never_deleted BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE TRIGGER log_is_never_replaced BEFORE INSERT ON log WHEN EXISTS (SELECT 1 FROM log WHERE "rowid" = NEW."rowid") BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE VIRTUAL TABLE claim_search USING fts5(
  text, source_text, content='claim', tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO claim_search (rowid, text, source_text) SELECT rowid, text, source_text FROM claim;
INSERT INTO claim_search (claim_search, rank) VALUES ('hashsize', 16777216);
INSERT INTO claim_search (claim_search, rank) VALUES ('automerge', 8);
COMMIT;
PRAGMA application_id = 1668047209;
