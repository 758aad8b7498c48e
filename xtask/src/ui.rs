//! The UI's packages and its build, each made anew only when what it is made from has changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::files;
use crate::ground::{Ground, NPM};

/// Installs the packages of `package-lock.json`.
pub fn install(ground: &Ground) -> Result<()> {
    let ui = ground.root.join("ui");
    let lock = ui.join("package-lock.json");
    let stamp = Stamp {
        place: ui.join("node_modules/.installed-from"),
        of: digest(&ui, std::slice::from_ref(&lock))?,
    };
    if stamp.holds() {
        return Ok(());
    }
    cmd!(ground.shell, "{NPM} ci --prefix ui --no-audit --no-fund").run()?;
    stamp.leave()
}

/// Builds what the window shows into `ui/dist`, where the app takes it from.
pub fn build(ground: &Ground) -> Result<()> {
    install(ground)?;
    let ui = ground.root.join("ui");
    // Where the build lies, so that what cargo puts there in its place is not taken for it.
    let stamp = Stamp { place: ui.join("dist/.built-from"), of: digest(&ui, &files::under(&ui)?)? };
    if stamp.holds() {
        return Ok(());
    }
    cmd!(ground.shell, "{NPM} run --prefix ui build").run()?;
    stamp.leave()
}

/// Remembers what something was made from.
struct Stamp {
    place: PathBuf,
    of: String,
}

impl Stamp {
    fn holds(&self) -> bool {
        fs::read_to_string(&self.place).is_ok_and(|left| left == self.of)
    }

    fn leave(&self) -> Result<()> {
        fs::write(&self.place, &self.of).with_context(|| self.place.display().to_string())
    }
}

/// Stands for the names and contents of some files, and for where they lie.
fn digest(top: &Path, files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    top.hash(&mut hasher);
    for file in files {
        file.hash(&mut hasher);
        fs::read(file).with_context(|| file.display().to_string())?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
