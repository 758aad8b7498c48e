//! The readers over the public face of the crate: files built byte by byte, and what comes out.

mod build;
mod containers;
mod support;
