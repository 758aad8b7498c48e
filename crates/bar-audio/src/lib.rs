//! Sound files: what they are, what they hold, and how it measures.
//!
//! [`source::open`] recognises a file by its content and reads it in blocks;
//! [`measure::measure`] reads it once from end to end and tells everything
//! that the stem check, the window and the player want to know of it;
//! [`play::Player`] lets it be heard.

pub mod evidence;
pub mod format;
pub mod markers;
pub mod measure;
pub mod play;
pub mod source;
pub mod waveform;
pub mod write;
