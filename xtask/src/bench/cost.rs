//! What running a program costs.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use wait4::Wait4;

/// A program and its arguments.
pub type Run = Vec<String>;

/// What one or more runs cost together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cost {
    /// Seconds of all cores, in the program and in the system for it.
    pub cpu: f64,
    /// Seconds on the clock.
    pub wall: f64,
    /// The most memory that any of the runs held, in bytes.
    pub memory: u64,
}

/// Runs them one after the other; what they say is thrown away, and so is their exit status:
/// `barone check` ends with 1 where a stem is not ready.
pub fn of(runs: &[Run]) -> Result<Cost> {
    runs.iter().try_fold(Cost::default(), |sum, run| {
        let cost = one(run)?;
        Ok(Cost {
            cpu: sum.cpu + cost.cpu,
            wall: sum.wall + cost.wall,
            memory: sum.memory.max(cost.memory),
        })
    })
}

fn one(run: &Run) -> Result<Cost> {
    let (program, arguments) = run.split_first().context("a run has a program")?;
    let start = Instant::now();
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{program} could not be started"))?;
    let used = child.wait4()?;
    let wall = start.elapsed();
    let seconds = |time: Duration| time.as_secs_f64();
    Ok(Cost {
        cpu: seconds(used.rusage.utime) + seconds(used.rusage.stime),
        wall: seconds(wall),
        memory: used.rusage.maxrss,
    })
}

/// The median of each figure by itself.
pub fn median(costs: &[Cost]) -> Cost {
    let middle = |figure: fn(&Cost) -> f64| {
        let mut figures: Vec<f64> = costs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        let upper = figures.get(figures.len() / 2).copied().unwrap_or_default();
        let lower = figures.get(figures.len().saturating_sub(1) / 2).copied().unwrap_or_default();
        f64::midpoint(lower, upper)
    };
    Cost {
        cpu: middle(|cost| cost.cpu),
        wall: middle(|cost| cost.wall),
        memory: middle(|cost| cost.memory as f64) as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::{Cost, median};

    #[test]
    fn each_figure_has_its_own_median() {
        let cost = |cpu, wall, memory| Cost { cpu, wall, memory };
        let odd = [cost(3.0, 1.0, 7), cost(1.0, 9.0, 8), cost(2.0, 5.0, 9)];
        assert_eq!(median(&odd), cost(2.0, 5.0, 8));
        assert_eq!(median(&odd[..2]), cost(2.0, 5.0, 7));
    }
}
