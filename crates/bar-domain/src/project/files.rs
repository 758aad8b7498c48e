//! Who may have which file.

use std::collections::BTreeSet;

use super::{AssetHash, ErasedFile, Project, Use};
use crate::song::{Actor, Role};

impl Project {
    /// Whether this person may have a file. This is the one rule of downloads.
    ///
    /// Who is not in the project has nothing of it. The engineer has stems once what was agreed on is paid.
    /// What is erased nobody has; masters stay.
    #[must_use]
    pub fn may_fetch(&self, actor: &Actor, asset: AssetHash) -> bool {
        let released =
            |it: &Use| *it != Use::Stem || actor.role != Role::Engineer || self.started.is_some();
        let erased = || self.retention.erasing.is_some() && !self.stays(asset);
        self.knows_of(actor, asset, released) && !erased()
    }

    /// Whether this person may send the bytes of a file: somebody named it, they know of it, and its bytes
    /// are not there yet.
    #[must_use]
    pub fn may_upload(&self, actor: &Actor, asset: AssetHash) -> bool {
        let awaited = self.assets.get(&asset).is_some_and(|it| it.arrival.is_none());
        awaited && self.retention.erasing.is_none() && self.knows_of(actor, asset, |_| true)
    }

    /// Whether all bytes of a file are there.
    #[must_use]
    pub fn has_arrived(&self, asset: AssetHash) -> bool {
        self.assets.get(&asset).is_some_and(|it| it.arrival.is_some())
    }

    /// The files that go when the project is erased: all that arrived, but those that [stay](Self::stays).
    pub fn to_erase(&self) -> impl Iterator<Item = ErasedFile> {
        let staying = self.staying();
        let goes = move |hash: &AssetHash| !staying.contains(hash);
        self.assets
            .iter()
            .filter(move |(hash, asset)| asset.arrival.is_some() && goes(hash))
            .map(|(hash, asset)| ErasedFile { hash: *hash, bytes: asset.bytes })
    }

    /// Whether a file stays when the project is erased.
    #[must_use]
    pub fn stays(&self, asset: AssetHash) -> bool {
        self.staying().contains(&asset)
    }

    /// What the artist paid for: accepted masters, and approved mixes of songs that get no master.
    fn staying(&self) -> BTreeSet<AssetHash> {
        let of = |song: &super::ProjectSong| match song.accepted_master() {
            Some(master) => Some(master.asset.hash),
            None if self.is_mastered(song.song.id) => None,
            None => {
                let approval = song.approval.as_ref()?;
                song.files.get(&approval.mix).map(|file| file.asset.hash)
            }
        };
        self.songs.iter().filter_map(of).collect()
    }

    fn knows_of(&self, actor: &Actor, asset: AssetHash, and: impl Fn(&Use) -> bool) -> bool {
        let known = |it: &Use| it.audience().includes(actor.role) && and(it);
        self.has_member(actor)
            && self.assets.get(&asset).is_some_and(|it| it.uses.iter().any(known))
    }
}
