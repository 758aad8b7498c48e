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
/// Codecs cut off below this at any rate, in hertz: nobody hears what is above.
const CODEC_HZ: f32 = 21_000.0;
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
    if cliff.decibels < CODEC_DB || cliff.hz >= (OWN_FILTER * half).min(CODEC_HZ) {
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

/// The deepest fall of the spectrum.
fn highest_cliff(spectrum: &Spectrum) -> Option<Cliff> {
    let bands = &spectrum.tenths_dbfs;
    let width = spectrum.band_hz;
    let mean = |hz: f32, around: [f32; 2]| {
        let [from, to] = around.map(|offset| ((hz + offset) / width).round() as usize);
        let bands = bands.get(from..to.max(from + 1))?;
        Some(bands.iter().map(|&tenths| f32::from(tenths) / 10.0).sum::<f32>() / bands.len() as f32)
    };
    let cliff = |index: usize| {
        let hz = index as f32 * width;
        Some(Cliff { hz, decibels: mean(hz, BELOW_HZ)? - mean(hz, ABOVE_HZ)? })
    };
    ((LOWEST_HZ / width) as usize..bands.len())
        .filter_map(cliff)
        .max_by(|a, b| a.decibels.total_cmp(&b.decibels))
}
