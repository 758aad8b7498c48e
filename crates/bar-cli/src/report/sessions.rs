//! Sessions of DAWs, and what was found in them.

use std::cmp::Reverse;

use anstyle::Style;
use bar_stems::SessionReport;
use bar_stems::guide::guide;
use bar_stems::phrase::tempo;

use super::{BOLD, FAINT, clean, count, line, paragraph, sign};
use bar_domain::{Code, Severity};

/// Writes a heading and every session; nothing where there is none.
pub(super) fn write(text: &mut String, sessions: &[SessionReport], width: usize) {
    if sessions.is_empty() {
        return;
    }
    line(text, "");
    line(text, &format!("{BOLD}Sessions{BOLD:#}"));
    let mut sorted: Vec<&SessionReport> = sessions.iter().collect();
    sorted.sort_by_key(|session| Reverse(gravest(session)));
    for session in sorted {
        let (sign, style) = sign(gravest(session));
        let facts = facts(session);
        line(
            text,
            &format!("{style}{sign} {BOLD}{}{BOLD:#}{style:#} · {facts}", clean(&session.file)),
        );
        for finding in &session.findings {
            let guide = guide(finding.code);
            // That it is a session is what the section is called.
            let title = if finding.code == Code::SessionFound {
                String::new()
            } else {
                format!("{}: ", guide.title)
            };
            let said = format!("{title}{}", clean(&finding.message));
            paragraph(text, &said, "  ", Style::new(), width);
            if finding.severity > Severity::Informs {
                paragraph(text, &guide.why, "  ", FAINT, width);
            }
            if let Some(fix) = &finding.fix {
                paragraph(text, &format!("→ {fix}"), "  ", Style::new(), width);
            }
        }
    }
}

/// The gravest finding; that it was found at all is none.
fn gravest(session: &SessionReport) -> Option<Severity> {
    let others = session.findings.iter().filter(|finding| finding.code != Code::SessionFound);
    others.map(|finding| finding.severity).max()
}

/// `Ableton Live 11.0.12 · 120 bpm, 4/4 · 48 kHz · 12 audio files`
fn facts(session: &SessionReport) -> String {
    let version = session.version.as_deref().unwrap_or_default();
    let daw = format!("{} {}", session.daw, clean(version)).trim_end().to_owned();
    let tempo = session.tempo.as_ref().map(tempo);
    let rate = session.rate.map(|rate| rate.to_string());
    let media = session.media.as_ref().map(|media| count(media.named, "audio file", "audio files"));
    [Some(daw), tempo, rate, media].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
