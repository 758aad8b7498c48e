//! Everything that the document allows, and much that it does not, asked by a fuzzer that only knows the
//! document: schemathesis. Nothing may fail badly or answer what the document does not say.

use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::Command;

use super::stage::{Stage, Who, Whose};
use super::tools::tool;

/// What must hold of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,unsupported_method,ignored_auth";
/// The stream does not end.
const LEFT_OUT: &str = "/v1/stream";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_artist_finds_no_way_to_break_it() {
    fuzz(Who::Artist, "coverage,fuzzing", "12").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_studio_finds_no_way_to_break_it() {
    fuzz(Who::Studio, "coverage,fuzzing", "6").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_finds_a_way_to_break_it() {
    fuzz(Who::Anonymous, "fuzzing", "20").await;
}

/// Asks every operation what is at the edges of its schema (`coverage`), and so many things that look random
/// and are the same every time (`fuzzing`).
async fn fuzz(who: Who, phases: &str, examples: &str) {
    let stage = Stage::set().await;
    let folder = TempDir::new().unwrap();
    // Ids of things that there are.
    let project = Stage::project(Whose::Own);
    let engineer = stage.engineer(Whose::Own).account().id;
    let known =
        format!("[parameters]\n\"path.project\" = \"{project}\"\n\"path.id\" = \"{engineer}\"\n");
    let settings = folder.path().join("schemathesis.toml");
    std::fs::write(&settings, known).unwrap();
    let document = format!("{}/v1/openapi.json", stage.studio.anybody().base);
    let mut fuzzer = Command::new(tool("py/bin/schemathesis"));
    fuzzer.current_dir(&folder).stdin(Stdio::null()).kill_on_drop(true).env("NO_COLOR", "1");
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/fuzz.py");
    fuzzer.env("SCHEMATHESIS_HOOKS", hooks).arg("--config-file").arg(&settings);
    fuzzer.args(["run", &document, "--checks", CHECKS, "--exclude-path", LEFT_OUT]);
    fuzzer.args(["--phases", phases, "--max-examples", examples, "--no-shrink"]);
    fuzzer.args(["--seed", "7", "--generation-deterministic"]);
    fuzzer.args(["--request-timeout", "20", "--continue-on-failure", "--warnings", "off"]);
    if let Some(session) = &stage.person(who).session {
        fuzzer.arg("--header").arg(format!("Authorization: Bearer {}", session.token));
    }
    let said = fuzzer.output().await.unwrap();
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success(), "{text}\n{}", String::from_utf8_lossy(&said.stderr));
    println!("{}", text.rsplit("Test cases:").next().unwrap_or_default());
}
