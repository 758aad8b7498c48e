//! The rules of writing notes and sending them off.

use super::{Facts, Judge};
use crate::song::{Fact, Note, NoteId, NoteState, Place, Refusal, ReplyId, VersionId, VersionKind};

impl<'a> Judge<'a> {
    /// A note that this person can see and that was not withdrawn.
    pub(super) fn note(&self, id: NoteId) -> Result<&'a Note, Refusal> {
        let note = self.known(id)?;
        if note.withdrawn.is_some() { Err(Refusal::Withdrawn) } else { Ok(note) }
    }

    fn known(&self, id: NoteId) -> Result<&'a Note, Refusal> {
        let seen = |note: &&Note| note.is_seen_by(self.actor.role);
        self.song.note(id).filter(seen).ok_or(Refusal::UnknownNote)
    }

    pub fn new_note(&self, id: NoteId, on: VersionId) -> Result<(), Refusal> {
        self.artist("write notes")?;
        if self.song.note(id).is_some() {
            return Err(Refusal::NoteIdTaken);
        }
        if self.version(on)?.kind == VersionKind::Reference {
            return Err(Refusal::OnReference);
        }
        if self.song.is_local() { Ok(()) } else { self.latest(on) }
    }

    /// What was agreed on is about the latest mix.
    fn latest(&self, version: VersionId) -> Result<(), Refusal> {
        match self.song.latest_mix() {
            None => Err(Refusal::NoMixYet),
            Some((mix, _)) if mix.id == version => Ok(()),
            Some((_, latest)) => Err(Refusal::NotTheLatestMix { latest }),
        }
    }

    pub fn place(&self, on: VersionId, place: Place) -> Result<(), Refusal> {
        let frames = self.song.version(on).ok_or(Refusal::UnknownVersion)?.frames;
        let within = match place {
            Place::Whole => true,
            Place::Moment { at } => at <= frames,
            Place::Range { from, to } => from < to && to <= frames,
        };
        if within { Ok(()) } else { Err(Refusal::PlaceOutside) }
    }

    pub fn comparable(&self, on: VersionId, with: Option<VersionId>) -> Result<(), Refusal> {
        match with {
            Some(with) if with == on => Err(Refusal::ComparesWithItself),
            Some(with) => self.version(with).map(drop),
            None => Ok(()),
        }
    }

    /// A draft that this person may change.
    pub fn own_draft(&self, id: NoteId) -> Result<&'a Note, Refusal> {
        self.artist("change notes")?;
        let note = self.note(id)?;
        self.is_own_draft(note)?;
        Ok(note)
    }

    fn is_own_draft(&self, note: &Note) -> Result<(), Refusal> {
        if note.round.is_some() {
            return Err(Refusal::Submitted);
        }
        let own = note.by.id == self.actor.id;
        if own { Ok(()) } else { Err(Refusal::NotYourNote { name: note.by.called() }) }
    }

    pub fn note_restored(&self, id: NoteId) -> Facts {
        self.artist("change notes")?;
        let note = self.known(id)?;
        self.is_own_draft(note)?;
        match note.withdrawn {
            Some(_) => Ok(vec![Fact::NoteRestored { note: id }]),
            None => Err(Refusal::NotWithdrawn),
        }
    }

    pub fn may_reply(&self, id: NoteId, reply: ReplyId) -> Result<(), Refusal> {
        self.submitted(id)?;
        let taken = self.song.notes.iter().flat_map(|note| &note.replies).any(|it| it.id == reply);
        if taken { Err(Refusal::ReplyIdTaken) } else { Ok(()) }
    }

    /// A note that both sides see.
    pub(super) fn submitted(&self, id: NoteId) -> Result<&'a Note, Refusal> {
        let note = self.note(id)?;
        if note.round.is_none() { Err(Refusal::StillADraft) } else { Ok(note) }
    }

    /// All drafts go off together, those that were written on an earlier mix too: none is left behind.
    pub fn round(&self, mix: VersionId) -> Facts {
        self.artist("submit a round")?;
        if self.version(mix)?.kind == VersionKind::Reference {
            return Err(Refusal::OnReference);
        }
        if !self.song.is_local() {
            self.latest(mix)?;
        }
        let drafts = self.song.notes.iter().filter(|note| note.state() == NoteState::Draft);
        let notes: Vec<NoteId> = drafts.map(|note| note.id).collect();
        if notes.is_empty() {
            return Err(Refusal::NothingToSubmit);
        }
        if let (Some(allowed), Some(0)) = (self.song.allowed, self.song.rounds_left()) {
            return Err(Refusal::RoundsUsedUp { allowed });
        }
        let round = self.song.rounds.last().map_or(0, |last| last.number).saturating_add(1);
        Ok(vec![Fact::RoundSubmitted { round, mix, notes }])
    }
}
