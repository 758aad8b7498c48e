//! Where stems are written, measured and judged as the stem check does it.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bar_audio::format::{Container, Encoding, Format, Header};
use bar_audio::measure::{Listened, Pass, Watch, measure};
use bar_audio::source::{BLOCK_FRAMES, Block, open};
use bar_domain::{Finding, Frames, SampleRate};
use bar_stems::hints;
use bar_testkit::Wav;
use bar_testkit::material::Sound;
use tempfile::TempDir;

pub struct Stage {
    folder: TempDir,
}

impl Stage {
    pub fn new() -> anyhow::Result<Self> {
        Ok(Self { folder: TempDir::new()? })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, sound: &Sound, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.path(name);
        Wav::pcm(24).rate(sound.rate).channels(&sound.channels).write(&path)?;
        Ok(path)
    }
}

/// What the measuring pass hears of a sound, written with 24 bits.
pub fn hear(sound: &Sound) -> Listened {
    let format = Format {
        container: Container::Wav,
        encoding: Encoding::Pcm,
        bits: Some(24),
        rate: SampleRate(sound.rate),
        channels: sound.channels.len() as u16,
        frames: Frames(sound.frames() as u64),
    };
    let mut pass = Pass::new(&format);
    let mut block = Block { used_bits: sound.used_bits(), ..Block::default() };
    for from in (0..sound.frames()).step_by(BLOCK_FRAMES) {
        let to = sound.frames().min(from + BLOCK_FRAMES);
        block.channels = sound.channels.iter().map(|channel| channel[from..to].to_vec()).collect();
        block.frames = to - from;
        pass.push(&block);
    }
    pass.finish(Header::default(), String::new())
}

pub fn listen(path: &Path) -> anyhow::Result<Listened> {
    let never = AtomicBool::new(false);
    Ok(measure(path, &Watch { cancelled: &never, progress: &|_| {} })?)
}

/// Everything that is guessed about a stem alone.
pub fn judge(listened: &Listened) -> Vec<Finding> {
    let mut findings = hints::of_stem("stem.wav", listened);
    let set = hints::of_set(&[("stem.wav", listened)], &false.into());
    findings.extend(set.into_iter().map(|(_, finding)| finding));
    findings
}

/// A file as [`Sound`].
pub fn read(path: &Path) -> anyhow::Result<Sound> {
    let mut source = open(path)?;
    let format = source.format();
    let mut channels = vec![Vec::new(); usize::from(format.channels)];
    let mut block = Block::default();
    loop {
        source.read(&mut block)?;
        if block.frames == 0 {
            return Ok(Sound { rate: format.rate.0, channels });
        }
        for (channel, samples) in channels.iter_mut().zip(&block.channels) {
            channel.extend_from_slice(&samples[..block.frames]);
        }
    }
}
