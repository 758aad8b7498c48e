//! The few building blocks that the demo's instruments and its rough mix are made of.

use std::f32::consts::PI;

use super::song::RATE;

/// A sine of a phase in turns, by a polynomial: twice as quick as the library's, and the same
/// on every machine. Its third harmonic lies 84 dB down.
pub fn sine(turns: f32) -> f32 {
    let x = turns - turns.round();
    // Odd symmetry folds the phase to a quarter turn, where Taylor's series to x⁷ is enough.
    let folded = if x.abs() > 0.25 { 0.5f32.copysign(x) - x } else { x };
    let a = folded * 2.0 * PI;
    let square = a * a;
    a * (1.0 + square * (-1.0 / 6.0 + square * (1.0 / 120.0 + square * (-1.0 / 5040.0))))
}

/// Frequency of a MIDI note, in hertz.
pub fn hertz(note: f32) -> f32 {
    440.0 * ((note - 69.0) / 12.0).exp2()
}

/// The factor by which something falls per frame to lose 60 dB in so many seconds.
pub fn decay(seconds: f32) -> f32 {
    (-6.907_755 / (seconds * RATE as f32)).exp()
}

/// A sawtooth without most of its aliases (polyBLEP).
#[derive(Debug, Clone)]
pub struct Saw {
    phase: f32,
}

impl Saw {
    pub const fn from(phase: f32) -> Self {
        Self { phase }
    }

    /// The next sample; `step` is the frequency over the rate.
    pub fn next(&mut self, step: f32) -> f32 {
        self.phase += step;
        if self.phase >= 1.0 {
            self.phase -= 1.0;
        }
        let blep = if self.phase < step {
            let t = self.phase / step;
            t + t - t * t - 1.0
        } else if self.phase > 1.0 - step {
            let t = (self.phase - 1.0) / step;
            t * t + t + t + 1.0
        } else {
            0.0
        };
        2.0 * self.phase - 1.0 - blep
    }
}

/// Far below the last of 24 bits; keeps filters that die away out of the denormal numbers, which are
/// a hundred times slower.
const BREATH: f32 = 1e-18;

/// A second-order filter after R. Bristow-Johnson's *Audio EQ Cookbook*.
#[derive(Debug, Clone, Default)]
pub struct Biquad {
    b: [f32; 3],
    a: [f32; 2],
    z: [f32; 2],
}

impl Biquad {
    pub fn low_pass(hz: f32, q: f32) -> Self {
        Self::of(hz, q, |cos, _| [(1.0 - cos) / 2.0, 1.0 - cos, (1.0 - cos) / 2.0])
    }

    pub fn high_pass(hz: f32, q: f32) -> Self {
        Self::of(hz, q, |cos, _| [f32::midpoint(1.0, cos), -1.0 - cos, f32::midpoint(1.0, cos)])
    }

    /// Gain 1 at its centre.
    pub fn band_pass(hz: f32, q: f32) -> Self {
        Self::of(hz, q, |_, alpha| [alpha, 0.0, -alpha])
    }

    fn of(hz: f32, q: f32, zeros: impl Fn(f32, f32) -> [f32; 3]) -> Self {
        let (sin, cos) = (2.0 * PI * hz / RATE as f32).sin_cos();
        let alpha = sin / (2.0 * q);
        let scale = 1.0 / (1.0 + alpha);
        Self {
            b: zeros(cos, alpha).map(|b| b * scale),
            a: [-2.0 * cos * scale, (1.0 - alpha) * scale],
            z: [0.0; 2],
        }
    }

    /// Another response from here on; what rings keeps ringing.
    pub fn retune(&mut self, other: &Self) {
        (self.a, self.b) = (other.a, other.b);
    }

    pub fn next(&mut self, x: f32) -> f32 {
        let x = x + BREATH;
        let y = self.b[0] * x + self.z[0];
        self.z[0] = self.b[1] * x - self.a[0] * y + self.z[1];
        self.z[1] = self.b[2] * x - self.a[1] * y;
        y
    }

    /// Filters all of it.
    pub fn run(mut self, sound: &mut [f32]) {
        for sample in sound {
            *sample = self.next(*sample);
        }
    }
}

/// A room: eight damped combs and four all-passes a side (after Freeverb by Jezar, public domain).
#[derive(Debug)]
pub struct Reverb {
    sides: [Side; 2],
}

#[derive(Debug)]
struct Side {
    combs: Vec<Comb>,
    diffusers: Vec<Delay>,
}

#[derive(Debug)]
struct Comb {
    delay: Delay,
    feedback: f32,
    damped: f32,
}

#[derive(Debug)]
struct Delay {
    line: Vec<f32>,
    at: usize,
}

impl Delay {
    fn new(frames: usize) -> Self {
        Self { line: vec![0.0; frames], at: 0 }
    }

    fn swap(&mut self, with: impl FnOnce(f32) -> f32) -> f32 {
        let out = self.line[self.at];
        self.line[self.at] = with(out);
        self.at = (self.at + 1) % self.line.len();
        out
    }
}

impl Reverb {
    /// A reverb that falls by 60 dB in about so many seconds.
    pub fn new(seconds: f32) -> Self {
        const COMBS: [usize; 8] = [1214, 1293, 1390, 1475, 1547, 1622, 1694, 1760];
        const DIFFUSERS: [usize; 4] = [605, 480, 371, 245];
        let side = |spread: usize| Side {
            combs: COMBS
                .iter()
                .map(|frames| Comb {
                    delay: Delay::new(frames + spread),
                    feedback: decay(seconds).powi((frames + spread) as i32),
                    damped: 0.0,
                })
                .collect(),
            diffusers: DIFFUSERS.iter().map(|frames| Delay::new(frames + spread)).collect(),
        };
        Self { sides: [side(0), side(25)] }
    }

    /// What comes back from the room for a mono sample, left and right.
    pub fn next(&mut self, x: f32) -> [f32; 2] {
        self.sides.each_mut().map(|side| side.next(x + BREATH))
    }
}

impl Side {
    fn next(&mut self, x: f32) -> f32 {
        const DAMPING: f32 = 0.25;
        let wet: f32 = self
            .combs
            .iter_mut()
            .map(|Comb { delay, feedback, damped }| {
                delay.swap(|out| {
                    *damped += (out - *damped) * (1.0 - DAMPING);
                    x + *damped * *feedback
                })
            })
            .sum();
        self.diffusers.iter_mut().fold(wet * 0.125, |x, diffuser| {
            let out = diffuser.swap(|out| x + out * 0.5);
            out - x
        })
    }
}
