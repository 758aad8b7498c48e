//! What there is to say about a session.

use bar_domain::{Code, Finding, Severity};

use super::{Session, SessionKind, Shelf, Told, Unread};
use crate::profile::Profile;
use crate::report::{Media, SessionReport, Tempo};
use crate::rules::settle;
use crate::words::{count, finding, listed};

/// Missing files that are named in a sentence; the others are counted, and stand in the report.
const NAMED: usize = 4;

/// The report on a session.
pub(crate) fn report(session: &Session, shelf: &Shelf<'_>, profile: &Profile) -> SessionReport {
    let nothing = Told::default();
    let told = session.told.as_ref().unwrap_or(&nothing);
    let media = shelf.media(session).map(|(_, media)| media);
    let mut findings = vec![found(session, media.as_ref())];
    findings.extend(unsupported(session.kind, profile));
    findings.extend(media.as_ref().and_then(|media| missing(session.kind, media)));
    settle(&mut findings);
    let file = session.found.file.clone();
    SessionReport {
        daw: session.kind.name().to_owned(),
        version: told.version.clone(),
        tempo: told.beat.map(|beat| Tempo {
            bpm: beat.bpm,
            meter: beat.meter,
            told_by: file.clone(),
        }),
        rate: told.rate,
        media,
        findings,
        file,
    }
}

fn found(session: &Session, media: Option<&Media>) -> Finding {
    let daw = match session.kind {
        SessionKind::DawProject => "A session in the DAWproject format",
        kind => &format!("A session of {}", kind.name()),
    };
    let media = match (&session.told, media) {
        (Err(Unread::Io(_)), _) => "; it cannot be read, so look whether you may open it.".into(),
        (Err(reason), _) => {
            format!("; what it plays could not be looked up, because {reason}. Open it once in its DAW and save it again.")
        }
        (Ok(_), None) => ". What it plays can only be seen in its DAW, so open it there once and look for missing files.".into(),
        (Ok(_), Some(Media { named: 0, .. })) => " that plays no audio files.".into(),
        (Ok(_), Some(Media { named, missing, .. })) if missing.is_empty() => {
            let files = count(*named as u64, "audio file", "audio files");
            let all = if *named == 1 { "which is" } else { "all of them" };
            format!(". It plays {files}, {all} here.")
        }
        (Ok(_), Some(Media { named, .. })) => {
            format!(". It plays {}.", count(*named as u64, "audio file", "audio files"))
        }
    };
    Finding {
        code: Code::SessionFound,
        severity: Severity::Informs,
        message: format!("{daw}{media}"),
        at: Vec::new(),
        fix: None,
    }
}

fn unsupported(kind: SessionKind, profile: &Profile) -> Option<Finding> {
    let takes = |wanted: &SessionKind| *wanted == kind || *wanted == kind.counts_as();
    if profile.sessions.iter().any(takes) {
        return None;
    }
    let wanted: Vec<&str> = profile.sessions.iter().map(|kind| kind.name()).collect();
    let wanted = match wanted.as_slice() {
        [] => "stems only".to_owned(),
        wanted => format!("sessions of {}", listed(wanted, "or")),
    };
    Some(finding(
        Code::SessionUnsupported,
        Severity::Advises,
        format!("The engineer takes {wanted}, so nobody will open this one."),
        "Bounce every track to a stem; the session may stay, but only the stems are mixed.",
    ))
}

fn missing(kind: SessionKind, media: &Media) -> Option<Finding> {
    let missing = &media.missing;
    if missing.is_empty() {
        return None;
    }
    let quoted =
        |name: &String| format!("“{}”", name.replace('\\', "/").rsplit('/').next().unwrap_or(name));
    let mut names: Vec<String> = missing.iter().take(NAMED).map(quoted).collect();
    let more = missing.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(count(more as u64, "other", "others"));
    }
    let (are, it) = if missing.len() == 1 { ("is", "it") } else { ("are", "them") };
    let files = count(missing.len() as u64, "audio file", "audio files");
    Some(finding(
        Code::SessionMediaMissing,
        Severity::Blocks,
        format!("{files} that it plays {are} not in what you dropped: {}.", listed(&names, "and")),
        format!(
            "Bring {it} into its folder, {}; then drop the whole folder. Or take the session out and send stems alone.",
            kind.collect()
        ),
    ))
}
