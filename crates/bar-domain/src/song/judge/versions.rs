//! The rules of versions.

use super::{Facts, Judge};
use crate::song::{Fact, Refusal, Version, VersionId, VersionKind};
use crate::{Frames, SampleRate};

/// Seconds that a version may begin before or after the song: more than a day is no alignment.
const FARTHEST: u64 = 24 * 60 * 60;

impl<'a> Judge<'a> {
    /// A version that can be listened to.
    pub fn version(&self, id: VersionId) -> Result<&'a Version, Refusal> {
        let known = self.song.version(id).filter(|version| !version.removed);
        known.ok_or(Refusal::UnknownVersion)
    }

    pub fn new_version(
        &self,
        id: VersionId,
        kind: VersionKind,
        rate: SampleRate,
        frames: Frames,
        offset: i64,
    ) -> Result<(), Refusal> {
        if kind.is_mix() {
            self.engineer("deliver a mix")?;
        }
        if self.song.version(id).is_some() {
            return Err(Refusal::VersionIdTaken);
        }
        if rate.0 == 0 || frames.0 == 0 {
            return Err(Refusal::NoSound);
        }
        near(rate, offset)?;
        self.mix_number(kind)
    }

    /// A number counts for one mix. That of a mix that was removed is free again.
    fn mix_number(&self, kind: VersionKind) -> Result<(), Refusal> {
        let next = self.song.next_mix();
        match kind {
            VersionKind::Mix { number: 0 } => Err(Refusal::MixZero { next }),
            VersionKind::Mix { number } if self.song.present().any(|it| it.kind == kind) => {
                Err(Refusal::MixTaken { number, next })
            }
            _ => Ok(()),
        }
    }

    /// On a local song everything may be tidied up; notes stay where they were.
    pub fn may_remove(&self, version: &Version) -> Result<(), Refusal> {
        if self.song.is_local() {
            return Ok(());
        }
        if version.by.id != self.actor.id {
            return Err(Refusal::NotYourVersion { name: version.by.called() });
        }
        let submitted = self.song.rounds.iter().any(|round| round.mix == version.id);
        if submitted { Err(Refusal::VersionInRound) } else { Ok(()) }
    }

    pub fn restored(&self, id: VersionId) -> Facts {
        let version = self.song.version(id).ok_or(Refusal::UnknownVersion)?;
        if !version.removed {
            return Ok(Vec::new());
        }
        self.may_remove(version)?;
        self.mix_number(version.kind)?;
        Ok(vec![Fact::VersionRestored { version: id }])
    }
}

pub fn near(rate: SampleRate, offset: i64) -> Result<(), Refusal> {
    let near = offset.unsigned_abs() <= FARTHEST * u64::from(rate.0);
    if near { Ok(()) } else { Err(Refusal::OffsetTooLarge) }
}
