//! The songs that the app remembers, and what becomes of them when it is killed.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

mod desk;
mod journal;
mod killed;
mod listed;
mod reading;
