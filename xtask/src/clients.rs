//! Programs of others that the service is tested with, at the versions that its tests name: tus clients
//! and a fuzzer. They stay in the build directory.

use std::fs;
use std::path::Path;

use anyhow::Result;
use xshell::cmd;

use crate::ground::{Ground, NPM};
use crate::{install, needs};

/// Where the lists of them lie.
const LISTS: &str = "crates/bar-service/tests/clients";

/// Installs those that are not there yet. Tests use them on Linux alone.
pub fn install(ground: &Ground) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    needs::node(&ground.shell)?;
    install::packages(ground, &[needs::CLIENTS])?;
    let place = ground.tools().join("clients");
    in_step(ground, &place.join("py"), LISTS, &["requirements.txt"], |at| {
        cmd!(ground.shell, "/usr/bin/python3 -m venv --clear {at}").run()?;
        let (pip, list) = (at.join("bin/pip"), format!("{LISTS}/requirements.txt"));
        let quiet = ["--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
        Ok(cmd!(ground.shell, "{pip} install {quiet...} --no-deps -r {list}").run()?)
    })?;
    npm(ground, LISTS, &place.join("npm"))
}

/// Installs the npm packages of a list, in which their versions stand, unless they are there.
pub fn npm(ground: &Ground, lists: &str, place: &Path) -> Result<()> {
    in_step(ground, place, lists, &["package-lock.json", "package.json"], |at| {
        fs::create_dir_all(at)?;
        for name in ["package.json", "package-lock.json"] {
            fs::copy(ground.root.join(lists).join(name), at.join(name))?;
        }
        Ok(cmd!(ground.shell, "{NPM} ci --no-audit --no-fund --silent --prefix {at}").run()?)
    })
}

/// Makes a place anew where it was made from other lists than there are now.
fn in_step(
    ground: &Ground,
    place: &Path,
    lists: &str,
    names: &[&str],
    make: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    let mut wanted = String::new();
    for name in names {
        wanted += &fs::read_to_string(ground.root.join(lists).join(name))?;
    }
    let stamp = place.join("made-from");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == wanted) {
        return Ok(());
    }
    println!("Installing {} into {} (once)", names.join(" and "), place.display());
    make(place)?;
    Ok(fs::write(stamp, wanted)?)
}
