//! The stem check: from dropped files to a verdict a musician understands.

mod against;
mod archive;
pub mod check;
mod choose;
mod files;
pub mod guide;
pub mod hear;
pub mod hints;
pub mod html;
mod listen;
mod midi;
mod order;
pub mod phrase;
pub mod place;
mod pool;
pub mod prepare;
pub mod profile;
mod reference;
pub mod report;
pub mod residual;
mod rules;
mod session;
mod sniff;
mod sorted;
mod split;
mod temporary;
mod walk;
mod words;

pub use archive::UnpackError;
pub use check::{CheckError, Choice, Observer, check};
pub use files::{Files, files};
pub use profile::{Profile, ProfileError};
pub use report::{
    InMix, Media, MixReport, Report, SessionReport, SetFinding, SetReport, Skipped, StemReport,
    Tempo, Unexplained,
};
pub use session::SessionKind;
pub use temporary::temporary;
