//! The service over HTTP, on both kinds of database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

mod accounts;
mod cluster;
mod deeds;
#[cfg(target_os = "linux")]
mod disk;
mod guard;
mod instance;
#[cfg(target_os = "linux")]
mod many;
mod projects;
mod sending;
mod studio;
mod walk;
