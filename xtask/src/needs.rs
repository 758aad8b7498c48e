//! What the machine must have beside Rust and Node, and how to see whether it has it.

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::ground::NPM;

/// How to see whether a thing is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// A program on the `PATH`.
    Program(&'static str),
    /// A program of `PostgreSQL`, which Debian keeps off the `PATH`.
    Server(&'static str),
    /// A library to link against, by its `pkg-config` name.
    Library(&'static str),
    /// Something that the system's own Python can do, as a line of it.
    Python(&'static str),
}

/// A thing that must be there, and the packages that bring it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// How to see it.
    pub probe: Probe,
    /// Packages of Debian and Ubuntu.
    pub debian: &'static str,
    /// Packages of Fedora.
    pub fedora: &'static str,
    /// Packages of Arch.
    pub arch: &'static str,
}

/// To build the app.
pub const BUILD: &[Need] = &[
    Need::new(Probe::Program("pkg-config"), "pkg-config", "pkgconf-pkg-config", "pkgconf"),
    Need::new(
        Probe::Library("webkit2gtk-4.1"),
        "libwebkit2gtk-4.1-dev",
        "webkit2gtk4.1-devel",
        "webkit2gtk-4.1",
    ),
    Need::new(Probe::Library("alsa"), "libasound2-dev", "alsa-lib-devel", "alsa-lib"),
];

/// To hear in tests what a sound server gets, without a sound card.
pub const HEAR: &[Need] = &[
    Need::new(Probe::Program("pulseaudio"), "pulseaudio", "pulseaudio", "pulseaudio"),
    Need::new(Probe::Program("parec"), "pulseaudio-utils", "pulseaudio-utils", "libpulse"),
];

/// To run the service's tests against a server of databases, and on a disk that fails.
pub const SERVE: &[Need] = &[
    Need::new(Probe::Server("initdb"), "postgresql", "postgresql-server postgresql", "postgresql"),
    Need::new(Probe::Program("strace"), "strace", "strace", "strace"),
];

/// To try the service with programs of others.
pub const CLIENTS: &[Need] = &[
    Need::new(Probe::Program("curl"), "curl", "curl", "curl"),
    Need::new(Probe::Python("import ensurepip, venv"), "python3-venv", "python3", "python"),
];

/// To show its window where there is no display.
pub const SCREEN: &[Need] = &[
    Need::new(Probe::Program("Xvfb"), "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Need::new(Probe::Program("dbus-daemon"), "dbus", "dbus-daemon", "dbus"),
    Need::new(Probe::Program("openbox"), "openbox", "openbox", "openbox"),
    Need::new(Probe::Program("xdotool"), "xdotool", "xdotool", "xdotool"),
    Need::new(Probe::Program("import"), "imagemagick", "ImageMagick", "imagemagick"),
];

/// To drive its window in tests, beside a screen.
pub const DRIVE: &[Need] = &[
    Need::new(
        Probe::Program("WebKitWebDriver"),
        "webkit2gtk-driver",
        "/usr/bin/WebKitWebDriver",
        "webkitgtk-6.0",
    ),
    // A window to drag files from.
    Need::new(
        Probe::Python("import gi; gi.require_version('Gtk', '3.0')"),
        "python3-gi gir1.2-gtk-3.0",
        "python3-gobject gtk3",
        "python-gobject gtk3",
    ),
];

impl Need {
    const fn new(
        probe: Probe,
        debian: &'static str,
        fedora: &'static str,
        arch: &'static str,
    ) -> Self {
        Self { probe, debian, fedora, arch }
    }
}

/// Those that are not there.
pub fn missing(shell: &Shell, needs: &[&[Need]]) -> Vec<Need> {
    needs.iter().copied().flatten().copied().filter(|need| !is_there(shell, need.probe)).collect()
}

fn is_there(shell: &Shell, probe: Probe) -> bool {
    let seen = match probe {
        Probe::Program(name) => cmd!(shell, "sh -c 'command -v \"$0\"' {name}"),
        Probe::Server(name) => {
            let look = r#"command -v "$0" || ls /usr/lib/postgresql/*/bin/"$0""#;
            cmd!(shell, "sh -c {look} {name}")
        }
        Probe::Library(name) => cmd!(shell, "pkg-config --exists {name}"),
        // Not one that a version manager put before it on the `PATH`.
        Probe::Python(line) => cmd!(shell, "/usr/bin/python3 -c {line}"),
    };
    seen.quiet().ignore_stdout().ignore_stderr().run().is_ok()
}

/// Refuses to go on without a Node that the UI's tools run on.
pub fn node(shell: &Shell) -> Result<()> {
    let version = cmd!(shell, "node --version").quiet().ignore_stderr().read().ok();
    let npm = cmd!(shell, "{NPM} --version").quiet().ignore_stderr().read().ok();
    match version.as_deref() {
        None => bail!("Node is not installed: get version 20.19 or newer from https://nodejs.org"),
        Some(version) if !node_is_new_enough(version) => {
            bail!("Node {version} is too old: get 20.19 or newer from https://nodejs.org")
        }
        Some(_) if npm.is_none() => bail!("npm is not installed: it comes with https://nodejs.org"),
        Some(_) => Ok(()),
    }
}

/// Vite wants 20.19, or 22.12 and up.
fn node_is_new_enough(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(20)), Some(Ok(minor))) => minor >= 19,
        (Some(Ok(22)), Some(Ok(minor))) => minor >= 12,
        (Some(Ok(major)), _) => major > 22,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::node_is_new_enough;

    #[test]
    fn old_and_odd_versions_of_node_are_told_apart_from_good_ones() {
        let good = ["v20.19.0", "v20.20.1", "v22.12.0", "v24.0.0", "26.1.0"];
        let bad = ["v18.20.4", "v20.18.9", "v21.7.3", "v22.11.0", "", "vNext"];
        assert!(good.into_iter().all(node_is_new_enough));
        assert!(!bad.into_iter().any(node_is_new_enough));
    }
}
