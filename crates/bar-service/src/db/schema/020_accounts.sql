-- People who can sign in, where they are signed in, whom they asked in, and the engineers' pages.
CREATE TABLE accounts (
    id BYTEA PRIMARY KEY,
    name TEXT NOT NULL,
    -- As it was typed.
    email TEXT NOT NULL,
    -- By which it is found: there is one account an address.
    email_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id BYTEA PRIMARY KEY,
    account BYTEA NOT NULL REFERENCES accounts (id),
    device TEXT NOT NULL,
    -- SHA-256 of the secrets.
    token BYTEA NOT NULL UNIQUE,
    token_until BIGINT NOT NULL,
    refresh BYTEA NOT NULL UNIQUE,
    refresh_until BIGINT NOT NULL,
    -- The one before, which still counts for a moment: the answer that brought the new one may be lost.
    refresh_before BYTEA,
    refreshed_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);

-- Whatever a secret that is given to somebody lets them do once.
CREATE TABLE invitations (
    id BYTEA PRIMARY KEY,
    -- SHA-256 of it.
    secret BYTEA NOT NULL UNIQUE,
    -- 'invitation', 'reset' or 'firstRun'
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    project BYTEA,
    -- Whose password it resets.
    account BYTEA,
    made_by BYTEA,
    made_by_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    taken_at BIGINT,
    taken_by BYTEA
);
CREATE INDEX invitations_by_maker ON invitations (made_by);

CREATE TABLE engineers (
    account BYTEA PRIMARY KEY REFERENCES accounts (id),
    page TEXT NOT NULL,
    published BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
