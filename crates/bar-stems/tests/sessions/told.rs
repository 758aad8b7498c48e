//! Asking a report about sessions.

use bar_domain::{Finding, Severity};
use bar_stems::{Report, SessionReport};

#[track_caller]
pub fn session<'a>(report: &'a Report, file: &str) -> &'a SessionReport {
    let names = || report.sessions.iter().map(|session| &session.file).collect::<Vec<_>>();
    let found = report.sessions.iter().find(|session| session.file == file);
    found.unwrap_or_else(|| panic!("{file} is not among {:?}", names()))
}

/// What is said of a session under a code.
#[track_caller]
pub fn said<'a>(report: &'a Report, file: &str, code: &str) -> &'a Finding {
    let findings = &session(report, file).findings;
    let found = findings.iter().find(|finding| finding.code.name() == code);
    found.unwrap_or_else(|| panic!("{file} has no {code}, but {findings:#?}"))
}

/// Codes of a session, with their first letters: `b` blocks, `a` advises, `i` informs.
#[track_caller]
pub fn codes(report: &Report, file: &str) -> Vec<String> {
    let letter = |severity| match severity {
        Severity::Blocks => 'b',
        Severity::Advises => 'a',
        Severity::Informs => 'i',
    };
    let findings = &session(report, file).findings;
    findings.iter().map(|it| format!("{} {}", letter(it.severity), it.code.name())).collect()
}

/// Sentences about the set under a code, each with the file it is about.
pub fn of_set<'a>(report: &'a Report, code: &str) -> Vec<(&'a str, &'a str)> {
    let those = report.set.findings.iter().filter(|found| found.finding.code.name() == code);
    those
        .map(|found| (found.about.as_deref().unwrap_or(""), found.finding.message.as_str()))
        .collect()
}

pub fn stems(report: &Report) -> Vec<&str> {
    report.stems.iter().map(|stem| stem.file.as_str()).collect()
}
