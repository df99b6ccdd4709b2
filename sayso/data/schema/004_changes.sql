-- What changed last, so that whoever keeps the ledger's columns in memory reads only that again. docs/ledger.md tells more.

CREATE TABLE changes (
  kind TEXT NOT NULL,
  ident TEXT NOT NULL,
  stamp INTEGER NOT NULL,
  PRIMARY KEY (kind, ident)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_stamp ON changes (stamp);

-- The claims of an article as rows of fixed width, made from their records and made again when those change.
CREATE TABLE columns (
  article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
  format INTEGER NOT NULL,
  claims BLOB NOT NULL,
  events BLOB NOT NULL,
  items BLOB NOT NULL,
  roles BLOB NOT NULL,
  words TEXT NOT NULL
) STRICT;

CREATE TRIGGER articles_added_changes AFTER INSERT ON articles BEGIN
  INSERT INTO changes VALUES ('article', new.number, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER articles_altered_changes AFTER UPDATE ON articles BEGIN
  INSERT INTO changes VALUES ('article', new.number, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER articles_removed_changes AFTER DELETE ON articles BEGIN
  INSERT INTO changes VALUES ('article', old.number, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;

-- Claims come, go and are ruled upon: their article's columns no longer hold.
CREATE TRIGGER claims_added_changes AFTER INSERT ON claims BEGIN
  DELETE FROM columns WHERE article = (SELECT number FROM articles WHERE id = new.article);
  INSERT INTO changes SELECT 'article', number, (SELECT coalesce(max(stamp), 0) + 1 FROM changes) FROM articles WHERE id = new.article
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER claims_removed_changes AFTER DELETE ON claims BEGIN
  DELETE FROM columns WHERE article = (SELECT number FROM articles WHERE id = old.article);
  INSERT INTO changes SELECT 'article', number, (SELECT coalesce(max(stamp), 0) + 1 FROM changes) FROM articles WHERE id = old.article
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER claims_altered_changes AFTER UPDATE OF record ON claims WHEN new.record IS NOT old.record BEGIN
  DELETE FROM columns WHERE article = (SELECT number FROM articles WHERE id = new.article);
  INSERT INTO changes SELECT 'article', number, (SELECT coalesce(max(stamp), 0) + 1 FROM changes) FROM articles WHERE id = new.article
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER claims_retired_changes AFTER UPDATE OF current ON claims WHEN new.current <> old.current BEGIN
  INSERT INTO changes VALUES (
    'article', (SELECT number FROM articles WHERE id = new.article), (SELECT coalesce(max(stamp), 0) + 1 FROM changes)
  ) ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;

CREATE TRIGGER links_added_changes AFTER INSERT ON links WHEN new.kind IN ('contradicts', 'denies', 'revises', 'unverified') BEGIN
  INSERT INTO changes VALUES ('link', new.later, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER links_removed_changes AFTER DELETE ON links WHEN old.kind IN ('contradicts', 'denies', 'revises', 'unverified') BEGIN
  INSERT INTO changes VALUES ('link', old.later, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;

CREATE TRIGGER copies_added_changes AFTER INSERT ON overlaps BEGIN
  INSERT INTO changes VALUES ('text', new.article, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER copies_removed_changes AFTER DELETE ON overlaps BEGIN
  INSERT INTO changes VALUES ('text', old.article, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;

CREATE TRIGGER joins_added_changes AFTER INSERT ON joins BEGIN
  INSERT INTO changes VALUES ('joins', new.one, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
  INSERT INTO changes VALUES ('joins', new.other, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER joins_removed_changes AFTER DELETE ON joins BEGIN
  INSERT INTO changes VALUES ('joins', old.one, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
  INSERT INTO changes VALUES ('joins', old.other, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER cells_altered_changes AFTER UPDATE ON cells BEGIN
  INSERT INTO changes VALUES ('joins', new.cell, (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
