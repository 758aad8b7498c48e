-- What was measured of a file, good while the file's stamp is the same.
CREATE TABLE measurements (
  path     BLOB    PRIMARY KEY,
  revision INTEGER NOT NULL,
  size     INTEGER NOT NULL,
  modified INTEGER NOT NULL,              -- nanoseconds since 1970
  changed  INTEGER NOT NULL,
  inode    INTEGER NOT NULL,
  hash     TEXT    NOT NULL,              -- BLAKE3 of the bytes
  listened BLOB    NOT NULL,              -- MessagePack, without the waveform
  used_at  INTEGER NOT NULL               -- milliseconds since 1970
) STRICT, WITHOUT ROWID;

-- Waveforms by content: a copy of a stem needs no second one.
CREATE TABLE waveforms (
  hash   TEXT PRIMARY KEY,
  points BLOB NOT NULL                    -- min, max, rms, a signed byte each
) STRICT;
