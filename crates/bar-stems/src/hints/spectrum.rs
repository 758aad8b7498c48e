//! `source.upsampled` and `source.lossy`: a cliff in the spectrum where sound would fade out.

use bar_audio::evidence::Spectrum;
use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Severity};

use crate::words::finding;

/// Under this, filters of instruments make cliffs too, in hertz.
const LOWEST_HZ: f32 = 9_000.0;
/// Where a cliff is looked for: below the edge …
const BELOW_HZ: [f32; 2] = [-700.0, -100.0];
/// … and above it.
const ABOVE_HZ: [f32; 2] = [200.0, 900.0];
/// A codec's cut-off falls at least this far, in dB; a steep synth filter less within a kilohertz.
const CODEC_DB: f32 = 25.0;
/// A resampler's cut-off is known by its place too, so less is enough, in dB.
const RESAMPLER_DB: f32 = 20.0;
/// Nearer to half the file's own rate than this lies the converter's own filter.
const OWN_FILTER: f32 = 0.94;
const OWN_STEEP_FILTER: f32 = 0.965;
/// Resamplers cut off a little below half of the lower rate.
const JUST_BELOW: [f32; 2] = [0.93, 0.995];
/// Half of the standard rates from which sound is upsampled, in hertz, with the rates' names.
const HALF_RATES: [(f32, &str); 4] =
    [(11_025.0, "22.05 kHz"), (16_000.0, "32 kHz"), (22_050.0, "44.1 kHz"), (24_000.0, "48 kHz")];
/// Codecs at the bit rates that people send cut off between these, in hertz: lower is a filter or a
/// bell's last partial, higher is heard by nobody.
const CODEC_HZ: [f32; 2] = [14_500.0, 21_000.0];
/// Sound fills what lies below a cut-off: each of these stretches, in hertz from the edge, …
const FILLED_HZ: [[f32; 2]; 3] = [[-2500.0, -1900.0], [-1900.0, -1300.0], [-1300.0, -700.0]];
/// … reaches within so many dB of the last one. A lone partial leaves them empty.
const FILLED_DB: f32 = 20.0;
/// What falls by itself up to the edge, as through a synthesiser's filter, must fall there by so
/// many dB more.
const STEP_DB: f32 = 14.0;
/// The stretch whose fall to the next is the slope before the edge, as far apart as the two beside it.
const BEFORE_HZ: [f32; 2] = [-1650.0, -1050.0];
/// Fewer chunks (85 ms each) than this are too short a look.
const CHUNKS: usize = 12;

pub fn cut_off(listened: &Listened) -> Option<Finding> {
    let spectrum = listened.evidence.spectrum.as_ref()?;
    let half = listened.format.rate.0 as f32 / 2.0;
    let cliff = highest_cliff(spectrum).filter(|_| spectrum.chunks >= CHUNKS)?;
    let kilohertz = cliff.hz / 1000.0;
    let near = |rate: f32| (JUST_BELOW[0]..JUST_BELOW[1]).contains(&(cliff.hz / rate));
    // At the file's own rate a cliff is a filter's: those of most plug-ins end there.
    let lower = HALF_RATES.iter().find(|(rate, _)| *rate < half && near(*rate));
    if let Some((_, rate)) = lower
        && cliff.decibels >= RESAMPLER_DB
        && cliff.hz < OWN_STEEP_FILTER * half
    {
        let own = listened.format.rate;
        let message = format!(
            "There is nothing above {kilohertz:.1} kHz: it looks like {rate} sound converted to {own}."
        );
        let fix = "Bounce it again at the rate it was recorded at; converting up adds nothing.";
        return Some(finding(Code::SourceUpsampled, Severity::Advises, message, fix));
    }
    let [lowest, highest] = CODEC_HZ;
    if cliff.decibels < CODEC_DB || !(lowest..highest.min(OWN_FILTER * half)).contains(&cliff.hz) {
        return None;
    }
    let message = format!(
        "Everything above {kilohertz:.1} kHz is cut off, as MP3 and streaming formats do it."
    );
    let fix = "If it came from an MP3 or a streaming file, bounce it again from the original \
        recording.";
    Some(finding(Code::SourceLossy, Severity::Advises, message, fix))
}

struct Cliff {
    hz: f32,
    decibels: f32,
}

/// The deepest fall of the spectrum, where it is a cut-off: filled below, steeper than what leads to
/// it, and nothing above.
fn highest_cliff(spectrum: &Spectrum) -> Option<Cliff> {
    let bands = &spectrum.tenths_dbfs;
    let width = spectrum.band_hz;
    let decibels = |tenths: &i16| f32::from(*tenths) / 10.0;
    let stretch = |hz: f32, around: [f32; 2]| {
        let [from, to] = around.map(|offset| ((hz + offset) / width).round() as usize);
        bands.get(from..to.max(from + 1))
    };
    let mean = |hz: f32, around: [f32; 2]| {
        let bands = stretch(hz, around)?;
        Some(bands.iter().map(decibels).sum::<f32>() / bands.len() as f32)
    };
    let top = |bands: &[i16]| bands.iter().max().map(decibels);
    let cliff = |index: usize| {
        let hz = index as f32 * width;
        Some(Cliff { hz, decibels: mean(hz, BELOW_HZ)? - mean(hz, ABOVE_HZ)? })
    };
    let deepest = ((LOWEST_HZ / width) as usize..bands.len())
        .filter_map(cliff)
        .max_by(|a, b| a.decibels.total_cmp(&b.decibels))?;

    let last = top(stretch(deepest.hz, BELOW_HZ)?)?;
    let filled = FILLED_HZ.into_iter().all(|around| {
        stretch(deepest.hz, around).and_then(top).is_some_and(|level| level > last - FILLED_DB)
    });
    let slope = mean(deepest.hz, BEFORE_HZ)? - mean(deepest.hz, BELOW_HZ)?;
    let above = bands.get(((deepest.hz + ABOVE_HZ[0]) / width).round() as usize..)?;
    let empty = top(above).is_some_and(|level| level < last - RESAMPLER_DB / 2.0);
    (filled && deepest.decibels - slope.max(0.0) >= STEP_DB && empty).then_some(deepest)
}
