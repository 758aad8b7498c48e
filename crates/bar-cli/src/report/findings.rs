//! What was found: each thing once, with the stems it is true of.

use std::collections::BTreeSet;

use bar_domain::{Code, Finding, Severity};
use bar_stems::guide::guide;
use bar_stems::phrase::whereabouts;
use bar_stems::{Report, SetFinding};

use super::{BOLD, FAINT, clean, count, line, paragraph, sign};
use anstyle::Style;

/// Stems that are named at a finding; the others are counted.
const NAMED: usize = 6;

/// Places that are named at a finding of the set; the others are counted.
const PLACES: usize = 6;

/// A finding, and of what the very same is said.
struct Group<'a> {
    finding: &'a Finding,
    /// None for the set.
    stems: Vec<&'a str>,
    /// What it is about, when and in which band, where it is about no single stem.
    set: Option<&'a SetFinding>,
}

/// Writes every finding, the gravest first. Why it matters is said once for each code.
pub(super) fn write(text: &mut String, report: &Report, width: usize) {
    let mut explained = BTreeSet::new();
    for Group { finding, stems, set } in groups(report) {
        let guide = guide(finding.code);
        let (sign, style) = sign(Some(finding.severity));
        let said = set.map(|found| whereabouts(found, report.set.rate)).unwrap_or_default();
        let whose = if stems.is_empty() { said.about.clone() } else { Some(named(&stems)) };
        let whose = whose.map(|whose| format!(" · {whose}")).unwrap_or_default();
        line(text, "");
        line(text, &format!("{style}{sign} {BOLD}{}{BOLD:#}{style:#}{whose}", guide.title));
        paragraph(text, &finding.message, "  ", Style::new(), width);
        let place = [heard(&said.times), said.band].into_iter().flatten().collect::<Vec<_>>();
        if !place.is_empty() {
            paragraph(text, &place.join(" · "), "  ", FAINT, width);
        }
        if explained.insert(finding.code) {
            paragraph(text, &guide.why, "  ", FAINT, width);
        }
        if let Some(fix) = &finding.fix {
            paragraph(text, &format!("→ {fix}"), "  ", Style::new(), width);
        }
    }
}

fn groups<'a>(report: &'a Report) -> Vec<Group<'a>> {
    let of_stems = report
        .stems
        .iter()
        .flat_map(|stem| stem.findings.iter().map(|finding| (finding, stem.file.as_str())));
    let of_set = |found: &'a SetFinding| Group {
        finding: &found.finding,
        stems: Vec::new(),
        set: Some(found),
    };
    let mut groups: Vec<Group<'_>> = report.set.findings.iter().map(of_set).collect();
    for (finding, stem) in of_stems {
        let same =
            |group: &&mut Group<'_>| group.set.is_none() && said(group.finding) == said(finding);
        match groups.iter_mut().rev().find(same) {
            Some(group) => group.stems.push(stem),
            None => groups.push(Group { finding, stems: vec![stem], set: None }),
        }
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.finding.severity), group.finding.code));
    groups
}

/// What makes two findings one to a reader. Places on the tape are not printed.
fn said(finding: &Finding) -> (Code, Severity, &str, Option<&str>) {
    (finding.code, finding.severity, &finding.message, finding.fix.as_deref())
}

/// When something is heard.
fn heard(times: &[String]) -> Option<String> {
    let more = times.len().saturating_sub(PLACES);
    let mut named: Vec<String> = times.iter().take(PLACES).cloned().collect();
    if more > 0 {
        named.push(count(more, "more place", "more places"));
    }
    (!named.is_empty()).then(|| named.join(", "))
}

fn named(stems: &[&str]) -> String {
    let names: Vec<String> = stems.iter().take(NAMED).map(|stem| clean(stem)).collect();
    let more = stems.len().saturating_sub(NAMED);
    let more =
        if more > 0 { format!(" and {}", count(more, "other", "others")) } else { String::new() };
    names.join(", ") + &more
}
