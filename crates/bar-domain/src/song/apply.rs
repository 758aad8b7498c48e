//! What has become of a song.

use super::{Actor, Event, Fact, Mark, Note, Reply, Round, Song, Time, Verdict, Version};
use super::{NoteId, VersionId};

impl Song {
    /// The song after `event`. Total: history always replays, and what it cannot be about is passed over.
    #[must_use]
    pub fn apply(mut self, event: &Event) -> Self {
        self.take(&event.fact, &event.by, event.at);
        self
    }

    /// What has become of a song through all of this.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        events.into_iter().fold(Self::default(), Self::apply)
    }

    /// The same in place.
    pub(crate) fn take(&mut self, fact: &Fact, by: &Actor, at: Time) {
        match fact {
            Fact::SongCreated { song, title, bpm } => {
                *self = Self { id: *song, title: title.clone(), bpm: *bpm, ..Self::default() };
            }
            Fact::SongRenamed { title } => self.title.clone_from(title),
            Fact::BpmSet { bpm } => self.bpm = *bpm,
            Fact::RoundsSet { allowed } => self.allowed = *allowed,
            Fact::VersionAdded { version, kind, name, rate, frames, offset } => {
                self.versions.push(Version {
                    id: *version,
                    kind: *kind,
                    name: name.clone(),
                    rate: *rate,
                    frames: *frames,
                    offset: *offset,
                    by: by.clone(),
                    at,
                    removed: false,
                });
            }
            Fact::VersionRenamed { version, name } => {
                self.with_version(*version, |it| it.name.clone_from(name));
            }
            Fact::VersionRemoved { version } => self.with_version(*version, |it| it.removed = true),
            Fact::VersionRestored { version } => {
                self.with_version(*version, |it| it.removed = false);
            }
            Fact::OffsetSet { version, offset } => {
                self.with_version(*version, |it| it.offset = *offset);
            }
            Fact::RoundSubmitted { round, mix, notes } => {
                for note in notes {
                    self.with_note(*note, |it| it.round = Some(*round));
                }
                let (notes, by) = (notes.clone(), by.clone());
                self.rounds.push(Round { number: *round, mix: *mix, notes, by, at });
            }
            _ => self.take_of_note(fact, by, at),
        }
    }

    fn take_of_note(&mut self, fact: &Fact, by: &Actor, at: Time) {
        let mark = |verdict, mix: &VersionId| Mark { verdict, mix: *mix, by: by.clone(), at };
        match fact {
            Fact::NoteWritten { note, on, place, text, compare_with } => self.notes.push(Note {
                id: *note,
                on: *on,
                place: *place,
                text: text.clone(),
                compare_with: *compare_with,
                by: by.clone(),
                at,
                edited: None,
                withdrawn: None,
                round: None,
                our_mistake: false,
                marks: Vec::new(),
                replies: Vec::new(),
            }),
            Fact::NoteEdited { note, place, text, compare_with } => self.with_note(*note, |it| {
                it.place = *place;
                it.text.clone_from(text);
                it.compare_with = *compare_with;
                it.edited = Some(at);
            }),
            Fact::NoteWithdrawn { note } => self.with_note(*note, |it| it.withdrawn = Some(at)),
            Fact::NoteRestored { note } => self.with_note(*note, |it| it.withdrawn = None),
            Fact::NoteReplied { note, reply, text } => self.with_note(*note, |it| {
                let reply = Reply { id: *reply, text: text.clone(), by: by.clone(), at };
                it.replies.push(reply);
            }),
            Fact::NoteDone { note, mix } => {
                self.with_note(*note, |it| it.marks.push(mark(Verdict::Done, mix)));
            }
            Fact::NoteVerified { note, mix } => {
                self.with_note(*note, |it| it.marks.push(mark(Verdict::Verified, mix)));
            }
            Fact::NoteReopened { note, mix } => {
                self.with_note(*note, |it| it.marks.push(mark(Verdict::Reopened, mix)));
            }
            Fact::DoneTakenBack { note } | Fact::VerdictTakenBack { note } => {
                self.with_note(*note, |it| drop(it.marks.pop()));
            }
            Fact::OurMistakeSet { note, ours } => {
                self.with_note(*note, |it| it.our_mistake = *ours);
            }
            // The rest is about the song.
            _ => {}
        }
    }

    fn with_version(&mut self, id: VersionId, change: impl FnOnce(&mut Version)) {
        if let Some(version) = self.versions.iter_mut().find(|version| version.id == id) {
            change(version);
        }
    }

    fn with_note(&mut self, id: NoteId, change: impl FnOnce(&mut Note)) {
        // What is said of a note is mostly said of one of the last.
        if let Some(note) = self.notes.iter_mut().rev().find(|note| note.id == id) {
            change(note);
        }
    }
}
