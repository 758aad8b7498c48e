//! The use cases of the app, free of any host: the shell, the terminal and the tests call the same.
//!
//! [`Desk`] answers the commands of [`commands`]; what moves meanwhile goes to [`Host::changed`].

mod adding;
pub mod bindings;
mod checks;
pub mod commands;
mod desk;
mod dropped;
mod failure;
mod follow;
mod guess;
mod hearing;
mod host;
mod laid;
mod live;
mod markers;
mod player;
mod prepare;
mod report;
mod residual;
mod room;
mod run;
mod settings;
mod songs;
mod stems;
mod together;
mod versions;
pub mod views;
mod watching;
mod waves;

pub use bar_domain::song::SongId;
pub use desk::Desk;
pub use host::{Dialog, Host, Saving};
