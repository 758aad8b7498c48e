//! Rough mixes that lie otherwise than the stems: with a count-in, at another rate, of another kind.

use std::f64::consts::PI;

use bar_domain::Code;
use bar_stems::StemReport;
use bar_testkit::Wav;

use crate::song::{BAND, MIX, RATE, Sound, accuses_none, band_with, later, of_set, part, sum, wav};
use crate::story::Folder;

fn song(mix: &bar_testkit::SoundFile) -> Folder {
    band_with("", |_| unreachable!()).sound(MIX, mix)
}

#[test]
fn a_count_in_of_the_rough_mix_is_nobodys_fault() {
    let report = song(&wav(&later(sum(), 96_000))).check();
    assert_eq!(report.set.mix.as_ref().unwrap().offset_frames, 96_000);
    assert!(report.set.explained.unwrap() > 0.99, "{:?}", report.set.explained);
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[]);
}

#[test]
fn nor_is_the_delay_of_an_mp3_at_44_1_khz() {
    // What encoder and decoder of an MP3 put in front: 1,105 frames of it, 25 ms.
    let mix = later(at_44_1(&sum()), 1_105);
    let report = song(&Wav::pcm(16).rate(44_100).channels(&mix).dithered(3)).check();
    let offset = report.set.mix.as_ref().unwrap().offset_frames;
    let wanted = 1_105 * i64::from(RATE) / 44_100;
    assert!((offset - wanted).abs() <= 2, "{offset} instead of {wanted}");
    assert!(report.set.explained.unwrap() > 0.99, "{:?}", report.set.explained);
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[]);
}

#[test]
fn a_mono_rough_mix_is_one_too() {
    let [left, right] = sum().try_into().unwrap();
    let middle: Vec<f32> = left.iter().zip(&right).map(|(l, r)| f32::midpoint(*l, *r)).collect();
    let report = song(&wav(&[middle])).check();
    assert!(report.set.explained.unwrap() > 0.99, "{:?}", report.set.explained);
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[]);
}

/// At 147/160 of its rate, through a windowed sinc.
fn at_44_1(sound: &Sound) -> Sound {
    const REACH: isize = 16;
    const PHASES: usize = 147;
    let kernel = |from: f64| {
        let x = from * 147.0 / 160.0;
        let sinc = if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) };
        (sinc * (0.5 + 0.5 * (PI * from / REACH as f64).cos()) * 147.0 / 160.0) as f32
    };
    let taps = |phase: usize| -> Vec<f32> {
        let rest = (phase * 160 % PHASES) as f64 / PHASES as f64;
        (1 - REACH..REACH).map(|tap| kernel(tap as f64 - rest)).collect()
    };
    let phases: Vec<Vec<f32>> = (0..PHASES).map(taps).collect();
    let resampled = |channel: &Vec<f32>| {
        let one = |n: usize| -> f32 {
            let at = n * 160 / PHASES;
            let taps = phases[n % PHASES].iter().zip(1 - REACH..);
            let heard = |(tap, from): (&f32, isize)| {
                let from = at.checked_add_signed(from)?;
                Some(tap * channel.get(from)?)
            };
            taps.filter_map(heard).sum()
        };
        (0..channel.len() * PHASES / 160).map(one).collect()
    };
    sound.iter().map(resampled).collect()
}

#[test]
fn a_silent_rough_mix_is_called_silent() {
    let hush = vec![vec![0.0; 20 * RATE as usize]; 2];
    let report = song(&Wav::pcm(24).rate(RATE).channels(&hush)).check();
    assert_eq!(of_set(&report), ["set.no_reference"], "{:#?}", report.set.findings);
    let finding = &report.set.findings[0].finding;
    assert!(finding.message.contains("is silent"), "{}", finding.message);
}

#[test]
fn where_most_stems_lie_elsewhere_the_rough_mix_is_doubted_and_no_stem_accused() {
    let moved = |at: usize| match at {
        0 | 1 => wav(&part(BAND[at])),
        _ => wav(&later(part(BAND[at]), at * 17_000)),
    };
    let folder = (0..BAND.len()).fold(Folder::new(), |it, at| it.sound(BAND[at], &moved(at)));
    let report = folder.sound(MIX, &wav(&sum())).check();
    assert_eq!(of_set(&report), ["set.differs"], "{:#?}", report.set.findings);
    let message = &report.set.findings[0].finding.message;
    assert!(message.contains("at different places"), "{message}");
    let late = |stem: &StemReport| stem.findings.iter().any(|it| it.code == Code::StartLate);
    assert!(!report.stems.iter().any(late));
}
