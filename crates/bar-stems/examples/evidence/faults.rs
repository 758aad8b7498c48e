//! Faulty versions of a stem, and what was found of each fault.

use std::collections::BTreeMap;
use std::fmt;

use bar_domain::Code;
use bar_stems::hints;
use bar_testkit::material::{self, Kind, Rounding, Sound, fault};
use bar_testkit::random::Random;

use crate::stage::{Stage, hear, judge, listen};
use crate::{SECONDS, SEEDS, Stem, percent, tools};

/// Hits and tries of each fault, by the code that should find it.
#[derive(Default)]
pub struct Rows(BTreeMap<(Code, String), (usize, usize)>);

impl Rows {
    pub fn count(&mut self, code: Code, fault: &str, hit: bool) {
        let row = self.0.entry((code, fault.to_owned())).or_default();
        row.0 += usize::from(hit);
        row.1 += 1;
    }

    pub fn extend(&mut self, other: Self) {
        for (fault, (hits, all)) in other.0 {
            let row = self.0.entry(fault).or_default();
            row.0 += hits;
            row.1 += all;
        }
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| guess | fault | found | | of |\n|---|---|---|---|---|")?;
        for ((code, fault), &(hits, all)) in &self.0 {
            let share = percent(hits, all);
            writeln!(f, "| `{}` | {fault} | {hits} | {share:.0} % | {all} |", code.name())?;
        }
        Ok(())
    }
}

pub fn inflict(stage: &Stage, stem: &Stem, rows: &mut Rows) -> anyhow::Result<()> {
    let sound = &stem.sound;
    let mut random = Random::new(stem.seed ^ (u64::from(sound.peak().to_bits()) << 32));
    let mut faulty = |code: Code, fault: &str, sound: &Sound| {
        let hit = judge(&hear(sound)).iter().any(|finding| finding.code == code);
        rows.count(code, fault, hit);
    };
    // One of each kind of fault, another one for the next stem.
    let over = random.pick([1.0, 3.0, 6.0, 12.0]);
    faulty(Code::LevelClipped, &format!("{over} dB over"), &fault::clip(sound, over, 0.0));
    let name = format!("{over} dB over, then −4.3 dB");
    faulty(Code::LevelClipped, &name, &fault::clip(sound, over, -4.3));
    let (bits, gain) = random.pick([(16, 0.0), (16, -3.7), (20, 0.0), (20, -3.7)]);
    let name = if gain < 0.0 {
        format!("{bits} bits, then −3.7 dB")
    } else {
        format!("{bits} bits in 24")
    };
    faulty(Code::DepthPadded, &name, &fault::shallow(sound, bits, gain, Rounding::Dithered));
    let at = loud_place(sound, &mut random);
    let (milliseconds, hold) =
        random.pick([(1.0, false), (5.0, false), (50.0, false), (5.0, true)]);
    let name = format!("{milliseconds} ms {}", if hold { "held" } else { "of zeros" });
    let broken = fault::drop_out(sound, at, milliseconds / 1000.0, hold);
    faulty(Code::GlitchDropout, &name, &broken);
    let under = random.pick([3.0, 12.0, 20.0, 30.0]);
    let at = loud_place(sound, &mut random);
    let name = format!("one sample, {under} dB under the peak");
    faulty(Code::GlitchClick, &name, &fault::click(sound, at, under));
    match random.pick([0, 1, 2, 3]) {
        0 => faulty(Code::ChannelsDualMono, "left = right", &fault::dual_mono(sound)),
        1 => {
            let mut noisy = fault::dual_mono(sound);
            noisy.round(16, Rounding::Dithered, 3);
            faulty(Code::ChannelsDualMono, "left = right, dithered apart at 16 bits", &noisy);
        }
        2 => faulty(Code::ChannelsInverted, "right inverted", &fault::inverted(sound)),
        _ => faulty(Code::ChannelsOneSided, "right silent", &fault::one_sided(sound)),
    }
    let at = loud_place(sound, &mut random);
    faulty(Code::EndCut, "cut off while loud", &fault::cut(sound, 0, at));
    faulty(Code::StartCut, "begins while loud", &fault::cut(sound, at, sound.frames()));
    if !stem.limited {
        let by = random.pick([3.0, 6.0, 12.0]);
        let mut limited = fault::limit(sound, by);
        limited.normalise(-1.0);
        faulty(Code::DryLimited, &format!("limited by {by} dB"), &limited);
    }
    if sound.rate <= 48_000 {
        let (seconds, wet) = random.pick([(0.8, 0.3), (1.5, 0.5), (3.0, 0.7)]);
        let name = format!("stereo reverb, {seconds} s, {wet} of the energy");
        let wet = fault::reverb(sound, seconds, wet, stem.seed);
        faulty(Code::DryReverb, &name, &wet);
        if random.pick([true, false]) {
            tools::coded(stage, sound, &mut random, rows)?;
        }
    }
    if random.pick([true, false]) {
        tools::resampled(stage, sound, &mut random, rows)?;
    }
    Ok(())
}

/// A frame where 20 ms are no quieter than most.
fn loud_place(sound: &Sound, random: &mut Random) -> usize {
    let span = (sound.rate / 50) as usize;
    let mid = fault::mid(sound);
    let power = |at: usize| mid[at..at + span].iter().map(|x| x * x).sum::<f32>();
    let range = mid.len() - 12 * span;
    let place = |random: &mut Random| 2 * span + (random.unit() * range as f32) as usize;
    (0..12).map(|_| place(random)).max_by(|&a, &b| power(a).total_cmp(&power(b))).unwrap_or(span)
}

/// Duplicates in disguise, and pairs that are none: returns wrong pairs and all.
pub fn pairs(stage: &Stage, first: u64, rows: &mut Rows) -> anyhow::Result<(usize, usize)> {
    let (mut wrong, mut all) = (0, 0);
    for seed in first..first + SEEDS {
        let mut stems = Vec::new();
        for &kind in Kind::ALL {
            let sound = material::stem(kind, seed, 48_000, SECONDS);
            let original = hear(&sound);
            for (name, again) in disguises(&sound) {
                let again = hear(&again);
                let found = hints::of_set(&[("a", &original), ("b", &again)], &false.into());
                rows.count(Code::SetDuplicate, name, is_duplicate(&found));
            }
            let mp3 =
                if seed == first { tools::through(stage, &sound, tools::MP3_192)? } else { None };
            if let Some(again) = mp3.map(|path| listen(&path)).transpose()? {
                let found = hints::of_set(&[("a", &original), ("b", &again)], &false.into());
                rows.count(Code::SetDuplicate, "through MP3 at 192 kbit/s", is_duplicate(&found));
            }
            stems.push(original);
        }
        let [one, other] = material::doubled_guitars(seed, 48_000, SECONDS);
        stems.extend([hear(&one), hear(&other)]);
        for (index, a) in stems.iter().enumerate() {
            for b in &stems[..index] {
                all += 1;
                wrong +=
                    usize::from(is_duplicate(&hints::of_set(&[("a", a), ("b", b)], &false.into())));
            }
        }
    }
    Ok((wrong, all))
}

fn is_duplicate(found: &[(usize, bar_domain::Finding)]) -> bool {
    found.iter().any(|(_, finding)| finding.code == Code::SetDuplicate)
}

fn disguises(sound: &Sound) -> Vec<(&'static str, Sound)> {
    let changed = |change: fn(&mut Sound)| {
        let mut changed = sound.clone();
        change(&mut changed);
        changed
    };
    let mono = Sound { rate: sound.rate, channels: vec![fault::mid(sound)] };
    let shifted = fault::cut(sound, 12_345, sound.frames());
    vec![
        ("the same samples", sound.clone()),
        ("−5.3 dB", changed(|sound| sound.amplify(0.543))),
        ("16 bits", changed(|sound| sound.round(16, Rounding::Dithered, 9))),
        ("inverted", changed(|sound| sound.amplify(-1.0))),
        ("257 ms earlier, start cut off", shifted),
        ("its mono sum", mono),
    ]
}
