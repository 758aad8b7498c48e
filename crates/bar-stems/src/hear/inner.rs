//! The inner product of two complex signals: the hottest loop of a comparison.
#![expect(
    unsafe_code,
    reason = "with fused multiplication in registers of twice the width it takes a third of the time"
)]

use realfft::num_complex::Complex;

/// Numbers that are added up side by side, so that the compiler can use the whole width of a register.
const LANES: usize = 16;

/// Real and imaginary part of a signal.
type Signal<'a> = (&'a [f32], &'a [f32]);

/// Σ conj(a)·b.
pub(crate) fn inner(a: Signal<'_>, b: Signal<'_>) -> Complex<f64> {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
        // SAFETY: the processor was just asked.
        return unsafe { wide(a, b) };
    }
    sum(a, b, |a, b, sum| a * b + sum)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn wide(a: Signal<'_>, b: Signal<'_>) -> Complex<f64> {
    sum(a, b, f32::mul_add)
}

#[expect(clippy::similar_names, reason = "r and i are real and imaginary parts")]
#[expect(clippy::inline_always, reason = "it must be compiled for the processor of its caller")]
#[inline(always)]
fn sum(a: Signal<'_>, b: Signal<'_>, add: impl Fn(f32, f32, f32) -> f32) -> Complex<f64> {
    let (mut re, mut im) = ([0.0_f32; LANES], [0.0_f32; LANES]);
    let (ar, rest_ar) = a.0.as_chunks::<LANES>();
    let (ai, rest_ai) = a.1.as_chunks::<LANES>();
    let (br, rest_br) = b.0.as_chunks::<LANES>();
    let (bi, rest_bi) = b.1.as_chunks::<LANES>();
    for (((ar, ai), br), bi) in ar.iter().zip(ai).zip(br).zip(bi) {
        for lane in 0..LANES {
            re[lane] = add(ai[lane], bi[lane], add(ar[lane], br[lane], re[lane]));
            im[lane] = add(-ai[lane], br[lane], add(ar[lane], bi[lane], im[lane]));
        }
    }
    for (((ar, ai), br), bi) in rest_ar.iter().zip(rest_ai).zip(rest_br).zip(rest_bi) {
        re[0] += ar * br + ai * bi;
        im[0] += ar * bi - ai * br;
    }
    let total = |lanes: [f32; LANES]| lanes.iter().map(|lane| f64::from(*lane)).sum();
    Complex::new(total(re), total(im))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sum_of_the_products_at_any_length() {
        for len in [0_usize, 1, 15, 16, 17, 100] {
            let signal = |seed: usize| -> Vec<f32> {
                (0..len).map(|n| ((n * seed * 37 + 11) % 23) as f32 - 11.0).collect()
            };
            let (ar, ai, br, bi) = (signal(1), signal(2), signal(3), signal(5));
            let wanted: Complex<f64> = (0..len)
                .map(|n| {
                    let one = |re: f32, im: f32| Complex::new(f64::from(re), f64::from(im));
                    one(ar[n], ai[n]).conj() * one(br[n], bi[n])
                })
                .sum();
            assert_eq!(inner((&ar, &ai), (&br, &bi)), wanted, "{len}");
        }
    }
}
