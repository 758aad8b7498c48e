//! Writes the TypeScript bindings of the window; `cargo xtask bindings` runs it.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::write(root.join(bar_desk::bindings::PLACE), bar_desk::bindings::typescript())
}
