//! Changed copies over the public face of the crate: what comes out is read again and compared.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its file should stop")]

mod around;
mod dither;
mod large;
mod refusals;
mod samples;
mod support;

/// What a test may use: copying takes a few megabytes, whatever it copies.
#[global_allocator]
static MEMORY: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, 96 << 20);
