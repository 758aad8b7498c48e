//! Which sounds are stems, which is the rough mix, and which belong to a session.

use crate::reference::{Recognised, recognise};
use crate::report::Skipped;
use crate::session::{self, Session, Shelf};
use crate::walk::Found;

/// Sounds, split into stems, the rough mix and what sessions keep.
pub(crate) struct Split {
    /// What the check is about.
    pub stems: Vec<Found>,
    /// The rough mix.
    pub reference: Option<Found>,
    /// Names of files that might all be the rough mix.
    pub several: Option<String>,
    /// What belongs to sessions.
    pub kept: Vec<Skipped>,
}

impl Split {
    /// Splits `sounds` of the folder called `folder`; `reference` is the rough mix that somebody named.
    pub(crate) fn of(
        sounds: Vec<Found>,
        sessions: &[Session],
        shelf: &Shelf<'_>,
        reference: Option<Found>,
        folder: &str,
    ) -> Self {
        let claims = session::claims(sessions, shelf, &sounds);
        let mut stems = Vec::with_capacity(sounds.len());
        let mut kept = Vec::new();
        for (found, claim) in sounds.into_iter().zip(claims) {
            match claim {
                None => stems.push(found),
                Some(reason) => kept.push((found, reason)),
            }
        }
        let mut split = Self { stems, reference, several: None, kept: Vec::new() };
        let alone = split.stems.len() < 2;
        if split.reference.is_none() && !(alone && kept.is_empty()) {
            // A rough mix beside a session is one, although it is the only file that is left.
            let others: &[(Found, String)] = if alone { &kept } else { &[] };
            let stems = split.stems.iter().chain(others.iter().map(|(found, _)| found));
            let names: Vec<&str> = stems.map(|stem| stem.file.as_str()).collect();
            match recognise(folder, &names) {
                Recognised::One(at) if at < split.stems.len() => {
                    split.reference = Some(split.stems.remove(at));
                }
                Recognised::Several(them) if !alone => split.several = Some(them),
                _ => {}
            }
        }
        if split.stems.is_empty() {
            // Nothing but recordings: then they are what is to be mixed.
            split.stems = kept.into_iter().map(|(found, _)| found).collect();
        } else {
            let skipped = |(found, reason): (Found, String)| Skipped { file: found.file, reason };
            split.kept = kept.into_iter().map(skipped).collect();
        }
        split
    }
}
