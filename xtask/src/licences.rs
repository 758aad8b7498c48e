//! What the app is made of may be used as we use it: licences and origins, of crates and of npm
//! packages, against `.deny.toml`.
//!
//! `cargo deny` reads the same file and does more, but takes minutes to install; this asks the
//! same of both worlds, without network, in a second.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use spdx::{Expression, Licensee, ParseMode};
use xshell::cmd;

use crate::ground::Ground;

/// What we take from `.deny.toml`.
#[derive(Deserialize)]
struct Settings {
    licenses: Licences,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    clarify: Vec<Clarified>,
}

/// A package that gives no licence itself.
#[derive(Deserialize)]
struct Clarified {
    #[serde(rename = "crate")]
    name: String,
    expression: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

/// The house's list.
struct Allowed {
    licences: Vec<Licensee>,
    clarified: Vec<Clarified>,
    registries: Vec<String>,
}

/// Checks every dependency; prints and counts those that may not be used.
pub fn check(ground: &Ground) -> Result<()> {
    let allowed = Allowed::read(&fs::read_to_string(ground.root.join(".deny.toml"))?)?;
    let crates = cmd!(ground.shell, "cargo metadata --format-version 1 --locked").quiet().read()?;
    let packages = fs::read_to_string(ground.root.join("ui/package-lock.json"))?;
    let crates = serde_json::from_str(&crates)?;
    let packages = serde_json::from_str(&packages)?;

    let wrong = [crate_faults(&allowed, &crates), npm_faults(&allowed, &packages)].concat();
    for fault in &wrong {
        println!("{fault}");
    }
    ensure!(wrong.is_empty(), "{} dependencies may not be used: see .deny.toml", wrong.len());
    Ok(())
}

impl Allowed {
    fn read(settings: &str) -> Result<Self> {
        let Settings { licenses, sources } = toml::from_str(settings)?;
        let licences = licenses.allow.iter().map(|name| {
            Licensee::parse(name).with_context(|| format!(".deny.toml: no such licence as {name}"))
        });
        Ok(Self {
            licences: licences.collect::<Result<_>>()?,
            clarified: licenses.clarify,
            registries: sources.allow_registry,
        })
    }

    /// Whether an SPDX expression can be met with licences of the list alone.
    fn covers(&self, licence: &str) -> bool {
        // Old crates write `MIT/Apache-2.0`, which LAX reads as OR.
        Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|terms| {
            terms.evaluate(|asked| self.licences.iter().any(|one| one.satisfies(asked)))
        })
    }

    fn fault(&self, name: &str, licence: Option<&str>) -> Option<String> {
        let clarified = self.clarified.iter().find(|clarified| clarified.name == name);
        match licence.or(clarified.map(|clarified| clarified.expression.as_str())) {
            Some(licence) if self.covers(licence) => None,
            Some(licence) => Some(format!("{name}: the licence {licence} is not on the list")),
            None => Some(format!("{name}: no licence is given")),
        }
    }
}

/// Crates of `cargo metadata` with another licence or from elsewhere.
fn crate_faults(allowed: &Allowed, metadata: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        faults.extend(allowed.fault(name, package["license"].as_str()));
        // Those of the workspace have no source.
        if let Some(source) = package["source"].as_str() {
            let registry = source.strip_prefix("registry+").unwrap_or(source);
            if !allowed.registries.iter().any(|known| known == registry) {
                faults.push(format!("{name}: comes from {source}"));
            }
        }
    }
    faults
}

/// Packages of a `package-lock.json` with another licence.
fn npm_faults(allowed: &Allowed, lock: &Value) -> Vec<String> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    let foreign = packages.filter(|(place, _)| !place.is_empty());
    foreign
        .filter_map(|(place, package)| {
            let name = place.rsplit("node_modules/").next().unwrap_or(place);
            allowed.fault(name, package["license"].as_str())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Allowed, crate_faults, npm_faults};
    use serde_json::json;

    fn allowed() -> Allowed {
        let list = r#"
            [licenses]
            allow = ["MIT", "Apache-2.0 WITH LLVM-exception", "ISC"]
            clarify = [{ crate = "quiet", expression = "ISC", license-files = [] }]
            [sources]
            allow-registry = ["https://crates.example/index"]
        "#;
        Allowed::read(list).unwrap()
    }

    #[test]
    fn an_expression_is_covered_when_the_list_alone_can_meet_it() {
        let covers = |licence| allowed().covers(licence);
        for good in ["MIT", "MIT OR GPL-3.0", "MIT/GPL-3.0", "MIT AND ISC"] {
            assert!(covers(good), "{good}");
        }
        for bad in ["GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "my own", ""] {
            assert!(!covers(bad), "{bad}");
        }
        assert!(covers("Apache-2.0 WITH LLVM-exception"));
    }

    #[test]
    fn crates_of_another_licence_or_origin_are_named() {
        let registry = "registry+https://crates.example/index";
        let metadata = json!({ "packages": [
            { "name": "ours", "version": "1.0.0", "license": "MIT", "source": null },
            { "name": "good", "version": "1.0.0", "license": "MIT", "source": registry },
            { "name": "quiet", "version": "1.0.0", "license": null, "source": registry },
            { "name": "none", "version": "1.0.0", "license": null, "source": registry },
            { "name": "far", "version": "2.0.0", "license": "MIT", "source": "git+https://x.example" },
        ]});
        assert_eq!(
            crate_faults(&allowed(), &metadata),
            ["none: no licence is given", "far: comes from git+https://x.example"]
        );
    }

    #[test]
    fn npm_packages_of_another_licence_are_named() {
        let lock = json!({ "packages": {
            "": { "license": "nobody's" },
            "node_modules/a": { "version": "1.0.0", "license": "ISC" },
            "node_modules/a/node_modules/@b/c": { "version": "2.0.0", "license": "GPL-3.0" },
        }});
        assert_eq!(npm_faults(&allowed(), &lock), ["@b/c: the licence GPL-3.0 is not on the list"]);
    }
}
