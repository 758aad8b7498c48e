//! Where the repository lies and how commands are run in it.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

/// The repository, its build directory, and a shell that stands at its top.
pub struct Ground {
    /// Runs commands at the top of the repository, with our own tools on its `PATH`.
    pub shell: Shell,
    /// The top of the repository.
    pub root: PathBuf,
    /// Where cargo builds.
    pub target: PathBuf,
}

impl Ground {
    /// Finds the repository this program was built from.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask lies in the repository")?
            .to_path_buf();
        let program = env::current_exe()?;
        // <target>/debug/xtask
        let target = program.ancestors().nth(2).context("xtask lies in a target directory")?;

        let shell = Shell::new()?;
        shell.change_dir(&root);
        let ground = Self { shell, target: target.to_path_buf(), root };
        let path = env::var_os("PATH").unwrap_or_default();
        let places = std::iter::once(ground.tools().join("bin")).chain(env::split_paths(&path));
        ground.shell.set_var("PATH", env::join_paths(places)?);
        Ok(ground)
    }

    /// Where tools are installed that only this repository needs.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// A program that the workspace builds.
    pub fn built(&self, program: &str) -> PathBuf {
        self.target.join("debug").join(format!("{program}{}", env::consts::EXE_SUFFIX))
    }
}

/// `npm`, as the system finds it.
pub const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
