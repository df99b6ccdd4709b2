-- Points broader than cells, and rows laid out so that the millionth claim is written as fast as the first.

-- What holds for the ledger as a whole.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every cell of the current claims, with its earliest claim, by which it is compared with others.
CREATE TABLE cells (
  cell TEXT PRIMARY KEY,
  claim INTEGER NOT NULL,
  place BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE joins (
  one TEXT NOT NULL REFERENCES cells (cell) ON DELETE CASCADE,
  other TEXT NOT NULL REFERENCES cells (cell) ON DELETE CASCADE,
  score REAL NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX joins_other ON joins (other);

-- Where likely partners of claims, and of cells, are looked up. Internal: filled anew when the claims are linked again.
DROP TABLE keys;
CREATE TABLE keys (
  key INTEGER NOT NULL,
  place BLOB NOT NULL,
  claim INTEGER NOT NULL,
  telling INTEGER NOT NULL,
  PRIMARY KEY (key, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE blocks (
  key INTEGER NOT NULL,
  place BLOB NOT NULL,
  claim INTEGER NOT NULL,
  telling INTEGER NOT NULL,
  PRIMARY KEY (key, place)
) STRICT, WITHOUT ROWID;

-- What a claim's events hold stands in the order in which it was read, not scattered by its id.
DROP VIEW transfers;
ALTER TABLE events RENAME TO events_before;
CREATE TABLE events (
  number INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
  claim TEXT NOT NULL,
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
  PRIMARY KEY (number, event, returned)
) STRICT, WITHOUT ROWID;
INSERT INTO events SELECT c.number, e.* FROM claims c JOIN events_before e ON e.claim = c.id ORDER BY c.number, e.event, e.returned;
DROP TABLE events_before;
CREATE INDEX events_type ON events (type, claim);

ALTER TABLE roles RENAME TO roles_before;
CREATE TABLE roles (
  number INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
  claim TEXT NOT NULL,
  event INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT NOT NULL,
  party TEXT NOT NULL,
  PRIMARY KEY (number, event, returned, role, position)
) STRICT, WITHOUT ROWID;
INSERT INTO roles SELECT c.number, r.* FROM claims c JOIN roles_before r ON r.claim = c.id ORDER BY c.number;
DROP TABLE roles_before;
CREATE INDEX roles_party ON roles (party);
CREATE INDEX roles_country ON roles (country);

ALTER TABLE items RENAME TO items_before;
CREATE TABLE items (
  number INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
  claim TEXT NOT NULL,
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
  PRIMARY KEY (number, event, returned, position)
) STRICT, WITHOUT ROWID;
INSERT INTO items SELECT c.number, i.* FROM claims c JOIN items_before i ON i.claim = c.id ORDER BY c.number;
DROP TABLE items_before;
CREATE INDEX items_kind ON items (kind);

CREATE VIEW transfers AS
  SELECT a.published, e.agents AS supplier, e.recipients AS recipient, e.items, e.when_edtf AS "when", c.status, c.polarity,
         c.certainty, e.returned, c.source, c.stance, c.content, c.id AS claim, a.id AS article
  FROM events e JOIN claims c ON c.number = e.number JOIN articles a ON a.id = c.article
  WHERE c.current = 1 AND NOT e.presupposed AND e.type IN ('transfer', 'deploy', 'aid') ORDER BY c.rank;

-- Narrow indexes in place of one that repeated half the row.
DROP INDEX claims_told;
DROP INDEX claims_rank;
CREATE INDEX claims_rank ON claims (current, rank);
CREATE INDEX claims_point ON claims (current, point, rank);
