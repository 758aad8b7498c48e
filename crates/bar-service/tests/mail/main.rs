//! Mails: what they say, that nobody can write into their heads, and that they arrive.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod delivery;
mod heads;
mod letters;
mod samples;
