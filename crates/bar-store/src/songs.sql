-- Songs that are listened to, as the list shows them; made from the journal in the same transaction.
CREATE TABLE songs (
  id        BLOB    PRIMARY KEY,              -- UUID
  title     TEXT    NOT NULL,
  open      INTEGER NOT NULL,                 -- notes that are to be done
  drafts    INTEGER NOT NULL,
  versions  INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,                 -- milliseconds since 1970
  forgotten INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What everybody wanted, and what it led to, in order. Rows are added, never changed.
CREATE TABLE journal (
  song    BLOB    NOT NULL REFERENCES songs (id),
  seq     INTEGER NOT NULL,                   -- counted from 1 in each song
  id      BLOB    NOT NULL UNIQUE,            -- UUID of the command
  command TEXT    NOT NULL,                   -- JSON
  events  TEXT    NOT NULL,                   -- JSON, a list
  PRIMARY KEY (song, seq)
) STRICT;

-- Where the file of a version lies on this computer, and how it was when it was added.
CREATE TABLE version_files (
  version  BLOB    PRIMARY KEY,               -- UUID
  path     BLOB    NOT NULL,
  size     INTEGER NOT NULL,
  modified INTEGER NOT NULL,                  -- nanoseconds since 1970
  changed  INTEGER NOT NULL,
  inode    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
