//! `cargo xtask bench [--quick]`: how fast a folder is checked, beside what people run today.

/// Runs the bench with what follows its name on the command line.
pub fn run(arguments: &[String]) -> anyhow::Result<()> {
    anyhow::bail!("nothing to measure yet, with {} arguments", arguments.len())
}
