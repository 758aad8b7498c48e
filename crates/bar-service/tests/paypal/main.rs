//! Invoices from being written down to being paid, with PayPal's stand-in and all its faults, or with
//! PayPal's sandbox: see `rig.rs`.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod client;
mod jobs;
mod once;
mod paid;
mod rig;
mod story;
mod webhooks;
