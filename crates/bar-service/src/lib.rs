//! The service that the apps of artists, engineers and the studio sync with.

pub mod clock;
pub mod db;
pub mod hidden;
pub mod jobs;
pub mod paypal;
pub mod tables;
pub mod vault;
