//! What was found: each thing once, with the stems it is true of.

use std::collections::BTreeSet;

use bar_domain::{Code, Finding, Severity};
use bar_stems::Report;
use bar_stems::guide::guide;

use super::{BOLD, FAINT, clean, count, line, paragraph, sign};
use anstyle::Style;

/// Stems that are named at a finding; the others are counted.
const NAMED: usize = 6;

/// A finding, and the stems of which the very same is said; none for the set.
struct Group<'a> {
    finding: &'a Finding,
    stems: Vec<&'a str>,
}

/// Writes every finding, the gravest first. Why it matters is said once for each code.
pub(super) fn write(text: &mut String, report: &Report, width: usize) {
    let mut explained = BTreeSet::new();
    for Group { finding, stems } in groups(report) {
        let guide = guide(finding.code);
        let (sign, style) = sign(Some(finding.severity));
        let whose = if stems.is_empty() { String::new() } else { format!(" · {}", named(&stems)) };
        line(text, "");
        line(text, &format!("{style}{sign} {BOLD}{}{BOLD:#}{style:#}{whose}", guide.title));
        paragraph(text, &finding.message, "  ", Style::new(), width);
        if explained.insert(finding.code) {
            paragraph(text, &guide.why, "  ", FAINT, width);
        }
        if let Some(fix) = &finding.fix {
            paragraph(text, &format!("→ {fix}"), "  ", Style::new(), width);
        }
    }
}

fn groups(report: &Report) -> Vec<Group<'_>> {
    let of_stems = report
        .stems
        .iter()
        .flat_map(|stem| stem.findings.iter().map(|finding| (finding, Some(stem.file.as_str()))));
    let of_set = report.set.findings.iter().map(|found| (&found.finding, None));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (finding, stem) in of_set.chain(of_stems) {
        let same = |group: &&mut Group<'_>| {
            !group.stems.is_empty() && stem.is_some() && said(group.finding) == said(finding)
        };
        match groups.iter_mut().rev().find(same) {
            Some(group) => group.stems.extend(stem),
            None => groups.push(Group { finding, stems: stem.into_iter().collect() }),
        }
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.finding.severity), group.finding.code));
    groups
}

/// What makes two findings one to a reader. Places on the tape are not printed.
fn said(finding: &Finding) -> (Code, Severity, &str, Option<&str>) {
    (finding.code, finding.severity, &finding.message, finding.fix.as_deref())
}

fn named(stems: &[&str]) -> String {
    let names: Vec<String> = stems.iter().take(NAMED).map(|stem| clean(stem)).collect();
    let more = stems.len().saturating_sub(NAMED);
    let more =
        if more > 0 { format!(" and {}", count(more, "other", "others")) } else { String::new() };
    names.join(", ") + &more
}
