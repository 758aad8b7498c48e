//! What the window believes of Rust is what Rust says.

use std::path::Path;

#[test]
fn the_bindings_are_those_of_this_code() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(bar_desk::bindings::PLACE);
    let committed = std::fs::read_to_string(place).unwrap_or_default();
    assert!(
        committed.replace("\r\n", "\n") == bar_desk::bindings::typescript(),
        "the TypeScript bindings are stale: run `cargo xtask bindings` and commit the result"
    );
}
