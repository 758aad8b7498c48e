//! The table that the bench prints.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::cost::Cost;
use super::material::Material;
use super::peers::{Contestant, MEASURE};

/// What the table is about.
pub fn head(material: &Material, rounds: usize) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "\n{} stems, 48 kHz 24-bit, 210 s, {:.0} MB, from the page cache; {cores} cores; \
         medians of {rounds} rounds\n",
        material.files.len(),
        material.bytes as f64 / 1e6,
    )
}

/// What everybody cost, and what part of it `barone measure` costs.
pub fn of(contestants: &[Contestant], medians: &BTreeMap<&str, Cost>) -> String {
    let ours = medians.get(MEASURE).copied().unwrap_or_default();
    let mut table = format!(
        "{:<30}{:>9}{:>9}{:>10}{:>16}{:>16}\n",
        "", "CPU s", "wall s", "peak MB", "our CPU / its", "our wall / its"
    );
    for Contestant { name, .. } in contestants {
        let Some(cost) = medians.get(name) else { continue };
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "{name:<30}{:>9.2}{:>9.2}{:>10.0}{:>16.3}{:>16.3}",
            cost.cpu,
            cost.wall,
            cost.memory as f64 / 1e6,
            ours.cpu / cost.cpu,
            ours.wall / cost.wall,
        );
    }
    table
}
