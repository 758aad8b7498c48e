//! What has become of a project.

mod money;
mod of_song;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{
    Asset, AssetRef, Ending, Event, Fact, Member, Message, Project, ProjectSong, QuoteState,
    Reference, Reminder, Use,
};
use crate::song::{Actor, Song, SongId, Time};

impl Project {
    /// The project after `event`. Total: history always replays, and what it cannot be about is passed over.
    #[must_use]
    pub fn apply(mut self, event: &Event) -> Self {
        self.folded.count(event.audience());
        self.take(&event.fact, &event.by, event.at);
        self
    }

    /// What has become of a project through all of this.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        events.into_iter().fold(Self::default(), Self::apply)
    }

    fn take(&mut self, fact: &Fact, by: &Actor, at: Time) {
        match fact {
            Fact::ProjectBegun { project, enquiry, engineer } => {
                let folded = self.folded;
                let owner = Member { name: by.name.clone(), role: by.role };
                *self = Self {
                    id: *project,
                    owner: by.id,
                    enquiry: *enquiry,
                    folded,
                    ..Self::default()
                };
                self.engineer.clone_from(engineer);
                self.members.insert(by.id, owner);
            }
            Fact::Described { about } => {
                if about.offerings != self.about.offerings {
                    self.scope = self.scope.saturating_add(1);
                }
                self.about = about.clone();
            }
            Fact::DescriptionWritten { text, beside } => {
                self.description.take(text, *beside, by, at);
            }
            Fact::EngineerAssigned { engineer } => self.engineer = Some(engineer.clone()),
            Fact::SongAdded { song, title, bpm, key, brief } => {
                let song = Song { id: *song, title: title.clone(), bpm: *bpm, ..Song::default() };
                let mut added = ProjectSong { song, key: key.clone(), ..ProjectSong::default() };
                added.brief.text.clone_from(brief);
                self.songs.push(added);
                self.scope = self.scope.saturating_add(1);
            }
            Fact::SongMoved { song, to } => {
                if let Some(from) = self.songs.iter().position(|it| it.song.id == *song) {
                    let moved = self.songs.remove(from);
                    self.songs.insert(usize::from(*to).min(self.songs.len()), moved);
                }
            }
            Fact::SongRemoved { song } => {
                self.songs.retain(|it| it.song.id != *song);
                self.scope = self.scope.saturating_add(1);
            }
            Fact::Submitted => self.submitted = Some(at),
            Fact::AssetArrived { asset, arrival, .. } => {
                if let Some(asset) = self.assets.get_mut(asset) {
                    asset.bytes = arrival.bytes.unwrap_or(asset.bytes);
                    asset.arrival = Some(arrival.clone());
                }
            }
            Fact::Said { message, thread, song, text, references } => {
                for reference in references {
                    if let Reference::File { asset } = reference {
                        self.name(asset, thread.use_of_files());
                    }
                }
                let (text, references, by) = (text.clone(), references.clone(), by.clone());
                let (id, thread, song) = (*message, *thread, *song);
                let said = Message { id, thread, song, text, references, by, at };
                self.messages.push(Arc::new(said));
            }
            Fact::MemberJoined { member, role } => {
                self.members.insert(member.id, Member { name: member.name.clone(), role: *role });
            }
            Fact::MemberRemoved { member } => drop(self.members.remove(member)),
            Fact::MemberLeft => drop(self.members.remove(&by.id)),
            Fact::ProjectDeclined { .. } => {
                self.engineer = None;
                self.members.remove(&by.id);
                self.close_quotes(&QuoteState::Withdrawn);
            }
            Fact::ProjectCompleted { until } => self.end(None, *until, by, at),
            Fact::ProjectCancelled { reason, until } => self.end(Some(reason), *until, by, at),
            Fact::KeepingSet { keep, until } => {
                (self.retention.keep, self.retention.until) = (*keep, *until);
                self.retention.reminded.clear();
            }
            Fact::Reminded { days } => self.retention.reminded.push(Reminder { days: *days, at }),
            Fact::ErasureBegun => self.retention.erasing = Some(at),
            Fact::Erased { receipt } => self.retention.receipt = Some(receipt.clone()),
            _ => {
                self.take_of_money(fact, by, at);
                self.take_of_song(fact, by, at);
            }
        }
    }

    fn end(&mut self, cancelled: Option<&String>, until: Time, by: &Actor, at: Time) {
        self.ending = Some(Ending { cancelled: cancelled.cloned(), by: by.clone(), at });
        self.retention.until = Some(until);
        self.close_quotes(&QuoteState::Withdrawn);
    }

    /// Whatever nobody has answered yet.
    fn close_quotes(&mut self, state: &QuoteState) {
        for quote in self.quotes.iter_mut().filter(|it| it.state == QuoteState::Open) {
            quote.state = state.clone();
        }
    }

    /// A file is something to the project.
    fn name(&mut self, asset: &AssetRef, as_what: Use) {
        let unknown = || Asset { bytes: asset.bytes, uses: BTreeSet::new(), arrival: None };
        self.assets.entry(asset.hash).or_insert_with(unknown).uses.insert(as_what);
    }

    fn with_song(&mut self, id: SongId, change: impl FnOnce(&mut ProjectSong)) {
        if let Some(song) = self.songs.iter_mut().find(|it| it.song.id == id) {
            change(song);
        }
    }
}
