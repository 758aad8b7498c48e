//! What a check is watched for on the command line: how far it is, and what the stems look like.

use std::sync::{Arc, Mutex, PoisonError};

use bar_audio::measure::Listened;
use bar_domain::Frames;
use bar_stems::html::Overview;
use bar_stems::{Observer, StemReport};

use crate::progress::Bar;

/// The terminal's eye on a check.
pub(crate) struct Watching {
    pub(crate) bar: Bar,
    /// What each stem looks like; `None` where nobody wants to know.
    waveforms: Option<Mutex<Vec<Overview>>>,
}

impl Watching {
    pub(crate) fn new(bar: Bar, draws: bool) -> Self {
        Self { bar, waveforms: draws.then(Mutex::default) }
    }

    /// What each stem looks like, in the order of the report.
    pub(crate) fn into_waveforms(self) -> Vec<Overview> {
        let waveforms = self.waveforms.map(Mutex::into_inner);
        waveforms.map(|kept| kept.unwrap_or_else(PoisonError::into_inner)).unwrap_or_default()
    }
}

impl Observer for Watching {
    fn unpacking(&self, archive: &str, done: u64, total: u64) {
        self.bar.unpacking(archive, done, total);
    }

    fn found(&self, stems: &[String]) {
        self.bar.found(stems.len());
        if let Some(waveforms) = &self.waveforms {
            let mut kept = waveforms.lock().unwrap_or_else(PoisonError::into_inner);
            *kept = vec![Overview::default(); stems.len()];
        }
    }

    fn progress(&self, stem: usize, done: Frames, total: Frames) {
        self.bar.progress(stem, done, total);
    }

    fn judged(&self, stem: usize, _: &StemReport, listened: Option<&Arc<Listened>>) {
        self.bar.judged(stem);
        if let (Some(waveforms), Some(listened)) = (&self.waveforms, listened) {
            // Of the whole waveforms, thousands would fill the memory.
            let overview = Overview::of(&listened.waveform);
            let mut kept = waveforms.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(place) = kept.get_mut(stem) {
                *place = overview;
            }
        }
    }

    fn comparing(&self, done: f64) {
        self.bar.comparing(done);
    }
}
