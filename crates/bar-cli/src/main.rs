//! `barone`: the stem check on the command line.

fn main() {}
