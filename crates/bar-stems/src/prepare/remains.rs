//! What no copy can mend, and what to do about it.

use bar_domain::{Code, Finding, Severity};

use super::plan::{Kept, Remaining};

/// What is left of `findings` once those in `mended` are gone, the gravest first, and what the artist
/// wants to keep. `instead` says of some why they were not mended.
pub(super) fn left(
    findings: &[Finding],
    mended: &[Code],
    explained: impl Fn(&Finding) -> Option<String>,
    instead: &[(Code, String)],
) -> (Vec<Remaining>, Vec<Kept>) {
    let (mut remains, mut kept) = (Vec::new(), Vec::new());
    for finding in findings {
        let Finding { code, severity, message, fix, .. } = finding;
        if mended.contains(code) || *severity < Severity::Advises {
            continue;
        }
        if let Some(reason) = explained(finding) {
            kept.push(Kept { code: *code, message: message.clone(), reason });
            continue;
        }
        let other = instead.iter().find(|(about, _)| about == code).map(|(_, why)| why.clone());
        let fix = other.or_else(|| fix.clone());
        remains.push(Remaining { code: *code, severity: *severity, message: message.clone(), fix });
    }
    (remains, kept)
}
