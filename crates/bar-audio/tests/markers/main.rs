//! Markers, read back by parsers that know nothing of us.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

mod golden;
mod names;
mod of_song;
mod round_trip;
mod sheet;
mod wav;
