//! The rules of adding something to listen to.

use super::{Facts, Judge, room};
use crate::project::limits::{LONGEST_REMARK, MOST_VERSIONS};
use crate::project::{Act, Fact, ProjectSong, Refusal, Use, text};
use crate::song::{self, Role, VersionKind};

impl Judge<'_> {
    pub fn new_version(&self, act: &Act) -> Facts {
        let Act::AddVersion { song, version, kind, name, rate, frames, offset, asset, changes } =
            act
        else {
            return Ok(Vec::new());
        };
        self.going()?;
        let song = self.song(*song)?;
        self.kind_is_theirs(song, *kind)?;
        let instead = "say in a message what is missing";
        room(song.song.versions.len(), MOST_VERSIONS, "versions", instead)?;
        let changes = if kind.is_mix() {
            text::words(changes, "what changed in this mix", LONGEST_REMARK)?
        } else {
            text::some_words(changes, LONGEST_REMARK)?
        };
        let told = self.named(&[asset], Use::Version)?;
        // The song has its own rules about it.
        let (version, kind, name) = (*version, *kind, name.clone());
        let (rate, frames, offset) = (*rate, *frames, *offset);
        let act = song::Act::AddVersion { version, kind, name, rate, frames, offset };
        let asset = Self::safe(asset);
        let added = self.in_song(song, act)?.into_iter().filter_map(|fact| match fact {
            Fact::Song { song, fact: song::Fact::VersionAdded { name, .. } } => {
                let (asset, changes) = (asset.clone(), changes.clone());
                Some(Fact::VersionAdded {
                    song,
                    version,
                    kind,
                    name,
                    rate,
                    frames,
                    offset,
                    asset,
                    changes,
                })
            }
            _ => None,
        });
        Ok(added.chain(told).collect())
    }

    fn kind_is_theirs(&self, song: &ProjectSong, kind: VersionKind) -> Result<(), Refusal> {
        let VersionKind::Mix { number } = kind else {
            return self.artist("add rough mixes and references");
        };
        self.only(&[Role::Engineer], "engineer", "deliver a mix")?;
        self.working()?;
        if !self.project.is_mixed(song.song.id) {
            return Err(Refusal::NotMixed);
        }
        Self::unapproved(song)?;
        let next = song.song.next_mix();
        if number == next { Ok(()) } else { Err(Refusal::NextMix { next }) }
    }
}
