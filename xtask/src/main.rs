//! `cargo xtask`: the one entry to building, running, testing and measuring Bar One.

fn main() {}
