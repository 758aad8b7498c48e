-- What is stored in the vault, under which keys, and what is on its way there.
CREATE TABLE IF NOT EXISTS keys (
    project BYTEA NOT NULL,
    -- 'originals' or 'masters'
    shelf TEXT NOT NULL,
    -- Wrapped with the service's own key. Nothing once it was destroyed.
    wrapped BYTEA,
    made_at BIGINT NOT NULL,
    destroyed_at BIGINT,
    PRIMARY KEY (project, shelf)
);

CREATE TABLE IF NOT EXISTS assets (
    project BYTEA NOT NULL,
    -- BLAKE3 of the original bytes.
    hash BYTEA NOT NULL,
    shelf TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    -- What the file was called.
    name TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    -- When it was erased. The row stays, for the receipt.
    erased_at BIGINT,
    PRIMARY KEY (project, hash, shelf)
);
CREATE INDEX IF NOT EXISTS assets_by_hash ON assets (hash);

CREATE TABLE IF NOT EXISTS uploads (
    project BYTEA NOT NULL,
    id BYTEA NOT NULL,
    owner BYTEA NOT NULL,
    shelf TEXT NOT NULL,
    name TEXT NOT NULL,
    -- As the client gave it, to be given back.
    metadata TEXT NOT NULL,
    -- Of the whole: declared, or found when all is there.
    hash BYTEA,
    -- Unknown while it is deferred.
    length BIGINT,
    -- 0 arriving, 1 all there, 2 in the vault, 3 void
    state BIGINT NOT NULL,
    -- Counts the writers; only the newest may commit.
    generation BIGINT NOT NULL,
    -- The instance that writes.
    writer BYTEA,
    -- Bytes that are on the disk.
    arrived BIGINT NOT NULL,
    -- How the vault's object begins.
    header BYTEA NOT NULL,
    -- The bytes after the last whole frame, sealed.
    waiting BYTEA NOT NULL,
    -- The hash so far.
    tops BYTEA NOT NULL,
    -- What the vault has of it.
    growth TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (project, id)
);
CREATE INDEX IF NOT EXISTS uploads_by_owner ON uploads (owner, state);
CREATE INDEX IF NOT EXISTS uploads_by_expiry ON uploads (expires_at);
