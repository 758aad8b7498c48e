//! The service over HTTP, on both kinds of database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

mod accounts;
mod cluster;
mod deeds;
mod guard;
mod projects;
mod studio;
mod walk;
