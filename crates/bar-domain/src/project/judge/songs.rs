//! The rules of songs, and of what is said about them.

use super::{Facts, Judge, free, room, unless};
use crate::project::limits::{LONGEST_BRIEF, MOST_DRAFTS, MOST_NOTES, MOST_REPLIES, MOST_SONGS};
use crate::project::{Fact, ProjectSong, Refusal, text};
use crate::song::{self, Bpm, NoteState, Role, SongId, VersionId, VersionKind};

impl Judge<'_> {
    pub fn new_song(
        &self,
        song: SongId,
        title: &str,
        bpm: Option<Bpm>,
        key: &str,
        brief: &str,
    ) -> Facts {
        self.artist("add songs")?;
        self.scope_is_open()?;
        free(song == SongId::default() || self.project.song(song).is_some(), "song")?;
        room(self.project.songs.len(), MOST_SONGS, "songs", "begin another project for the rest")?;
        let title = text::line(title, "a title")?;
        let (bpm, key) = (sensible(bpm)?, text::some_line(key)?);
        let brief = text::some_words(brief, LONGEST_BRIEF)?;
        Ok(vec![Fact::SongAdded { song, title, bpm, key, brief }])
    }

    pub fn song_edited(
        &self,
        song: SongId,
        title: &str,
        bpm: Option<Bpm>,
        key: &str,
        (brief, seen): (&str, u32),
    ) -> Facts {
        self.artist("change songs")?;
        self.going()?;
        let now = self.song(song)?;
        let title = text::line(title, "a title")?;
        let (bpm, key) = (sensible(bpm)?, text::some_line(key)?);
        let of_song = |fact| Fact::Song { song, fact };
        let mut facts = unless(title == now.song.title, of_song(song::Fact::SongRenamed { title }));
        facts.extend(unless(bpm == now.song.bpm, of_song(song::Fact::BpmSet { bpm })));
        facts.extend(unless(key == now.key, Fact::KeySet { song, key }));
        let text = text::some_words(brief, LONGEST_BRIEF)?;
        if let Some(beside) = self.written(&now.brief, &text, seen)? {
            self.scope_is_open()?;
            facts.push(Fact::BriefWritten { song, text, beside });
        }
        Ok(facts)
    }

    pub fn song_moved(&self, song: SongId, to: u16) -> Facts {
        self.artist("put songs in order")?;
        self.going()?;
        self.song(song)?;
        let last = self.project.songs.len() - 1;
        let to = usize::from(to).min(last);
        let there = self.project.songs[to].song.id == song;
        Ok(unless(there, Fact::SongMoved { song, to: to as u16 }))
    }

    pub fn song_removed(&self, song: SongId) -> Facts {
        self.artist("take songs out")?;
        self.scope_is_open()?;
        self.song(song)?;
        // What was submitted keeps something to listen to.
        if self.project.submitted.is_some() && self.project.songs.len() == 1 {
            return Err(Refusal::NoSongs);
        }
        Ok(vec![Fact::SongRemoved { song }])
    }

    /// Whatever is done to a song in its own words.
    pub fn of_song(&self, id: SongId, act: &song::Act) -> Facts {
        use song::Act;
        // The song's own rules know nobody who is no person.
        let people = [Role::Artist, Role::Engineer, Role::Studio];
        self.only(&people, "people in it", "do something to a song")?;
        self.going()?;
        let song = self.song(id)?;
        match act {
            Act::CreateSong { .. } | Act::SetRounds { .. } | Act::AddVersion { .. } => {
                return Err(Refusal::NotThisWay);
            }
            Act::RenameSong { .. } | Act::SetBpm { .. } => self.artist("change songs")?,
            Act::RenameVersion { version, .. } | Act::SetOffset { version, .. } => {
                self.own_kind(song, *version)?;
            }
            Act::RemoveVersion { version } => self.may_remove(song, *version)?,
            Act::RestoreVersion { version } => self.may_restore(song, *version)?,
            Act::WriteNote { .. } => {
                let instead = "submit the round, or write one note about several things";
                room(song.song.notes.len(), MOST_NOTES, "notes", instead)?;
                let drafts = song.song.counts(Role::Artist).drafts as usize;
                room(drafts, MOST_DRAFTS, "drafts", "submit the round first")?;
            }
            Act::RestoreNote { .. } => {
                let drafts = song.song.counts(Role::Artist).drafts as usize;
                room(drafts, MOST_DRAFTS, "drafts", "submit the round first")?;
            }
            Act::Reply { note, .. } => {
                let replies = song.song.note(*note).map_or(0, |it| it.replies.len());
                room(replies, MOST_REPLIES, "replies", "write a message about it")?;
            }
            Act::SubmitRound { mix } => {
                if self.project.submitted.is_none() {
                    return Err(Refusal::NotSubmitted);
                }
                Self::unapproved(song)?;
                return self.round(song, *mix);
            }
            _ => {}
        }
        self.in_song(song, act.clone())
    }

    /// The drafts as they go off, for whoever had not seen them, and then the round.
    pub(super) fn round(&self, song: &ProjectSong, mix: VersionId) -> Facts {
        let submitted = self.in_song(song, song::Act::SubmitRound { mix })?;
        let drafts = song.song.notes.iter().filter(|it| it.state() == NoteState::Draft);
        let shown = Fact::NotesShown { song: song.song.id, notes: drafts.cloned().collect() };
        Ok(std::iter::once(shown).chain(submitted).collect())
    }

    /// What the song's own rules make of it.
    pub(super) fn in_song(&self, song: &ProjectSong, act: song::Act) -> Facts {
        let (id, at) = (self.command.id, self.command.at);
        let (actor, song_id) = (self.actor.clone(), song.song.id);
        let command = song::Command { id, song: song_id, actor, at, act };
        let events = song::decide(&song.song, &command)?;
        Ok(events.into_iter().map(|it| Fact::Song { song: song_id, fact: it.fact }).collect())
    }

    /// Rough mixes and references are the artist's, mixes the engineer's.
    fn own_kind(&self, song: &ProjectSong, version: VersionId) -> Result<VersionKind, Refusal> {
        let kind = song.song.version(version).ok_or(song::Refusal::UnknownVersion)?.kind;
        let whose = if kind.is_mix() { Role::Engineer } else { Role::Artist };
        if self.actor.role == whose { Ok(kind) } else { Err(Refusal::OthersVersion) }
    }

    fn may_remove(&self, song: &ProjectSong, version: VersionId) -> Result<(), Refusal> {
        let kind = self.own_kind(song, version)?;
        if song.approval.as_ref().is_some_and(|it| it.mix == version) {
            return Err(Refusal::Approved);
        }
        let roughs = song.song.present().filter(|it| it.kind == VersionKind::Rough).count();
        let last = kind == VersionKind::Rough && roughs == 1 && self.project.submitted.is_some();
        if last { Err(Refusal::LastRough) } else { Ok(()) }
    }

    fn may_restore(&self, song: &ProjectSong, version: VersionId) -> Result<(), Refusal> {
        // It would be the latest one, after another one was approved.
        if self.own_kind(song, version)?.is_mix() { Self::unapproved(song) } else { Ok(()) }
    }
}

fn sensible(bpm: Option<Bpm>) -> Result<Option<Bpm>, Refusal> {
    if bpm.is_none_or(Bpm::is_sensible) { Ok(bpm) } else { Err(song::Refusal::Bpm.into()) }
}
