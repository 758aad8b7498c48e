//! House rules that neither compiler nor clippy knows: which way crates depend on each other, who
//! may name what, and what may not be left behind.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use xshell::cmd;

use crate::files;
use crate::ground::Ground;

/// Words that may not stand in some files.
struct Rule {
    words: &'static [&'static str],
    /// Paths start with one of these…
    within: &'static [&'static str],
    /// …and do not contain one of these.
    but: &'static [&'static str],
    /// How their names end.
    kinds: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        words: &["tauri::", "tauri_", "tauri =", "tauri."],
        within: &["crates/"],
        // It compares the app's folder with the one in the app's settings.
        but: &["bar-cli/src/library.rs"],
        kinds: &[".rs", ".toml"],
        why: "only src-tauri names tauri",
    },
    Rule {
        words: &["@tauri-apps"],
        within: &["ui/src/"],
        but: &["ui/src/lib/backend/"],
        kinds: &[".ts", ".svelte"],
        why: "only ui/src/lib/backend names @tauri-apps",
    },
    Rule {
        words: &["std::fs", "std::io", "std::net", "std::env", "std::time", "async fn", "rand::"],
        within: &["crates/bar-domain/"],
        but: &[],
        kinds: &[".rs"],
        why: "bar-domain has no I/O, no clock, no randomness, no async",
    },
    Rule {
        words: &["anyhow"],
        within: &["crates/", "src-tauri/"],
        but: &["/main.rs", "/build.rs", "/bin/", "/examples/", "/tests/"],
        kinds: &[".rs"],
        why: "errors of a library are typed; anyhow is for main and xtask",
    },
    Rule {
        words: &["#[allow(", "#![allow("],
        within: &[""],
        but: &[],
        kinds: &[".rs"],
        why: "an exception is #[expect(…, reason = \"…\")]",
    },
    Rule {
        words: &["TODO", "FIXME", "todo!(", "unimplemented!("],
        within: &[""],
        but: &[],
        kinds: &[".rs", ".ts", ".svelte", ".toml", ".css"],
        why: "finish it or leave it out",
    },
    Rule { words: &["#[ignore"], within: &[""], but: &[], kinds: &[".rs"], why: A_TEST_RUNS },
    Rule {
        words: &[".skip(", ".only(", ".todo(", ".skipIf("],
        within: &["ui/"],
        but: &[],
        kinds: &[".test.ts"],
        why: A_TEST_RUNS,
    },
];

const A_TEST_RUNS: &str = "a test that does not run is no test";

/// Which crates of ours a crate may be built on; `bar-testkit` is for tests alone.
const LAYERS: &[(&str, &[&str])] = &[
    ("bar-domain", &[]),
    ("bar-audio", &["bar-domain"]),
    ("bar-store", &["bar-domain", "bar-audio"]),
    ("bar-stems", &["bar-domain", "bar-audio"]),
    ("bar-protocol", &["bar-domain"]),
    ("bar-service", &["bar-domain", "bar-audio", "bar-stems", "bar-protocol"]),
    ("bar-desk", &["bar-domain", "bar-audio", "bar-stems", "bar-store"]),
    ("bar-cli", &["bar-domain", "bar-audio", "bar-stems", "bar-store", "bar-desk"]),
    ("bar-one", &["bar-desk", "bar-store"]),
    ("bar-testkit", &["bar-domain", "bar-audio"]),
    ("xtask", &[]),
];

/// Prints what breaks a rule, and fails where anything does.
pub fn check(ground: &Ground) -> Result<()> {
    let metadata = cmd!(ground.shell, "cargo metadata --format-version 1 --no-deps").quiet();
    let metadata = serde_json::from_str(&metadata.read()?)?;
    let mut faults = layer_faults(&metadata);
    for file in files::under(&ground.root)? {
        let path = file.strip_prefix(&ground.root)?.to_string_lossy().replace('\\', "/");
        if RULES.iter().any(|rule| rule.applies(&path)) {
            let text = fs::read_to_string(&file).with_context(|| path.clone())?;
            faults.extend(word_faults(&path, &text));
        }
    }
    for fault in &faults {
        println!("{fault}");
    }
    ensure!(faults.is_empty(), "{} places break a rule of the house", faults.len());
    Ok(())
}

impl Rule {
    fn applies(&self, path: &str) -> bool {
        // This file names all the words.
        !Path::new(path).ends_with("xtask/src/house.rs")
            && self.within.iter().any(|start| path.starts_with(start))
            && self.kinds.iter().any(|end| path.ends_with(end))
            && !self.but.iter().any(|part| path.contains(part))
    }
}

fn word_faults(path: &str, text: &str) -> Vec<String> {
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| rule.applies(path)).collect();
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for rule in &rules {
            if let Some(word) = rule.words.iter().find(|word| line.contains(**word)) {
                faults.push(format!("{path}:{number}: `{word}`: {}", rule.why));
            }
        }
        if has_string_for_error(line) {
            faults.push(format!("{path}:{number}: errors are typed, not strings"));
        }
    }
    faults
}

fn has_string_for_error(line: &str) -> bool {
    line.match_indices("Result<").any(|(start, _)| {
        line[start..].split_once('>').is_some_and(|(inner, _)| inner.ends_with(", String"))
    })
}

fn layer_faults(metadata: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, below)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            faults.push(format!("{name}: give it a layer in xtask/src/house.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let other = dependency["name"].as_str().unwrap_or_default();
            let ours = LAYERS.iter().any(|(layer, _)| *layer == other);
            if ours && dependency["kind"].is_null() && !below.contains(&other) {
                faults.push(format!("{name}: may not be built on {other}"));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{layer_faults, word_faults};
    use serde_json::json;

    #[test]
    fn words_are_found_where_they_may_not_stand_and_only_there() {
        let finds = |path, text| !word_faults(path, text).is_empty();
        assert!(finds("crates/bar-desk/src/lib.rs", "use tauri::State;"));
        assert!(!finds("src-tauri/src/lib.rs", "use tauri::State;"));
        assert!(finds("ui/src/App.svelte", "import { invoke } from '@tauri-apps/api/core'"));
        assert!(!finds("ui/src/lib/backend/tauri.ts", "import '@tauri-apps/api/core'"));
        assert!(finds("crates/bar-domain/src/lib.rs", "use std::time::Instant;"));
        assert!(!finds("crates/bar-audio/src/lib.rs", "use std::time::Instant;"));
        assert!(finds("crates/bar-desk/src/a.rs", "-> Result<u8, String> {"));
        assert!(!finds("crates/bar-desk/src/a.rs", "-> Result<String, Failure> {"));
    }

    #[test]
    fn a_dependency_against_the_grain_is_named() {
        let on = |name: &str, kind: Option<&str>| {
            json!({ "packages": [{ "name": "bar-domain", "dependencies": [
                { "name": name, "kind": kind },
            ]}]})
        };
        assert_eq!(
            layer_faults(&on("bar-audio", None)),
            ["bar-domain: may not be built on bar-audio"]
        );
        assert!(layer_faults(&on("bar-audio", Some("dev"))).is_empty());
        assert!(layer_faults(&on("serde", None)).is_empty());
    }
}
