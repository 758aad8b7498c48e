//! How loud a part is.

use super::part::Part;

/// Mean power of each block of so many frames, over the channels.
pub fn powers(samples: &[Vec<f32>], block: usize) -> Vec<f64> {
    let frames = samples.first().map_or(0, Vec::len);
    let mut powers = vec![0.0; frames.div_ceil(block)];
    for channel in samples {
        for (power, chunk) in powers.iter_mut().zip(channel.chunks(block)) {
            let sum: f32 = chunk.iter().map(|x| x * x).sum();
            *power += f64::from(sum) / (chunk.len() * samples.len()) as f64;
        }
    }
    powers
}

/// RMS while it plays: over the blocks of 0.4 s within 20 dB of the loudest.
pub fn active_rms(samples: &[Vec<f32>], rate: u32) -> f32 {
    let powers = powers(samples, rate as usize * 2 / 5);
    let loudest = powers.iter().copied().fold(0.0, f64::max);
    let (sum, count) = powers
        .iter()
        .filter(|&&power| power > loudest * 0.01)
        .fold((0.0, 0), |(sum, count), power| (sum + power, count + 1));
    if count == 0 { 0.0 } else { (sum / f64::from(count)).sqrt() as f32 }
}

/// The largest sample of the bare sum of all parts.
pub fn sum_peak(parts: &[Part]) -> f32 {
    let frames = parts.first().map_or(0, |part| part.samples[0].len());
    (0..2)
        .map(|side| {
            let mut sum = vec![0.0f32; frames];
            for part in parts {
                let channel = &part.samples[side.min(part.samples.len() - 1)];
                sum.iter_mut().zip(channel).for_each(|(sum, sample)| *sum += sample);
            }
            sum.iter().fold(0f32, |peak, sample| peak.max(sample.abs()))
        })
        .fold(0.0, f32::max)
}
