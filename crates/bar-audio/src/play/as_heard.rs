//! How loud a file is as it is heard here: on two loudspeakers, however many channels it has.

use std::path::Path;

use super::down_mix::DownMix;
use crate::format::Format;
use crate::measure::loudness::Meter;
use crate::source::{self, Block, ReadError};

/// One channel on two loudspeakers has twice the power (EBU Tech 3343, section 6.2).
const DOUBLE: f64 = 3.010_299_956_639_812;

/// Integrated loudness of a file as it is played, in LUFS; `integrated` is that of the file itself. A
/// mono file sounds from both sides; what has more than two channels is read once more, as its down-mix
/// is louder or quieter than the file by what is in it.
///
/// # Errors
/// When a file of more than two channels cannot be read.
pub fn loudness_as_heard(
    path: &Path,
    format: &Format,
    integrated: Option<f64>,
) -> Result<Option<f64>, ReadError> {
    match format.channels {
        1 => Ok(integrated.map(|lufs| lufs + DOUBLE)),
        2 => Ok(integrated),
        channels => mixed_down(path, &DownMix::new(channels), format.rate.0),
    }
}

fn mixed_down(path: &Path, down_mix: &DownMix, rate: u32) -> Result<Option<f64>, ReadError> {
    let mut source = source::open(path)?;
    let mut meter = Meter::new(rate, 2);
    let (mut block, mut stereo) = (Block::default(), Vec::new());
    let mut sides = [Vec::new(), Vec::new()];
    loop {
        source.read(&mut block)?;
        if block.frames == 0 {
            return Ok(meter.finish().integrated());
        }
        stereo.resize(2 * block.frames, 0.0);
        down_mix.mix(&block.channels, &mut stereo, 0);
        for (side, samples) in sides.iter_mut().enumerate() {
            samples.clear();
            samples.extend(stereo.iter().skip(side).step_by(2));
        }
        meter.push(&sides, block.frames);
    }
}

#[cfg(test)]
mod tests {
    use bar_domain::{Frames, SampleRate};
    use bar_testkit::{Wav, signal};

    use super::*;
    use crate::format::{Container, Encoding};

    /// A sound on each of so many channels, and what it measures as it is heard.
    fn heard(channels: usize) -> f64 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let tone = signal::sine(48_000, 997.0, -23.0, 5.0);
        let mut all = vec![signal::silence(48_000, 5.0); channels];
        // Front left and right, or the only one.
        for channel in all.iter_mut().take(2) {
            channel.clone_from(&tone);
        }
        Wav::pcm(24).channels(&all).write(&path).unwrap();
        let format = Format {
            container: Container::Wav,
            encoding: Encoding::Pcm,
            bits: Some(24),
            rate: SampleRate(48_000),
            channels: channels as u16,
            frames: Frames(240_000),
        };
        // A sine of −23 dBFS in one channel (EBU Tech 3341, section 2.9: in both it is −23 LUFS).
        let own = if channels == 1 { -26.01 } else { -23.0 };
        loudness_as_heard(&path, &format, Some(own)).unwrap().expect("it sounds")
    }

    #[test]
    fn mono_is_heard_from_both_sides_and_surround_as_it_is_mixed_down() {
        assert!((heard(1) - -23.0).abs() < 0.01);
        assert!((heard(2) - -23.0).abs() < 0.01);
        // Front channels of 5.1 are turned down by 1 + 2 · 0.7071: 7.66 dB.
        assert!((heard(6) - -30.66).abs() < 0.05, "{}", heard(6));
    }
}
