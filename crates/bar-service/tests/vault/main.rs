//! The vault, in a folder and in a real S3 server alike.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its vault should stop")]

mod conformance;
mod sealed;
mod stand;
