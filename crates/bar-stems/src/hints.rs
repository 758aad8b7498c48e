//! The findings that guess: they judge the evidence that measuring gathered.
//!
//! What each of them gets right and wrong on generated material stands in this crate's `README.md`.

use bar_audio::measure::Listened;
use bar_domain::Finding;

/// What the sound of one stem hints at. `file` is its name; nothing is said of silence.
#[must_use]
pub fn of_stem(file: &str, listened: &Listened) -> Vec<Finding> {
    let _ = (file, listened);
    Vec::new()
}

/// What the stems hint at together: findings, each with the index of its stem.
#[must_use]
pub fn of_set(stems: &[(&str, &Listened)]) -> Vec<(usize, Finding)> {
    let _ = stems;
    Vec::new()
}
