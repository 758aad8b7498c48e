//! The readers over the public face of the crate: files built byte by byte, and what comes out.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its file should stop")]
mod build;
mod compressed;
mod containers;
mod support;
