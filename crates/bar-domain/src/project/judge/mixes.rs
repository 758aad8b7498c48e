//! The rules of being happy with a mix.

use super::{Facts, Judge};
use crate::project::{Fact, Refusal};
use crate::song::{SongId, VersionId};

impl Judge<'_> {
    /// The latest mix only, and only one whose bytes could be heard.
    pub fn mix_approved(&self, id: SongId, version: VersionId) -> Facts {
        self.artist("approve a mix")?;
        self.working()?;
        let song = self.song(id)?;
        if song.approval.as_ref().is_some_and(|it| it.mix == version) {
            return Ok(Vec::new());
        }
        Self::unapproved(song)?;
        let (latest, number) = song.song.latest_mix().ok_or(Refusal::NoMix)?;
        if latest.id != version {
            return Err(Refusal::NotTheLatest { latest: number });
        }
        let file = song.files.get(&version).ok_or(Refusal::NoMix)?;
        self.arrived(&file.asset)?;
        Ok(vec![Fact::MixApproved { song: id, version }])
    }

    pub fn approval_taken_back(&self, id: SongId) -> Facts {
        self.artist("take an approval back")?;
        self.working()?;
        let song = self.song(id)?;
        if song.approval.is_none() {
            return Err(Refusal::NotApproved);
        }
        if song.standing_master().is_some() {
            return Err(Refusal::MasterThere);
        }
        Ok(vec![Fact::ApprovalTakenBack { song: id }])
    }
}
