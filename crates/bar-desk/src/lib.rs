//! The use cases of the app, free of any host: the shell, the terminal and the tests call the same.

pub mod bindings;
pub mod commands;
pub mod views;
