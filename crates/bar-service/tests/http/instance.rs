//! The service as a program of its own, which may end at any time.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::studio::KEY;

/// A `bar-service` that serves.
pub struct Instance {
    child: Child,
    pub address: SocketAddr,
}

/// One that ended before it served.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub log: String,
}

/// The program on a folder, as if nobody had set anything else.
pub fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_bar-service"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("BAR_")) {
        program.env_remove(name);
    }
    program.args(["--metrics", "none", "--log-format", "json", "--data"]).arg(data);
    program.args(arguments).env("BAR_KEY", KEY);
    program
}

impl Instance {
    pub async fn start(mut program: Command) -> Result<Self, Ended> {
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let named = program.as_std().get_program().to_owned();
        let mut child = program
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}: {}", named.display(), install(&named)));
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut log = String::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some(address) = serves_at(&line) {
                // Read on, or it would wait for a reader.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { child, address });
            }
            log.extend([&line, "\n"]);
        }
        Err(Ended { status: child.wait().await.unwrap(), log })
    }

    /// Ends it in the midst of whatever it does (SIGKILL).
    pub async fn kill(mut self) {
        // Who traces it ends with it, and not before: until then it may still be there.
        if !self.kill_traced() {
            self.child.start_kill().unwrap();
        }
        self.child.wait().await.unwrap();
    }

    /// The most memory that it ever took, in bytes.
    pub fn most_memory(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(status).unwrap();
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        most.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// How it ends by itself.
    pub async fn ends(mut self) -> ExitStatus {
        self.child.wait().await.unwrap()
    }

    /// Ends what a tracer traces, which would leave it alone. Says whether there was any.
    fn kill_traced(&self) -> bool {
        let Some(id) = self.child.id() else { return false };
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let children = children.unwrap_or_default();
        for traced in children.split_whitespace() {
            // It may have ended by itself.
            let _ = std::process::Command::new("kill").args(["-KILL", traced]).status();
        }
        !children.trim().is_empty()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.kill_traced();
    }
}

fn serves_at(line: &str) -> Option<SocketAddr> {
    let line: Value = serde_json::from_str(line).ok()?;
    let serves = line["fields"]["message"] == "serving";
    serves.then(|| line["fields"]["at"].as_str()?.strip_prefix("http://")?.parse().ok()).flatten()
}

fn install(program: &OsStr) -> String {
    format!("`cargo xtask test` installs {}, or your system's packages do", program.display())
}
