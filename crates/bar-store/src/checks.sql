-- What was dropped, and the verdict on it. A check is known by its paths: the same drop is the same check.
CREATE TABLE checks (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  paths      BLOB    NOT NULL UNIQUE,
  reference  BLOB,
  state      TEXT    NOT NULL,
  ready      INTEGER NOT NULL DEFAULT 0,
  total      INTEGER NOT NULL DEFAULT 0,
  checked_at INTEGER NOT NULL,            -- milliseconds since 1970
  forgotten  INTEGER NOT NULL DEFAULT 0,
  view       TEXT                         -- JSON, as the window shows it
) STRICT;
