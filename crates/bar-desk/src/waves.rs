//! What versions look like: waveforms down to single samples, and loudness over time.

use std::path::Path;

use bar_audio::measure::loudness::Meter;
use bar_audio::source::{self, Block, Excerpts, ReadError};
use bar_audio::waveform::{FINEST_FRAMES, Waveform};
use bar_domain::Frames;

use crate::Desk;
use crate::commands::{Answer, LoudnessCurve, VersionOf, Wave, WaveQuery};
use crate::failure::Refusal;
use crate::laid::{OnDisk, name};

/// Points of one answer at most.
const MOST: u32 = 8_192;
/// Frames read at once.
const PIECE: usize = 65_536;
/// Values of loudness a second, out of one every 10 ms.
const EVERY: usize = 10;
/// Values before which a window of 3 s is not full; it is shown at its middle.
const HALF_WINDOW: usize = 150 / EVERY;

impl Desk {
    /// A stretch of a version's waveform: from what was measured, or, where that is not fine enough, from
    /// the file itself.
    ///
    /// # Errors
    /// When the file is not there or cannot be read.
    pub fn version_wave(&self, query: &WaveQuery) -> Answer<Wave> {
        let on_disk = self.0.on_disk(query.version)?;
        let (each, points) = (query.frames_per_point.max(1), query.points.min(MOST));
        if u64::from(each) >= FINEST_FRAMES
            && let OnDisk::Known(known) = &on_disk
        {
            return Ok(coarse(&known.waveform, query.from, each, points));
        }
        let path = there(&on_disk)?;
        let read = fine(path, query.from, each, points);
        Ok(read.map_err(|source| Refusal::CannotRead { file: name(path), source })?)
    }

    /// How loud a version is over time. It reads the whole file.
    ///
    /// # Errors
    /// When the file is not there or cannot be read.
    pub fn version_loudness(&self, of: VersionOf) -> Answer<LoudnessCurve> {
        let on_disk = self.0.on_disk(of.version)?;
        let path = there(&on_disk)?;
        let read = loudness(path);
        Ok(read.map_err(|source| Refusal::CannotRead { file: name(path), source })?)
    }
}

fn there(on_disk: &OnDisk) -> Result<&Path, Refusal> {
    on_disk.there().ok_or(Refusal::FileGone)
}

/// Points folded from those that were measured, which are 8 bits fine.
fn coarse(waveform: &Waveform, from: Frames, each: u32, points: u32) -> Wave {
    let per_point = (u64::from(each) / FINEST_FRAMES).max(1) as usize;
    let first = (from.0 / FINEST_FRAMES) as usize;
    let known = waveform.points.get(first..).unwrap_or_default();
    let wide = |value: i8| (f32::from(value) * f32::from(i16::MAX) / 127.0).round() as i16;
    let fold = |group: &[bar_audio::waveform::Point]| {
        let min = group.iter().map(|point| point.min).min().unwrap_or(0);
        let max = group.iter().map(|point| point.max).max().unwrap_or(0);
        let square = group.iter().map(|point| f32::from(point.rms).powi(2)).sum::<f32>();
        let rms = (square / group.len().max(1) as f32).sqrt() as i8;
        [min, max, rms].map(wide)
    };
    Wave { points: known.chunks(per_point).take(points as usize).flat_map(fold).collect() }
}

/// Points of the samples themselves, over all channels.
fn fine(path: &Path, from: Frames, each: u32, points: u32) -> Result<Wave, ReadError> {
    let mut sound = Excerpts::open(path)?;
    let left = sound.format().frames.0.saturating_sub(from.0);
    let each = each as usize;
    let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(points as usize * each);
    let per_piece = (PIECE / each).max(1) * each;
    let mut channels = vec![Vec::new(); usize::from(sound.format().channels)];
    let mut wave = Wave::default();
    let mut done = 0;
    while done < wanted {
        let now = per_piece.min(wanted - done);
        for channel in &mut channels {
            channel.resize(now, 0.0);
        }
        sound.read((from.0 + done as u64) as i64, &mut channels)?;
        for start in (0..now).step_by(each) {
            let end = (start + each).min(now);
            let samples = || channels.iter().flat_map(move |channel| &channel[start..end]).copied();
            let samples = || samples().map(|sample| if sample.is_finite() { sample } else { 0.0 });
            let (mut min, mut max, mut square, mut count) = (f32::MAX, f32::MIN, 0.0, 0);
            for sample in samples() {
                (min, max) = (min.min(sample), max.max(sample));
                (square, count) = (square + sample * sample, count + 1);
            }
            let rms = (square / count.max(1) as f32).sqrt();
            let wide = |value: f32| (value.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16;
            wave.points.extend([min, max, rms].map(wide));
        }
        done += now;
    }
    Ok(wave)
}

/// Short-term loudness of a file, ten times a second.
fn loudness(path: &Path) -> Result<LoudnessCurve, ReadError> {
    let mut source = source::open(path)?;
    let format = source.format();
    let mut meter = Meter::new(format.rate.0, usize::from(format.channels));
    let mut block = Block::default();
    loop {
        source.read(&mut block)?;
        if block.frames == 0 {
            break;
        }
        for sample in block.channels.iter_mut().flatten().filter(|sample| !sample.is_finite()) {
            *sample = 0.0;
        }
        meter.push(&block.channels, block.frames);
    }
    let frames_per_value = (Meter::piece(format.rate.0) * EVERY) as f64;
    let loudness = meter.finish();
    let values = loudness.short_term().step_by(EVERY);
    let audible = values.map(|lufs| (lufs > -70.0).then_some(lufs as f32));
    // Nothing is known of the first and the last second and a half, whose windows are not full.
    let mut short_term = vec![None; HALF_WINDOW];
    short_term.extend(audible);
    Ok(LoudnessCurve { short_term, frames_per_value })
}
