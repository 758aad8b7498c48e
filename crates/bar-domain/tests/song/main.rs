//! Songs that are listened to: who may do what, what becomes of it, and how it is written down.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

mod desk;
mod golden;
mod notes;
mod overlaps;
mod places;
mod properties;
mod rounds;
mod versions;
