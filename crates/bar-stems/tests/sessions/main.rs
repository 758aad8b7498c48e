//! Sessions of DAWs, MIDI files and archives among what artists drop.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod archives;
mod belonging;
mod kinds;
mod media;
mod notes;
#[path = "../check/story.rs"]
mod story;
mod told;
