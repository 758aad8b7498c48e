//! What we aim for, beside what was seen.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;
use xshell::cmd;

use super::cost::{self, Cost};
use super::material::Material;
use super::peers::{CHECK, FFMPEG, HASH, LOUDGAIN, MEASURE, SOX, WAVEFORM};
use crate::ground::Ground;

/// What the latency example of `bar-stems` tells, in milliseconds.
#[derive(Debug, Deserialize)]
struct Latency {
    first_row: f64,
    first_verdict: f64,
    cancel: Vec<f64>,
}

/// How often listening is measured.
const ROUNDS: usize = 3;

/// One line per aim.
pub fn tell(
    ground: &Ground,
    material: &Material,
    medians: &BTreeMap<&str, Cost>,
) -> Result<String> {
    let measure = medians.get(MEASURE).context("barone was measured")?;
    let check = medians.get(CHECK).context("barone was measured")?;
    let gigabytes = material.bytes as f64 / 1e9;
    let mut lines = Vec::new();
    if let Some(ffmpeg) = medians.get(FFMPEG) {
        lines.push(line("CPU of measure / ffmpeg", measure.cpu / ffmpeg.cpu, "", "≤ 0.12"));
    }
    lines.push(line("measured by one core", gigabytes / measure.cpu, "GB/s", "≥ 0.5"));
    lines.push(line("measured by all cores", gigabytes / measure.wall, "GB/s", "≥ 1 on two"));
    if let Some((sum, names)) = sum(medians) {
        lines.push(line("wall of check / the sum", check.wall / sum, "", "≤ 0.06"));
        lines.push(format!("    the sum of {}: {sum:.2} s", names.join(", ")));
    }

    let barone = ground.target.join("release/barone").display().to_string();
    let run = |word: &str, path: &std::path::Path| {
        cost::of(&[vec![barone.clone(), word.into(), path.display().to_string()]])
    };
    let megabytes = |cost: &Cost| cost.memory as f64 / 1e6;
    let sixty = run("check", &material.sixty)?;
    let long = run("measure", &material.long)?;
    lines.push(line("memory, 12 stems measured", megabytes(measure), "MB", "≤ 100"));
    lines.push(line("memory, 12 stems checked", megabytes(check), "MB", "≤ 100"));
    lines.push(line("memory, 60 stems checked", megabytes(&sixty), "MB", "≤ 100"));
    lines.push(line("memory, 3 hours measured", megabytes(&long), "MB", "≤ 100"));

    // What listening adds to measuring the same files.
    let (mut beyond, mut heard) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let measured = cost::of(&[words(&barone, &["measure"], &material.heard()?)])?;
        let mix = material.mix.display().to_string();
        let compared = cost::of(&[words(
            &barone,
            &["check", "--reference", &mix],
            std::slice::from_ref(&material.song),
        )])?;
        beyond.push(Cost {
            cpu: compared.cpu - measured.cpu,
            wall: compared.wall - measured.wall,
            memory: 0,
        });
        heard.push(compared);
    }
    let (beyond, heard) = (cost::median(&beyond), cost::median(&heard));
    lines.push(line("11 stems held against a mix", beyond.wall, "s", "≤ 1.2 on two cores"));
    lines.push(line("    the same, CPU", beyond.cpu, "s", ""));
    lines.push(line("    memory", megabytes(&heard), "MB", "≤ 300"));

    let latency = ground.target.join("release/examples/latency");
    let folder = &material.sixty;
    let told = cmd!(ground.shell, "{latency} {folder}").quiet().read()?;
    let Latency { first_row, first_verdict, cancel } = serde_json::from_str(&told)?;
    let worst = cancel.iter().copied().fold(0.0, f64::max);
    lines.push(line("first row, 60 stems", first_row, "ms", "≤ 300"));
    lines.push(line("first verdict, 60 stems", first_verdict, "ms", ""));
    lines.push(line(&format!("cancel, worst of {}", cancel.len()), worst, "ms", "≤ 100"));
    Ok(lines.join("\n"))
}

/// A program with some words and some paths.
fn words(program: &str, words: &[&str], paths: &[PathBuf]) -> cost::Run {
    let words = words.iter().map(|word| (*word).to_owned());
    let paths = paths.iter().map(|path| path.display().to_string());
    [program.to_owned()].into_iter().chain(words).chain(paths).collect()
}

/// What was seen, beside its aim.
pub fn line(what: &str, seen: f64, unit: &str, aim: &str) -> String {
    let aim = if aim.is_empty() { String::new() } else { format!("  aim {aim}") };
    format!("{what:<30}{seen:>9.3} {unit:<5}{aim}")
}

/// Seconds on the clock to learn about the same with separate tools, the quicker meter of two.
fn sum(medians: &BTreeMap<&str, Cost>) -> Option<(f64, Vec<&'static str>)> {
    let wall = |name: &&str| medians.get(name).map_or(f64::INFINITY, |cost| cost.wall);
    let meter = [FFMPEG, LOUDGAIN].into_iter().min_by(|a, b| wall(a).total_cmp(&wall(b)))?;
    let names: Vec<&str> = [meter, SOX, WAVEFORM, HASH]
        .into_iter()
        .filter(|name| medians.contains_key(name))
        .collect();
    (names.len() > 1).then(|| (names.iter().map(wall).sum(), names))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::peers::{FFMPEG, HASH, LOUDGAIN, SOX};
    use super::{Cost, sum};

    #[test]
    fn the_sum_takes_the_quicker_meter_and_leaves_out_who_is_missing() {
        let cost = |wall| Cost { wall, ..Cost::default() };
        let medians = BTreeMap::from([
            (FFMPEG, cost(9.0)),
            (LOUDGAIN, cost(12.0)),
            (SOX, cost(1.5)),
            (HASH, cost(0.25)),
        ]);
        assert_eq!(sum(&medians), Some((10.75, vec![FFMPEG, SOX, HASH])));
        assert_eq!(sum(&BTreeMap::new()), None);
    }
}
