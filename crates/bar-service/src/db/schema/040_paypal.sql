-- Invoices that PayPal sends; see tables/invoices.rs.
CREATE TABLE IF NOT EXISTS invoices (
    project BYTEA NOT NULL,
    invoice BYTEA NOT NULL,
    number TEXT NOT NULL,
    bill TEXT NOT NULL,
    paypal_id TEXT,
    asked_at BIGINT,
    sent_at BIGINT,
    standing TEXT,
    cancel BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (project, invoice)
);

-- A webhook knows no project.
CREATE INDEX IF NOT EXISTS invoices_by_paypal_id ON invoices (paypal_id);
CREATE INDEX IF NOT EXISTS invoices_by_number ON invoices (number);
