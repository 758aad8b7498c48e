//! What is guessed about stems together.

use bar_audio::format::Encoding;
use bar_audio::measure::Listened;
use bar_domain::Code;
use bar_stems::hints;
use bar_testkit::material::{self, Kind, Rounding, Sound, fault};
use bar_testkit::signal;

use crate::stage::{RATE, hear, hear_as};

const SECONDS: f64 = 8.0;

/// Indexes and messages of one code among stems called a, b, c …
fn found(code: Code, stems: &[Listened]) -> Vec<(usize, String)> {
    let names = ["a.wav", "b.wav", "c.wav", "d.wav", "e.wav"];
    let stems: Vec<(&str, &Listened)> = names.into_iter().zip(stems).collect();
    let findings = hints::of_set(&stems, &false.into())
        .into_iter()
        .filter(|(_, finding)| finding.code == code);
    findings.map(|(stem, finding)| (stem, finding.message)).collect()
}

#[track_caller]
fn check_duplicate(kind: Kind, again: impl Fn(&Sound) -> Sound, words: &str) {
    let original = material::stem(kind, 11, RATE, SECONDS);
    let other = material::stem(Kind::Speech, 12, RATE, SECONDS);
    let stems = [hear(&other), hear(&original), hear(&again(&original))];
    let found = found(Code::SetDuplicate, &stems);
    assert_eq!(found.iter().map(|(stem, _)| *stem).collect::<Vec<_>>(), [1, 2], "{kind:?}");
    assert!(found[1].1.contains("“b.wav”"), "{}", found[1].1);
    assert!(found[1].1.contains(words), "{}", found[1].1);
}

#[test]
fn the_same_samples_in_another_file_are_a_duplicate() {
    let guitar = material::stem(Kind::Guitar, 11, RATE, SECONDS);
    let stems = [hear(&guitar), hear_as(&guitar, Encoding::Float)];
    let found = found(Code::SetDuplicate, &stems);
    assert_eq!(found[0], (0, "It is the same as “b.wav”, sample by sample.".to_owned()));
    assert_eq!(found[1].0, 1);
}

#[test]
fn a_duplicate_is_known_in_disguise() {
    for kind in [Kind::Guitar, Kind::Drums, Kind::Speech] {
        let quieter = |sound: &Sound| {
            let mut sound = sound.clone();
            sound.amplify(0.5);
            sound
        };
        check_duplicate(kind, quieter, "−6.0 dB");
        let sixteen = |sound: &Sound| {
            let mut sound = sound.clone();
            sound.round(16, Rounding::Dithered, 1);
            sound
        };
        check_duplicate(kind, sixteen, "the same sound");
        check_duplicate(kind, |sound| fault::cut(sound, 4800, sound.frames()), "100.0 ms earlier");
        let upside_down = |sound: &Sound| {
            let mut sound = sound.clone();
            sound.amplify(-1.0);
            sound
        };
        check_duplicate(kind, upside_down, "the same sound");
        if kind == Kind::Speech {
            continue; // It is mono already.
        }
        let mono = |sound: &Sound| Sound { rate: sound.rate, channels: vec![fault::mid(sound)] };
        check_duplicate(kind, mono, "the same sound");
    }
}

#[test]
fn two_takes_and_other_parts_are_no_duplicates() {
    for seed in 1..4 {
        let takes = material::doubled_guitars(seed, RATE, SECONDS);
        let mut stems: Vec<Listened> = takes.iter().map(hear).collect();
        for kind in [Kind::Bass, Kind::Organ, Kind::Drums] {
            stems.push(hear(&material::stem(kind, seed, RATE, SECONDS)));
        }
        assert_eq!(found(Code::SetDuplicate, &stems), []);
    }
    let silence = Sound { rate: RATE, channels: vec![vec![0.0; 48_000]] };
    assert_eq!(found(Code::SetDuplicate, &[hear(&silence), hear(&silence)]), []);
}

/// A set in which nothing is alike but the first and the last.
fn many(count: u64) -> Vec<Listened> {
    let loop_of =
        |seed| hear(&Sound { rate: RATE, channels: vec![signal::noise(seed, RATE, -6.0, 2.0)] });
    let mut stems: Vec<Listened> = (0..count).map(loop_of).collect();
    let mut quieter = Sound { rate: RATE, channels: vec![signal::noise(0, RATE, -6.0, 2.0)] };
    quieter.amplify(0.5);
    stems.push(hear(&quieter));
    stems
}

#[test]
fn one_duplicate_is_found_among_a_hundred_sounds() {
    let stems = many(100);
    assert!(stems.iter().all(|stem| stem.evidence.landmarks.len() >= 8), "each is compared");
    let named: Vec<(&str, &Listened)> = stems.iter().map(|stem| ("stem.wav", stem)).collect();
    let found = hints::of_set(&named, &false.into()).into_iter();
    let duplicates = found.filter(|(_, finding)| finding.code == Code::SetDuplicate);
    assert_eq!(duplicates.map(|(stem, _)| stem).collect::<Vec<_>>(), [0, 100]);
}

#[test]
fn once_cancelled_nothing_is_compared() {
    let guitar = hear(&material::stem(Kind::Guitar, 11, RATE, 1.0));
    let found = hints::of_set(&[("a.wav", &guitar), ("b.wav", &guitar)], &true.into());
    assert!(found.iter().all(|(_, finding)| finding.code != Code::SetDuplicate));
}

/// Begins where the sound is highest within 10 ms.
fn cut_at_a_peak(sound: &Sound) -> Sound {
    let height = |&at: &usize| (1e6 * sound.channels[0][at].abs()) as i32;
    let peak = (150_000..150_480).max_by_key(height).unwrap_or(150_000);
    fault::cut(sound, peak, sound.frames())
}

#[test]
fn a_start_that_is_cut_is_seen_unless_the_whole_set_starts_so() {
    let parts = [Kind::Organ, Kind::QuietPad, Kind::Speech];
    let whole: Vec<Sound> =
        parts.iter().map(|&kind| material::stem(kind, 2, RATE, SECONDS)).collect();
    let cut: Vec<Listened> = whole.iter().map(|sound| hear(&cut_at_a_peak(sound))).collect();
    let whole: Vec<Listened> = whole.iter().map(hear).collect();
    assert_eq!(found(Code::StartCut, &whole), []);
    let one = [whole[1].clone(), cut[0].clone(), whole[2].clone()];
    let found_in: Vec<usize> = found(Code::StartCut, &one).iter().map(|(stem, _)| *stem).collect();
    assert_eq!(found_in, [1]);
    let all = [cut[0].clone(), cut[1].clone()];
    assert_eq!(found(Code::StartCut, &all), []);
}
