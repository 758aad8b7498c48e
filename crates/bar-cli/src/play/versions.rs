//! The files to be heard, and how loud each is.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::thread;

use bar_audio::measure::{self, MeasureError, Watch};
use bar_audio::play::{Reel, Tape, loudness_as_heard};
use bar_audio::source;
use bar_domain::SampleRate;

use crate::failure::Failure;

/// Versions of one song.
pub(super) struct Versions {
    tapes: Vec<(Tape, Option<f64>)>,
    /// What they are called.
    pub names: Vec<String>,
    /// The rate of the timeline: that of the first one.
    pub rate: SampleRate,
}

impl Versions {
    /// Opens files, and measures them where they are to be equally loud; `None` when cancelled.
    pub(super) fn open(
        files: &[PathBuf],
        measure: bool,
        cancelled: &AtomicBool,
    ) -> Result<Option<Self>, Failure> {
        let mut rate = None;
        for file in files {
            let refused = |why| Failure::Read { file: file.clone(), why };
            let format = source::open(file).map_err(refused)?.format();
            rate.get_or_insert(format.rate);
        }
        let mut loudness = vec![None; files.len()];
        if measure {
            // A core for each is what the files of one song need, and no more than a few.
            let results = thread::scope(|scope| {
                let listen = |file| scope.spawn(move || loudness_of(file, cancelled));
                let threads: Vec<_> = files.iter().map(PathBuf::as_path).map(listen).collect();
                threads.into_iter().map(|thread| thread.join().ok()).collect::<Vec<_>>()
            });
            for (loudness, result) in loudness.iter_mut().zip(results) {
                match result {
                    Some(Err(MeasureError::Cancelled)) => return Ok(None),
                    // One that breaks later on is played as far as it goes, at its own loudness.
                    Some(Err(MeasureError::Read(_))) | None => {}
                    Some(Ok(lufs)) => *loudness = lufs,
                }
            }
        }
        let tapes: Vec<_> = files.iter().cloned().map(Tape::new).zip(loudness).collect();
        let names = tapes.iter().map(|(tape, _)| tape.name.clone()).collect();
        Ok(Some(Self { tapes, names, rate: rate.unwrap_or(SampleRate(48_000)) }))
    }

    pub(super) fn reel(&self) -> Reel {
        Reel::versions(self.rate, self.tapes.iter().cloned())
    }
}

fn loudness_of(file: &Path, cancelled: &AtomicBool) -> Result<Option<f64>, MeasureError> {
    let watch = Watch { cancelled, progress: &|_| () };
    let listened = measure::measure(file, &watch)?;
    Ok(loudness_as_heard(file, &listened.format, listened.measured.integrated_lufs)?)
}
