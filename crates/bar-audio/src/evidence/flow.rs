//! A thinned-out copy of a chunk for what needs no high frequencies.

/// Frames, at usual rates, that make one of the thinned-out stream: about 12 kHz.
pub const THINNING: usize = 4;
/// Thinned frames that make one of the lowest stream: about 1.5 kHz.
const LOW: usize = 8;

/// Sums of neighbouring samples. A sum of `n` is a low-pass with its first zero at rate/n; what
/// folds back is left there, for the ratio of left to right holds for it as well.
pub fn thin(samples: &[f32], by: usize, out: &mut Vec<f32>) {
    out.clear();
    match by {
        4 => out.extend(samples.as_chunks::<4>().0.iter().map(|[a, b, c, d]| (a + b) + (c + d))),
        _ => out.extend(samples.chunks_exact(by).map(|part| part.iter().sum::<f32>())),
    }
}

/// Energies of two streams and of their difference.
#[derive(Debug, Clone, Copy, Default)]
pub struct Relation {
    pub left: f64,
    pub right: f64,
    pub side: f64,
}

impl Relation {
    pub fn add(&mut self, other: &Self) {
        self.left += other.left;
        self.right += other.right;
        self.side += other.side;
    }

    /// Σ left·right.
    fn cross(&self) -> f64 {
        (self.left + self.right - self.side) / 2.0
    }

    pub fn energy(&self) -> f64 {
        self.left + self.right
    }

    /// Correlation, −1 to 1; 0 where a channel is silent.
    pub fn correlation(&self) -> f64 {
        let norm = (self.left * self.right).sqrt();
        if norm > 0.0 { (self.cross() / norm).clamp(-1.0, 1.0) } else { 0.0 }
    }

    /// Energy of left + right.
    pub fn mid(&self) -> f64 {
        (2.0 * self.energy() - self.side).max(0.0)
    }

    /// What the steps from sample to sample of two streams of equal length are to each other;
    /// `before` holds the sample before each stream.
    pub fn of_steps(left: &[f32], right: &[f32], before: [f32; 2]) -> Self {
        let [mut last_left, mut last_right] = before;
        let mut sums = [0.0_f32; 3];
        for (&l, &r) in left.iter().zip(right) {
            let (a, b) = (l - last_left, r - last_right);
            sums[0] += a * a;
            sums[1] += b * b;
            sums[2] += (a - b) * (a - b);
            (last_left, last_right) = (l, r);
        }
        Self::from(sums)
    }

    /// What the lowest part (about 12 to 660 Hz) of two thinned streams are to each other.
    pub fn of_lows(left: &[f32], right: &[f32]) -> Self {
        let lows = |stream: &[f32]| -> Vec<f32> {
            stream.chunks_exact(LOW).map(|part| part.iter().sum()).collect()
        };
        let (left, right) = (lows(left), lows(right));
        let count = left.len().max(1) as f32;
        let mean = |stream: &[f32]| stream.iter().sum::<f32>() / count;
        let (left_mean, right_mean) = (mean(&left), mean(&right));
        let mut sums = [0.0_f32; 3];
        for (l, r) in left.iter().zip(&right) {
            let (a, b) = (l - left_mean, r - right_mean);
            sums[0] += a * a;
            sums[1] += b * b;
            sums[2] += (a - b) * (a - b);
        }
        Self::from(sums)
    }
}

impl From<[f32; 3]> for Relation {
    fn from([left, right, side]: [f32; 3]) -> Self {
        Self { left: left.into(), right: right.into(), side: side.into() }
    }
}
