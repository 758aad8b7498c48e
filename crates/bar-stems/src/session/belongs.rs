//! Which dropped files belong to a session rather than to the set of stems.

use super::media::{folded, lies_in};
use super::{Session, Shelf};
use crate::report::Skipped;
use crate::walk::Found;

/// Folders in which DAWs keep earlier states of a session by themselves.
const KEPT_STATES: &[&str] = &[
    "auto saves",
    "autosave",
    "autosaves",
    "backup",
    "backups",
    "history",
    "project file backups",
    "session file backups",
];

/// Of each of `files`, why it is no stem, where a session keeps it among its own recordings.
pub(crate) fn claims(
    sessions: &[Session],
    shelf: &Shelf<'_>,
    files: &[Found],
) -> Vec<Option<String>> {
    let folders_of = |session: &Session| session.keeps(&shelf.home(session));
    let kept: Vec<(Vec<String>, &Session)> =
        sessions.iter().map(|session| (folders_of(session), session)).collect();
    let claim = |found: &Found| {
        let file = folded(&found.file);
        let is_in = |folders: &[String]| folders.iter().any(|folder| lies_in(&file, folder));
        let (_, session) = kept.iter().find(|(folders, _)| is_in(folders))?;
        Some(format!("Belongs to the session “{}”.", session.found.file))
    };
    files.iter().map(claim).collect()
}

/// Takes earlier states, which a DAW keeps by itself, from the sessions that were dropped; unless
/// such a state is all there is.
pub(crate) fn without_earlier_states(sessions: &mut Vec<Session>, skipped: &mut Vec<Skipped>) {
    let (earlier, own): (Vec<Session>, Vec<Session>) = std::mem::take(sessions)
        .into_iter()
        .partition(|session| is_kept_state(&session.found.file));
    *sessions = own;
    for session in earlier {
        match sessions.iter().find(|own| own.kind == session.kind) {
            Some(own) => {
                let reason = format!(
                    "An earlier state that the DAW kept by itself; the session is “{}”.",
                    own.found.file
                );
                skipped.push(Skipped { file: session.found.file, reason });
            }
            None => sessions.push(session),
        }
    }
}

fn is_kept_state(file: &str) -> bool {
    let mut parts = file.split('/').rev();
    let name = folded(parts.next().unwrap_or_default());
    let marked = ["-bak", ".bak", "(autosaved).song"].iter().any(|mark| name.ends_with(mark));
    marked || name.contains(".bak.") || parts.any(|part| KEPT_STATES.contains(&&*folded(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_states_are_told_by_their_place_or_name() {
        for kept in [
            "Song/Session File Backups/Song.bak.003.ptx",
            "Backup/Song [2026-01-02 030405].als",
            "Song.rpp-bak",
            "History/Song (1).song",
            "Song (Autosaved).song",
            "Auto Saves/Song-01.bak",
        ] {
            assert!(is_kept_state(kept), "{kept}");
        }
        for own in ["Song.als", "Backup plan.als", "Song/History Lesson.song", "Song.ptx"] {
            assert!(!is_kept_state(own), "{own}");
        }
    }
}
