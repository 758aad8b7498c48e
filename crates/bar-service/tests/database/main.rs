//! The same stories on `SQLite` and on a real `PostgreSQL`.
#![expect(clippy::expect_used, reason = "helpers of tests may panic as tests may")]

mod backup;
mod backup_assets;
mod faults;
mod groups;
mod jobs;
mod journal;
mod killed;
mod opening;
mod server;
mod stage;
mod torn;
mod transactions;
