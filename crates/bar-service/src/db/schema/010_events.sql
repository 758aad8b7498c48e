-- One row a project: where its journal ends. Whoever appends locks it.
CREATE TABLE IF NOT EXISTS projects (
    project BYTEA PRIMARY KEY,
    -- The number of its last event, 0 before the first.
    head BIGINT NOT NULL,
    -- The hash of the last event, which the next one takes up.
    hash BYTEA NOT NULL,
    -- When it last moved, in milliseconds since 1970.
    moved_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS projects_by_move ON projects (moved_at, project);

-- What happened, for ever: no row is changed or taken away.
CREATE TABLE IF NOT EXISTS events (
    project BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    -- Of the way the event is written down.
    version BIGINT NOT NULL,
    event TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (project, seq)
);

-- What became of every command, as long as the project lives.
CREATE TABLE IF NOT EXISTS commands (
    project BYTEA NOT NULL,
    id BYTEA NOT NULL,
    body_hash BYTEA NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (project, id)
);

-- What the events up to one led to, so that nobody has to read them all. Can be made anew.
CREATE TABLE IF NOT EXISTS snapshots (
    project BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (project)
);

-- Who takes part, as the events say, and who did.
CREATE TABLE IF NOT EXISTS members (
    project BYTEA NOT NULL,
    account BYTEA NOT NULL,
    role TEXT NOT NULL,
    -- When the project moved last before somebody was in it no more; nothing while they are.
    left_at BIGINT,
    PRIMARY KEY (project, account)
);
CREATE INDEX IF NOT EXISTS members_by_account ON members (account, project);

-- Facts about this database as a whole.
CREATE TABLE IF NOT EXISTS meta (
    name TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);
