//! Where each stem lies in the rough mix: how late, how fast, which way around.
//!
//! Generalised cross-correlation with partial whitening (Knapp and Carter 1976; C/|C|^0.8) of a few
//! loud segments of a stem with the rough mix at the same time, added up. A peak certifies itself by
//! how far it stands above every other one.

use std::sync::Mutex;

use super::segment::{SEGMENT, STEP, Segment, Segments};
use super::sound::Sound;
use super::{HearError, Stop, lock};
use crate::pool;

/// A stem to be found.
pub struct Wanted<'a> {
    /// Its sound.
    pub sound: Box<dyn Sound + 'a>,
    /// Seconds of its sound.
    pub seconds: f64,
    /// Seconds after its start at which segments begin that are loud; see [`loud`].
    pub loud: Vec<f64>,
}

/// Where a stem was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Seconds of the rough mix at which its first frame is heard.
    pub start: f64,
    /// How sure that is, 0 to 1.
    pub certainty: f64,
    /// Whether its polarity is turned around.
    pub inverted: bool,
    /// The rate that it was recorded at, where its header says another one.
    pub rate: Option<u32>,
}

/// Where all stems lie.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    /// Seconds that most stems are heard later in the rough mix than in their files.
    pub offset: f64,
    /// Seconds that the rough mix falls behind the stems in every second.
    pub drift: f64,
    /// Each stem, where it was found.
    pub spots: Vec<Option<Spot>>,
    /// Whether most stems lie elsewhere than the others, so that no place is believed.
    pub scattered: bool,
}

/// Seconds from one segment of the rough mix to the next.
const GRID: f64 = SEGMENT / 2.0;
/// Segments that are looked at in each stem…
const SEGMENTS: usize = 6;
/// …or so many, where each is sure of the same place.
const ENOUGH: usize = 3;
/// Furthest that a stem is looked for first, in seconds either way.
const NEAR: f64 = 3.0;
/// Peaks nearer than this are the same one, in seconds.
const SAME: f64 = 0.005;
/// A peak so many times higher than any other is certainly the place: never wrong in 400 trials.
const SURE: f64 = 1.5;
/// A peak that is not even this much higher is chance.
const CHANCE: f64 = 1.2;
/// The same for a search through the whole song, which meets more chances.
const SURE_ANYWHERE: f64 = 1.7;
/// A stem whose correlation at the place of the others is this near to its best is at that place:
/// loops fit as well a bar later.
const AS_GOOD: f64 = 0.8;
/// Stems within this are at the same place, in seconds.
const TOGETHER: f64 = 0.002;
/// Slower drifts than this are not told from none.
const HARMLESS_DRIFT: f64 = 3e-7;
/// Faster ones smear a peak that is added up over the song.
const SMEARING_DRIFT: f64 = 4e-6;
/// A slope that is not so many standard errors from none is none.
const CERTAIN: f64 = 4.0;
/// A segment that lies further than this from the line of the others tells nothing of drift, in seconds.
const STRAY: f64 = 0.000_2;
/// Rates that a file may really have been recorded at.
const RATES: [u32; 6] = [48_000, 44_100, 96_000, 88_200, 32_000, 22_050];

/// The rough mix as segments.
pub(crate) struct Map(Vec<Option<Segment>>);

impl Map {
    /// Reads all of the rough mix.
    pub(crate) fn of(
        mix: &mut dyn Sound,
        seconds: f64,
        segments: &Segments,
        stop: &Stop<'_>,
    ) -> Result<Self, HearError> {
        let count = (seconds / GRID).ceil() as usize;
        Ok(Self(segments.all(mix, count, GRID, stop)?))
    }

    fn at(&self, at: usize) -> Option<&Segment> {
        self.0.get(at)?.as_ref()
    }
}

/// When segments of a sound begin that are loud, spread over all of it: `levels` are decibels every
/// `hop` seconds.
#[must_use]
pub fn loud(levels: impl Iterator<Item = f32>, hop: f64) -> Vec<f64> {
    let per_grid = (GRID / hop).round().max(1.0) as usize;
    let powers: Vec<f64> = levels.map(|level| 10_f64.powf(f64::from(level) / 10.0)).collect();
    let halves: Vec<f64> = powers.chunks(per_grid).map(|piece| piece.iter().sum()).collect();
    let both = |at: usize| halves[at] + halves.get(at + 1).copied().unwrap_or(0.0);
    let loudest = (0..halves.len()).map(both).fold(0.0, f64::max);
    let regions = SEGMENTS.min(halves.len());
    let mut starts: Vec<usize> = (0..regions)
        .filter_map(|region| {
            let range = region * halves.len() / regions..(region + 1) * halves.len() / regions;
            range.max_by(|a, b| both(*a).total_cmp(&both(*b)))
        })
        .filter(|at| both(*at) > 1e-3 * loudest)
        .collect();
    starts.dedup();
    starts.into_iter().map(|at| at as f64 * GRID).collect()
}

/// Finds every stem in the rough mix.
pub(crate) fn place(
    map: &Map,
    stems: &[Mutex<Wanted<'_>>],
    segments: &Segments,
    stop: &Stop<'_>,
) -> Result<Places, HearError> {
    let look =
        |drift: f64| each(stems, stop, |stem| near(map, stem, stem.sound.rate(), drift, segments));
    let mut found = look(0.0)?;
    let drift = drift(&found);
    if drift.abs() > SMEARING_DRIFT {
        found = look(drift)?;
    }
    let sure: Vec<f64> =
        found.iter().filter(|found| found.is_sure()).map(|found| found.best.0).collect();
    let Some(offset) = most(&sure) else {
        return Ok(Places { spots: vec![None; stems.len()], ..Places::default() });
    };
    let mut spots: Vec<Option<Spot>> = found.iter().map(|found| found.spot(offset)).collect();
    let lost: Vec<usize> = (0..stems.len()).filter(|at| spots[*at].is_none()).collect();
    let again = pool::each(&vec![1; lost.len()], |at| {
        stop.check()?;
        let stem = &mut *lock(&stems[lost[at]]);
        match anywhere(map, stem, drift, segments)? {
            Some(spot) => Ok(Some(spot)),
            None => relabelled(map, stem, offset, drift, segments),
        }
    });
    for (at, spot) in lost.into_iter().zip(again) {
        spots[at] = spot?;
    }
    // A place that most do not share is an accident: the rough mix is an excerpt, or another version.
    let found = spots.iter().flatten();
    let together = found.clone().filter(|spot| (spot.start - offset).abs() < TOGETHER);
    if 2 * together.count() < found.count() {
        let spots = vec![None; stems.len()];
        return Ok(Places { scattered: true, spots, ..Places::default() });
    }
    Ok(Places { offset, drift, spots, scattered: false })
}

/// Finds one sound in another, wherever it is.
pub(crate) fn alone(
    map: &Map,
    other: &mut Wanted<'_>,
    segments: &Segments,
) -> Result<Option<Spot>, HearError> {
    let (lag, height, next) = everywhere(map, other, SEGMENTS, 0.0, segments)?;
    // Two mixes of one song share nearly everything: 13 and more where they belong, 1.1 elsewhere.
    let ratio = f64::from(height.abs()) / f64::from(next).max(1e-20);
    Ok((ratio >= SURE_ANYWHERE).then_some(spot_at(lag, height)))
}

/// Looks at every stem, over the cores.
fn each<T: Send>(
    stems: &[Mutex<Wanted<'_>>],
    stop: &Stop<'_>,
    look: impl Fn(&mut Wanted<'_>) -> Result<T, HearError> + Sync,
) -> Result<Vec<T>, HearError> {
    let one = |at: usize| {
        stop.check()?;
        look(&mut lock(&stems[at]))
    };
    pool::each(&vec![1; stems.len()], one).into_iter().collect()
}

/// What was found near where a stem should be.
struct Near {
    /// Lag in seconds and signed height of the best peak.
    best: (f64, f32),
    /// Height of the best peak elsewhere.
    other: f32,
    /// The correlation around every lag, from −[`NEAR`] on.
    around: Vec<f32>,
    /// When each segment is, its own lag, and how far its peak stands out.
    own: Vec<(f64, f64, f64)>,
}

impl Near {
    fn ratio(&self) -> f64 {
        f64::from(self.best.1.abs()) / f64::from(self.other).max(1e-20)
    }

    fn is_sure(&self) -> bool {
        self.best.1 != 0.0 && self.ratio() >= SURE
    }

    /// Where the stem is, if most others are heard `offset` seconds later than in their files.
    fn spot(&self, offset: f64) -> Option<Spot> {
        let certainty = ((self.ratio() - CHANCE) / (SURE - CHANCE)).clamp(0.0, 1.0);
        let at = |(start, height): (f64, f32), certainty| {
            Some(Spot { start, certainty, inverted: height < 0.0, rate: None })
        };
        if self.best.1 == 0.0 {
            return None;
        }
        if (self.best.0 - offset).abs() < TOGETHER {
            return if certainty > 0.0 { at(self.best, certainty) } else { None };
        }
        let there = self.peak_near(offset);
        if f64::from(there.1.abs()) > AS_GOOD * f64::from(self.best.1.abs()) {
            return at(there, 0.5);
        }
        if self.is_sure() { at(self.best, 1.0) } else { None }
    }

    fn peak_near(&self, lag: f64) -> (f64, f32) {
        let middle = ((lag + NEAR) / STEP).round() as usize;
        let reach = (TOGETHER / STEP) as usize;
        let range = middle.saturating_sub(reach)..(middle + reach).min(self.around.len());
        let (lag, height, _) = peak(&self.around, range, 0);
        (lag * STEP - NEAR, height)
    }
}

/// Looks for a stem near its own time.
fn near(
    map: &Map,
    stem: &mut Wanted<'_>,
    rate: u32,
    drift: f64,
    segments: &Segments,
) -> Result<Near, HearError> {
    let reach = (NEAR / STEP) as usize;
    let mut around = vec![0.0_f32; 2 * reach];
    let mut own = Vec::new();
    for start in from_the_ends(&stem.loud) {
        let certain = |(_, _, ratio): &(f64, f64, f64)| *ratio >= SURE;
        if own.len() >= ENOUGH && own.iter().all(certain) && agree(&own) {
            break;
        }
        let Some(within) = map.at((start / GRID).round() as usize) else { continue };
        let Some(of) = segments.of(&mut *stem.sound, start, rate)? else { continue };
        let fit = segments.correlate(&of, within);
        let middle = start + SEGMENT / 2.0;
        let late = (drift * middle / STEP).round() as i64;
        let lags = fit.len() as i64;
        let shifted: Vec<f32> = (0..2 * reach as i64)
            .map(|at| fit[(at - reach as i64 + late).rem_euclid(lags) as usize])
            .collect();
        let (lag, height, other) = peak(&shifted, 0..2 * reach, (SAME / STEP) as usize);
        own.push((middle, lag * STEP - NEAR, f64::from(height.abs() / other.max(1e-20))));
        // A loud segment must not drown the others.
        let scale = 1.0 / rms(&shifted).max(1e-20);
        for (around, fit) in around.iter_mut().zip(&shifted) {
            *around += scale * fit;
        }
    }
    own.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (lag, height, other) = peak(&around, 0..2 * reach, (SAME / STEP) as usize);
    Ok(Near { best: (lag * STEP - NEAR, height), other, around, own })
}

/// The first, the last, the one in the middle, then the others: so that few tell of the whole song.
fn from_the_ends(starts: &[f64]) -> Vec<f64> {
    let last = starts.len().saturating_sub(1);
    let first = [0, last, last / 2];
    let mut order: Vec<usize> = first.into_iter().chain(0..starts.len()).collect();
    let mut seen = std::collections::HashSet::new();
    order.retain(|at| *at < starts.len() && seen.insert(*at));
    order.into_iter().map(|at| starts[at]).collect()
}

/// Whether all segments tell the same place.
fn agree(own: &[(f64, f64, f64)]) -> bool {
    own.iter().all(|(_, lag, _)| (lag - own[0].1).abs() < SAME)
}

fn rms(all: &[f32]) -> f32 {
    (all.iter().map(|x| x * x).sum::<f32>() / all.len().max(1) as f32).sqrt()
}

/// The place (between steps) and signed height of the highest peak within `range`, and the height of
/// the highest further than `apart` from it.
fn peak(fit: &[f32], range: std::ops::Range<usize>, apart: usize) -> (f64, f32, f32) {
    let highest = |range: std::ops::Range<usize>| {
        range.filter(|at| *at < fit.len()).max_by(|a, b| fit[*a].abs().total_cmp(&fit[*b].abs()))
    };
    let Some(at) = highest(range.clone()) else { return (0.0, 0.0, 0.0) };
    let height = |at: Option<usize>| at.map_or(0.0, |at| fit[at].abs());
    let before = height(highest(range.start..at.saturating_sub(apart).max(range.start)));
    let after = height(highest((at + apart + 1).min(range.end)..range.end));
    let neighbours = (at.checked_sub(1).map(|at| fit[at]), fit.get(at + 1));
    let between = match neighbours {
        (Some(left), Some(right)) => {
            let bend = left - 2.0 * fit[at] + right;
            if bend == 0.0 { 0.0 } else { f64::from(0.5 * (left - right) / bend) }
        }
        _ => 0.0,
    };
    (at as f64 + between.clamp(-0.5, 0.5), fit[at], before.max(after))
}

/// How far the rough mix falls behind in a second, as most segments of most stems tell it.
fn drift(found: &[Near]) -> f64 {
    let mut slopes: Vec<(f64, f64)> = Vec::new();
    for near in found {
        let sure: Vec<_> = near.own.iter().filter(|(_, _, ratio)| *ratio >= SURE).collect();
        for (n, (start, lag, _)) in sure.iter().enumerate() {
            for (later, later_lag, _) in &sure[n + 1..] {
                let slope = (later_lag - lag) / (later - start);
                // What jumps is another place, not another speed.
                if slope.abs() < 1e-3 {
                    slopes.push((slope, later - start));
                }
            }
        }
    }
    slopes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = slopes.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let middle = slopes.iter().find(|(_, weight)| {
        sum += weight;
        sum >= half
    });
    let drift = refined(found, middle.map_or(0.0, |(slope, _)| *slope));
    if drift.abs() < HARMLESS_DRIFT { 0.0 } else { drift }
}

/// The slope of least squares through the segments that lie near `drift`, each stem around its own
/// middle: at 10 kHz a part in a million is heard within a minute.
fn refined(found: &[Near], drift: f64) -> f64 {
    let mut all: Vec<(f64, f64)> = Vec::new();
    for near in found {
        let off = |at: f64, lag: f64| (lag - near.best.0) - drift * at;
        let mut sure: Vec<(f64, f64)> = near
            .own
            .iter()
            .filter(|(_, _, ratio)| *ratio >= SURE)
            .map(|(at, lag, _)| (*at, *lag))
            .collect();
        let mut offs: Vec<f64> = sure.iter().map(|(at, lag)| off(*at, *lag)).collect();
        offs.sort_by(f64::total_cmp);
        let Some(usual) = offs.get(offs.len() / 2).copied() else { continue };
        sure.retain(|(at, lag)| (off(*at, *lag) - usual).abs() < STRAY);
        let count = sure.len().max(1) as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| sure.iter().map(of).sum::<f64>() / count;
        let (middle, usual) = (mean(|one| one.0), mean(|one| one.1));
        all.extend(sure.iter().map(|(at, lag)| (at - middle, lag - usual)));
    }
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| all.iter().map(of).sum::<f64>();
    let square = sum(&|(at, _)| at * at);
    if square <= 0.0 {
        return drift;
    }
    let slope = sum(&|(at, lag)| at * lag) / square;
    // Places that scatter, as in an MP3, tell a slope by chance.
    let scatter = sum(&|(at, lag)| (lag - slope * at).powi(2)) / all.len() as f64;
    if slope.abs() < CERTAIN * (scatter / square).sqrt() { 0.0 } else { slope }
}

/// The offset that most have; of several, the one nearest to none.
fn most(offsets: &[f64]) -> Option<f64> {
    let friends = |of: f64| offsets.iter().filter(move |at| (*at - of).abs() < TOGETHER);
    let best = offsets.iter().copied().max_by(|a, b| {
        let (many, few) = (friends(*a).count(), friends(*b).count());
        many.cmp(&few).then(b.abs().total_cmp(&a.abs()))
    })?;
    let mut together: Vec<f64> = friends(best).copied().collect();
    together.sort_by(f64::total_cmp);
    Some(together[together.len() / 2])
}

/// Looks for a stem at every time of the song.
fn anywhere(
    map: &Map,
    stem: &mut Wanted<'_>,
    drift: f64,
    segments: &Segments,
) -> Result<Option<Spot>, HearError> {
    let (lag, height, other) = everywhere(map, stem, 3, drift, segments)?;
    let ratio = f64::from(height.abs()) / f64::from(other).max(1e-20);
    Ok((ratio >= SURE_ANYWHERE).then_some(spot_at(lag, height)))
}

fn spot_at(start: f64, height: f32) -> Spot {
    Spot { start, certainty: 1.0, inverted: height < 0.0, rate: None }
}

/// Looks at the `first` loud segments of a stem in the whole song: the place in seconds and signed height
/// of the highest peak, and the height of the next.
fn everywhere(
    map: &Map,
    stem: &mut Wanted<'_>,
    first: usize,
    drift: f64,
    segments: &Segments,
) -> Result<(f64, f32, f32), HearError> {
    let rate = stem.sound.rate();
    let count = map.0.len();
    let origin = stem.loud.iter().copied().fold(0.0, f64::max) + GRID;
    let size = ((origin + (count as f64 + 2.0) * GRID) / STEP) as usize;
    let mut whole = vec![0.0_f32; size];
    for start in stem.loud.iter().copied().take(first).collect::<Vec<_>>() {
        let Some(of) = segments.of(&mut *stem.sound, start, rate)? else { continue };
        for (at, within) in map.0.iter().enumerate() {
            let Some(within) = within else { continue };
            let fit = segments.correlate(&of, within);
            let scale = 1.0 / rms(&fit).max(1e-20);
            // A lag that is nearer to another segment is that one's to tell.
            let reach = (GRID / 2.0 / STEP) as i64;
            let late = drift * (start + SEGMENT / 2.0);
            let base = ((at as f64 * GRID - start - late + origin) / STEP).round() as i64;
            for lag in -reach..reach {
                let to = base + lag;
                if let Some(whole) = usize::try_from(to).ok().and_then(|to| whole.get_mut(to)) {
                    *whole += scale * fit[lag.rem_euclid(fit.len() as i64) as usize];
                }
            }
        }
    }
    let (lag, height, other) = peak(&whole, 0..size, (SAME / STEP) as usize);
    Ok((lag * STEP - origin, height, other))
}

/// Looks for a stem as if it had been recorded at another rate than its header says.
fn relabelled(
    map: &Map,
    stem: &mut Wanted<'_>,
    offset: f64,
    drift: f64,
    segments: &Segments,
) -> Result<Option<Spot>, HearError> {
    let label = stem.sound.rate();
    let loud = std::mem::take(&mut stem.loud);
    let mut spot = None;
    for rate in RATES.into_iter().filter(|rate| *rate != label) {
        // The same stretches of the file last longer or shorter.
        let stretch = f64::from(label) / f64::from(rate);
        stem.loud = loud.iter().map(|start| (start * stretch / GRID).round() * GRID).collect();
        let found = near(map, stem, rate, drift, segments)?;
        if found.is_sure() && (found.best.0 - offset).abs() < 0.1 {
            let inverted = found.best.1 < 0.0;
            spot = Some(Spot { start: found.best.0, certainty: 1.0, inverted, rate: Some(rate) });
            break;
        }
    }
    stem.loud = loud;
    Ok(spot)
}
