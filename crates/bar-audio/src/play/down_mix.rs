//! Any number of channels as two.

/// Channels of a file → left and right.
///
/// One channel goes to both sides as it is. More than two are mixed down by ITU-R BS.775-4, annex 4,
/// table 2: centre and surrounds at −3 dB, the low-frequency channel left out, and everything turned
/// down as far as it takes for a full file not to clip.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DownMix {
    /// Per channel of the file, what goes left and right.
    gains: Vec<[f32; 2]>,
}

/// Half the power: −3 dB, which the standard rounds to 0.7071.
const HALF: f32 = std::f32::consts::FRAC_1_SQRT_2;

impl DownMix {
    /// For so many channels, in the order of a WAVE file.
    pub(super) fn new(channels: u16) -> Self {
        const LEFT: [f32; 2] = [1.0, 0.0];
        const RIGHT: [f32; 2] = [0.0, 1.0];
        const CENTRE: [f32; 2] = [HALF, HALF];
        const NONE: [f32; 2] = [0.0, 0.0];
        let (left, right) = ([HALF, 0.0], [0.0, HALF]);
        let mut gains = match channels {
            0 => Vec::new(),
            1 => return Self { gains: vec![[1.0, 1.0]] },
            2 => return Self { gains: vec![LEFT, RIGHT] },
            3 => vec![LEFT, RIGHT, CENTRE],
            4 => vec![LEFT, RIGHT, left, right],
            5 => vec![LEFT, RIGHT, CENTRE, left, right],
            6 => vec![LEFT, RIGHT, CENTRE, NONE, left, right],
            7 => vec![LEFT, RIGHT, CENTRE, NONE, CENTRE, left, right],
            8 => vec![LEFT, RIGHT, CENTRE, NONE, left, right, left, right],
            // Nobody says where these belong: all of them in the middle.
            more => vec![CENTRE; usize::from(more)],
        };
        let loudest = [0, 1].map(|side| gains.iter().map(|gain| gain[side]).sum::<f32>());
        let all = loudest[0].max(loudest[1]).max(1.0);
        gains.iter_mut().flatten().for_each(|gain| *gain /= all);
        Self { gains }
    }

    /// Writes the front of `channels` to `out`, interleaved. Samples that are no numbers become
    /// silence; returns how many there were from the frame `new` on.
    pub(super) fn mix(&self, channels: &[Vec<f32>], out: &mut [f32], new: usize) -> u64 {
        let frames = out.len() / 2;
        match channels {
            [mono] => {
                for (out, sample) in out.chunks_exact_mut(2).zip(mono) {
                    out.fill(*sample);
                }
            }
            [left, right] => {
                for ((out, left), right) in out.chunks_exact_mut(2).zip(left).zip(right) {
                    out[0] = *left;
                    out[1] = *right;
                }
            }
            _ => {
                out.fill(0.0);
                for (channel, gain) in channels.iter().zip(&self.gains) {
                    for (out, sample) in out.chunks_exact_mut(2).zip(channel) {
                        out[0] += sample * gain[0];
                        out[1] += sample * gain[1];
                    }
                }
            }
        }
        if out.iter().sum::<f32>().is_finite() {
            return 0;
        }
        let odd = |channel: &Vec<f32>| {
            channel.iter().take(frames).skip(new).filter(|s| !s.is_finite()).count()
        };
        out.iter_mut().filter(|sample| !sample.is_finite()).for_each(|sample| *sample = 0.0);
        channels.iter().map(odd).sum::<usize>() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Full scale in one channel at a time, as it comes out left and right.
    #[track_caller]
    fn check(channels: u16, wanted: &[[f32; 2]]) {
        let mix = DownMix::new(channels);
        for (loud, wanted) in wanted.iter().enumerate() {
            let file: Vec<Vec<f32>> = (0..usize::from(channels))
                .map(|channel| vec![if channel == loud { 1.0 } else { 0.0 }; 3])
                .collect();
            let mut out = [f32::NAN; 6];
            assert_eq!(mix.mix(&file, &mut out, 0), 0);
            for (got, wanted) in out.chunks(2).flatten().zip(wanted.iter().cycle()) {
                assert!((got - wanted).abs() < 1e-4, "channel {loud}: {out:?}");
            }
        }
    }

    #[test]
    fn mono_and_stereo_stay_and_more_is_mixed_by_the_standard() {
        check(1, &[[1.0, 1.0]]);
        check(2, &[[1.0, 0.0], [0.0, 1.0]]);
        // 1 ÷ (1 + 0.7071 + 0.7071), and 0.7071 of that.
        let (full, less) = (0.41421, 0.29289);
        check(6, &[[full, 0.0], [0.0, full], [less, less], [0.0; 2], [less, 0.0], [0.0, less]]);
    }

    #[test]
    fn what_is_no_number_is_silent_and_counted() {
        let mut out = [0.5; 6];
        let file = [vec![0.25, f32::NAN, 0.5], vec![f32::INFINITY, 0.25, f32::NEG_INFINITY]];
        assert_eq!(DownMix::new(2).mix(&file, &mut out, 0), 3);
        assert_eq!(out.map(f32::to_bits), [0.25, 0.0, 0.0, 0.25, 0.5, 0.0].map(f32::to_bits));
    }

    #[test]
    fn every_layout_stays_within_full_scale() {
        for channels in 3..20 {
            let file = vec![vec![1.0]; channels];
            let mut out = [0.0; 2];
            DownMix::new(channels as u16).mix(&file, &mut out, 0);
            assert!(out.iter().all(|sample| *sample <= 1.0 + 1e-6), "{channels}: {out:?}");
        }
    }
}
