//! What nobody may do or learn, whatever they try.

mod commands;
mod document;
mod matrix;
mod pokes;
mod stage;
mod table;
