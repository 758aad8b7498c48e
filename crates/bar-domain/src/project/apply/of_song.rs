//! What has become of a project's songs.

use super::super::{
    Approval, Fact, Master, MasterState, Project, ProjectSong, StemSet, StemSetState, Use,
    VersionFile,
};
use crate::song::{self, Actor, Note, Time};

impl Project {
    pub(super) fn take_of_song(&mut self, fact: &Fact, by: &Actor, at: Time) {
        match fact {
            Fact::Song { song, fact } => self.with_song(*song, |it| it.song.take(fact, by, at)),
            Fact::NotesShown { song, notes } => self.with_song(*song, |it| it.show(notes)),
            Fact::KeySet { song, key } => self.with_song(*song, |it| it.key.clone_from(key)),
            Fact::BriefWritten { song, text, beside } => {
                self.with_song(*song, |it| it.brief.take(text, *beside, by, at));
            }
            Fact::VersionAdded { asset, .. } => {
                self.name(asset, Use::Version);
                self.add_version(fact, by, at);
            }
            Fact::StemsSent { song, set, stems, remark } => {
                for stem in stems {
                    self.name(&stem.asset, Use::Stem);
                }
                let (id, stems, remark, by) = (*set, stems.clone(), remark.clone(), by.clone());
                let state = StemSetState::Sent;
                self.with_song(*song, |it| {
                    it.replace_stems();
                    it.stems.push(StemSet { id, stems, remark, by, at, state });
                });
            }
            Fact::StemsAccepted { song, set } => self.with_song(*song, |it| {
                it.with_set(|it| it.id == *set, StemSetState::Accepted);
            }),
            Fact::StemsReturned { song, set, reasons } => self.with_song(*song, |it| {
                let reasons = reasons.clone();
                it.with_set(|it| it.id == *set, StemSetState::Returned { reasons });
            }),
            Fact::MixApproved { song, version } => self.with_song(*song, |it| {
                it.approval = Some(Approval { mix: *version, by: by.clone(), at });
            }),
            Fact::ApprovalTakenBack { song } => self.with_song(*song, |it| it.approval = None),
            Fact::MasterDelivered { asset, .. } => {
                self.name(asset, Use::Master);
                self.add_master(fact, by, at);
            }
            Fact::MasterAccepted { song, version } => self.with_song(*song, |it| {
                it.with_master(|it| it.id == *version, MasterState::Accepted);
            }),
            Fact::MasterReturned { song, version, reason } => self.with_song(*song, |it| {
                let reason = reason.clone();
                it.with_master(|it| it.id == *version, MasterState::Returned { reason });
            }),
            // The rest is about money.
            _ => {}
        }
    }

    fn add_version(&mut self, fact: &Fact, by: &Actor, at: Time) {
        let Fact::VersionAdded { song, version, kind, name, rate, frames, offset, asset, changes } =
            fact
        else {
            return;
        };
        let (version, kind, rate, frames, offset) = (*version, *kind, *rate, *frames, *offset);
        let added =
            song::Fact::VersionAdded { version, kind, name: name.clone(), rate, frames, offset };
        let file = VersionFile { asset: asset.clone(), changes: changes.clone() };
        self.with_song(*song, |it| {
            it.song.take(&added, by, at);
            it.files.insert(version, file);
        });
    }

    fn add_master(&mut self, fact: &Fact, by: &Actor, at: Time) {
        let Fact::MasterDelivered { song, version, mix, asset, format, sheet } = fact else {
            return;
        };
        let (id, mix, format, by) = (*version, *mix, *format, by.clone());
        let (asset, sheet, state) = (asset.clone(), sheet.clone(), MasterState::Delivered);
        self.with_song(*song, |it| {
            it.with_master(|it| it.state == MasterState::Delivered, MasterState::Replaced);
            it.masters.push(Master { id, mix, asset, format, sheet, by, at, state });
        });
    }
}

impl ProjectSong {
    /// Who had seen drafts has them already. They come last now, since that is where they come for others.
    fn show(&mut self, notes: &[Note]) {
        self.song.notes.retain(|it| notes.iter().all(|shown| shown.id != it.id));
        self.song.notes.extend_from_slice(notes);
    }

    fn replace_stems(&mut self) {
        self.with_set(|it| it.state == StemSetState::Sent, StemSetState::Replaced);
    }

    fn with_set(&mut self, which: impl Fn(&StemSet) -> bool, state: StemSetState) {
        if let Some(set) = self.stems.iter_mut().rev().find(|it| which(it)) {
            set.state = state;
        }
    }

    fn with_master(&mut self, which: impl Fn(&Master) -> bool, state: MasterState) {
        if let Some(master) = self.masters.iter_mut().rev().find(|it| which(it)) {
            master.state = state;
        }
    }
}
