//! How often each guess is right: `cargo run --release -p bar-stems --example evidence [tune]`.
//!
//! Makes sound stems and faulty versions of them, checks every one as the stem check does, and
//! prints hits and false alarms. With `tune`, on the seeds that the thresholds were chosen on; else
//! on others. With fluidsynth and a sound font installed, its instruments join the synthesised
//! ones; codecs and resamplers are tried as far as ffmpeg, lame and sox are installed.

mod faults;
mod instruments;
mod stage;
mod tools;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::Mutex;
use std::thread::{self, ScopedJoinHandle};

use bar_domain::Code;
use bar_testkit::material::{self, Kind, Sound};

use crate::faults::Rows;
use crate::stage::{Stage, hear, judge};

/// Seconds of every stem.
const SECONDS: f64 = 12.0;
const SEEDS: u64 = 4;
/// The first seed of the run that thresholds are chosen on, and of the one that judges them.
const TUNE: u64 = 1;
const JUDGE: u64 = 1001;

/// The guesses whose rates are of interest.
const GUESSES: &[Code] = &[
    Code::LevelClipped,
    Code::DepthPadded,
    Code::SourceLossy,
    Code::SourceUpsampled,
    Code::DryReverb,
    Code::DryLimited,
    Code::GlitchDropout,
    Code::GlitchClick,
    Code::ChannelsDualMono,
    Code::ChannelsInverted,
    Code::ChannelsOneSided,
    Code::StartCut,
    Code::EndCut,
];

/// A sound stem.
struct Stem {
    name: String,
    sound: Sound,
    seed: u64,
    /// Limited on purpose: `dry.limited` is right about it.
    limited: bool,
}

/// What was said of sound stems, and of faulty ones.
#[derive(Default)]
struct Tally {
    alarms: BTreeMap<Code, Vec<String>>,
    tried: BTreeMap<Code, usize>,
    rows: Rows,
}

fn main() -> anyhow::Result<()> {
    let first = if std::env::args().any(|word| word == "tune") { TUNE } else { JUDGE };
    let stems = Mutex::new(synthesised(first).chain(instruments::play(Stage::new()?, first)));
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let tallies = thread::scope(|scope| {
        let work = || scope.spawn(|| try_all(&stems));
        let threads: Vec<_> = (0..threads).map(|_| work()).collect();
        let join = |thread: ScopedJoinHandle<'_, anyhow::Result<Tally>>| {
            thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a thread panicked")))
        };
        threads.into_iter().map(join).collect::<anyhow::Result<Vec<Tally>>>()
    })?;
    let Tally { alarms, tried, mut rows } = tallies.into_iter().fold(Tally::default(), Tally::with);
    let pairs = faults::pairs(&Stage::new()?, first, &mut rows)?;

    println!("| guess | sound stems accused | | of |\n|---|---|---|---|");
    for &code in GUESSES {
        let (wrong, all) = (alarms.get(&code).map_or(0, Vec::len), tried[&code]);
        println!("| `{}` | {wrong} | {:.1} % | {all} |", code.name(), percent(wrong, all));
    }
    let (wrong, all) = pairs;
    println!("| `set.duplicate` | {wrong} | {:.1} % | {all} pairs |", percent(wrong, all));
    println!("\n{rows}");
    for (code, names) in alarms {
        for name in names {
            eprintln!("accused of {}: {name}", code.name());
        }
    }
    Ok(())
}

/// Takes stems until there are no more.
fn try_all(stems: &Mutex<impl Iterator<Item = Stem>>) -> anyhow::Result<Tally> {
    let stage = Stage::new()?;
    let mut tally = Tally::default();
    loop {
        let next = stems.lock().map_or(None, |mut stems| stems.next());
        let Some(stem) = next else { return Ok(tally) };
        eprintln!("{}", stem.name);
        let findings = judge(&hear(&stem.sound));
        for &code in GUESSES {
            if code == Code::DryLimited && stem.limited {
                continue;
            }
            *tally.tried.entry(code).or_default() += 1;
            if let Some(finding) = findings.iter().find(|finding| finding.code == code) {
                let alarm = format!("{}: {}", stem.name, finding.message);
                tally.alarms.entry(code).or_default().push(alarm);
            }
        }
        faults::inflict(&stage, &stem, &mut tally.rows)?;
    }
}

impl Tally {
    fn with(mut self, other: Self) -> Self {
        for (code, alarms) in other.alarms {
            self.alarms.entry(code).or_default().extend(alarms);
        }
        for (code, count) in other.tried {
            *self.tried.entry(code).or_default() += count;
        }
        self.rows.extend(other.rows);
        self
    }
}

fn synthesised(first: u64) -> impl Iterator<Item = Stem> {
    (first..first + SEEDS).flat_map(|seed| {
        let rates: [u32; 2] = if seed % 3 == 0 { [48_000, 96_000] } else { [44_100, 48_000] };
        rates.into_iter().flat_map(move |rate| {
            Kind::ALL.iter().map(move |&kind| Stem {
                name: format!("{kind:?} {seed} at {rate}"),
                sound: material::stem(kind, seed, rate, SECONDS),
                seed,
                limited: kind == Kind::LimitedMaster,
            })
        })
    })
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
