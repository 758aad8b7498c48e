//! A player on a mock output, and files whose every frame is known.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use assert_no_alloc::assert_no_alloc;
use bar_audio::play::mock::Mock;
use bar_audio::play::{Now, Player, Reel, Settings, Tape};
use bar_domain::{Frames, SampleRate};
use bar_testkit::{SoundFile, Wav};
use tempfile::TempDir;

/// Longer than anything takes that comes at all.
const PATIENCE: Duration = Duration::from_secs(30);

pub const RATE: SampleRate = SampleRate(48_000);

pub struct Rig {
    pub player: Player,
    pub mock: Mock,
    folder: TempDir,
}

/// A player on one device of 48 kHz.
pub fn rig() -> Rig {
    rig_with(&[48_000])
}

/// A player on one device of these rates.
pub fn rig_with(rates: &[u32]) -> Rig {
    let mock = Mock::new(rates);
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { scratch: Some(folder.path().to_owned()), ..Settings::default() };
    let player = Player::new(Box::new(mock.clone()), settings).unwrap();
    Rig { player, mock, folder }
}

/// What a counting file holds at a frame: known by its value for the first 65,536 frames.
pub fn count(frame: i64, sign: f32) -> f32 {
    if frame < 0 { 0.0 } else { sign * (frame % 65_536 + 1) as f32 / 131_072.0 }
}

/// A stereo file in which every frame says its number: left with this sign, right with the other.
pub fn counting(frames: usize, sign: f32) -> SoundFile {
    let side = |sign| (0..frames as i64).map(|frame| count(frame, sign)).collect::<Vec<_>>();
    Wav::pcm(24).rate(48_000).channels(&[side(sign), side(-sign)])
}

/// The frames of `range` of a counting file, interleaved.
pub fn counted(range: std::ops::Range<i64>, sign: f32) -> Vec<f32> {
    range.flat_map(|frame| [count(frame, sign), count(frame, -sign)]).collect()
}

/// A file of one value, left and right.
pub fn constant(frames: usize, level: f32) -> SoundFile {
    Wav::float(32).rate(48_000).channels(&[vec![level; frames], vec![level; frames]])
}

/// Versions at the same place, not measured.
pub fn versions(paths: &[PathBuf]) -> Reel {
    Reel::versions(RATE, paths.iter().map(|path| (Tape::new(path.clone()), None)))
}

impl Rig {
    /// Writes a file; the place where it lies.
    pub fn file(&self, name: &str, file: &SoundFile) -> PathBuf {
        let path = self.folder.path().join(name);
        file.write(&path).unwrap();
        path
    }

    /// Loads a reel and waits until it can be heard.
    pub fn load(&self, reel: Reel) -> &Self {
        self.player.load(reel).unwrap();
        self.wait("it is loaded", |now| now.ready)
    }

    /// Loads counting files of so many frames as versions, the second one inverted.
    pub fn load_counting(&self, frames: usize) -> &Self {
        let a = self.file("A.wav", &counting(frames, 1.0));
        let b = self.file("B.wav", &counting(frames, -1.0));
        self.load(versions(&[a, b]))
    }

    /// Waits for something, with a sound card that asks for nothing but orders meanwhile.
    #[track_caller]
    pub fn wait(&self, what: &str, is_so: impl Fn(&Now) -> bool) -> &Self {
        let start = Instant::now();
        loop {
            self.mock.with_voice(|voice| assert_no_alloc(|| voice.render(&mut [])));
            let now = self.player.now();
            if is_so(&now) {
                return self;
            }
            assert!(start.elapsed() < PATIENCE, "{what} never comes: {now:#?}");
            std::thread::yield_now();
        }
    }

    /// Goes there and waits until that is so.
    pub fn seek(&self, frame: u64) -> &Self {
        self.player.seek(Frames(frame));
        self.wait("it is there", |now| now.ready && now.position == Frames(frame))
    }

    /// The next frames, interleaved; waits for the deck, so that nothing is ever late.
    #[track_caller]
    pub fn pull(&self, frames: usize) -> Vec<f32> {
        let start = Instant::now();
        let mut out = vec![f32::NAN; frames * 2];
        loop {
            let pulled = self.mock.with_voice(|voice| {
                let ready = assert_no_alloc(|| voice.is_ready(frames));
                if ready {
                    assert_no_alloc(|| voice.render(&mut out));
                }
                ready
            });
            if pulled == Some(true) {
                return out;
            }
            assert!(start.elapsed() < PATIENCE, "no sound: {:#?}", self.player.now());
            std::thread::yield_now();
        }
    }

    /// The same in blocks of these sizes, over and over.
    pub fn pull_in(&self, frames: usize, blocks: &[usize]) -> Vec<f32> {
        let mut out = Vec::new();
        let mut sizes = blocks.iter().cycle();
        while out.len() < frames * 2 {
            let size = sizes.next().copied().unwrap_or(512).min(frames - out.len() / 2);
            out.extend(self.pull(size));
        }
        out
    }

    pub fn output(&self) -> String {
        self.player.now().output.to_string()
    }
}

/// Compares bit by bit and says where it differs.
#[track_caller]
pub fn same(got: &[f32], wanted: &[f32]) {
    assert_eq!(got.len(), wanted.len(), "lengths differ");
    for (place, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        let frame = place / 2;
        assert_eq!(got.to_bits(), wanted.to_bits(), "frame {frame}: {got} instead of {wanted}");
    }
}

/// Compares within a hair.
#[track_caller]
pub fn near(got: &[f32], wanted: &[f32], within: f32) {
    assert_eq!(got.len(), wanted.len(), "lengths differ");
    for (place, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        let frame = place / 2;
        assert!((got - wanted).abs() <= within, "frame {frame}: {got} instead of {wanted}");
    }
}

/// Left of interleaved frames.
pub fn left(stereo: &[f32]) -> Vec<f32> {
    stereo.iter().step_by(2).copied().collect()
}
