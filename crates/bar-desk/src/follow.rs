//! Following folders on disk, so that a check follows what the artist bounces next.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::desk::Inner;
use crate::live::Live;

/// How long nothing must be written before a bounce counts as done: a DAW pauses for less while it renders.
const QUIET: Duration = Duration::from_millis(700);

/// How long a check waits until its files are watched.
const PATIENCE: Duration = Duration::from_secs(2);

/// Checks followed at a time, the latest looked at. Watches are scarce on some systems.
const FOLLOWED: usize = 8;

/// Where the desk says whom to follow; a thread of its own does it.
pub(crate) struct Follower {
    words: Sender<Word>,
}

enum Word {
    Follow { check: i64, paths: Vec<PathBuf>, done: Sender<()> },
    Leave(i64),
    Moved(notify::Result<Event>),
    Stop,
}

impl Follower {
    /// Follows for `desk`, while there is one.
    pub fn new(desk: Weak<Inner>) -> Self {
        let (words, heard) = channel();
        let ears = words.clone();
        let thread = std::thread::Builder::new().name("follower".to_owned());
        let spawned = thread.spawn(move || match Eyes::new(ears) {
            Ok(eyes) => eyes.follow(&heard, &desk),
            Err(error) => tracing::warn!(%error, "folders are not followed"),
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "folders are not followed");
        }
        Self { words }
    }

    /// Checks `live` again whenever its files change from now on. Returns once they are watched, so
    /// that nothing is missed between this and the first look; a huge tree is not waited for.
    pub fn follow(&self, live: &Live) {
        let (done, watched) = channel();
        self.say(Word::Follow { check: live.id, paths: live.paths.clone(), done });
        // Where nothing can be followed, nothing comes, and the check does without.
        let _ = watched.recv_timeout(PATIENCE);
    }

    /// No longer.
    pub fn leave(&self, check: i64) {
        self.say(Word::Leave(check));
    }

    fn say(&self, word: Word) {
        // Nobody hears where nothing can be followed; that was logged at the start.
        let _ = self.words.send(word);
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.say(Word::Stop);
    }
}

/// What the following thread knows.
struct Eyes {
    watcher: RecommendedWatcher,
    /// The checks followed, the latest last.
    followed: Vec<(i64, Vec<PathBuf>)>,
    /// When each check's files last moved.
    moved: HashMap<i64, Instant>,
}

impl Eyes {
    fn new(words: Sender<Word>) -> notify::Result<Self> {
        let watcher = notify::recommended_watcher(move |event| {
            // The desk may be gone already.
            let _ = words.send(Word::Moved(event));
        })?;
        Ok(Self { watcher, followed: Vec::new(), moved: HashMap::new() })
    }

    fn follow(mut self, heard: &Receiver<Word>, desk: &Weak<Inner>) {
        loop {
            let word = match self.moved.values().min() {
                None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(first) => heard.recv_timeout(QUIET.saturating_sub(first.elapsed())),
            };
            match word {
                Ok(Word::Follow { check, paths, done }) => {
                    self.begin(check, paths);
                    let _ = done.send(());
                }
                Ok(Word::Leave(check)) => self.end(check),
                Ok(Word::Moved(Ok(event))) if matters(event.kind) => self.note(&event),
                Ok(Word::Moved(Ok(_))) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Word::Moved(Err(error))) => tracing::warn!(%error, "a folder is not followed"),
                Ok(Word::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
            let Some(desk) = desk.upgrade() else { return };
            for (check, _) in self.moved.extract_if(|_, last| last.elapsed() >= QUIET) {
                desk.moved_on_disk(check);
            }
        }
    }

    fn begin(&mut self, check: i64, paths: Vec<PathBuf>) {
        if let Some(at) = self.followed.iter().position(|(followed, _)| *followed == check) {
            let known = self.followed.remove(at);
            self.followed.push(known);
            return;
        }
        if let Some((oldest, _)) = self.followed.first().filter(|_| self.followed.len() == FOLLOWED)
        {
            self.end(*oldest);
        }
        for (place, mode) in paths.iter().map(|path| watched(path)) {
            if let Err(error) = self.watcher.watch(place, mode) {
                tracing::warn!(%error, place = %place.display(), "not followed");
            }
        }
        self.followed.push((check, paths));
    }

    fn end(&mut self, check: i64) {
        self.moved.remove(&check);
        let Some(at) = self.followed.iter().position(|(followed, _)| *followed == check) else {
            return;
        };
        let (_, paths) = self.followed.remove(at);
        for (place, _) in paths.iter().map(|path| watched(path)) {
            let others = self.followed.iter().flat_map(|(_, paths)| paths);
            if others.map(|path| watched(path).0).all(|other| other != place) {
                // A folder that is gone is not watched any more anyway.
                let _ = self.watcher.unwatch(place);
            }
        }
    }

    fn note(&mut self, event: &Event) {
        let concerns = |paths: &[PathBuf]| {
            event.need_rescan()
                || paths.iter().any(|path| event.paths.iter().any(|moved| moved.starts_with(path)))
        };
        let moment = Instant::now();
        for (check, _) in self.followed.iter().filter(|(_, paths)| concerns(paths)) {
            self.moved.insert(*check, moment);
        }
    }
}

/// Reading moves nothing; our own reading least of all.
fn matters(kind: EventKind) -> bool {
    !kind.is_access() || kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
}

/// What must be watched to see a path move: a folder with all in it, or the folder around a file.
fn watched(path: &Path) -> (&Path, RecursiveMode) {
    if path.is_dir() {
        return (path, RecursiveMode::Recursive);
    }
    (path.parent().unwrap_or(path), RecursiveMode::NonRecursive)
}

impl Inner {
    /// Files of a check moved on disk and have come to rest.
    fn moved_on_disk(self: &Arc<Self>, check: i64) {
        if let Some(live) = self.in_hand(check) {
            self.start(&live, crate::run::Loudness::Followed);
        }
    }
}
