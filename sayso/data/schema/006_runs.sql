-- When what was read, so that it can be told what a run brought. Nothing that is exported depends on it.

CREATE TABLE runs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  began TEXT NOT NULL,
  engine TEXT NOT NULL,
  inputs TEXT NOT NULL
) STRICT;

CREATE TABLE runs_articles (
  run INTEGER NOT NULL REFERENCES runs (number),
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  outcome TEXT NOT NULL,
  PRIMARY KEY (article, run)
) STRICT, WITHOUT ROWID;

-- What persons rule to be one point, or two, changes points like any other join.
CREATE TRIGGER verdicts_added_changes AFTER INSERT ON verdicts BEGIN
  INSERT INTO changes VALUES ('joins', '', (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER verdicts_altered_changes AFTER UPDATE ON verdicts BEGIN
  INSERT INTO changes VALUES ('joins', '', (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER verdicts_removed_changes AFTER DELETE ON verdicts BEGIN
  INSERT INTO changes VALUES ('joins', '', (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;

-- A cell that a person has spoken of comes or goes.
CREATE TRIGGER ruled_cells_added_changes AFTER INSERT ON cells
WHEN EXISTS (SELECT 1 FROM verdicts WHERE one = new.cell) OR EXISTS (SELECT 1 FROM verdicts WHERE other = new.cell) BEGIN
  INSERT INTO changes VALUES ('joins', '', (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER ruled_cells_removed_changes AFTER DELETE ON cells
WHEN EXISTS (SELECT 1 FROM verdicts WHERE one = old.cell) OR EXISTS (SELECT 1 FROM verdicts WHERE other = old.cell) BEGIN
  INSERT INTO changes VALUES ('joins', '', (SELECT coalesce(max(stamp), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET stamp = excluded.stamp;
END;
