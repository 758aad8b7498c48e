//! Programs of others that `cargo xtask test` installs for tests.

use std::path::{Path, PathBuf};

/// Where one of them is.
pub fn tool(place: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_BIN_EXE_bar-service")).ancestors().nth(2).unwrap();
    let tool = target.join("tools/clients").join(place);
    assert!(tool.exists(), "{} is missing: `cargo xtask clients` installs it", tool.display());
    tool
}
