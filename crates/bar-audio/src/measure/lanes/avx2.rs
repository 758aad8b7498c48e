//! The same filter with all eight lanes in one register, where the processor has them (most do since 2013).
//! The same operations in the same order: both ways give the same numbers.
#![expect(
    unsafe_code,
    reason = "the hottest loop of a check; a third faster than the portable way"
)]

use std::arch::x86_64::{
    __m256, _mm256_add_ps, _mm256_mul_ps, _mm256_permute2f128_ps, _mm256_set1_ps, _mm256_setr_ps,
    _mm256_setzero_ps, _mm256_shuffle_ps, _mm256_storeu_ps, _mm256_sub_ps, _mm256_unpackhi_ps,
    _mm256_unpacklo_ps,
};

use super::{LANES, Memory};
use crate::measure::k_weighting::KWeighting;

/// As [`super::squares`]; `None` where the processor lacks AVX2.
pub(super) fn squares(
    pieces: [&[f32]; LANES],
    filter: &KWeighting,
    memory: &mut Memory,
) -> Option<[f32; LANES]> {
    std::arch::is_x86_feature_detected!("avx2").then(|| {
        // SAFETY: the processor was just asked.
        unsafe { filtered(pieces, filter, memory) }
    })
}

#[target_feature(enable = "avx2")]
fn filtered(pieces: [&[f32]; LANES], filter: &KWeighting, memory: &mut Memory) -> [f32; LANES] {
    let damping = _mm256_set1_ps(filter.damping);
    let tuning = _mm256_set1_ps(filter.tuning);
    let (b0, b1) = (_mm256_set1_ps(filter.b[0]), _mm256_set1_ps(filter.b[1]));
    let (a0, a1) = (_mm256_set1_ps(filter.a[0]), _mm256_set1_ps(filter.a[1]));
    let [band, low, near, far] = &memory.0;
    let (mut band, mut low, mut near, mut far) = (load(band), load(low), load(near), load(far));
    let mut sums = _mm256_setzero_ps();
    let mut hear = |x: __m256| {
        let high = _mm256_sub_ps(_mm256_sub_ps(x, low), _mm256_mul_ps(band, damping));
        band = _mm256_add_ps(band, high);
        low = _mm256_add_ps(low, _mm256_mul_ps(band, tuning));
        let y = _mm256_add_ps(high, near);
        let back = _mm256_sub_ps(_mm256_mul_ps(high, b0), _mm256_mul_ps(y, a0));
        near = _mm256_add_ps(back, far);
        far = _mm256_sub_ps(_mm256_mul_ps(high, b1), _mm256_mul_ps(y, a1));
        sums = _mm256_add_ps(sums, _mm256_mul_ps(y, y));
    };
    let [p0, p1, p2, p3, p4, p5, p6, p7] = pieces.map(|piece| piece.as_chunks::<LANES>().0);
    let rows = p0.iter().zip(p1).zip(p2).zip(p3).zip(p4).zip(p5).zip(p6).zip(p7);
    for (((((((r0, r1), r2), r3), r4), r5), r6), r7) in rows {
        let rows = [load(r0), load(r1), load(r2), load(r3), load(r4), load(r5), load(r6), load(r7)];
        for x in turned(rows) {
            hear(x);
        }
    }
    for number in p0.len() * LANES..pieces[0].len() {
        hear(load(&pieces.map(|piece| piece[number])));
    }
    memory.0 = [store(band), store(low), store(near), store(far)];
    store(sums)
}

#[target_feature(enable = "avx2")]
fn load(x: &[f32; LANES]) -> __m256 {
    _mm256_setr_ps(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7])
}

#[target_feature(enable = "avx2")]
fn store(x: __m256) -> [f32; LANES] {
    let mut out = [0.0; LANES];
    // SAFETY: eight floats fit where eight floats are.
    unsafe { _mm256_storeu_ps(out.as_mut_ptr(), x) };
    out
}

/// Eight samples of each of eight lanes become eight times one sample of every lane.
#[target_feature(enable = "avx2")]
fn turned(rows: [__m256; LANES]) -> [__m256; LANES] {
    let [r0, r1, r2, r3, r4, r5, r6, r7] = rows;
    let (a0, a1) = (_mm256_unpacklo_ps(r0, r1), _mm256_unpackhi_ps(r0, r1));
    let (a2, a3) = (_mm256_unpacklo_ps(r2, r3), _mm256_unpackhi_ps(r2, r3));
    let (a4, a5) = (_mm256_unpacklo_ps(r4, r5), _mm256_unpackhi_ps(r4, r5));
    let (a6, a7) = (_mm256_unpacklo_ps(r6, r7), _mm256_unpackhi_ps(r6, r7));
    let (b0, b1) = (_mm256_shuffle_ps::<0x44>(a0, a2), _mm256_shuffle_ps::<0xEE>(a0, a2));
    let (b2, b3) = (_mm256_shuffle_ps::<0x44>(a1, a3), _mm256_shuffle_ps::<0xEE>(a1, a3));
    let (b4, b5) = (_mm256_shuffle_ps::<0x44>(a4, a6), _mm256_shuffle_ps::<0xEE>(a4, a6));
    let (b6, b7) = (_mm256_shuffle_ps::<0x44>(a5, a7), _mm256_shuffle_ps::<0xEE>(a5, a7));
    [
        _mm256_permute2f128_ps::<0x20>(b0, b4),
        _mm256_permute2f128_ps::<0x20>(b1, b5),
        _mm256_permute2f128_ps::<0x20>(b2, b6),
        _mm256_permute2f128_ps::<0x20>(b3, b7),
        _mm256_permute2f128_ps::<0x31>(b0, b4),
        _mm256_permute2f128_ps::<0x31>(b1, b5),
        _mm256_permute2f128_ps::<0x31>(b2, b6),
        _mm256_permute2f128_ps::<0x31>(b3, b7),
    ]
}

#[cfg(test)]
mod tests {
    use bar_testkit::signal;

    use super::super::{Memory, portable};
    use super::*;

    #[test]
    fn both_ways_give_the_same_numbers() {
        let filter = KWeighting::new(44_100.0);
        let lanes: [Vec<f32>; LANES] =
            std::array::from_fn(|seed| signal::noise(seed as u64, 44_100, -6.0, 0.01));
        let pieces = std::array::from_fn(|lane| lanes[lane].as_slice());
        let mut memories = [Memory::settled([0.1; LANES]); 2];
        for _ in 0..3 {
            let expected = portable(pieces, &filter, &mut memories[0]);
            if let Some(got) = squares(pieces, &filter, &mut memories[1]) {
                assert_eq!(got.map(f32::to_bits), expected.map(f32::to_bits));
            }
        }
    }
}
