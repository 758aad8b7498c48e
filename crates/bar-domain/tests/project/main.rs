//! Projects from the first question to the erasing of their files: who may do what, and what becomes of it.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

mod beginning;
mod cost;
mod desk;
mod dice;
mod files;
mod golden;
mod limits;
mod masters;
mod members;
mod messages;
mod mixes;
mod money;
mod names;
mod properties;
mod quotes;
mod retention;
mod schema;
mod scope;
mod seen;
mod stems;
mod way;
mod wishes;
