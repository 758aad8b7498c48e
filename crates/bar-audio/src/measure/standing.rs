//! The offset that stays when the instrument is still.
//!
//! A converter that is off centre is so all the time. A sampled bass or a struck string is off
//! centre while it sounds, and takes that with it when it dies away. The mean of the whole file
//! cannot tell the two apart; its quietest moments can.

/// Grains in a moment: short enough to fall between two notes.
pub(super) const MOMENT_GRAINS: usize = 32;
/// Share of the moments that count as quiet, counted from the quietest. Played by a sampled brass
/// or a saw, a quarter still holds half a note.
const QUIET: f64 = 0.05;
/// Below this (−90 dBFS) a moment is silence put in by an editor, which has no offset of its own.
const SILENCE: f64 = 3.162_277_7e-5;

/// The moments of one channel.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Mean square about the mean, and mean.
    moments: Vec<(f32, f32)>,
}

impl Standing {
    /// Counts a moment of so many frames, by its sum and its sum of squares.
    pub(super) fn push(&mut self, sum: f64, squares: f64, frames: usize) {
        let count = frames.max(1) as f64;
        let (mean, square) = (sum / count, squares / count);
        if square > SILENCE * SILENCE {
            self.moments.push(((square - mean * mean) as f32, mean as f32));
        }
    }

    /// The middle one of the means of the quietest moments; 0 for silence.
    pub(super) fn offset(&self) -> f64 {
        let mut moments = self.moments.clone();
        moments.sort_by(|a, b| a.0.total_cmp(&b.0));
        moments.truncate((moments.len() as f64 * QUIET).ceil() as usize);
        moments.sort_by(|a, b| a.1.total_cmp(&b.1));
        moments.get(moments.len() / 2).map_or(0.0, |(_, mean)| f64::from(*mean))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Loud and quiet moments, each with its own offset.
    #[track_caller]
    fn check(moments: &[(f64, f64)], wanted: f64) {
        let mut standing = Standing::default();
        for (level, mean) in moments {
            standing.push(mean * 100.0, (level * level + mean * mean) * 100.0, 100);
        }
        assert!((standing.offset() - wanted).abs() < 1e-6, "{}", standing.offset());
    }

    #[test]
    fn it_is_what_the_quiet_moments_have() {
        check(&[(0.5, 0.01), (0.4, 0.01), (0.01, 0.01), (0.001, 0.01)], 0.01);
        check(&[(0.5, 0.01), (0.4, 0.01), (0.01, 0.0002), (0.001, 0.0)], 0.0);
        check(&[(0.5, -0.02), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)], -0.02);
        check(&[(0.0, 0.0)], 0.0);
        check(&[], 0.0);
    }
}
