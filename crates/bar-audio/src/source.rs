//! Opening a file by its content and reading it block by block.

mod aiff;
mod chunks;
mod codec;
mod coded;
mod excerpts;
mod flac;
mod guard;
mod kind;
mod mpeg;
mod outline;
mod pcm;
mod peek;
mod riff;
mod samples;
mod tags;
mod tape;
mod w64;
mod wave;
mod window;

use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use self::coded::CodedSource;
pub use self::excerpts::Excerpts;
pub(crate) use self::excerpts::open as open_unhashed;
use self::guard::guarded;
use self::kind::Kind;
pub(crate) use self::outline::Extra;
use self::pcm::PcmSource;
pub(crate) use self::peek::Order;
use self::peek::Peek;
pub(crate) use self::samples::{Kind as SampleKind, Layout};
use self::tape::Tape;
use crate::format::{Format, Header};

/// Frames in a full [`Block`]: small enough to stay in cache while every analyser looks at it.
pub const BLOCK_FRAMES: usize = 8192;

/// Why a file could not be read. The sentences are read by artists.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk or the system refused.
    #[error("it could not be read at byte {at}: {source}")]
    Io {
        /// Where in the file.
        at: u64,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Not a sound file of a kind we know.
    #[error("it is not a sound file that Bar One knows")]
    NotAudio,
    /// No bytes, or a container without samples.
    #[error("there is no sound in it")]
    Empty,
    /// The bytes contradict the format.
    #[error("it is damaged at byte {at}: {reason}")]
    Damaged {
        /// Where in the file.
        at: u64,
        /// What was expected there.
        reason: String,
    },
    /// A sound file in an encoding that is not decoded here.
    #[error("{what} cannot be decoded")]
    Unsupported {
        /// The encoding.
        what: String,
        /// Whether that encoding throws sound away.
        lossy: bool,
    },
    /// A folder, pipe or device where a file should be.
    #[error("it is {what}, not a file")]
    NotAFile {
        /// What it is.
        what: &'static str,
    },
    /// A decoder broke on it.
    #[error("the decoder gave up on it")]
    Panicked,
}

/// Decoded frames, planar, full scale ±1.0.
#[derive(Debug, Default)]
pub struct Block {
    /// `channels[c][..frames]` holds channel `c`. Capacity is kept between blocks.
    pub channels: Vec<Vec<f32>>,
    /// Frames in this block, at most [`BLOCK_FRAMES`]; 0 at the end of the sound.
    pub frames: usize,
    /// OR of the bits of every integer sample's magnitude, left-justified in 32 bits; 0 for floats and lossy sound.
    pub used_bits: u32,
}

/// A file being read from its first frame to its last.
pub struct Source(Reader);

enum Reader {
    Pcm(Box<PcmSource>),
    Coded(Box<CodedSource>),
}

/// Recognises `path` by content and makes it ready to read.
///
/// # Errors
/// When it cannot be read, is not sound, holds none, or is damaged before its first sample.
pub fn open(path: &Path) -> Result<Source, ReadError> {
    let (file, len) = regular_file(path)?;
    recognise(Tape::new(file), len)
}

fn recognise(mut tape: Tape, len: u64) -> Result<Source, ReadError> {
    let mut file = Peek::new(&mut tape, len);
    let (kind, base) = kind::recognise(&mut file)?;
    let outline = match kind {
        Kind::Riff => riff::outline(&mut file, base)?,
        Kind::W64 => w64::outline(&mut file)?,
        Kind::Aiff => aiff::outline(&mut file)?,
        Kind::Flac | Kind::Mpeg | Kind::Adts | Kind::Mp4 | Kind::Ogg => {
            let (front, start) = match kind {
                Kind::Flac => flac::front(&mut file, base)?,
                _ => (Vec::new(), base),
            };
            let part = start..tags::back(&mut file)?;
            let source = guarded(|| CodedSource::new(tape, kind, front, part))?;
            return Ok(Source(Reader::Coded(Box::new(source))));
        }
    };
    Ok(Source(Reader::Pcm(Box::new(PcmSource::new(tape, outline)))))
}

/// Opens what can be read without waiting for somebody to write it, and tells its length.
pub(crate) fn regular_file(path: &Path) -> Result<(File, u64), ReadError> {
    let refused = |source| ReadError::Io { at: 0, source };
    let is = std::fs::metadata(path).map_err(refused)?;
    if is.is_dir() {
        return Err(ReadError::NotAFile { what: "a folder" });
    }
    if !is.is_file() {
        return Err(ReadError::NotAFile { what: "a device or a pipe" });
    }
    let file = File::open(path).map_err(refused)?;
    let len = file.metadata().map_err(refused)?.len();
    Ok((file, len))
}

impl Source {
    /// What the file is. `frames` is what the header promises, cut to what the file can hold, or 0
    /// where it does not say; once the sound has ended, it is what was really there.
    #[must_use]
    pub fn format(&self) -> Format {
        match &self.0 {
            Reader::Pcm(pcm) => pcm.outline().format,
            Reader::Coded(coded) => coded.format(),
        }
    }

    /// What the container says of itself; complete once the sound has ended.
    #[must_use]
    pub fn header(&self) -> &Header {
        match &self.0 {
            Reader::Pcm(pcm) => &pcm.outline().header,
            Reader::Coded(coded) => coded.header(),
        }
    }

    /// Fills `block` with the next frames; a block of 0 frames ends the sound.
    ///
    /// # Errors
    /// When the bytes cannot be read or contradict the format. Nothing more can be read then.
    pub fn read(&mut self, block: &mut Block) -> Result<(), ReadError> {
        match &mut self.0 {
            Reader::Pcm(pcm) => pcm.read(block),
            Reader::Coded(coded) => guarded(|| coded.read(block)),
        }
    }

    /// How samples lie in the file; `None` where they are compressed.
    pub(crate) fn layout(&self) -> Option<Layout> {
        match &self.0 {
            Reader::Pcm(pcm) => Some(pcm.outline().layout),
            Reader::Coded(_) => None,
        }
    }

    /// The byte of the first sample, and what lies around the sound; nothing where it is compressed.
    pub(crate) fn extras(&self) -> (u64, &[Extra]) {
        match &self.0 {
            Reader::Pcm(pcm) => (pcm.outline().start, &pcm.outline().extras),
            Reader::Coded(_) => (0, &[]),
        }
    }

    /// The next whole frames as they lie in the file, and how; none at the end of the sound, and none
    /// at all where it is compressed.
    pub(crate) fn read_raw(&mut self) -> Result<Option<(&[u8], Layout)>, ReadError> {
        match &mut self.0 {
            Reader::Pcm(pcm) => {
                let (bytes, layout) = pcm.read_raw()?;
                Ok((!bytes.is_empty()).then_some((bytes, layout)))
            }
            Reader::Coded(_) => Ok(None),
        }
    }

    /// Reads some of what lies outside the sound, before the first frame is read or after the last.
    pub(crate) fn read_aside(&mut self, at: u64, bytes: &mut [u8]) -> Result<usize, ReadError> {
        match &mut self.0 {
            Reader::Pcm(pcm) => pcm.read_aside(at, bytes),
            Reader::Coded(_) => Ok(0),
        }
    }

    /// BLAKE3 of the whole file, as it was read; reads what is left of it.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn finish(self) -> Result<blake3::Hash, ReadError> {
        let hash = self.finish_unless(&AtomicBool::new(false))?;
        // Without anybody to stop it there is always a hash.
        Ok(hash.unwrap_or_else(|| blake3::Hasher::new().finalize()))
    }

    /// The same, or `None` as soon as `stop` is set: behind the sound of a film lies the film.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn finish_unless(self, stop: &AtomicBool) -> Result<Option<blake3::Hash>, ReadError> {
        match self.0 {
            Reader::Pcm(pcm) => pcm.finish(stop),
            Reader::Coded(coded) => coded.finish(stop),
        }
    }
}

impl Block {
    /// Makes room for `channels` full channels.
    fn shape(&mut self, channels: usize) {
        self.channels.resize_with(channels, Vec::new);
        self.channels.iter_mut().for_each(|channel| channel.resize(BLOCK_FRAMES, 0.0));
    }
}

impl ReadError {
    fn damaged(at: u64, reason: impl Into<String>) -> Self {
        Self::Damaged { at, reason: reason.into() }
    }

    fn unsupported(what: impl Into<String>, lossy: bool) -> Self {
        Self::Unsupported { what: what.into(), lossy }
    }
}
