-- Why the artist keeps something that blocks. Survives every new check of the same drop.
CREATE TABLE explanations (
  check_id INTEGER NOT NULL REFERENCES checks (id) ON DELETE CASCADE,
  file     TEXT    NOT NULL,
  code     TEXT    NOT NULL,
  text     TEXT    NOT NULL,
  PRIMARY KEY (check_id, file, code)
) STRICT, WITHOUT ROWID;
