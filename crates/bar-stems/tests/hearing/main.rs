//! Stems held against the rough mix, on the first verse and chorus of the demo song.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod alignment;
mod complete;
mod mixes;
mod places;
mod residual;
mod song;
mod stamps;
mod stopped;
#[path = "../check/story.rs"]
#[expect(dead_code, reason = "these stories need less of it than those of single files")]
mod story;
