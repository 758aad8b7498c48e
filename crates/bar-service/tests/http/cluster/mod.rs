//! Several instances of the service on one database and one store, and everything between that fails.
//!
//! Everywhere the same is asked: what was acknowledged is there, once, and nothing is there by half.

mod full;
mod gone;
mod halfopen;
pub mod insisting;
mod killed;
mod leaps;
mod lost;
mod mailed;
pub mod once;
mod paid;
mod restored;
mod silent;
mod two;
