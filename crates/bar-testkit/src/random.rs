//! Numbers that look random and are the same on every machine.

/// `SplitMix64` (Steele, Lea, Flood 2014): tiny, and fixed for ever by its definition.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Evenly spread over 0 to 1, without 1.
    pub const fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / 16_777_216.0
    }

    /// Evenly spread over −1 to 1.
    pub const fn both(&mut self) -> f32 {
        self.unit() * 2.0 - 1.0
    }

    /// Triangular over −1 to 1: one unit of TPDF dither.
    pub const fn triangle(&mut self) -> f32 {
        self.unit() - self.unit()
    }

    /// One of these.
    pub fn pick<T: Copy, const N: usize>(&mut self, choices: [T; N]) -> T {
        choices[(self.bits() % N as u64) as usize]
    }

    /// Normally distributed enough for noise: mean 0, deviation 1 (twelve uniforms).
    pub const fn normal(&mut self) -> f32 {
        let mut sum = -6.0;
        let mut left = 12;
        while left > 0 {
            sum += self.unit();
            left -= 1;
        }
        sum
    }
}
