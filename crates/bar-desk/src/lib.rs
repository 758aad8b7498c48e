//! The use cases of the app, free of any host: the shell, the terminal and the tests call the same.
//!
//! [`Desk`] answers the commands of [`commands`]; what moves meanwhile goes to [`Host::changed`].

pub mod bindings;
mod checks;
pub mod commands;
mod desk;
mod failure;
mod follow;
mod host;
mod live;
mod prepare;
mod report;
mod residual;
mod run;
mod settings;
mod stems;
mod together;
pub mod views;
mod watching;

pub use desk::Desk;
pub use host::{Dialog, Host};
