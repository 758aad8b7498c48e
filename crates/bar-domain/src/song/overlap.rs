//! Notes that may contradict each other.

use super::{Note, NoteId, NoteState, Song};
use crate::SampleRate;

/// Two notes about the same stretch of the same version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The one that begins first.
    pub first: NoteId,
    /// The other one.
    pub second: NoteId,
}

impl Song {
    /// Pairs of notes that the artist should read once more before submitting: on the same version,
    /// about the same stretch, at least one of them a draft, and neither of them settled.
    ///
    /// It knows nothing of what they say, so most of them will not contradict each other. A moment
    /// is heard as half a second to either side; notes on the song as a whole are left out, since they
    /// overlap with everything.
    #[must_use]
    pub fn overlaps(&self) -> Vec<Overlap> {
        let mut stretches: Vec<_> =
            self.notes.iter().filter_map(|note| self.stretch(note)).collect();
        stretches.sort_by_key(|it| (it.note.on, it.from, it.note.id));
        let mut pairs = Vec::new();
        for (at, first) in stretches.iter().enumerate() {
            let within = |it: &&Stretch| it.note.on == first.note.on && it.from < first.to;
            for second in stretches[at + 1..].iter().take_while(within) {
                if first.draft || second.draft {
                    pairs.push(Overlap { first: first.note.id, second: second.note.id });
                }
            }
        }
        pairs
    }

    fn stretch<'a>(&self, note: &'a Note) -> Option<Stretch<'a>> {
        let draft = match note.state() {
            NoteState::Draft => true,
            NoteState::Open | NoteState::Reopened => false,
            NoteState::Withdrawn | NoteState::Done | NoteState::Verified => return None,
        };
        let SampleRate(rate) = self.version(note.on)?.rate;
        let (from, to) = note.place.span()?;
        let around = if from == to { i128::from(rate / 2).max(1) } else { 0 };
        let (from, to) = (i128::from(from.0) - around, i128::from(to.0) + around);
        Some(Stretch { note, draft, from, to })
    }
}

/// What of the tape a note is about.
struct Stretch<'a> {
    note: &'a Note,
    draft: bool,
    from: i128,
    to: i128,
}
