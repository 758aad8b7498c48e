//! The words and rules of the studio. Pure: no I/O, no clock, no randomness.

pub mod file_name;
mod finding;
pub mod project;
pub mod song;
mod units;

pub use finding::{Code, Finding, Severity, Span};
pub use units::{Frames, SampleRate};
