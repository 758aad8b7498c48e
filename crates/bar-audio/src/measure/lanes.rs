//! The K-weighting filter on eight places of tape at once.

#[cfg(target_arch = "x86_64")]
mod avx2;

use wide::f32x4;

use super::k_weighting::KWeighting;

/// Places filtered at once.
pub(super) const LANES: usize = 8;

/// What the filter remembers of each lane: both integrators of the high-pass, both delays of the shelf.
#[derive(Clone, Copy)]
pub(super) struct Memory([[f32; LANES]; 4]);

impl Memory {
    /// As if the first sample had lasted for ever, which spares most of the settling.
    pub(super) fn settled(first: [f32; LANES]) -> Self {
        let rest = [0.0; LANES];
        Self([rest, first, rest, rest])
    }
}

/// The sum of squares of each filtered piece, but for [`KWeighting::gain`]; pieces of equal length.
pub(super) fn squares(
    pieces: [&[f32]; LANES],
    filter: &KWeighting,
    memory: &mut Memory,
) -> [f32; LANES] {
    #[cfg(target_arch = "x86_64")]
    if let Some(squares) = avx2::squares(pieces, filter, memory) {
        return squares;
    }
    portable(pieces, filter, memory)
}

/// Four samples of every lane are loaded at a time and turned.
fn portable(pieces: [&[f32]; LANES], filter: &KWeighting, memory: &mut Memory) -> [f32; LANES] {
    let mut kept = memory.0.map(both);
    let mut sums = [f32x4::ZERO; 2];
    let mut hear = |x: [f32x4; 2]| {
        let [band, low, near, far] = &mut kept;
        for half in 0..2 {
            let high = (x[half] - low[half]) - band[half] * filter.damping;
            band[half] += high;
            low[half] += band[half] * filter.tuning;
            let y = high + near[half];
            near[half] = high * filter.b[0] - y * filter.a[0] + far[half];
            far[half] = high * filter.b[1] - y * filter.a[1];
            sums[half] += y * y;
        }
    };
    let quads = pieces.map(|piece| piece.as_chunks::<4>());
    for number in 0..quads[0].0.len() {
        let load = |lane: usize| f32x4::new(quads[lane].0[number]);
        let first = f32x4::transpose([load(0), load(1), load(2), load(3)]);
        let second = f32x4::transpose([load(4), load(5), load(6), load(7)]);
        for (first, second) in first.into_iter().zip(second) {
            hear([first, second]);
        }
    }
    for number in 0..quads[0].1.len() {
        hear(both(quads.map(|(_, rest)| rest[number])));
    }
    memory.0 = kept.map(joined);
    joined(sums)
}

fn both(x: [f32; LANES]) -> [f32x4; 2] {
    [f32x4::new([x[0], x[1], x[2], x[3]]), f32x4::new([x[4], x[5], x[6], x[7]])]
}

fn joined(halves: [f32x4; 2]) -> [f32; LANES] {
    let [a, b] = halves.map(f32x4::to_array);
    [a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]]
}
