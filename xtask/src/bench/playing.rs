//! How playing does: what the example `playing` of `bar-audio` tells, beside what we aim for.

use anyhow::Result;
use serde::Deserialize;
use xshell::cmd;

use super::material::Material;
use super::yardsticks::line;
use crate::ground::Ground;

/// What the example tells.
#[derive(Debug, Deserialize)]
struct Playing {
    opened: f64,
    switch: f64,
    seek: f64,
    matched: f64,
    callback_mean: f64,
    callback_most: f64,
    memory: f64,
    snr: f64,
    speed: f64,
    underruns: f64,
    late: f64,
    seconds: u64,
}

/// Microseconds that 512 frames last at 48 kHz.
const BUDGET: f64 = 512.0 / 0.048;

/// One line per aim; with 64 tapes where it does not say otherwise.
pub fn tell(ground: &Ground, material: &Material, seconds: u64) -> Result<String> {
    let playing = ground.target.join("release/examples/playing");
    let barone = ground.target.join("release/barone");
    let (folder, seconds) = (&material.folder, seconds.to_string());
    let told = cmd!(ground.shell, "{playing} {folder} {barone} {seconds}").quiet().read()?;
    let told: Playing = serde_json::from_str(&told)?;
    let share = |micros: f64| 100.0 * micros / BUDGET;
    let lines = [
        "Playing, 512 frames at 48 kHz (10.7 ms), 64 tapes".to_owned(),
        line("4 versions: load to sound", told.opened, "ms", "≤ 200"),
        line("switch, worst of 100", told.switch, "ms", "≤ 10.7 and the system's own delay"),
        line("seek, worst of 100", told.seek, "ms", "≤ 50"),
        line("callback, mean", share(told.callback_mean), "%", "≤ 20 of its budget"),
        line("callback, worst of 1000", share(told.callback_most), "%", "≤ 20 of its budget"),
        line("memory", told.memory, "MB", "≤ 100"),
        line("match, spread of 4 versions", told.matched, "LU", "≤ 0.1"),
        line("44.1 → 48 kHz, least SNR", told.snr, "dB", "≥ 134"),
        line("44.1 → 48 kHz, speed", told.speed, "×", ""),
        line(&format!("underruns, {} s of checking", told.seconds), told.underruns, "", "0"),
        line("    and the mock card was late", told.late, "", ""),
    ];
    Ok(lines.join("\n"))
}
