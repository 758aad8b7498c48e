//! The stem check: from dropped files to a verdict a musician understands.

pub mod check;
pub mod guide;
pub mod hints;
pub mod report;

pub use check::{CheckError, Choice, Observer, check};
pub use report::{Report, SetReport, Skipped, StemReport};
