//! What is to be seen of a song, and where.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Note, NoteId, NoteState, Place, Role, Song, Verdict, Version, VersionId, VersionKind};
use crate::{Frames, SampleRate};

/// A note as it is shown on a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The note.
    pub note: &'a Note,
    /// Where it is, in frames of the version that it is shown on.
    pub place: Place,
    /// Whether it was written on another version than this one.
    pub carried: bool,
}

/// How many notes a song has of each kind; withdrawn ones are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Drafts.
    pub drafts: u32,
    /// Submitted or reopened, to be done.
    pub open: u32,
    /// Done, to be heard.
    pub done: u32,
    /// Done and heard.
    pub verified: u32,
}

impl Song {
    /// Whether somebody has created it.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.id != super::SongId::default()
    }

    /// A version, also one that was removed.
    #[must_use]
    pub fn version(&self, id: VersionId) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// A note, also one that was withdrawn.
    #[must_use]
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.iter().find(|note| note.id == id)
    }

    /// What can be listened to.
    pub fn present(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(|version| !version.removed)
    }

    /// The latest mix, with its number.
    #[must_use]
    pub fn latest_mix(&self) -> Option<(&Version, u16)> {
        let mixes = self.present().filter_map(|version| match version.kind {
            VersionKind::Mix { number } => Some((version, number)),
            VersionKind::Rough | VersionKind::Reference => None,
        });
        mixes.max_by_key(|(_, number)| *number)
    }

    /// The number of the mix that comes next.
    #[must_use]
    pub fn next_mix(&self) -> u16 {
        self.latest_mix().map_or(1, |(_, number)| number.saturating_add(1))
    }

    /// The notes to show on a version, by place: those written on it, and those written on an earlier
    /// one that nobody had verified before this one. So what is open, reopened, or waits to be heard
    /// carries over to the next mix, and drafts do too. Nothing is shown on a reference.
    #[must_use]
    pub fn notes_on(&self, version: VersionId, role: Role) -> Vec<Shown<'_>> {
        let Some(target) = self.version(version) else { return Vec::new() };
        let Some(rank) = target.kind.rank() else { return Vec::new() };
        let rank_of = |id| self.version(id).and_then(|version| version.kind.rank());
        let shown = |note: &Note| {
            note.on == target.id
                || rank_of(note.on).is_some_and(|written| written <= rank)
                    && !note.is_settled(|mix| rank_of(mix).is_some_and(|heard| heard < rank))
        };
        let seen = |note: &&Note| note.withdrawn.is_none() && note.is_seen_by(role) && shown(note);
        let notes = self.notes.iter().filter(seen).filter_map(|note| {
            let place = self.place_on(note, version)?;
            Some(Shown { note, place, carried: note.on != target.id })
        });
        let mut notes: Vec<_> = notes.collect();
        notes.sort_by_key(|shown| (shown.place.span(), shown.note.at, shown.note.id));
        notes
    }

    /// Where a note is on another version than it was written on, by the offsets of the two, within
    /// the other's ends. `None` where the other is a reference, or either is not there.
    #[must_use]
    pub fn place_on(&self, note: &Note, version: VersionId) -> Option<Place> {
        let (from, to) = (self.version(note.on)?, self.version(version)?);
        if from.id == to.id {
            return Some(note.place);
        }
        from.kind.rank().and(to.kind.rank())?;
        Some(note.place.map(|frame| moved(frame, from, to)))
    }

    /// How many notes there are of each kind, as people of this role see them.
    #[must_use]
    pub fn counts(&self, role: Role) -> Counts {
        let mut counts = Counts::default();
        for note in self.notes.iter().filter(|note| note.is_seen_by(role)) {
            match note.state() {
                NoteState::Withdrawn => {}
                NoteState::Draft => counts.drafts += 1,
                NoteState::Open | NoteState::Reopened => counts.open += 1,
                NoteState::Done => counts.done += 1,
                NoteState::Verified => counts.verified += 1,
            }
        }
        counts
    }
}

impl Note {
    /// Whether it is verified, in a mix that is so.
    fn is_settled(&self, mix_is: impl Fn(VersionId) -> bool) -> bool {
        self.marks.last().is_some_and(|mark| mark.verdict == Verdict::Verified && mix_is(mark.mix))
    }
}

impl Place {
    /// The same place with other frames.
    #[must_use]
    pub fn map(self, frame: impl Fn(Frames) -> Frames) -> Self {
        match self {
            Self::Whole => Self::Whole,
            Self::Moment { at } => Self::Moment { at: frame(at) },
            Self::Range { from, to } => Self::Range { from: frame(from), to: frame(to) },
        }
    }

    /// Its first frame and the frame after its last one; equal for a moment, `None` for the song as a whole.
    #[must_use]
    pub fn span(self) -> Option<(Frames, Frames)> {
        match self {
            Self::Whole => None,
            Self::Moment { at } => Some((at, at)),
            Self::Range { from, to } => Some((from, to)),
        }
    }
}

/// The frame of `to` that sounds where `frame` of `from` does.
fn moved(frame: Frames, from: &Version, to: &Version) -> Frames {
    let rate = |rate: SampleRate| i128::from(rate.0.max(1));
    let on_timeline = i128::from(frame.0) + i128::from(from.offset);
    // To the nearest frame; both factors are far from the ends of 128 bits.
    let (scaled, divisor) = (on_timeline * rate(to.rate), rate(from.rate));
    let there = (2 * scaled + divisor).div_euclid(2 * divisor) - i128::from(to.offset);
    Frames(there.clamp(0, i128::from(to.frames.0)) as u64)
}
