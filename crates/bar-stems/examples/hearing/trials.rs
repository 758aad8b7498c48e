//! The trials that are made of one song.

use std::fmt;
use std::sync::atomic::AtomicBool;

use bar_stems::hear::{InMemory, Likeness, Listening, Outcome, Sound, Wanted, listen, loud};
use bar_testkit::band::{Extra, Part, Recipe, RoughMix, Severity, Song, Timing, mix};

/// Seconds of a song.
const SECONDS: f64 = 75.0;
const RATE: u32 = 44_100;
/// Parts quieter than this in the mix are not left out, in decibels.
const QUIETEST: f64 = -24.0;

/// What was done to the set or to the rough mix.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing is missing.
    Complete,
    /// A part is missing that has this share of the mix, in decibels.
    Missing(f64),
    /// Two parts are missing, the quieter of which has this share.
    TwoMissing(f64),
    /// This stem was changed in the mix.
    Changed(usize),
    /// A stem of another song is among them.
    Foreign,
}

/// What was said.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Nothing,
    Missing,
    /// This stem differs.
    Differs(usize),
}

/// One trial.
pub struct Row {
    pub seed: u64,
    pub severity: Severity,
    pub kind: Kind,
    pub what: String,
    pub said: Said,
    /// Stems that were placed wrongly by more than 3 ms, and those that were not found.
    pub misplaced: (usize, usize),
    /// Stems that are not heard, as was said.
    pub unheard: usize,
    pub peak: f32,
    pub floor: f32,
    pub like: Option<Likeness>,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, severity, kind, what, said, misplaced, unheard, peak, floor, like } = self;
        write!(
            f,
            "{seed} {severity} {kind:?} {what}: {said:?} peak {peak:.4} floor {floor:.4} like {like:.2?} misplaced {misplaced:?} unheard {unheard}"
        )
    }
}

/// All trials of the song of this seed; of complete sets only unless `whole`.
pub fn song(seed: u64, whole: bool, tell: &dyn Fn(Row)) -> anyhow::Result<()> {
    let song = Song::compose(seed, SECONDS);
    let parts = song.render(RATE)?;
    for severity in [Severity::Eq, Severity::Full, Severity::Heavy] {
        let recipe = Recipe::new(severity, seed * 7 + 1, &parts);
        let rough = mix(&parts, &recipe);
        let stage = Stage { seed, severity, parts: &parts, tell };
        stage.complete(&rough, &recipe)?;
        if whole {
            stage.missing(&rough);
            stage.changed(&song, &recipe, &rough);
            stage.foreign(&rough)?;
        }
    }
    Ok(())
}

struct Stage<'a> {
    seed: u64,
    severity: Severity,
    parts: &'a [Part],
    tell: &'a dyn Fn(Row),
}

impl Stage<'_> {
    fn complete(&self, rough: &RoughMix, recipe: &Recipe) -> anyhow::Result<()> {
        self.hear(Kind::Complete, "plain", rough, self.parts, &[]);
        let at = |n: u64| ((self.seed * 3 + n) % self.parts.len() as u64) as usize;
        let rides = Extra::Rides { depth_db: 6.0 };
        let timing = Timing { lead_in: 0, count_in: false, drift_ppm: 0.0, rate: None };
        let (what, recipe) = match self.seed % 4 {
            0 => ("rides", recipe.clone().with(at(0), rides.clone()).with(at(1), rides)),
            1 => {
                let timing = Timing { lead_in: 2 * i64::from(RATE), count_in: true, ..timing };
                ("count-in", recipe.clone().timed(timing))
            }
            2 => ("drift", recipe.clone().timed(Timing { drift_ppm: 40.0, ..timing })),
            _ => ("48 kHz", recipe.clone().timed(Timing { rate: Some(48_000), ..timing })),
        };
        self.hear(Kind::Complete, what, &mix(self.parts, &recipe), self.parts, &[]);
        let kbps = [320, 192, 128][(self.seed % 3) as usize];
        let coded = rough.through_mp3(kbps)?;
        self.hear(Kind::Complete, &format!("MP3 {kbps}"), &coded, self.parts, &[]);
        Ok(())
    }

    fn missing(&self, rough: &RoughMix) {
        let share = |at: usize| rough.shares[at].db;
        let heard: Vec<usize> = (0..self.parts.len()).filter(|at| share(*at) > QUIETEST).collect();
        for at in &heard {
            let kind = Kind::Missing(share(*at));
            self.hear(kind, &self.parts[*at].name, rough, self.parts, &[*at]);
        }
        for pair in heard.chunks_exact(2).take(2) {
            let kind = Kind::TwoMissing(share(pair[0]).min(share(pair[1])));
            self.hear(kind, "two parts", rough, self.parts, pair);
        }
    }

    fn changed(&self, song: &Song, recipe: &Recipe, rough: &RoughMix) {
        let mut tuneful: Vec<usize> =
            (0..self.parts.len()).filter(|at| !self.parts[*at].role.is_drum()).collect();
        tuneful.sort_by(|a, b| rough.shares[*b].db.total_cmp(&rough.shares[*a].db));
        let extras = [
            ("delay", Extra::Delay { seconds: song.beats(0.75), feedback: 0.4, level: 0.5 }),
            ("tuned", Extra::Tuned { cents: 30.0 }),
            ("re-amped", Extra::Reamped { drive_db: 18.0 }),
            ("sweep", Extra::Sweep { from_hz: 300.0, to_hz: 6000.0, seconds: 6.0 }),
            ("chorus", Extra::Chorus { depth_ms: 4.0, wet: 0.5 }),
        ];
        for (n, (what, extra)) in extras.into_iter().enumerate() {
            let at = tuneful[(n + self.seed as usize) % tuneful.len().min(4)];
            let rough = mix(self.parts, &recipe.clone().with(at, extra));
            self.hear(Kind::Changed(at), what, &rough, self.parts, &[]);
        }
        let drums = (0..self.parts.len()).filter(|at| self.parts[*at].role.is_drum());
        let drums: Vec<usize> = drums.collect();
        let rough = mix(self.parts, &recipe.clone().crushed(&drums, 0.6));
        self.hear(Kind::Complete, "drums crushed in parallel", &rough, self.parts, &[]);
    }

    fn foreign(&self, rough: &RoughMix) -> anyhow::Result<()> {
        let other = Song::compose(self.seed + 5000, SECONDS).render(RATE)?;
        let mut parts = self.parts.to_vec();
        parts.push(other[self.seed as usize % other.len()].clone());
        self.hear(Kind::Foreign, "a stem of another song", rough, &parts, &[]);
        Ok(())
    }

    fn hear(&self, kind: Kind, what: &str, rough: &RoughMix, parts: &[Part], without: &[usize]) {
        let there: Vec<usize> = (0..parts.len()).filter(|at| !without.contains(at)).collect();
        let outcome = outcome(rough, there.iter().map(|at| &parts[*at]));
        let said = match &outcome.unexplained {
            None => Said::Nothing,
            Some(left) => left.of.map_or(Said::Missing, |stem| Said::Differs(there[stem])),
        };
        let wrong = |start: f64| (start - outcome.places.offset).abs() > 0.003;
        let spots = &outcome.places.spots;
        (self.tell)(Row {
            seed: self.seed,
            severity: self.severity,
            kind,
            what: what.to_owned(),
            said,
            misplaced: (
                spots.iter().flatten().filter(|spot| wrong(spot.start)).count(),
                spots.iter().filter(|spot| spot.is_none()).count(),
            ),
            unheard: outcome.stems.iter().filter(|stem| stem.unheard).count(),
            peak: outcome.figures.peak,
            floor: outcome.figures.floor,
            like: outcome.figures.like,
        });
    }
}

fn outcome<'a>(rough: &'a RoughMix, parts: impl Iterator<Item = &'a Part>) -> Outcome {
    let sides = [rough.left.clone(), rough.right.clone()];
    let seconds = |frames: usize, rate: u32| frames as f64 / f64::from(rate);
    let stems = parts.map(|part| Wanted {
        sound: Box::new(InMemory { rate: part.rate, samples: &part.samples }) as Box<dyn Sound>,
        seconds: seconds(part.samples[0].len(), part.rate),
        loud: loud(levels(part), 0.1),
    });
    let listening = Listening {
        mix: Box::new(InMemory { rate: rough.rate, samples: &sides }),
        seconds: seconds(sides[0].len(), rough.rate),
        stems: stems.collect(),
    };
    listen(listening, &|_| {}, &AtomicBool::new(false)).expect("what is in memory can be read")
}

/// Decibels of every tenth of a second.
fn levels(part: &Part) -> impl Iterator<Item = f32> {
    part.samples[0].chunks(part.rate as usize / 10).map(|some| {
        let square = some.iter().map(|sample| sample * sample).sum::<f32>() / some.len() as f32;
        10.0 * (square + 1e-12).log10()
    })
}
