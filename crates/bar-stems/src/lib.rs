//! The stem check: from dropped files to a verdict a musician understands.

pub mod check;
mod choose;
pub mod guide;
pub mod hints;
mod listen;
mod order;
mod pool;
pub mod prepare;
pub mod profile;
mod reference;
pub mod report;
mod rules;
mod sniff;
mod walk;
mod words;

pub use check::{CheckError, Choice, Observer, check};
pub use profile::{Profile, ProfileError};
pub use report::{
    InMix, Media, MixReport, Report, SessionReport, SetFinding, SetReport, Skipped, StemReport,
    Tempo, Unexplained,
};
