//! Writes the document that describes the service to `crates/bar-service/openapi.json`.

use std::path::Path;

use anyhow::Result;

fn main() -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let text = bar_service::http::document().to_pretty_json()?;
    Ok(std::fs::write(file, text + "\n")?)
}
