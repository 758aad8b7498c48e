-- When the files of which project are to be erased, as the events say.
CREATE TABLE retention (
    project BYTEA PRIMARY KEY,
    due_at BIGINT NOT NULL
);
CREATE INDEX retention_by_due ON retention (due_at);
