-- The ledger's first shape. docs/ledger.md tells what each table, view and column holds.

CREATE TABLE raws (
  sha256 TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE articles (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  publisher TEXT NOT NULL,
  published TEXT NOT NULL,
  earliest TEXT NOT NULL,
  latest TEXT NOT NULL,
  path TEXT NOT NULL,
  url TEXT NOT NULL,
  address TEXT NOT NULL,
  language TEXT NOT NULL,
  agency TEXT NOT NULL,
  raw TEXT REFERENCES raws (sha256),
  engine TEXT NOT NULL,
  digest TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  current INTEGER NOT NULL DEFAULT 1,
  supersedes TEXT REFERENCES articles (id) ON DELETE SET NULL,
  text TEXT NOT NULL,
  sample BLOB NOT NULL
) STRICT;
CREATE INDEX articles_address ON articles (address);
CREATE INDEX articles_published ON articles (earliest, id);
CREATE INDEX articles_current ON articles (current, id);
CREATE INDEX articles_raw ON articles (raw);
CREATE INDEX articles_supersedes ON articles (supersedes);

CREATE TABLE paths (
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  raw TEXT REFERENCES raws (sha256),
  PRIMARY KEY (article, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX paths_raw ON paths (raw);

CREATE TABLE claims (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE GENERATED ALWAYS AS (json_extract(record, '$.id')) STORED,
  article TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.article.id')) STORED REFERENCES articles (id) ON DELETE CASCADE,
  source TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.source.name')) STORED,
  source_kind TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.source.kind')) STORED,
  source_role TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.source.role')) STORED,
  source_country TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.source.country')) STORED,
  source_party TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.source.party')) STORED,
  cue TEXT GENERATED ALWAYS AS (json_extract(record, '$.cue.text')) STORED,
  content TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.content.text')) STORED,
  stance TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.stance')) STORED,
  certainty TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.certainty')) STORED,
  polarity TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.polarity')) STORED,
  status TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.status')) STORED,
  within TEXT GENERATED ALWAYS AS (json_extract(record, '$.within')) STORED,
  point TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.point')) STORED,
  current INTEGER NOT NULL DEFAULT 1,
  speaker TEXT NOT NULL,
  rank TEXT NOT NULL,
  about TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX claims_article ON claims (article);
CREATE INDEX claims_rank ON claims (rank);
CREATE INDEX claims_told ON claims (current, rank, point, id, article, speaker);
CREATE INDEX claims_source ON claims (current, source, source_party);
CREATE INDEX claims_party ON claims (source_party);

CREATE TABLE events (
  claim TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  event INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  type TEXT NOT NULL,
  plover TEXT NOT NULL,
  trigger TEXT NOT NULL,
  agents TEXT NOT NULL,
  recipients TEXT NOT NULL,
  items TEXT NOT NULL,
  places TEXT NOT NULL,
  when_text TEXT NOT NULL,
  when_edtf TEXT NOT NULL,
  certainty TEXT NOT NULL,
  presupposed INTEGER NOT NULL,
  PRIMARY KEY (claim, event, returned)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_type ON events (type, claim);

CREATE TABLE roles (
  claim TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  event INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT NOT NULL,
  party TEXT NOT NULL,
  PRIMARY KEY (claim, event, returned, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX roles_party ON roles (party, claim);
CREATE INDEX roles_country ON roles (country, claim);

CREATE TABLE items (
  claim TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  event INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT NOT NULL,
  quantity TEXT NOT NULL,
  low REAL,
  high REAL,
  approximate INTEGER NOT NULL,
  unit TEXT NOT NULL,
  PRIMARY KEY (claim, event, returned, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX items_kind ON items (kind, claim);

CREATE TABLE mentions (
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  party TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT NOT NULL,
  role TEXT NOT NULL,
  wikidata TEXT NOT NULL,
  PRIMARY KEY (article, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_party ON mentions (party);
CREATE INDEX mentions_name ON mentions (name COLLATE NOCASE);

CREATE TABLE aliases (
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  party TEXT NOT NULL,
  alias TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (article, party, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_alias ON aliases (alias, party);

CREATE TABLE gaps (
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  start INTEGER,
  "end" INTEGER,
  note TEXT NOT NULL,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusals (
  path TEXT NOT NULL,
  what TEXT NOT NULL,
  remedy TEXT NOT NULL,
  PRIMARY KEY (path, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
  later TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  earlier TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (later, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_earlier ON links (earlier);
CREATE INDEX links_kind ON links (kind, later);

CREATE TABLE copies (
  article TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  of TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  containment REAL NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_of ON copies (of);

-- Where likely partners are looked up. Internal: hashes of likeness.keys, and of word 5-grams.
CREATE TABLE keys (
  key INTEGER NOT NULL,
  lane TEXT NOT NULL,
  rank TEXT NOT NULL,
  claim INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
  PRIMARY KEY (key, lane, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX keys_claim ON keys (claim);

CREATE TABLE shingles (
  shingle INTEGER NOT NULL,
  rank TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
  PRIMARY KEY (shingle, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX shingles_article ON shingles (article);

-- Full-text search over the same rows, kept in step by triggers.
CREATE VIRTUAL TABLE claims_fts USING fts5 (
  content, source, source_role, about, content = 'claims', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER claims_added AFTER INSERT ON claims BEGIN
  INSERT INTO claims_fts (rowid, content, source, source_role, about) VALUES (new.number, new.content, new.source, new.source_role, new.about);
END;
CREATE TRIGGER claims_removed AFTER DELETE ON claims BEGIN
  INSERT INTO claims_fts (claims_fts, rowid, content, source, source_role, about)
  VALUES ('delete', old.number, old.content, old.source, old.source_role, old.about);
END;

CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, text, content = 'articles', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
END;

-- Views for the common questions; all show current versions only.
CREATE VIEW sources AS
  SELECT source, max(source_kind) AS kind, max(source_country) AS country, count(*) AS claims,
         count(DISTINCT article) AS articles
  FROM claims WHERE current = 1 GROUP BY source, source_party;

CREATE VIEW transfers AS
  SELECT a.published, e.agents AS supplier, e.recipients AS recipient, e.items, e.when_edtf AS "when", c.status, c.polarity,
         c.certainty, e.returned, c.source, c.stance, c.content, c.id AS claim, a.id AS article
  FROM events e JOIN claims c ON c.id = e.claim JOIN articles a ON a.id = c.article
  WHERE c.current = 1 AND NOT e.presupposed AND e.type IN ('transfer', 'deploy', 'aid') ORDER BY c.rank;

CREATE VIEW disputes AS
  SELECT l.kind, l.reason, b.source AS earlier_source, b.content AS earlier_content, c.source AS later_source, c.content AS later_content,
         l.words, l.earlier, l.later
  FROM links l JOIN claims c ON c.id = l.later JOIN claims b ON b.id = l.earlier
  WHERE l.kind IN ('contradicts', 'denies') ORDER BY c.rank, b.rank;

CREATE VIEW because AS
  SELECT c.id AS claim, j.value ->> '$.field' AS field, j.value ->> '$.text' AS text
  FROM claims c, json_each(c.record, '$.because') j;

CREATE VIEW chains AS
  SELECT c.id AS claim, j.key AS position, j.value ->> '$.name' AS name, j.value ->> '$.kind' AS kind
  FROM claims c, json_each(c.record, '$.via') j;

CREATE VIEW parties AS
  SELECT party AS id, min(name) AS name, min(kind) AS kind, max(country) AS country, max(role) AS role,
         max(wikidata) AS wikidata, count(*) AS articles
  FROM mentions WHERE article IN (SELECT id FROM articles WHERE current = 1) GROUP BY party;

CREATE VIEW versions AS
  SELECT address, id AS article, published, supersedes, current FROM articles
  WHERE address IN (SELECT address FROM articles WHERE current = 0) ORDER BY address, current, number;
