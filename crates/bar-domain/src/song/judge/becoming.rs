//! The rules of what becomes of a note that was submitted.

use super::super::decide::unless;
use super::{Facts, Judge};
use crate::song::{Fact, Note, NoteId, NoteState, Refusal, Role, VersionId};

impl Judge<'_> {
    pub fn done(&self, note: NoteId, mix: VersionId) -> Facts {
        self.engineer("say that a note is done")?;
        let known = self.submitted(note)?;
        if !known.state().is_open() {
            return Err(Refusal::DoneAlready);
        }
        self.later_mix(known, mix)?;
        Ok(vec![Fact::NoteDone { note, mix }])
    }

    pub fn done_taken_back(&self, note: NoteId) -> Facts {
        self.engineer("take back that a note is done")?;
        match self.submitted(note)?.state() {
            NoteState::Done => Ok(vec![Fact::DoneTakenBack { note }]),
            NoteState::Verified => Err(Refusal::Heard),
            _ => Err(Refusal::NotDone),
        }
    }

    pub fn verified(&self, note: NoteId, mix: VersionId) -> Facts {
        self.artist("verify a note")?;
        let known = self.submitted(note)?;
        self.later_mix(known, mix)?;
        match known.state() {
            NoteState::Done => Ok(vec![Fact::NoteVerified { note, mix }]),
            NoteState::Verified => Ok(Vec::new()),
            // Nobody but the artist is there to say that it is done.
            _ if self.song.is_local() => {
                Ok(vec![Fact::NoteDone { note, mix }, Fact::NoteVerified { note, mix }])
            }
            _ => Err(Refusal::NotDone),
        }
    }

    pub fn reopened(&self, note: NoteId, mix: VersionId) -> Facts {
        self.artist("reopen a note")?;
        let known = self.submitted(note)?;
        self.later_mix(known, mix)?;
        match known.state() {
            NoteState::Done | NoteState::Verified => Ok(vec![Fact::NoteReopened { note, mix }]),
            NoteState::Reopened => Ok(Vec::new()),
            _ => Err(Refusal::NotDone),
        }
    }

    pub fn verdict_taken_back(&self, note: NoteId) -> Facts {
        self.artist("take a verdict back")?;
        match self.submitted(note)?.state() {
            NoteState::Verified | NoteState::Reopened => Ok(vec![Fact::VerdictTakenBack { note }]),
            _ => Err(Refusal::NotHeard),
        }
    }

    /// Taking it back must not cost the artist more rounds than were agreed on.
    pub fn our_mistake(&self, note: NoteId, ours: bool) -> Facts {
        if self.actor.role != Role::Studio {
            self.only(Role::Engineer, "call a note a mistake of theirs")?;
        }
        let known = self.submitted(note)?;
        if let Some(allowed) = self.song.allowed
            && known.our_mistake
            && !ours
            && self.song.rounds_used_counting(note) > allowed
        {
            return Err(Refusal::RoundsUsedUp { allowed });
        }
        Ok(unless(known.our_mistake == ours, Fact::OurMistakeSet { note, ours }))
    }

    /// A wish does not come true before it was made.
    fn later_mix(&self, note: &Note, mix: VersionId) -> Result<(), Refusal> {
        let kind = self.version(mix)?.kind;
        let written = self.song.version(note.on).and_then(|version| version.kind.rank());
        let later = kind.is_mix() && (note.on != mix) && kind.rank() >= written;
        if later { Ok(()) } else { Err(Refusal::NotALaterMix) }
    }
}
