-- What is looked up again and again stands where one looks. All of it is filled anew when the ledger is linked again.

-- Under which keys, and where in line, each claim stands.
CREATE TABLE keys_of (
  claim INTEGER PRIMARY KEY,
  place BLOB NOT NULL,
  keys BLOB NOT NULL
) STRICT;
CREATE TABLE blocks_of (
  claim INTEGER PRIMARY KEY,
  place BLOB NOT NULL,
  keys BLOB NOT NULL
) STRICT;

-- How many shingles an article has stands with each of them, and all of them with the article.
ALTER TABLE articles DROP COLUMN prints;
DROP TABLE shingles;
CREATE TABLE shingles (
  shingle INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  article INTEGER NOT NULL,
  prints INTEGER NOT NULL,
  PRIMARY KEY (shingle, rank, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE prints (
  article INTEGER PRIMARY KEY,
  shingles BLOB NOT NULL
) STRICT;

-- In the order in which the claims were read, within a type.
DROP INDEX events_type;
CREATE INDEX events_type ON events (type);
