-- What is still to be done, what was, and what was given up.
CREATE TABLE IF NOT EXISTS jobs (
    project BYTEA NOT NULL,
    kind TEXT NOT NULL,
    -- What of its kind it is in the project: the same is done once.
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    -- 0 to be done, 1 done, 2 given up.
    state BIGINT NOT NULL,
    -- When it is to be done. While somebody is at it: when to think that they are not any more.
    run_at BIGINT NOT NULL,
    -- How often it was begun since it last went well.
    attempts BIGINT NOT NULL,
    -- Counts whoever was told to do it: only the last of them may say how it went.
    turn BIGINT NOT NULL,
    -- Why it did not work last time.
    error TEXT,
    PRIMARY KEY (project, kind, key)
);
CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (state, run_at);
