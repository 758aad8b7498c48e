//! Folders as artists drop them, and what the stem check says of them.

mod files;
mod folders;
mod formats;
mod levels;
mod names;
mod running;
mod sets;
mod story;
