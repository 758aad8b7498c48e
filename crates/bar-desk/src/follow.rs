//! Following folders on disk, so that a check follows what the artist bounces next.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::desk::Inner;

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

    /// Checks again whenever `paths` change from now on. Returns once they are watched, so that
    /// nothing is missed between this and the first look; a huge tree is not waited for.
    pub fn follow(&self, check: i64, paths: Vec<PathBuf>) {
        let (done, watched) = channel();
        self.say(Word::Follow { check, paths, done });
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

/// A place that is watched, and whether all within it is.
type Place = (PathBuf, RecursiveMode);

/// A check that is followed.
struct Followed {
    check: i64,
    /// What it looks at.
    paths: Vec<PathBuf>,
    /// What is really watched for that: folders come and go, so it cannot be told again later.
    places: Vec<Place>,
}

/// What the following thread knows.
struct Eyes {
    watcher: RecommendedWatcher,
    /// The checks followed, the latest last.
    followed: Vec<Followed>,
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

    /// Follows a check, anew if it is followed already: a folder that was deleted and made again is
    /// another one to the system.
    fn begin(&mut self, check: i64, paths: Vec<PathBuf>) {
        self.let_go(check);
        if self.followed.len() == FOLLOWED {
            self.end(self.followed[0].check);
        }
        let places: Vec<Place> = paths.iter().map(|path| place(path)).collect();
        self.watch(&places);
        self.followed.push(Followed { check, paths, places });
    }

    fn end(&mut self, check: i64) {
        self.moved.remove(&check);
        // What happened while they were not watched is found by looking.
        let moment = Instant::now();
        for other in self.let_go(check) {
            self.moved.insert(other, moment);
        }
    }

    fn watch(&mut self, places: &[Place]) {
        for (place, mode) in places {
            if let Err(error) = self.watcher.watch(place, *mode) {
                tracing::warn!(%error, place = %place.display(), "not followed");
            }
        }
    }

    /// Watches a check's places no longer. Returns the checks whose own places lay there, too: they
    /// were not watched for a moment.
    fn let_go(&mut self, check: i64) -> Vec<i64> {
        let Some(at) = self.followed.iter().position(|followed| followed.check == check) else {
            return Vec::new();
        };
        let gone = self.followed.remove(at).places;
        for (place, _) in &gone {
            // A folder that is gone is not watched any more anyway.
            let _ = self.watcher.unwatch(place);
        }
        // That took away what others watch of the same folders.
        let shared = |other: &Path| {
            gone.iter().any(|(place, _)| other.starts_with(place) || place.starts_with(other))
        };
        let overlaps =
            |followed: &&Followed| followed.places.iter().any(|(other, _)| shared(other));
        let others = self.followed.iter().filter(overlaps);
        let (others, places): (Vec<i64>, Vec<Vec<Place>>) =
            others.map(|followed| (followed.check, followed.places.clone())).unzip();
        self.watch(&places.concat());
        others
    }

    fn note(&mut self, event: &Event) {
        let concerns = |paths: &[PathBuf]| {
            event.need_rescan()
                || event.paths.iter().any(|moved| {
                    // Also a folder around it that comes or goes, with all that lies in it.
                    paths.iter().any(|path| moved.starts_with(path) || path.starts_with(moved))
                })
        };
        let moment = Instant::now();
        for followed in self.followed.iter().filter(|followed| concerns(&followed.paths)) {
            self.moved.insert(followed.check, moment);
        }
    }
}

/// Reading moves nothing; our own reading least of all.
fn matters(kind: EventKind) -> bool {
    !kind.is_access() || kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
}

/// What must be watched to see a path move: a folder with all in it, or the folder around a file,
/// or of what is not there the next one that is.
fn place(path: &Path) -> Place {
    if path.is_dir() {
        return (path.to_owned(), RecursiveMode::Recursive);
    }
    let around = path.ancestors().skip(1).find(|folder| folder.is_dir());
    (around.unwrap_or(path).to_owned(), RecursiveMode::NonRecursive)
}

impl Inner {
    /// Files of a check moved on disk and have come to rest.
    fn moved_on_disk(self: &Arc<Self>, check: i64) {
        if let Some(live) = self.in_hand(check) {
            self.start(&live, crate::run::Loudness::Followed);
        }
    }
}
