//! What must hold for any sound.

use bar_audio::measure::{Listened, Measured};
use bar_audio::source::BLOCK_FRAMES;
use bar_testkit::signal;
use proptest::prelude::*;

use crate::tones::{Sound, listened, measured};

const RATE: u32 = 44_100;

/// Noise, notes and silence, one after the other, different on every channel.
fn sounds() -> impl Strategy<Value = Sound> {
    let part = (0..4_u8, 0.001..0.9_f64, -60.0..-1.0_f64, any::<u64>());
    let channel = prop::collection::vec(part, 1..5);
    prop::collection::vec(channel, 1..4).prop_map(|channels| {
        let mut sound: Sound = channels.into_iter().map(|parts| render(&parts)).collect();
        let frames = sound.iter().map(Vec::len).max().unwrap_or_default().max(1);
        for channel in &mut sound {
            channel.resize(frames, 0.0);
        }
        sound
    })
}

fn render(parts: &[(u8, f64, f64, u64)]) -> Vec<f32> {
    let part = |(kind, seconds, dbfs, seed): &(u8, f64, f64, u64)| match kind {
        0 => signal::silence(RATE, *seconds),
        1 => signal::noise(*seed, RATE, *dbfs, *seconds),
        2 => signal::pluck(*seed, RATE, 220.0, *dbfs, *seconds),
        _ => signal::sine(RATE, 20.0 + (*seed % 15_000) as f64, *dbfs, *seconds),
    };
    signal::concat(&parts.iter().map(part).collect::<Vec<_>>())
}

/// Every level that goes up and down with the gain, in decibels.
fn levels(measured: &Measured) -> [Option<f64>; 5] {
    [
        measured.peak_dbfs,
        measured.true_peak_dbtp,
        measured.max_momentary_lufs,
        measured.max_short_term_lufs,
        measured.rms_dbfs,
    ]
}

#[track_caller]
fn assert_same(one: &Listened, other: &Listened) {
    assert_eq!(one.measured, other.measured);
    assert_eq!(one.format, other.format);
    assert_eq!(one.waveform, other.waveform);
    assert_eq!(one.traits, other.traits);
    assert_eq!(one.not_finite, other.not_finite);
    assert_eq!(one.evidence, other.evidence);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn how_the_sound_is_cut_changes_nothing(
        sound in sounds(),
        lengths in prop::collection::vec(1..=BLOCK_FRAMES, 1..6),
    ) {
        assert_same(&listened(RATE, &sound, &lengths), &listened(RATE, &sound, &[BLOCK_FRAMES]));
    }

    #[test]
    fn more_gain_is_more_level(sound in sounds(), decibels in -6.0..40.0_f64) {
        let gain = 10_f64.powf(decibels / 20.0) as f32;
        let louder: Sound = sound.iter()
            .map(|channel| channel.iter().map(|sample| sample * gain).collect())
            .collect();
        let [before, after] = [&sound, &louder].map(|sound| measured(RATE, sound));
        for (before, after) in levels(&before).into_iter().zip(levels(&after)) {
            if let (Some(before), Some(after)) = (before, after) && before > -60.0 {
                let moved = after - before;
                prop_assert!((moved - decibels).abs() < 0.0201, "{decibels} dB moved {before} by {moved}");
            }
        }
        // The absolute gate at −70 LUFS stands still while the sound moves: more gain lets quieter
        // blocks in, which pull the mean down, and less gain shuts them out.
        if let (Some(before), Some(after)) = (before.integrated_lufs, after.integrated_lufs) {
            let beyond = (after - before - decibels) * decibels.signum();
            prop_assert!(beyond < 0.0201, "{decibels} dB moved {before} LUFS to {after}");
        }
    }

    #[test]
    fn a_true_peak_is_never_below_the_sample_peak(sound in sounds()) {
        let measured = measured(RATE, &sound);
        prop_assert!(measured.true_peak_dbtp >= measured.peak_dbfs, "{measured:?}");
    }

    #[test]
    fn broken_samples_count_as_silence(
        sound in sounds(),
        broken in prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize), 1..20),
    ) {
        let (mut broken_sound, mut silent) = (sound.clone(), sound);
        let mut places = std::collections::BTreeSet::new();
        for (place, kind) in broken {
            let place = place.index(silent[0].len());
            broken_sound[0][place] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY][kind];
            silent[0][place] = 0.0;
            places.insert(place as u64);
        }
        let mut got = listened(RATE, &broken_sound, &[BLOCK_FRAMES]);
        let (count, spans) = std::mem::take(&mut got.not_finite);
        prop_assert_eq!(count, places.len() as u64);
        prop_assert_eq!(spans.iter().flat_map(|span| span.0.0..span.1.0).collect::<std::collections::BTreeSet<_>>(), places);
        assert_same(&got, &listened(RATE, &silent, &[BLOCK_FRAMES]));
    }
}
