//! From floats to the bytes of a sample.

use crate::random::Random;

/// How one sample is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coding {
    pub bits: u16,
    pub bytes: usize,
    pub float: bool,
    pub big_endian: bool,
    /// Zero is half of the range, as in 8-bit WAV.
    pub unsigned: bool,
}

impl Coding {
    pub(super) const fn pcm(bits: u16) -> Self {
        let bytes = bits.div_ceil(8) as usize;
        Self { bits, bytes, float: false, big_endian: false, unsigned: false }
    }

    pub(super) const fn float(bits: u16) -> Self {
        Self { float: true, ..Self::pcm(bits) }
    }

    pub(super) const fn big_endian(self) -> Self {
        Self { big_endian: true, ..self }
    }

    /// Interleaves the channels, short ones ending in silence.
    pub(super) fn encode(self, channels: &[Vec<f32>], dither: Option<u64>) -> Vec<u8> {
        let frames = channels.iter().map(Vec::len).max().unwrap_or(0);
        let mut bytes = Vec::with_capacity(frames * channels.len() * self.bytes);
        let mut random = dither.map(Random::new);
        for frame in 0..frames {
            for channel in channels {
                let sample = channel.get(frame).copied().unwrap_or(0.0);
                let dither = random.as_mut().map_or(0.0, Random::triangle);
                self.put(sample, dither, &mut bytes);
            }
        }
        bytes
    }

    fn put(self, sample: f32, dither: f32, bytes: &mut Vec<u8>) {
        let word = match (self.float, self.bytes) {
            (true, 4) => u64::from(sample.to_bits()),
            (true, _) => f64::from(sample).to_bits(),
            (false, _) => self.integer(sample, dither) as u64,
        };
        let little = word.to_le_bytes();
        if self.big_endian {
            bytes.extend(little[..self.bytes].iter().rev());
        } else {
            bytes.extend_from_slice(&little[..self.bytes]);
        }
    }

    fn integer(self, sample: f32, dither: f32) -> i64 {
        let full = (1i64 << (self.bits - 1)) as f64;
        let rounded =
            (f64::from(sample) * full + f64::from(dither)).round().clamp(-full, full - 1.0);
        let justified = (rounded as i64) << (self.bytes * 8 - usize::from(self.bits));
        if self.unsigned { justified + (1 << (self.bytes * 8 - 1)) } else { justified }
    }
}
