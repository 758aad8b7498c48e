//! Folders as artists have them, and the fixed copies that become of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod breaking;
mod demo;
mod faults;
mod plans;
mod story;
mod targets;
