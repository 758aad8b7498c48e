//! `cargo xtask run`: the app on a demo session, or on a folder of your own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use xshell::cmd;

use crate::ground::Ground;
use crate::screen::{self, Running, Screen};
use crate::{install, needs, ui};

/// Builds what changed and opens the app on `folder`, or on the demo session.
///
/// The build is the one that the tests use: sound is optimised in it too, it takes half as long as
/// a release build, and nothing is built twice.
pub fn run(ground: &Ground, folder: Option<&str>) -> Result<()> {
    needs::node(&ground.shell)?;
    let watched = screen::is_there();
    let screen = if watched { &[][..] } else { needs::SCREEN };
    install::packages(ground, &[needs::BUILD, screen])?;

    ui::build(ground)?;
    // Not xtask itself, which is running.
    let packages = ["-p", "bar-one", "-p", "bar-cli", "-p", "bar-testkit"];
    cmd!(ground.shell, "cargo build --locked {packages...} --bins --example demo").run()?;
    let folder = match folder {
        Some(folder) => fs::canonicalize(folder).with_context(|| folder.to_owned())?,
        None => demo(ground)?,
    };
    if watched { open(ground, &folder) } else { show(ground, &folder) }
}

/// The demo session; its maker leaves alone what is made already.
fn demo(ground: &Ground) -> Result<PathBuf> {
    let place = ground.target.join("Demo Song");
    let maker = ground.built("examples/demo");
    cmd!(ground.shell, "{maker} {place}").run()?;
    Ok(place)
}

/// The app for a person to use.
fn open(ground: &Ground, folder: &Path) -> Result<()> {
    println!("Bar One is open on {}. Close its window to end.", folder.display());
    let status = Command::new(ground.built("bar-one")).arg(folder).status()?;
    ensure!(status.success(), "Bar One ended with {status}");
    Ok(())
}

/// The same where nobody can look: the report in words, and a picture of the window.
fn show(ground: &Ground, folder: &Path) -> Result<()> {
    let picture = ground.target.join("bar-one.png");
    let home = ground.target.join("demo-home");
    let screen = Screen::open()?;
    let app = Command::new(ground.built("bar-one"))
        .arg(folder)
        .envs(screen.variables())
        .env("BAR_ONE_DATA", home.join("memory"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .stderr(Stdio::null())
        .spawn()
        .context("Bar One could not be started")?;
    let mut app = Running(app);

    let barone = ground.built("barone");
    // Its exit status says whether something blocks, which a demo of mistakes does.
    cmd!(ground.shell, "{barone} check {folder}").quiet().ignore_status().run()?;
    photograph(&screen, &mut app.0, &picture)?;
    println!("\nThere is no display here, so the window was shown on a screen in memory.");
    println!("Its picture: {}", picture.display());
    Ok(())
}

/// Takes a picture of the app's window once it has been painted and stays as it is.
fn photograph(screen: &Screen, app: &mut Child, picture: &Path) -> Result<()> {
    const PATIENCE: Duration = Duration::from_mins(2);
    const STILL: u32 = 4;

    let start = Instant::now();
    let mut last = Vec::new();
    let mut still = 0;
    while start.elapsed() < PATIENCE {
        sleep(Duration::from_millis(500));
        if let Some(status) = app.try_wait()? {
            bail!("Bar One ended with {status} before its window was seen");
        }
        let Some(window) = window(screen, app.id())? else { continue };
        let seen = shot(screen, &["-window", &window, "ppm:-"])?;
        still = if seen == last && is_painted(&seen) { still + 1 } else { 0 };
        last = seen;
        if still == STILL {
            shot(screen, &["-window", &window, &picture.display().to_string()])?;
            return Ok(());
        }
    }
    bail!("Bar One's window was not painted within {} s", PATIENCE.as_secs())
}

/// The visible window of a process.
fn window(screen: &Screen, process: u32) -> Result<Option<String>> {
    let found = Command::new("xdotool")
        .args(["search", "--onlyvisible", "--pid", &process.to_string()])
        .envs(screen.variables())
        .stderr(Stdio::null())
        .output()?;
    Ok(String::from_utf8_lossy(&found.stdout).lines().next().map(str::to_owned))
}

fn shot(screen: &Screen, arguments: &[&str]) -> Result<Vec<u8>> {
    let taken = Command::new("import").args(arguments).envs(screen.variables()).output()?;
    Ok(taken.stdout)
}

/// Text and waveforms have many shades; a window that only has its background has one.
fn is_painted(ppm: &[u8]) -> bool {
    let shades: std::collections::HashSet<&[u8]> = ppm.chunks_exact(3).step_by(7).collect();
    shades.len() > 32
}
