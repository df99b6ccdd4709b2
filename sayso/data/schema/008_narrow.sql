-- Who is named stands in the order in which the articles were read, not scattered by their ids, and so do the rows found by a name: the
-- millionth claim then writes few pages of the file. Shingles and keys are fewer and narrower; all of them are filled anew when the ledger is linked again.

DROP VIEW parties;

ALTER TABLE mentions RENAME TO mentions_before;
DROP INDEX mentions_party;
DROP INDEX mentions_name;
CREATE TABLE mentions (
  number INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
  party TEXT NOT NULL,
  article TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT NOT NULL,
  role TEXT NOT NULL,
  wikidata TEXT NOT NULL,
  PRIMARY KEY (number, party)
) STRICT, WITHOUT ROWID;
INSERT INTO mentions SELECT a.number, m.party, a.id, m.name, m.kind, m.country, m.role, m.wikidata
  FROM articles a JOIN mentions_before m ON m.article = a.id ORDER BY a.number, m.party;
DROP TABLE mentions_before;
CREATE INDEX mentions_party ON mentions (party);
CREATE INDEX mentions_name ON mentions (name COLLATE NOCASE);

ALTER TABLE aliases RENAME TO aliases_before;
DROP INDEX aliases_alias;
CREATE TABLE aliases (
  number INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
  party TEXT NOT NULL,
  alias TEXT NOT NULL COLLATE NOCASE,
  article TEXT NOT NULL,
  PRIMARY KEY (number, party, alias)
) STRICT, WITHOUT ROWID;
INSERT INTO aliases SELECT a.number, s.party, s.alias, a.id FROM articles a JOIN aliases_before s ON s.article = a.id ORDER BY a.number, s.party, s.alias;
DROP TABLE aliases_before;
CREATE INDEX aliases_alias ON aliases (alias, party);

-- By day of publication, the last one too.
DROP INDEX articles_published;
CREATE INDEX articles_published ON articles (earliest, id, latest);

CREATE VIEW parties AS
  SELECT id, min(name) AS name, min(kind) AS kind, max(country) AS country, max(role) AS role, max(wikidata) AS wikidata,
         count(DISTINCT article) AS articles
  FROM (
    SELECT coalesce(n.becomes, m.party) AS id, coalesce(n.name, m.name) AS name, coalesce(n.kind, m.kind) AS kind,
           coalesce(n.country, m.country) AS country, coalesce(n.role, m.role) AS role, coalesce(n.wikidata, m.wikidata) AS wikidata, m.article
    FROM mentions m LEFT JOIN names n ON n.party = m.party AND n.alias = ''
    WHERE m.number IN (SELECT number FROM articles WHERE current = 1)
    UNION ALL
    SELECT n.becomes, n.name, n.kind, n.country, n.role, n.wikidata, a.article
    FROM names n JOIN aliases a ON a.party = n.party AND a.alias = n.alias
    WHERE n.alias <> '' AND a.number IN (SELECT number FROM articles WHERE current = 1)
  ) GROUP BY id;
