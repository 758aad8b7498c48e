-- What people chose, by name.
CREATE TABLE preferences (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
