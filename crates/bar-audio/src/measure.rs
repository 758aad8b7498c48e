//! One pass over a file that tells everything the rest of Bar One wants to know of it.

mod finite;
mod k_weighting;
mod lanes;
mod levels;
pub mod live;
pub mod loudness;
mod pass;
mod spectrum;
mod standing;
pub mod traits;
mod true_peak;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use bar_domain::{Frames, Span};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::evidence::Evidence;
use crate::format::{Format, Header};
use crate::source::{self, Block, ReadError};
use crate::waveform::Waveform;

pub use pass::Pass;
use traits::Traits;

/// What a file measures. Levels are `None` for silence. The keys are those of the report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Measured {
    /// Sample peak of the loudest channel, in dBFS.
    pub peak_dbfs: Option<f64>,
    /// True peak of the loudest channel, in dBTP (ITU-R BS.1770-5 annex 2).
    pub true_peak_dbtp: Option<f64>,
    /// Integrated loudness, in LUFS (ITU-R BS.1770-5 annex 1).
    pub integrated_lufs: Option<f64>,
    /// Loudness range, in LU (EBU Tech 3342).
    pub lra_lu: Option<f64>,
    /// Highest momentary loudness, in LUFS (EBU Tech 3341, 400 ms).
    pub max_momentary_lufs: Option<f64>,
    /// Highest short-term loudness, in LUFS (EBU Tech 3341, 3 s).
    pub max_short_term_lufs: Option<f64>,
    /// RMS over all channels, in dBFS, where a full-scale square wave is 0.
    pub rms_dbfs: Option<f64>,
    /// Mean of each channel, full scale 1.0.
    pub dc: Vec<f64>,
    /// Runs of clipped samples.
    pub clip_runs: u64,
    /// Bits of an integer sample that are ever used; `None` for floats, lossy sound and silence.
    pub bits_used: Option<u16>,
    /// Where it sits against the set, in frames; `None` while nobody has aligned it.
    pub offset_frames: Option<i64>,
    /// BLAKE3 of the file's bytes, in hexadecimal.
    pub blake3: String,
    /// Frames of digital silence (below −90 dBFS) before the first sound.
    pub silence_head_frames: Frames,
    /// Frames of digital silence after the last sound.
    pub silence_tail_frames: Frames,
    /// Correlation of left and right, −1 to 1; `None` unless there are two sounding channels.
    pub correlation: Option<f64>,
    /// Frequency under which 99.9 % of the energy lies, in hertz.
    pub bandwidth_hz: Option<f64>,
}

/// Everything that one pass over a file tells.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listened {
    /// What the file is.
    pub format: Format,
    /// What its container says of itself.
    pub header: Header,
    /// What the report shows.
    pub measured: Measured,
    /// NaN or infinite samples: how many, and where the first ones are.
    pub not_finite: (u64, Vec<Span>),
    /// What the hints need to know.
    pub evidence: Evidence,
    /// What the window draws.
    pub waveform: Waveform,
    /// What the set checks compare.
    pub traits: Traits,
}

/// Why a measurement ended early.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// Somebody asked it to stop.
    #[error("cancelled")]
    Cancelled,
    /// The file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// How a measurement is watched and stopped.
pub struct Watch<'a> {
    /// Set to stop within a block.
    pub cancelled: &'a AtomicBool,
    /// Called now and then with the frames done so far.
    pub progress: &'a (dyn Fn(Frames) + Sync),
}

/// Blocks from one report of progress to the next; some milliseconds.
const BLOCKS_PER_REPORT: u64 = 32;

/// Reads `path` once from end to end and measures it. A panic in a decoder is a [`ReadError::Panicked`].
///
/// # Errors
/// When the file cannot be read, or [`Watch::cancelled`] was set.
pub fn measure(path: &Path, watch: &Watch<'_>) -> Result<Listened, MeasureError> {
    let listened = catch_unwind(AssertUnwindSafe(|| listen(path, watch)));
    listened.unwrap_or(Err(MeasureError::Read(ReadError::Panicked)))
}

fn listen(path: &Path, watch: &Watch<'_>) -> Result<Listened, MeasureError> {
    let mut source = source::open(path)?;
    let mut pass = Pass::new(&source.format());
    let mut block = Block::default();
    let mut frames = 0;
    for number in 1_u64.. {
        if watch.cancelled.load(Ordering::Relaxed) {
            return Err(MeasureError::Cancelled);
        }
        source.read(&mut block)?;
        if block.frames == 0 {
            break;
        }
        pass.push(&block);
        frames += block.frames as u64;
        if number % BLOCKS_PER_REPORT == 0 {
            (watch.progress)(Frames(frames));
        }
    }
    (watch.progress)(Frames(frames));
    let header = source.header().clone();
    let hash = source.finish_unless(watch.cancelled)?.ok_or(MeasureError::Cancelled)?;
    Ok(pass.finish(header, hash.to_string()))
}
