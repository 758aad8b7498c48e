//! Uploads by tus and downloads, over real connections, to a service of one machine (`SQLite` and a folder) and to
//! one of several (`PostgreSQL` and S3).
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

mod arriving;
mod client;
mod crash;
mod cuts;
mod downloads;
mod erasing;
mod protocol;
mod racing;
mod rig;
mod room;
#[path = "../vault/stand.rs"]
#[expect(dead_code, reason = "the vault's own tests use the rest")]
mod stand;
