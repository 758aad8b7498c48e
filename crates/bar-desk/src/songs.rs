//! Songs that are listened to: the list of them, and what people do to one.

use std::sync::Arc;

use bar_domain::song::{
    Act, Actor, ActorId, Command, CommandId, NoteId, Place, ReplyId, Role, Song,
};
use bar_domain::song::{SongId, Time, Version, VersionId};
use bar_store::{Acted, ListedSong, VersionFile};
use uuid::Uuid;

use crate::Desk;
use crate::commands::{Answer, SongAct, SongWish};
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::laid::Laid;
use crate::room::Room;
use crate::views::{Change, Failure, SongSummary, SongView};

/// Names whoever uses this computer.
const PERSON: &str = "person";

impl Desk {
    /// The list of songs, the one that was opened last first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn songs(&self) -> Answer<Vec<SongSummary>> {
        Ok(self.0.store.songs()?.into_iter().map(SongSummary::from).collect())
    }

    /// A song as it stands. It is put into the player, paused, unless it is there already.
    ///
    /// # Errors
    /// When it is not known.
    pub fn song_open(&self, id: SongId) -> Answer<SongView> {
        let inner = &self.0;
        let laid = inner.laid(id)?;
        inner.store.song_opened(id, inner.time())?;
        inner.measure_changed(&laid);
        inner.room()?.load(laid.loaded(), laid.reel(), laid.newest_side())?;
        Ok(inner.view(&laid))
    }

    /// Does what somebody wants to a song.
    ///
    /// # Errors
    /// When the rules refuse it, in a sentence, or the database does. Then nothing has changed.
    pub fn song_act(&self, wish: &SongWish) -> Answer<SongView> {
        let laid = self.0.laid(wish.song)?;
        let act = act(&laid, &wish.act)?;
        self.0.act(wish.song, act)
    }

    /// Takes a song off the list; [`Desk::song_restore`] undoes it. Nothing of it is deleted.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn song_forget(&self, id: SongId) -> Answer<()> {
        self.0.store.forget_song(id, true)?;
        self.0.host.changed(Change::SongForgotten { id });
        Ok(())
    }

    /// Puts a song back on the list.
    ///
    /// # Errors
    /// When it is not known, or the database refuses.
    pub fn song_restore(&self, id: SongId) -> Answer<SongSummary> {
        self.0.store.forget_song(id, false)?;
        let back = self.0.store.songs()?.into_iter().find(|song| song.id == id);
        Ok(back.ok_or(Refusal::Song(bar_domain::song::Refusal::UnknownSong))?.into())
    }
}

impl Inner {
    /// Carries an act out, and lets the player know.
    pub fn act(&self, song: SongId, act: Act) -> Answer<SongView> {
        let _in_order = lock(&self.telling);
        let acted = self.store.act(&self.command(song, act))?;
        self.acted(acted)
    }

    /// Adds a version that lies in `file`.
    pub fn add(&self, song: SongId, act: Act, file: &VersionFile) -> Answer<SongView> {
        let _in_order = lock(&self.telling);
        let acted = self.store.add_version(&self.command(song, act), file)?;
        self.acted(acted)
    }

    fn acted(&self, acted: Acted) -> Answer<SongView> {
        let laid = self.lay(acted.song)?;
        self.hear_anew(&laid);
        Ok(self.view(&laid))
    }

    /// Lets the player know of a song that changed, if it is loaded. Where it cannot take it, it plays on as
    /// it was: what somebody did to the song is done all the same.
    pub fn hear_anew(&self, laid: &Laid) {
        let loaded = laid.loaded();
        let is_there = |room: &Arc<Room>| room.loaded().is_some_and(|now| now.of == loaded.of);
        let Some(room) = self.furnished().filter(is_there) else { return };
        let _logged = room.load(loaded, laid.reel(), laid.newest_side()).map_err(Failure::from);
    }

    /// What the window shows of a song.
    pub fn view(&self, laid: &Laid) -> SongView {
        laid.view(self.adding_to(laid.song.id))
    }

    /// Tells the window how a song stands. What is told and what is replied are in the order of the journal.
    pub fn tell_song(&self, id: SongId, show: bool) -> Answer<()> {
        let _in_order = lock(&self.telling);
        let song = Box::new(self.view(&self.laid(id)?));
        self.host.changed(Change::Song { song, show });
        Ok(())
    }

    pub fn command(&self, song: SongId, act: Act) -> Command {
        let (id, at) = (CommandId(Uuid::now_v7()), self.time());
        let actor = Actor { id: self.person(), name: String::new(), role: Role::Artist };
        Command { id, song, actor, at, act }
    }

    fn time(&self) -> Time {
        Time(self.host.now())
    }

    /// Whoever uses this computer. Who cannot be remembered is somebody new after the next start, who may
    /// do the same.
    fn person(&self) -> ActorId {
        let known = self.store.preference(PERSON).ok().flatten();
        known.and_then(|id| id.parse().ok()).unwrap_or_else(|| {
            let new = ActorId(Uuid::now_v7());
            let _logged =
                self.store.set_preference(PERSON, Some(&new.to_string())).map_err(Failure::from);
            new
        })
    }
}

/// The same in the words of the rules, with places in frames of versions.
fn act(laid: &Laid, wish: &SongAct) -> Answer<Act> {
    Ok(match wish.clone() {
        SongAct::Rename { title } => Act::RenameSong { title },
        SongAct::SetBpm { bpm } => Act::SetBpm { bpm },
        SongAct::RenameVersion { version, name } => Act::RenameVersion { version, name },
        SongAct::RemoveVersion { version } => Act::RemoveVersion { version },
        SongAct::RestoreVersion { version } => Act::RestoreVersion { version },
        SongAct::Align { version, starts_at } => {
            let (known, _) = laid.version(version)?;
            Act::SetOffset { version, offset: laid.offset(known, starts_at) }
        }
        SongAct::Write { on, place, text, compare_with } => {
            write(laid, on, place, text, compare_with)?
        }
        SongAct::Edit { note, place, text, compare_with } => {
            let place = match written_on(&laid.song, note) {
                Some(version) => laid.on_version(version, place),
                None => place,
            };
            Act::EditNote { note, place, text, compare_with }
        }
        SongAct::Withdraw { note } => Act::WithdrawNote { note },
        SongAct::RestoreNote { note } => Act::RestoreNote { note },
        SongAct::Reply { note, text } => Act::Reply { note, reply: ReplyId(Uuid::now_v7()), text },
        SongAct::Submit { mix } => Act::SubmitRound { mix },
        SongAct::MarkDone { note, mix } => Act::MarkDone { note, mix },
        SongAct::TakeDoneBack { note } => Act::TakeDoneBack { note },
        SongAct::Verify { note, mix } => Act::Verify { note, mix },
        SongAct::Reopen { note, mix } => Act::Reopen { note, mix },
        SongAct::TakeVerdictBack { note } => Act::TakeVerdictBack { note },
    })
}

/// A note about what was heard. A reference is not the song: what is said while it is heard is about the
/// newest mix, compared with it.
fn write(
    laid: &Laid,
    on: VersionId,
    place: Place,
    text: String,
    compare_with: Option<VersionId>,
) -> Answer<Act> {
    let (heard, _) = laid.version(on)?;
    let (version, compare_with) = match (heard.kind.rank(), laid.newest()) {
        (None, Some(newest)) => (newest, compare_with.or(Some(on))),
        _ => (heard, compare_with),
    };
    Ok(Act::WriteNote {
        note: NoteId(Uuid::now_v7()),
        on: version.id,
        place: laid.on_version(version, place),
        text,
        compare_with,
    })
}

fn written_on(song: &Song, note: NoteId) -> Option<&Version> {
    song.note(note).and_then(|note| song.version(note.on))
}

impl From<ListedSong> for SongSummary {
    fn from(song: ListedSong) -> Self {
        let ListedSong { id, title, open, drafts, versions, opened_at } = song;
        Self { id, title, open, drafts, versions, opened_at: opened_at.0 as f64 }
    }
}
