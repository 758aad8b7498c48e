//! A desk in a temporary folder, and songs to drop on it.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bar_audio::play::Output;
use bar_audio::play::mock::Mock;
use bar_desk::views::{Change, CheckId, CheckView, SongView};
use bar_desk::{Desk, Dialog, Host, Saving};
use bar_testkit::signal;
use bar_testkit::{SoundFile, Wav};
use tempfile::TempDir;

/// Longer than anything takes, also on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_mins(1);

const RATE: u32 = 48_000;

/// A desk that was just started, and what it has to say.
pub struct Rig {
    pub desk: Desk,
    pub dialogs: Dialogs,
    /// Where its sound goes.
    pub speakers: Mock,
    /// Whether the next check breaks once its rows are known.
    pub breaks: Arc<AtomicBool>,
    changes: Receiver<Change>,
    pause: Arc<Mutex<Option<Pause>>>,
}

/// Where a check says that it came by, and what it waits for to be dropped.
type Pause = (Sender<()>, Receiver<()>);

/// What people will choose in the next dialogs.
pub type Dialogs = Arc<Mutex<VecDeque<Vec<PathBuf>>>>;

struct Window {
    changes: Mutex<Sender<Change>>,
    dialogs: Dialogs,
    speakers: Mock,
    breaks: Arc<AtomicBool>,
    pause: Arc<Mutex<Option<Pause>>>,
    /// The thread of the test, which nothing holds up.
    own: ThreadId,
}

impl Host for Window {
    fn changed(&self, change: Change) {
        let breaks =
            matches!(change, Change::Rows { .. }) && self.breaks.swap(false, Ordering::Relaxed);
        assert!(!breaks, "as the test wants it");
        // A desk that outlives its test talks to nobody.
        let _ = self.changes.lock().unwrap().send(change);
    }

    fn choose(&self, _: Dialog) -> Vec<PathBuf> {
        self.dialogs.lock().unwrap().pop_front().unwrap_or_default()
    }

    fn save(&self, _: Saving, suggested: &Path) -> Option<PathBuf> {
        let chosen = self.dialogs.lock().unwrap().pop_front()?.into_iter().next()?;
        // Whoever chooses a folder takes the name that is offered.
        let named = chosen.is_dir().then(|| chosen.join(suggested.file_name().unwrap()));
        Some(named.unwrap_or(chosen))
    }

    fn new_folder(&self, _: &Path) -> Option<PathBuf> {
        self.dialogs.lock().unwrap().pop_front()?.pop()
    }

    fn reveal(&self, folder: &Path) -> io::Result<()> {
        folder.read_dir().map(drop)
    }

    fn output(&self) -> Box<dyn Output> {
        Box::new(self.speakers.clone())
    }

    fn now(&self) -> i64 {
        if thread::current().id() != self.own
            && let Some((came_by, gone_on)) = self.pause.lock().unwrap().take()
        {
            came_by.send(()).unwrap();
            // The other end is dropped: that is the word.
            let _ = gone_on.recv();
        }
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
    }
}

impl Rig {
    /// Starts the app on what it remembers in `memory`.
    pub fn start(memory: &Path) -> Self {
        let (sender, changes) = channel();
        let dialogs = Dialogs::default();
        let (breaks, pause) = (Arc::default(), Arc::default());
        let speakers = Mock::new(&[RATE]);
        let window = Window {
            changes: Mutex::new(sender),
            dialogs: Arc::clone(&dialogs),
            speakers: speakers.clone(),
            breaks: Arc::clone(&breaks),
            pause: Arc::clone(&pause),
            own: thread::current().id(),
        };
        let desk = Desk::new(bar_store::open(memory).unwrap(), window);
        Self { desk, dialogs, speakers, breaks, changes, pause }
    }

    /// Runs `start`, and `meanwhile` while the check that it started stands still before its first stem.
    pub fn paused<T>(&self, start: impl FnOnce() -> T, meanwhile: impl FnOnce(&T)) -> T {
        let ((came_by, arrived), (hold, gone_on)) = (channel(), channel());
        *self.pause.lock().unwrap() = Some((came_by, gone_on));
        let started = start();
        arrived.recv_timeout(PATIENCE).expect("it comes by in the end");
        meanwhile(&started);
        drop(hold);
        started
    }

    /// Drops `paths` on the window and waits for the verdict.
    pub fn verdict(&self, paths: &[&Path]) -> CheckView {
        let id = self.drop(paths);
        self.finished(&id)
    }

    /// Drops `paths` on the window.
    pub fn drop(&self, paths: &[&Path]) -> CheckId {
        self.desk.check_paths(paths.iter().map(|path| path.to_path_buf()).collect()).unwrap()
    }

    /// Waits until the check is over.
    pub fn finished(&self, id: &CheckId) -> CheckView {
        self.until(|change| match change {
            Change::Finished { view } if view.summary.id == *id => Some(*view),
            _ => None,
        })
    }

    /// Lets people choose these in the next dialog.
    pub fn choose(&self, paths: &[&Path]) {
        let paths = paths.iter().map(|path| path.to_path_buf()).collect();
        self.dialogs.lock().unwrap().push_back(paths);
    }

    /// Waits until no file is on its way into a song any more, and tells how the song stands.
    pub fn added(&self) -> SongView {
        self.until(|change| match change {
            Change::Song { song, .. } => {
                let over = song.adding.iter().all(|adding| adding.failure.is_some());
                over.then_some(*song)
            }
            _ => None,
        })
    }

    /// Waits for what `wanted` makes something of; what comes before is passed over.
    pub fn until<T>(&self, mut wanted: impl FnMut(Change) -> Option<T>) -> T {
        loop {
            let change = self.changes.recv_timeout(PATIENCE).expect("it comes in the end");
            if let Some(found) = wanted(change) {
                return found;
            }
        }
    }
}

/// Makes the disk of `memory` full, as far as the app can tell.
pub fn full(memory: &Path) {
    let database = rusqlite::Connection::open(memory.join("bar-one.sqlite3")).unwrap();
    for table in ["checks", "measurements", "explanations"] {
        for act in ["INSERT", "UPDATE"] {
            let trigger = format!(
                "CREATE TRIGGER {table}_{act} BEFORE {act} ON {table}
                 BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
            );
            database.execute_batch(&trigger).unwrap();
        }
    }
}

/// A folder with two seconds of good sound in each of `stems`.
pub fn song(stems: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (stem, seed) in stems.iter().zip(1..) {
        sound(seed).write(folder.path().join(stem)).unwrap();
    }
    folder
}

/// Two seconds of a sound that nothing is to be said about; another for every seed.
pub fn sound(seed: u64) -> SoundFile {
    let silence = signal::silence(RATE, 0.2);
    let hz = 110.0 * (seed + 1) as f64;
    Wav::pcm(24).mono(&signal::concat(&[
        silence.clone(),
        signal::pluck(seed, RATE, hz, -12.0, 1.6),
        silence,
    ]))
}

/// The same, as many DAWs still bounce it by default.
pub fn sixteen_bits(seed: u64) -> SoundFile {
    Wav::pcm(16).mono(&signal::pluck(seed, RATE, 220.0, -12.0, 2.0))
}

/// A file that takes minutes to measure and next to nothing on disk.
pub fn endless(folder: &Path) -> io::Result<()> {
    let sound = Wav::pcm(24).rf64().mono(&signal::noise(1, RATE, -20.0, 0.1));
    sound.then_hole(20_000_000_000).write(folder.join("Endless.wav"))
}
