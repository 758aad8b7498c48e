-- Mails on their way; see tables/outbox.rs.
CREATE TABLE IF NOT EXISTS outbox (
    project BYTEA NOT NULL,
    key TEXT NOT NULL,
    address TEXT NOT NULL,
    letter TEXT NOT NULL,
    state BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    why TEXT,
    PRIMARY KEY (project, key)
);

CREATE INDEX IF NOT EXISTS outbox_due ON outbox (state, due_at);
