//! Where files go that are dropped on the window: to the stem check, or into a song.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bar_domain::song::{Act, SongId};
use uuid::Uuid;

use crate::Desk;
use crate::adding::not_too_many;
use crate::commands::{Answer, DropTarget};
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::guess::{shortened, title};
use crate::host::Dialog;

/// Endings of files that a folder is searched for.
const SOUND: &[&str] = &[
    "wav", "wave", "bwf", "rf64", "w64", "aif", "aiff", "aifc", "flac", "m4a", "mp4", "mp3", "aac",
    "ogg",
];

impl Desk {
    /// Says where files go that are dropped from now on.
    ///
    /// # Errors
    /// Never yet.
    pub fn drop_target(&self, target: DropTarget) -> Answer<()> {
        *lock(&self.0.drop_target) = target;
        Ok(())
    }

    /// Takes what was dropped on the window to where the window says that it belongs.
    ///
    /// # Errors
    /// When there is nothing in it that belongs there.
    pub fn dropped(&self, paths: Vec<PathBuf>) -> Answer<()> {
        let target = lock(&self.0.drop_target).clone();
        match target {
            DropTarget::Stems => self.check_paths(paths).map(drop),
            DropTarget::NewSong => self.0.begin(paths).map(drop),
            DropTarget::Song { song } => self.0.add_all(song, sounds(paths), true),
        }
    }

    /// Lets people choose the files of a new song; `None` when they chose none.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn song_new(&self) -> Answer<Option<SongId>> {
        let paths = self.0.host.choose(Dialog::Versions);
        if paths.is_empty() { Ok(None) } else { self.0.begin(paths).map(Some) }
    }
}

impl Inner {
    /// Begins a song with files that were dropped or chosen.
    fn begin(self: &Arc<Self>, paths: Vec<PathBuf>) -> Answer<SongId> {
        let folder = paths.iter().find(|path| path.is_dir()).cloned();
        let files = sounds(paths);
        let first = files.first().ok_or(Refusal::NoVersions)?;
        not_too_many(&files)?;
        let called = |path: &Path| title(&path.file_stem().unwrap_or_default().to_string_lossy());
        let around = folder.as_deref().or(first.parent());
        let around = || around.and_then(Path::file_name).map(|name| name.display().to_string());
        let title = called(first).or_else(around).unwrap_or_else(|| "Untitled song".to_owned());
        let song = SongId(Uuid::now_v7());
        let title = shortened(&title);
        self.act(song, Act::CreateSong { title, bpm: None })?;
        self.add_all(song, files, true)?;
        Ok(song)
    }
}

/// The files that were named, and the sound files in folders that were, in order of their names.
fn sounds(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let is_sound = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        path.is_file() && !hidden && SOUND.contains(&ending.as_str())
    };
    let mut files: Vec<PathBuf> = paths
        .into_iter()
        .map(|path| std::path::absolute(&path).unwrap_or(path))
        .flat_map(|path| match std::fs::read_dir(&path) {
            Ok(folder) => folder.flatten().map(|entry| entry.path()).filter(is_sound).collect(),
            // What was named is taken at its word: a file without an ending may be sound.
            Err(_) => vec![path],
        })
        .collect();
    files.sort();
    files.dedup();
    files
}
