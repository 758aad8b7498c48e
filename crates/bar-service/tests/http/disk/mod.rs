//! A service of one machine whose disk fails it, or that ends in the midst of a write.
//!
//! Everywhere the same is asked: what was acknowledged is there, once, and nothing is there by half.
//! `strace` does the harm, at a named call on a named file; the program knows nothing of it.

mod fault;
mod house;
mod killed;
mod refused;
