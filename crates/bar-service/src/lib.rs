//! The service that the apps of artists, engineers and the studio sync with.

pub mod assets;
pub mod backup;
pub mod clock;
mod consequences;
pub mod db;
pub mod failure;
mod first_run;
pub mod hidden;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod metrics;
mod passwords;
pub mod paypal;
mod poke;
mod projects;
mod secret;
mod serve;
pub mod service;
pub mod settings;
pub mod start;
pub mod tables;
mod upkeep;
pub mod uploads;
pub mod vault;
