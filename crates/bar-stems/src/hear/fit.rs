//! The rough mix as a sum of the stems, each through a filter of its own: least squares in every bin.

use std::sync::Arc;

use realfft::num_complex::Complex;

use super::grid::GRID;
use super::inner::inner;
use super::spectra::Spectra;
use super::{HearError, Stop};
use crate::pool;

/// One signal that may be in the rough mix.
#[derive(Clone)]
pub(crate) struct Column {
    /// The stem that it is of; `None` for what is of all together.
    pub stem: Option<usize>,
    pub spectra: Arc<Spectra>,
    /// Windows that it is heard later.
    pub late: usize,
}

impl Column {
    pub(crate) fn bin(&self, at: usize) -> (&[f32], &[f32]) {
        self.spectra.later(at, self.late)
    }
}

/// What the stems explain of the rough mix.
pub(crate) struct Fit {
    /// Per bin and channel: the weight of each column.
    pub weights: Vec<[Vec<Complex<f32>>; 2]>,
    /// Per bin: how far the weights of each column stand out of what is left; about 1 by chance.
    pub heard: Vec<Vec<f32>>,
    /// What is left of each channel.
    pub residual: [Spectra; 2],
}

/// How fast each stem's gain may move: one factor per window.
pub(crate) type Gains = Vec<Vec<f32>>;

/// Weakest column that still counts, as a share of the strongest one's energy.
const FAINTEST: f64 = 1e-7;
/// Added to the diagonal, so that near copies share a part instead of cancelling each other.
const RIDGE: f64 = 1e-4;
/// Noise that a gain must beat: so many times what is left…
const CAUTION: f32 = 4.0;
/// …or this share of the rough mix.
const LEAST_NOISE: f32 = 0.02;
/// How far a gain usually moves.
const USUAL_RIDE: f64 = 0.3;
/// Gains stay within this.
const RIDE: (f64, f64) = (0.25, 2.5);
/// How a gain is smoothed over windows.
const SMOOTH: [f32; 7] = [0.25, 0.5, 0.75, 1.0, 0.75, 0.5, 0.25];

/// Explains `mix` by `columns`, where `gains` (one list per stem) move them.
pub(crate) fn fit(
    columns: &[Column],
    gains: Option<&Gains>,
    mix: &[Spectra; 2],
    stop: &Stop<'_>,
) -> Result<Fit, HearError> {
    let bins = GRID.bins.len();
    let per_bin = pool::each(&vec![1; bins], |bin| {
        (!stop.is_set()).then(|| fit_bin(columns, gains, mix, bin))
    });
    stop.check()?;
    let mut residual = [(); 2].map(|()| Spectra::new(mix[0].windows));
    let (mut weights, mut heard) = (Vec::with_capacity(bins), Vec::with_capacity(bins));
    for (at, bin) in per_bin.into_iter().flatten().enumerate() {
        weights.push(bin.weights);
        heard.push(bin.heard);
        for (all, (re, im)) in residual.iter_mut().zip(bin.residual) {
            let own = all.bin_mut(at);
            own.0.copy_from_slice(&re);
            own.1.copy_from_slice(&im);
        }
    }
    Ok(Fit { weights, heard, residual })
}

type Planes = (Vec<f32>, Vec<f32>);

/// The fit of one bin.
struct Bin {
    weights: [Vec<Complex<f32>>; 2],
    heard: Vec<f32>,
    residual: [Planes; 2],
}

fn fit_bin(columns: &[Column], gains: Option<&Gains>, mix: &[Spectra; 2], bin: usize) -> Bin {
    let moved: Vec<Planes> = match gains {
        None => Vec::new(),
        Some(gains) => columns.iter().map(|column| moved(column, gains, bin)).collect(),
    };
    let column = |at: usize| match moved.get(at) {
        Some((re, im)) => (re.as_slice(), im.as_slice()),
        None => columns[at].bin(bin),
    };
    let count = columns.len();
    let mut gram = vec![Complex::new(0.0_f64, 0.0); count * count];
    let mut towards = [vec![Complex::default(); count], vec![Complex::default(); count]];
    for row in 0..count {
        for other in row..count {
            let value = inner(column(row), column(other));
            gram[row * count + other] = value;
            gram[other * count + row] = value.conj();
        }
        for (towards, mix) in towards.iter_mut().zip(mix) {
            towards[row] = inner(column(row), mix.bin(bin));
        }
    }
    let mut heard = solve(&mut gram, &mut towards);
    let residual = [0, 1].map(|channel| {
        let (re, im) = mix[channel].bin(bin);
        let (mut re, mut im) = (re.to_vec(), im.to_vec());
        for (at, weight) in towards[channel].iter().enumerate() {
            subtract(&mut re, &mut im, column(at), weight.re as f32, weight.im as f32);
        }
        (re, im)
    });
    let left: f64 =
        residual.iter().map(|(re, im)| inner((re, im), (re, im)).re / re.len().max(1) as f64).sum();
    for heard in &mut heard {
        *heard /= (left as f32).max(1e-30);
    }
    let weights = towards
        .map(|all| all.into_iter().map(|one| Complex::new(one.re as f32, one.im as f32)).collect());
    Bin { weights, heard, residual }
}

fn moved(column: &Column, gains: &Gains, bin: usize) -> Planes {
    let (re, im) = column.bin(bin);
    match column.stem.and_then(|stem| gains.get(stem)) {
        Some(gain) => {
            let by = |plane: &[f32]| plane.iter().zip(gain).map(|(x, g)| x * g).collect();
            (by(re), by(im))
        }
        None => (re.to_vec(), im.to_vec()),
    }
}

/// Solves the regularised normal equations in place: `towards` becomes the weights. Returns the energy
/// of each column's weights over the variance that noise of 1 would give them.
pub(crate) fn solve(gram: &mut [Complex<f64>], towards: &mut [Vec<Complex<f64>>; 2]) -> Vec<f32> {
    let count = towards[0].len();
    let loudest = (0..count).map(|at| gram[at * count + at].re).fold(0.0, f64::max);
    if loudest <= 0.0 {
        for all in towards.iter_mut() {
            all.fill(Complex::default());
        }
        return vec![0.0; count];
    }
    let scale: Vec<f64> = (0..count)
        .map(|at| 1.0 / gram[at * count + at].re.max(FAINTEST * loudest).sqrt())
        .collect();
    for row in 0..count {
        for other in 0..count {
            gram[row * count + other] *= scale[row] * scale[other];
        }
        gram[row * count + row] += RIDGE;
        for all in towards.iter_mut() {
            all[row] *= scale[row];
        }
    }
    // Cholesky: the lower triangle becomes L of L·Lᴴ.
    for column in 0..count {
        for row in column..count {
            let mut sum = gram[row * count + column];
            for k in 0..column {
                sum -= gram[row * count + k] * gram[column * count + k].conj();
            }
            gram[row * count + column] = if row == column {
                Complex::new(sum.re.max(1e-12).sqrt(), 0.0)
            } else {
                sum / gram[column * count + column].re
            };
        }
    }
    for all in towards.iter_mut() {
        for row in 0..count {
            let mut sum = all[row];
            for k in 0..row {
                sum -= gram[row * count + k] * all[k];
            }
            all[row] = sum / gram[row * count + row].re;
        }
        for row in (0..count).rev() {
            let mut sum = all[row];
            for k in row + 1..count {
                sum -= gram[k * count + row].conj() * all[k];
            }
            all[row] = sum / gram[row * count + row].re;
        }
    }
    let heard = variances(gram, count).into_iter().enumerate().map(|(at, variance)| {
        let energy: f64 = towards.iter().map(|all| all[at].norm_sqr()).sum();
        (energy / variance) as f32
    });
    let heard = heard.collect();
    for all in towards {
        all.iter_mut().zip(&scale).for_each(|(weight, scale)| *weight *= *scale);
    }
    heard
}

/// The diagonal of the inverse of L·Lᴴ.
fn variances(lower: &[Complex<f64>], count: usize) -> Vec<f64> {
    let mut variances = vec![0.0; count];
    let mut column = vec![Complex::<f64>::default(); count];
    for unit in 0..count {
        // The column of L⁻¹ for this unit vector.
        for row in unit..count {
            let mut sum = Complex::new(f64::from(u8::from(row == unit)), 0.0);
            for k in unit..row {
                sum -= lower[row * count + k] * column[k];
            }
            column[row] = sum / lower[row * count + row].re;
        }
        // (L·Lᴴ)⁻¹ = L⁻ᴴ·L⁻¹.
        variances[unit] = column[unit..].iter().map(Complex::norm_sqr).sum();
    }
    variances
}

/// How each stem's gain moves over the song, as what `fit` left shows it (one gain pass).
pub(crate) fn gains(
    columns: &[Column],
    stems: usize,
    fit: &Fit,
    mix: &[Spectra; 2],
    stop: &Stop<'_>,
) -> Result<Gains, HearError> {
    let windows = mix[0].windows;
    let pairs = stems * (stems + 1) / 2;
    let bands = pool::each(&vec![1; GRID.bands.len()], |band| {
        let mut sums = Moments::new(pairs, stems, windows);
        for bin in GRID.bands[band].clone() {
            if stop.is_set() {
                break;
            }
            sums.add(columns, stems, fit, mix, bin);
        }
        sums
    });
    stop.check()?;
    let mut all = Moments::new(pairs, stems, windows);
    for band in &bands {
        all.join(band);
    }
    let mut gains = vec![vec![1.0_f32; windows]; stems];
    let (mut matrix, mut right) = (vec![0.0_f64; stems * stems], vec![0.0_f64; stems]);
    for window in 0..windows {
        let mut pair = 0;
        for row in 0..stems {
            for other in row..stems {
                let value = smoothed(&all.pairs[pair], window);
                matrix[row * stems + other] = value;
                matrix[other * stems + row] = value;
                pair += 1;
            }
            matrix[row * stems + row] += 1.0 / (USUAL_RIDE * USUAL_RIDE);
            right[row] = smoothed(&all.towards[row], window);
        }
        solve_real(&mut matrix, &mut right);
        for (gain, by) in gains.iter_mut().zip(&right) {
            gain[window] = (1.0 + by).clamp(RIDE.0, RIDE.1) as f32;
        }
    }
    for gain in &mut gains {
        let square = gain.iter().map(|gain| gain * gain).sum::<f32>() / windows.max(1) as f32;
        for gain in gain {
            *gain /= square.sqrt();
        }
    }
    Ok(gains)
}

/// Sums over bins and channels, for every window.
struct Moments {
    pairs: Vec<Vec<f32>>,
    towards: Vec<Vec<f32>>,
}

impl Moments {
    fn new(pairs: usize, stems: usize, windows: usize) -> Self {
        let zeros = |count| vec![vec![0.0; windows]; count];
        Self { pairs: zeros(pairs), towards: zeros(stems) }
    }

    fn join(&mut self, other: &Self) {
        let all = self.pairs.iter_mut().chain(&mut self.towards);
        for (own, other) in all.zip(other.pairs.iter().chain(&other.towards)) {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
    }

    fn add(&mut self, columns: &[Column], stems: usize, fit: &Fit, mix: &[Spectra; 2], bin: usize) {
        let windows = mix[0].windows;
        let mean = |all: &[Spectra; 2]| {
            let one = |spectra: &Spectra| {
                let own = spectra.bin(bin);
                inner(own, own).re
            };
            (all.iter().map(one).sum::<f64>() / (2 * windows) as f64) as f32
        };
        let noise = CAUTION * mean(&fit.residual).max(LEAST_NOISE * mean(mix));
        if noise <= 0.0 {
            return;
        }
        for channel in 0..2 {
            let parts: Vec<Planes> = (0..stems)
                .map(|stem| contribution(columns, fit, stem, bin, channel, windows))
                .collect();
            let left = fit.residual[channel].bin(bin);
            let mut pair = 0;
            for row in 0..stems {
                let (re, im) = (&parts[row].0, &parts[row].1);
                for other in &parts[row..] {
                    product(&mut self.pairs[pair], (re, im), (&other.0, &other.1), 1.0 / noise);
                    pair += 1;
                }
                product(&mut self.towards[row], (re, im), left, 1.0 / noise);
            }
        }
    }
}

/// What a stem adds to one bin and channel of the fit.
pub(crate) fn contribution(
    columns: &[Column],
    fit: &Fit,
    stem: usize,
    bin: usize,
    channel: usize,
    windows: usize,
) -> Planes {
    let (mut re, mut im) = (vec![0.0; windows], vec![0.0; windows]);
    let weights = &fit.weights[bin][channel];
    for (column, weight) in columns.iter().zip(weights).filter(|(it, _)| it.stem == Some(stem)) {
        subtract(&mut re, &mut im, column.bin(bin), -weight.re, -weight.im);
    }
    (re, im)
}

fn product(sum: &mut [f32], a: (&[f32], &[f32]), b: (&[f32], &[f32]), scale: f32) {
    let terms = a.0.iter().zip(a.1).zip(b.0.iter().zip(b.1));
    for (sum, ((ar, ai), (br, bi))) in sum.iter_mut().zip(terms) {
        *sum += scale * (ar * br + ai * bi);
    }
}

fn smoothed(all: &[f32], at: usize) -> f64 {
    let reach = SMOOTH.len() / 2;
    let from = at.saturating_sub(reach);
    let to = (at + reach + 1).min(all.len());
    let taps = &SMOOTH[from + reach - at..];
    all[from..to].iter().zip(taps).map(|(value, tap)| f64::from(value * tap)).sum()
}

fn solve_real(matrix: &mut [f64], right: &mut [f64]) {
    let count = right.len();
    for column in 0..count {
        for row in column..count {
            let mut sum = matrix[row * count + column];
            for k in 0..column {
                sum -= matrix[row * count + k] * matrix[column * count + k];
            }
            matrix[row * count + column] = if row == column {
                sum.max(1e-12).sqrt()
            } else {
                sum / matrix[column * count + column]
            };
        }
    }
    for row in 0..count {
        for k in 0..row {
            right[row] -= matrix[row * count + k] * right[k];
        }
        right[row] /= matrix[row * count + row];
    }
    for row in (0..count).rev() {
        for k in row + 1..count {
            right[row] -= matrix[k * count + row] * right[k];
        }
        right[row] /= matrix[row * count + row];
    }
}

/// Takes `weight` times a column away.
fn subtract(re: &mut [f32], im: &mut [f32], column: (&[f32], &[f32]), wr: f32, wi: f32) {
    let terms = column.0.iter().zip(column.1);
    for ((re, im), (xr, xi)) in re.iter_mut().zip(im).zip(terms) {
        *re -= wr * xr - wi * xi;
        *im -= wr * xi + wi * xr;
    }
}
