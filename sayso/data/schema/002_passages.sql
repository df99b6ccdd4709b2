-- What articles share: whole texts, rewrites, passages. Filled anew when the articles are linked again.

DROP TABLE copies;
DROP TABLE shingles;
ALTER TABLE articles DROP COLUMN sample;
ALTER TABLE articles ADD COLUMN prints INTEGER NOT NULL DEFAULT 0;

CREATE TABLE overlaps (
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  of TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  containment REAL NOT NULL,
  share REAL NOT NULL,
  reason TEXT NOT NULL,
  of_rank INTEGER NOT NULL,
  PRIMARY KEY (article, of)
) STRICT, WITHOUT ROWID;
CREATE INDEX overlaps_of ON overlaps (of);

CREATE TABLE passages (
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  of TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  of_start INTEGER NOT NULL,
  of_end INTEGER NOT NULL,
  words INTEGER NOT NULL,
  PRIMARY KEY (article, of, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX passages_of ON passages (of);

-- Where articles with the same words are looked up. Internal: hashes of word 5-grams.
CREATE TABLE shingles (
  shingle INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (shingle, rank, article)
) STRICT, WITHOUT ROWID;

CREATE VIEW copies AS
  SELECT article, of, containment, reason, kind, share FROM overlaps o
  WHERE kind <> 'passage' AND of_rank = (SELECT min(of_rank) FROM overlaps WHERE article = o.article AND kind <> 'passage');
