//! How many tests passed and failed, from the reports that the test runners leave.

use std::fmt;
use std::fs;
use std::ops::AddAssign;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// As they should.
    pub passed: u64,
    /// Otherwise.
    pub failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Reads the `JUnit` file of nextest.
pub fn nextest(report: &Path) -> Result<Counts> {
    junit(&read(report)?).with_context(|| format!("{} is no JUnit report", report.display()))
}

/// Reads the JSON file of vitest.
pub fn vitest(report: &Path) -> Result<Counts> {
    let report: Value = serde_json::from_str(&read(report)?)?;
    let count = |key: &str| report[key].as_u64().with_context(|| format!("no {key} in the report"));
    Ok(Counts { passed: count("numPassedTests")?, failed: count("numFailedTests")? })
}

fn read(report: &Path) -> Result<String> {
    fs::read_to_string(report).with_context(|| format!("no tests ran: {}", report.display()))
}

/// The totals stand in the outermost element, `<testsuites tests="3" failures="1" errors="0" …>`.
fn junit(report: &str) -> Option<Counts> {
    let (_, element) = report.split_once("<testsuites ")?;
    let (element, _) = element.split_once('>')?;
    let number = |name: &str| -> Option<u64> {
        let (_, value) = element.split_once(&format!("{name}=\""))?;
        value.split_once('"')?.0.parse().ok()
    };
    let failed = number("failures")? + number("errors")?;
    Some(Counts { passed: number("tests")?.checked_sub(failed)?, failed })
}

#[cfg(test)]
mod tests {
    use super::{Counts, junit};

    #[test]
    fn the_totals_of_a_junit_report_are_read() {
        let report = "<?xml version=\"1.0\"?>\n<testsuites name=\"run\" tests=\"7\" failures=\"2\" \
                      errors=\"1\" time=\"0.1\">\n<testsuite tests=\"9\" failures=\"9\"></testsuite>";
        assert_eq!(junit(report), Some(Counts { passed: 4, failed: 3 }));
        assert_eq!(junit("<testsuites tests=\"1\">"), None);
        assert_eq!(junit("{}"), None);
    }
}
