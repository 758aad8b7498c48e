//! Filters on stereo frames: both sides at once, at any rate. (The demo's filters are mono at 48 kHz.)

use std::f32::consts::PI;

/// Left and right.
pub type Frame = [f32; 2];

/// Keeps what dies away out of the denormal numbers, which are a hundred times slower.
pub const BREATH: f32 = 1e-18;

/// A second-order section after R. Bristow-Johnson's *Audio EQ Cookbook*.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    b: [f32; 3],
    a: [f32; 2],
    z: [Frame; 2],
}

impl Section {
    fn new(b: [f32; 3], a: [f32; 3]) -> Self {
        Self { b: b.map(|b| b / a[0]), a: [a[1] / a[0], a[2] / a[0]], z: [[0.0; 2]; 2] }
    }

    /// Cosine of the angle and the cookbook's alpha.
    fn angle(rate: u32, hz: f32, q: f32) -> (f32, f32) {
        let (sin, cos) = (2.0 * PI * hz.min(0.45 * rate as f32) / rate as f32).sin_cos();
        (cos, sin / (2.0 * q))
    }

    pub fn high_pass(rate: u32, hz: f32) -> Self {
        let (cos, alpha) = Self::angle(rate, hz, 0.707);
        Self::new(
            [f32::midpoint(1.0, cos), -1.0 - cos, f32::midpoint(1.0, cos)],
            [1.0 + alpha, -2.0 * cos, 1.0 - alpha],
        )
    }

    pub fn low_pass(rate: u32, hz: f32, q: f32) -> Self {
        let (cos, alpha) = Self::angle(rate, hz, q);
        Self::new(
            [(1.0 - cos) / 2.0, 1.0 - cos, (1.0 - cos) / 2.0],
            [1.0 + alpha, -2.0 * cos, 1.0 - alpha],
        )
    }

    pub fn peak(rate: u32, hz: f32, q: f32, gain_db: f32) -> Self {
        let (cos, alpha) = Self::angle(rate, hz, q);
        let root = 10f32.powf(gain_db / 40.0);
        Self::new(
            [1.0 + alpha * root, -2.0 * cos, 1.0 - alpha * root],
            [1.0 + alpha / root, -2.0 * cos, 1.0 - alpha / root],
        )
    }

    /// Everything above a frequency, or below it, up or down.
    pub fn shelf(rate: u32, hz: f32, gain_db: f32, is_high: bool) -> Self {
        let (cos, alpha) = Self::angle(rate, hz, 0.707);
        let root = 10f32.powf(gain_db / 40.0);
        let (slope, sign) = (2.0 * root.sqrt() * alpha, if is_high { -1.0 } else { 1.0 });
        let (up, down, turn) = (root + 1.0, root - 1.0, sign * cos);
        Self::new(
            [
                root * (up - down * turn + slope),
                sign * 2.0 * root * (down - up * turn),
                root * (up - down * turn - slope),
            ],
            [up + down * turn + slope, sign * -2.0 * (down + up * turn), up + down * turn - slope],
        )
    }

    /// Another response from here on; what rings keeps ringing.
    pub fn retune(&mut self, other: &Self) {
        (self.a, self.b) = (other.a, other.b);
    }

    #[inline]
    pub fn next(&mut self, x: Frame) -> Frame {
        let mut y = [0.0; 2];
        for side in 0..2 {
            let x = x[side] + BREATH;
            y[side] = self.b[0] * x + self.z[0][side];
            self.z[0][side] = self.b[1] * x - self.a[0] * y[side] + self.z[1][side];
            self.z[1][side] = self.b[2] * x - self.a[1] * y[side];
        }
        y
    }
}

/// Runs all of the sound through all of the sections.
pub fn run(sections: &mut [Section], sound: &mut [Frame]) {
    // Two sections a pass keep two independent chains of arithmetic busy.
    for pair in sections.chunks_mut(2) {
        match pair {
            [first, second] => {
                let (mut one, mut two) = (*first, *second);
                for frame in sound.iter_mut() {
                    *frame = two.next(one.next(*frame));
                }
                (*first, *second) = (one, two);
            }
            [only] => {
                let mut one = *only;
                for frame in sound.iter_mut() {
                    *frame = one.next(*frame);
                }
                *only = one;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decibels by which a sine of so many hertz comes out louder.
    fn gain(mut section: Section, hz: f32) -> f32 {
        let mut sound: Vec<Frame> =
            (0..48_000).map(|n| [(n as f32 * hz / 48_000.0 * 2.0 * PI).sin(); 2]).collect();
        run(std::slice::from_mut(&mut section), &mut sound);
        let power: f32 = sound[24_000..].iter().map(|[left, _]| left * left).sum();
        10.0 * (power / 12_000.0).log10()
    }

    #[test]
    fn filters_do_what_their_names_say() {
        let check = |section, hz, expected: f32| {
            let got = gain(section, hz);
            assert!((got - expected).abs() < 0.3, "{got} dB at {hz} Hz, not {expected}");
        };
        let bell = Section::peak(48_000, 1_000.0, 1.0, 6.0);
        check(bell, 1_000.0, 6.0);
        check(bell, 50.0, 0.0);
        let [low, high] =
            [false, true].map(|is_high| Section::shelf(48_000, 1_000.0, -4.0, is_high));
        check(low, 40.0, -4.0);
        check(low, 15_000.0, 0.0);
        check(high, 40.0, 0.0);
        check(high, 15_000.0, -4.0);
        check(Section::high_pass(48_000, 200.0), 200.0, -3.0);
        check(Section::low_pass(48_000, 2_000.0, 0.707), 2_000.0, -3.0);
    }
}
