-- What persons decided, and what follows from it. docs/ledger.md tells what each table and column holds.

CREATE TABLE rulings (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE GENERATED ALWAYS AS (json_extract(record, '$.id')) STORED,
  kind TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.kind')) STORED,
  who TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.who')) STORED,
  "when" TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.when')) STORED,
  why TEXT NOT NULL GENERATED ALWAYS AS (json_extract(record, '$.why')) STORED,
  article TEXT GENERATED ALWAYS AS (json_extract(record, '$.article.id')) STORED,
  address TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX rulings_article ON rulings (article);
CREATE INDEX rulings_address ON rulings (address);
CREATE INDEX rulings_kind ON rulings (kind);
CREATE TRIGGER rulings_stay BEFORE DELETE ON rulings BEGIN
  SELECT raise(ABORT, 'a ruling is never erased');
END;
CREATE TRIGGER rulings_stand BEFORE UPDATE ON rulings BEGIN
  SELECT raise(ABORT, 'a ruling is never altered');
END;

CREATE TABLE ruled (
  subject TEXT NOT NULL,
  ruling INTEGER NOT NULL REFERENCES rulings (number),
  PRIMARY KEY (subject, ruling)
) STRICT, WITHOUT ROWID;

-- The machine's own record of each claim that rulings made another of.
CREATE TABLE machine (
  id TEXT PRIMARY KEY,
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX machine_article ON machine (article);

ALTER TABLE claims ADD COLUMN root TEXT;
ALTER TABLE claims ADD COLUMN struck INTEGER NOT NULL DEFAULT 0;
CREATE INDEX claims_root ON claims (root) WHERE root IS NOT NULL;
CREATE INDEX claims_struck ON claims (article) WHERE struck = 1;

-- What rulings make of points and of parties.
CREATE TABLE verdicts (
  one TEXT NOT NULL,
  other TEXT NOT NULL,
  verdict TEXT NOT NULL,
  ruling TEXT NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdicts_other ON verdicts (other);

CREATE TABLE names (
  party TEXT NOT NULL,
  alias TEXT NOT NULL COLLATE NOCASE,
  becomes TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT NOT NULL,
  role TEXT NOT NULL,
  wikidata TEXT NOT NULL,
  ruling TEXT NOT NULL,
  PRIMARY KEY (party, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_alias ON names (alias);
CREATE INDEX names_name ON names (name COLLATE NOCASE);

DROP VIEW parties;
CREATE VIEW parties AS
  SELECT id, min(name) AS name, min(kind) AS kind, max(country) AS country, max(role) AS role, max(wikidata) AS wikidata,
         count(DISTINCT article) AS articles
  FROM (
    SELECT coalesce(n.becomes, m.party) AS id, coalesce(n.name, m.name) AS name, coalesce(n.kind, m.kind) AS kind,
           coalesce(n.country, m.country) AS country, coalesce(n.role, m.role) AS role, coalesce(n.wikidata, m.wikidata) AS wikidata, m.article
    FROM mentions m LEFT JOIN names n ON n.party = m.party AND n.alias = ''
    WHERE m.article IN (SELECT id FROM articles WHERE current = 1)
    UNION ALL
    SELECT n.becomes, n.name, n.kind, n.country, n.role, n.wikidata, a.article
    FROM names n JOIN aliases a ON a.party = n.party AND a.alias = n.alias
    WHERE n.alias <> '' AND a.article IN (SELECT id FROM articles WHERE current = 1)
  ) GROUP BY id;
