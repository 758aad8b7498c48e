//! Prepare: fixed copies of checked stems in a new folder. The originals are only ever read.
//!
//! [`plan`] says beforehand, in words, what every stem will get and what is left to do by hand;
//! [`carry_out`] writes the new folder, whole or not at all.

mod disk;
mod failure;
mod names;
mod note;
mod plan;
mod planning;
mod remains;
mod run;
mod steps;
mod target;

pub use disk::{Disk, Output, RealDisk};
pub use failure::{Fault, Left, PrepareError, Unfit};
pub use names::Pattern;
pub use note::NOTE;
pub use plan::{Kept, Plan, PlannedCopy, PlannedStem, Remaining, Step, StepKind};
pub use planning::{Options, plan};
pub use run::{Job, carry_out, may_go_to};
