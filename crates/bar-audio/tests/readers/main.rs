//! The readers over the public face of the crate: files built byte by byte, and what comes out.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its file should stop")]

mod build;
mod compressed;
mod containers;
mod disk;
mod hostile;
mod round_trip;
mod support;
mod tolerant;

/// What a test may use: reading takes 1 MB and a block, whatever a header claims.
#[global_allocator]
static MEMORY: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, 64 << 20);
