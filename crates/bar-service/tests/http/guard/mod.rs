//! What nobody may do or learn, whatever they try.

mod asked;
mod canaries;
#[cfg(target_os = "linux")]
mod clients;
mod commands;
mod document;
mod files;
#[cfg(target_os = "linux")]
mod fuzz;
mod journal;
mod layers;
mod matrix;
mod origin;
mod passwords;
mod pokes;
mod process;
mod slow;
mod stage;
mod table;
mod tls;
#[cfg(target_os = "linux")]
mod tools;
mod weak;
