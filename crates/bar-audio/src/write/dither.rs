//! TPDF dither: the noise that makes rounding independent of the sound.

/// Full scale of 24 bits.
const FULL_SCALE: f64 = 8_388_608.0;

/// Rounds samples of one channel to 24 bits.
///
/// The noise is the difference of two evenly spread numbers of one step each: triangular, two steps
/// from peak to peak. Then the mean and the variance of the error depend on the sound no more
/// (Lipshitz, Wannamaker and Vanderkooy 1992).
#[derive(Debug, Clone)]
pub struct Dither {
    state: u64,
}

impl Dither {
    /// The dither of a channel; those of different channels and seeds are independent.
    #[must_use]
    pub fn new(seed: u64, channel: u16) -> Self {
        Self { state: mixed(seed ^ mixed(u64::from(channel) + 1)) }
    }

    /// The 24-bit integer for a sample of full scale ±1.0, which nothing takes beyond full scale.
    pub fn round(&mut self, sample: f64) -> i32 {
        let noisy = sample * FULL_SCALE + self.triangular();
        noisy.round().clamp(-FULL_SCALE, FULL_SCALE - 1.0) as i32
    }

    /// From −1 to 1 step, 0 the likeliest.
    fn triangular(&mut self) -> f64 {
        const STEP: f64 = 1.0 / 4_294_967_296.0;
        // SplitMix64 (Steele, Lea and Flood 2014): passes BigCrush, and its two halves serve as two numbers.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let bits = mixed(self.state);
        ((bits >> 32) as f64 - (bits & u64::from(u32::MAX)) as f64) * STEP
    }
}

/// The finaliser of `SplitMix64`.
fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ bits >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ bits >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ bits >> 31
}
