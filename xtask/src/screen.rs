//! A screen for windows where there is none: Xvfb with a window manager and a message bus.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::{fs, process};

use anyhow::{Context, Result, ensure};

/// Whether windows can be shown to a person here.
pub fn is_there() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// A private screen; it goes when this is dropped.
pub struct Screen {
    // In the order in which they are to end.
    manager: Running,
    bus: Running,
    server: Running,
    display: String,
    bus_address: String,
    runtime: PathBuf,
}

impl Screen {
    /// Opens one under a number that is free.
    pub fn open() -> Result<Self> {
        // In the system's own place for such things: paths of sockets must be short.
        let runtime = env::temp_dir().join(format!("bar-one-screen-{}", process::id()));
        private_folder(&runtime)?;

        let size = "1440x900x24";
        let (server, number) =
            telling("Xvfb", &["-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"])?;
        let display = format!(":{number}");
        let (bus, bus_address) =
            telling("dbus-daemon", &["--session", "--nofork", "--nopidfile", "--print-address=1"])?;
        let mut manager = Command::new("openbox");
        manager.env("DISPLAY", &display).stdout(Stdio::null()).stderr(Stdio::null());
        let manager = Running(manager.spawn().context("openbox could not be started")?);
        Ok(Self { manager, bus, server, display, bus_address, runtime })
    }

    /// What a program must be told to be shown here.
    pub fn variables(&self) -> [(&'static str, String); 4] {
        [
            ("DISPLAY", self.display.clone()),
            ("WAYLAND_DISPLAY", String::new()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus_address.clone()),
            ("XDG_RUNTIME_DIR", self.runtime.display().to_string()),
        ]
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for program in [&mut self.manager, &mut self.bus, &mut self.server] {
            program.end();
        }
        // A leftover in the system's temporary folder is no reason to fail.
        let _ = fs::remove_dir_all(&self.runtime);
    }
}

/// A program that ends when this is dropped.
pub struct Running(pub Child);

impl Running {
    /// Asks it to end, so that it can clear up behind itself, and waits.
    fn end(&mut self) {
        let asked =
            Command::new("kill").arg(self.0.id().to_string()).stderr(Stdio::null()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// Starts a server that says in its first line where it is reached, once it is.
fn telling(program: &str, arguments: &[&str]) -> Result<(Running, String)> {
    let mut server = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{program} could not be started"))?;
    let mut place = String::new();
    if let Some(output) = server.stdout.take() {
        BufReader::new(output).read_line(&mut place)?;
    }
    let server = Running(server);
    ensure!(!place.trim().is_empty(), "{program} ended as soon as it was started");
    Ok((server, place.trim().to_owned()))
}

#[cfg(unix)]
fn private_folder(folder: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    Ok(fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?)
}

#[cfg(not(unix))]
fn private_folder(folder: &std::path::Path) -> Result<()> {
    Ok(fs::create_dir_all(folder)?)
}
