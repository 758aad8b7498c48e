//! Folders as artists drop them, and what the stem check says of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod files;
mod folders;
mod formats;
mod levels;
mod names;
mod running;
mod sets;
mod story;
