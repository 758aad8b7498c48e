//! The demo song up to where its lead guitar sets in: until there its rough mix is whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use bar_audio::source::{self, Block};
use bar_stems::Report;
use bar_testkit::{SoundFile, Wav, demo, signal};

use crate::story::Folder;

pub const RATE: u32 = 48_000;
/// Frames of 20 bars.
pub const FRAMES: usize = demo::LEAD_GUITAR.start;
/// Stems enough for a song; all that the stories need.
pub const BAND: [&str; 6] =
    ["Bass DI.wav", "Glockenspiel.wav", "Gtr L.wav", "Hi-Hat.wav", "Lead Vox.wav", "Pad.wav"];
pub const MIX: &str = "Rough Mix.wav";

/// One channel after the other.
pub type Sound = Vec<Vec<f32>>;

/// Every file of the demo session, from bar 1 on, by name.
static SONG: LazyLock<BTreeMap<&str, Sound>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    demo::write(folder.path()).unwrap();
    let sound = |file| {
        let late = if file == "Tambourine.wav" { demo::TAMBOURINE_STARTS } else { 0 };
        let mut sound = read(&folder.path().join(file));
        for channel in &mut sound {
            channel.splice(0..0, std::iter::repeat_n(0.0, late));
            channel.truncate(FRAMES);
        }
        (file, sound)
    };
    demo::files().map(sound).collect()
});

/// A stem of the song, or its own rough mix.
pub fn part(file: &str) -> Sound {
    SONG[file].clone()
}

/// The plain sum of the [`BAND`], left and right.
pub fn sum() -> Sound {
    let side = |side: usize| {
        let of_side = |file: &str| SONG[file].get(side).unwrap_or(&SONG[file][0]).clone();
        let mut sum = signal::mix(&BAND.map(of_side));
        signal::amplify(&mut sum, 0.4);
        sum
    };
    vec![side(0), side(1)]
}

pub fn wav(sound: &[Vec<f32>]) -> SoundFile {
    Wav::pcm(24).rate(RATE).channels(sound).dithered(7)
}

/// A folder with the [`BAND`], one stem of it changed, and no rough mix.
pub fn band_with(changed: &str, change: impl Fn(Sound) -> SoundFile) -> Folder {
    BAND.iter().fold(Folder::new(), |folder, file| {
        let sound = part(file);
        let sound = if *file == changed { change(sound) } else { wav(&sound) };
        folder.sound(file, &sound)
    })
}

/// The same with the [`sum`] as rough mix.
pub fn song_with(changed: &str, change: impl Fn(Sound) -> SoundFile) -> Folder {
    band_with(changed, change).sound(MIX, &wav(&sum()))
}

/// The same sound from another moment on: so many frames cut away, or silence put in front.
pub fn cut(sound: Sound, frames: usize) -> Sound {
    sound.into_iter().map(|channel| channel[frames..].to_vec()).collect()
}

pub fn later(sound: Sound, frames: usize) -> Sound {
    sound.into_iter().map(|channel| signal::concat(&[vec![0.0; frames], channel])).collect()
}

/// Frames that a stem is late, as the report says it.
#[track_caller]
pub fn offset(report: &Report, file: &str) -> Option<i64> {
    let stem = report.stems.iter().find(|stem| stem.file == file).unwrap();
    stem.measured.as_ref().unwrap().offset_frames
}

/// Codes of the set.
pub fn of_set(report: &Report) -> Vec<&'static str> {
    report.set.findings.iter().map(|found| found.finding.code.name()).collect()
}

/// Nobody is accused of anything that is heard in the rough mix, but those of `but`.
#[track_caller]
pub fn accuses_none(report: &Report, but: &[&str]) {
    for stem in report.stems.iter().filter(|stem| !but.contains(&stem.file.as_str())) {
        assert_eq!(offset(report, &stem.file), Some(0), "{}", stem.file);
        assert!(!stem.in_mix.as_ref().unwrap().inverted, "{}", stem.file);
        let codes = stem.findings.iter().map(|finding| finding.code.name());
        let heard = ["start.late", "set.unused", "rate.mislabelled"];
        let accused: Vec<_> = codes.filter(|code| heard.contains(code)).collect();
        assert!(accused.is_empty(), "{} is accused of {accused:?}", stem.file);
    }
}

/// The sound of a file.
pub fn read(path: &Path) -> Sound {
    let mut source = source::open(path).unwrap();
    let (mut block, mut sound) = (Block::default(), Sound::new());
    loop {
        source.read(&mut block).unwrap();
        if block.frames == 0 {
            return sound;
        }
        sound.resize(block.channels.len(), Vec::new());
        for (channel, more) in sound.iter_mut().zip(&block.channels) {
            channel.extend(&more[..block.frames]);
        }
    }
}
