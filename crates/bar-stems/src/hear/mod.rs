//! Listening to the stems against the rough mix: where each lies, and what none of them explains.
//!
//! The rough mix is taken for a sum of the stems, each through a filter and a slow gain of its own. What
//! that leaves, moment by moment and band by band, is what no stem explains.

mod cells;
mod compare;
mod fit;
mod grid;
mod inner;
mod levels;
mod place;
mod residual;
mod segment;
mod sound;
mod spectra;
mod verdict;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bar_audio::source::ReadError;

use compare::{compare, read};
use grid::Raster;
use place::{Map, alone, place};
use segment::Segments;
use spectra::Place;

pub use place::{Places, Spot, Wanted, loud};
pub use sound::{InMemory, Sound};
pub use verdict::{Likeness, Unexplained};

/// Why listening ended early.
#[derive(Debug, thiserror::Error)]
pub enum HearError {
    /// Somebody asked it to stop.
    #[error("cancelled")]
    Cancelled,
    /// A file could not be read again.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// What is listened to.
pub struct Listening<'a> {
    /// The rough mix.
    pub mix: Box<dyn Sound + 'a>,
    /// Seconds of it.
    pub seconds: f64,
    /// The stems, in any order.
    pub stems: Vec<Wanted<'a>>,
}

/// What was heard.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// Where the stems lie; nothing else was heard if none was found.
    pub places: Places,
    /// How much of each stem is in the rough mix, in the order given.
    pub stems: Vec<InMix>,
    /// Share of the rough mix that the stems explain, 0 to 1; `None` where none was found.
    pub explained: Option<f64>,
    /// Share of every [`STRIP`] of the rough mix, counted from bar 1 of the stems, that no stem explains;
    /// `None` where it is silent.
    pub strip: Vec<Option<f32>>,
    /// What is left, where that is worth a word.
    pub unexplained: Option<Unexplained>,
    /// Figures behind it, for evidence.
    pub figures: Figures,
}

/// How much of a stem is in the rough mix.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct InMix {
    /// Share of the energy of the rough mix that it explains, 0 to 1.
    pub share: f64,
    /// Nothing of it is heard.
    pub unheard: bool,
    /// How far it stands out of chance, which is 1.
    pub evidence: f32,
}

/// What a verdict was made from.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Worst share of a patch that is not explained at all.
    pub peak: f32,
    /// Which cell of about eight seconds it is in, and its lowest band.
    pub place: (usize, usize),
    /// What is left where most is explained.
    pub floor: f32,
    /// Whether echoes and rooms were fitted too.
    pub twice: bool,
    /// The stem that goes best with what is left.
    pub like: Option<Likeness>,
}

/// Seconds of a cell of [`Outcome::strip`].
pub const STRIP: f64 = 1.0;
/// Shorter rough mixes tell nothing, in seconds.
pub(crate) const SHORTEST: f64 = 8.0;

/// Listens to stems against the rough mix. `progress` is told how much of 1 is done.
///
/// # Errors
/// When a file cannot be read any more, or `cancelled` was set.
pub fn listen(
    listening: Listening<'_>,
    progress: &(dyn Fn(f64) + Sync),
    cancelled: &AtomicBool,
) -> Result<Outcome, HearError> {
    let stop = Stop(cancelled);
    let Listening { mut mix, seconds, stems } = listening;
    let count = stems.len();
    if seconds < SHORTEST || count == 0 {
        return Ok(Outcome::default());
    }
    let rates = stems.iter().map(|stem| stem.sound.rate());
    let segments = Segments::new(rates.chain([mix.rate()]));
    let stems: Vec<Mutex<Wanted<'_>>> = stems.into_iter().map(Mutex::new).collect();
    progress(0.0);
    let places = {
        let map = Map::of(&mut *mix, seconds, &segments, &stop)?;
        place(&map, &stems, &segments, &stop)?
    };
    progress(0.2);
    if places.spots.iter().all(Option::is_none) {
        return Ok(Outcome { places, stems: vec![InMix::default(); count], ..Outcome::default() });
    }
    let signals: usize = stems.iter().map(|stem| lock(stem).sound.channels().min(2)).sum();
    // What comes before bar 1 in the rough mix, a count-in say, is no stem's to explain.
    let seconds = (seconds - places.offset) / (1.0 + places.drift);
    // Beside the stems: the rough mix, what is left of it, and what is explained.
    let raster = Raster::of(seconds, signals + 5);
    let told = |done: usize| progress(0.2 + 0.4 * done as f64 / count as f64);
    let (mix, all) = read(&mut *mix, &stems, &places, raster, &stop, &told)?;
    let comparison = compare(&mix, &all, count, raster, &stop)?;
    progress(1.0);
    let whole = comparison.mix.total().max(1e-30);
    let in_mix = |heard: &Option<compare::Heard>| {
        let Some(heard) = heard else { return InMix { unheard: true, ..InMix::default() } };
        let unheard = heard.evidence < verdict::UNHEARD;
        InMix { share: (heard.levels.total() / whole).min(1.0), unheard, evidence: heard.evidence }
    };
    Ok(Outcome {
        places,
        stems: comparison.stems.iter().map(in_mix).collect(),
        explained: Some(comparison.explained()),
        strip: comparison.strip(STRIP),
        unexplained: verdict::unexplained(&comparison),
        figures: Figures {
            peak: comparison.peak.mean,
            place: (comparison.peak.block, comparison.peak.band),
            floor: comparison.floor,
            twice: comparison.twice,
            like: verdict::likeness(&comparison),
        },
    })
}

/// Finds where one mix of a song lies in another: the place in `first`, which lasts so many `seconds`,
/// at which the first frame of `other` is heard. `None` where that is not certain, or either is shorter
/// than 8 s. `progress` is told how much of 1 is done.
///
/// # Errors
/// When a file cannot be read any more, or `cancelled` was set.
pub fn locate(
    mut first: Box<dyn Sound + '_>,
    seconds: f64,
    mut other: Wanted<'_>,
    progress: &(dyn Fn(f64) + Sync),
    cancelled: &AtomicBool,
) -> Result<Option<Spot>, HearError> {
    if seconds < SHORTEST || other.seconds < SHORTEST {
        return Ok(None);
    }
    let segments = Segments::new([first.rate(), other.sound.rate()].into_iter());
    progress(0.0);
    let map = Map::of(&mut *first, seconds, &segments, &Stop(cancelled))?;
    progress(0.7);
    let spot = alone(&map, &mut other, &segments)?;
    progress(1.0);
    Ok(spot)
}

impl Places {
    /// Where the rough mix lies against bar 1 of the stems.
    fn of_mix(&self) -> Place {
        let speed = 1.0 + self.drift;
        Place { start: -self.offset / speed, speed }
    }

    /// Where a stem lies: at its own place, or where most others are.
    fn of_stem(&self, at: usize) -> Place {
        let late = self.spots[at].map_or(0.0, |spot| spot.start - self.offset);
        Place { start: late / (1.0 + self.drift), speed: 1.0 }
    }
}

/// Takes the next samples of the left and the right channel.
pub type Write<'a, E> = dyn FnMut([&[f32]; 2]) -> Result<(), E> + 'a;

/// Hands what no stem explains of the rough mix to `write`, piece by piece from bar 1 on: samples of the
/// left and the right channel at the rate of the rough mix. `places` is what [`listen`] found.
///
/// # Errors
/// When a file cannot be read any more, `cancelled` was set, or `write` fails.
pub fn residual<E: From<HearError>>(
    listening: Listening<'_>,
    places: &Places,
    progress: &(dyn Fn(f64) + Sync),
    cancelled: &AtomicBool,
    write: &mut Write<'_, E>,
) -> Result<(), E> {
    residual::residual(listening, places, progress, &Stop(cancelled), write)
}

/// Set to stop soon.
pub(crate) struct Stop<'a>(pub &'a AtomicBool);

impl Stop<'_> {
    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn check(&self) -> Result<(), HearError> {
        if self.is_set() { Err(HearError::Cancelled) } else { Ok(()) }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
