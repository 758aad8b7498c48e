//! Several instances of the service on one database and one store, and everything between that fails.
//!
//! Everywhere the same is asked: what was acknowledged is there, once, and nothing is there by half.

mod insisting;
mod killed;
mod mailed;
mod once;
mod paid;
mod two;
