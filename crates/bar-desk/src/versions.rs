//! What is done to the versions of a song that the rules know nothing of: files, kinds, alignment.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bar_domain::song::{Act, SongId, VersionId};
use uuid::Uuid;

use crate::Desk;
use crate::adding::align;
use crate::commands::{Answer, VersionAs, VersionOf};
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::guess::called;
use crate::host::Dialog;
use crate::laid::{Laid, OnDisk};
use crate::views::SongView;

impl Desk {
    /// Lets people choose files to add to a song; how it goes on is told by changes.
    ///
    /// # Errors
    /// When the song is not known, or there are too many files.
    pub fn versions_choose(&self, song: SongId) -> Answer<()> {
        let paths = self.0.host.choose(Dialog::Versions);
        if paths.is_empty() { Ok(()) } else { self.0.add_all(song, paths, false) }
    }

    /// Stops adding a file, or takes away why it was not added.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn version_cancel(&self, number: u32) -> Answer<()> {
        self.0.stop_adding(number)
    }

    /// Lets people say where the file of a version lies now. It must hold the same sound, as far as its
    /// length tells; another one is another version.
    ///
    /// # Errors
    /// When the file cannot be read, or is as long as another recording.
    pub fn version_find(&self, of: VersionOf) -> Answer<SongView> {
        let inner = &self.0;
        let laid = inner.laid(of.song)?;
        let (version, _) = laid.version(of.version)?;
        let Some(path) = inner.host.choose(Dialog::Versions).into_iter().next() else {
            return Ok(inner.view(&laid));
        };
        let (file, listened) = inner.listened(&path, &AtomicBool::new(false), &|_| {})?;
        let found = (listened.format.rate, listened.format.frames);
        if found != (version.rate, version.frames) {
            return Err(Refusal::AnotherRecording(version.name.clone()).into());
        }
        inner.store.set_version_file(version.id, &file)?;
        inner.shown_anew(of.song)
    }

    /// Says that a version is something else than its name told. It keeps its file and its place; notes
    /// that were written on it stay on it only where it is the same version, so it must have none.
    ///
    /// # Errors
    /// When notes are pinned to it, or the rules refuse it.
    pub fn version_as(&self, wish: &VersionAs) -> Answer<SongView> {
        let inner = &self.0;
        let laid = inner.laid(wish.song)?;
        let (version, on_disk) = laid.version(wish.version)?;
        if version.kind == wish.kind {
            return Ok(inner.view(&laid));
        }
        let pinned = laid.song.notes.iter();
        if pinned.filter(|note| note.withdrawn.is_none()).any(|note| note.on == version.id) {
            return Err(Refusal::NotesOnIt(version.name.clone()).into());
        }
        let OnDisk::Known(known) = on_disk else {
            return Err(Refusal::NotHere(version.name.clone()).into());
        };
        let (rate, frames, offset) = (version.rate, version.frames, version.offset);
        let name = called(wish.kind, &known.file.path);
        let new = VersionId(Uuid::now_v7());
        let act = Act::AddVersion { version: new, kind: wish.kind, name, rate, frames, offset };
        // First the new one: where the rules refuse it, nothing has changed.
        let (known, old) = (Arc::clone(known), version.id);
        lock(&inner.heard_of).insert(new, Arc::clone(&known));
        inner.add(wish.song, act, &known.file)?;
        inner.act(wish.song, Act::RemoveVersion { version: old })
    }

    /// Finds where a version lies against the first one, by listening, and lays it there.
    ///
    /// # Errors
    /// When its file is not there, or it is not heard in the other one.
    pub fn version_align(&self, of: VersionOf) -> Answer<SongView> {
        let inner = &self.0;
        let laid = inner.laid(of.song)?;
        let (path, name) = here(&laid, of.version)?;
        let never = AtomicBool::new(false);
        let (_, listened) = inner.listened(&path, &never, &|_| {})?;
        let found = align(&laid, Some(of.version), &path, &listened, &|_| {}, &never)?;
        let offset = found.ok_or(Refusal::NotHeardThere(name))?;
        inner.act(of.song, Act::SetOffset { version: of.version, offset })
    }
}

impl Inner {
    /// A song whose files moved, for player and window.
    fn shown_anew(&self, song: SongId) -> Answer<SongView> {
        let laid = self.laid(song)?;
        self.hear_anew(&laid);
        Ok(self.view(&laid))
    }
}

/// Where the file of a version lies, and what the version is called.
pub(crate) fn here(laid: &Laid, version: VersionId) -> Answer<(PathBuf, String)> {
    let (version, on_disk) = laid.version(version)?;
    let name = || version.name.clone();
    let path = on_disk.there().ok_or_else(|| Refusal::NotHere(name()))?;
    Ok((path.to_owned(), name()))
}
