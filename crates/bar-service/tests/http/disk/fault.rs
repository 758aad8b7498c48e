//! What goes wrong with a file, by `strace`.

use std::fs;
use std::path::{Path, PathBuf};

use tokio::process::Command;

/// What puts bytes into a file.
pub const WRITE: &str = "write,pwrite64";
/// What brings them to the disk.
pub const SYNC: &str = "fsync,fdatasync";
/// What gives a file another name. Not every processor has all of them.
pub const RENAME: &str = "?rename,?renameat,?renameat2";

/// A call of the system that goes wrong.
#[derive(Debug, Clone)]
pub struct Fault {
    pub calls: &'static str,
    pub file: PathBuf,
    /// What happens instead, as `strace` says it.
    pub does: &'static str,
    /// From which of these calls on, which are counted by thread and on whichever file: `3+` from the third,
    /// `3+5` with every fifth after it.
    pub when: &'static str,
}

impl Fault {
    /// The same program, to which this happens. What happened is written down in `trace`.
    pub fn befalls(&self, program: &Command, trace: &Path) -> Command {
        let Self { calls, file, does, when } = self;
        let program = program.as_std();
        let mut strace = Command::new("strace");
        // Not by a seccomp filter, which is faster: at its stops a signal gets lost.
        strace.args(["-f", "-o"]).arg(trace).arg("-P").arg(file);
        strace.args(["-e", &format!("trace={calls}")]);
        strace.args(["-e", &format!("inject={calls}:{does}:when={when}")]);
        strace.arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => strace.env(name, value),
                None => strace.env_remove(name),
            };
        }
        strace
    }
}

/// How often it happened.
pub fn happened(trace: &Path) -> usize {
    fs::read_to_string(trace).unwrap_or_default().matches("(INJECTED)").count()
}
