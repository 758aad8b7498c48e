//! The rules: who may do what, when.

mod becoming;
mod notes;
mod versions;

pub(super) use versions::near;

use super::decide::unless;
use super::{Actor, Bpm, Fact, Refusal, Role, Song};

/// Judges what `actor` wants of `song`.
pub(super) struct Judge<'a> {
    pub song: &'a Song,
    pub actor: &'a Actor,
}

type Facts = Result<Vec<Fact>, Refusal>;

impl Judge<'_> {
    /// Notes are the artist's.
    fn artist(&self, what: &'static str) -> Result<(), Refusal> {
        self.only(Role::Artist, what)
    }

    /// Mixes and what is done in them are the engineer's, and on a local song also the artist's.
    fn engineer(&self, what: &'static str) -> Result<(), Refusal> {
        if self.song.is_local() && self.actor.role == Role::Artist {
            return Ok(());
        }
        self.only(Role::Engineer, what)
    }

    fn only(&self, who: Role, what: &'static str) -> Result<(), Refusal> {
        if self.actor.role == who { Ok(()) } else { Err(Refusal::NotYours { what, who }) }
    }

    pub fn rounds(&self, allowed: Option<u16>) -> Facts {
        self.only(Role::Studio, "agree on rounds")?;
        let used = self.song.rounds_used();
        if allowed.is_some_and(|allowed| allowed < used) {
            return Err(Refusal::TooFewRounds { used });
        }
        Ok(unless(allowed == self.song.allowed, Fact::RoundsSet { allowed }))
    }
}

pub(super) fn sensible(bpm: Option<Bpm>) -> Result<Option<Bpm>, Refusal> {
    if bpm.is_none_or(Bpm::is_sensible) { Ok(bpm) } else { Err(Refusal::Bpm) }
}
