//! What is guessed about one stem.

use bar_audio::format::Encoding;
use bar_domain::{Code, Frames, Severity, Span};
use bar_stems::hints;
use bar_testkit::material::{self, Kind, Rounding, Sound, fault};
use bar_testkit::signal;

use crate::stage::{RATE, absent, hear_as, judge, shown};

/// Long enough for every guess, short enough for a test.
const SECONDS: f64 = 6.0;

fn stem(kind: Kind) -> Sound {
    material::stem(kind, 7, RATE, SECONDS)
}

fn mono(channel: Vec<f32>) -> Sound {
    Sound { rate: RATE, channels: vec![channel] }
}

#[test]
fn sound_stems_are_left_alone() {
    for &kind in Kind::ALL {
        let codes: Vec<Code> = judge(&stem(kind)).iter().map(|finding| finding.code).collect();
        let allowed = kind == Kind::LimitedMaster && codes == [Code::DryLimited];
        assert!(codes.is_empty() || allowed, "{kind:?}: {codes:?}");
    }
}

#[test]
fn clipping_is_counted_and_placed() {
    let mut tone = signal::sine(RATE, 440.0, 6.0, 0.01);
    signal::clip(&mut tone);
    let mut channel = signal::silence(RATE, 52.35);
    channel.extend(&tone);
    channel.extend(signal::silence(RATE, 0.1));
    let finding = shown(Code::LevelClipped, &mono(channel));
    assert_eq!(finding.message, "Clipped 9 times, first at 0:52.3.");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(finding.at.len(), 9);
    assert!(finding.at.is_sorted_by_key(|Span(from, _)| *from));
    assert!(finding.at[0].0 >= Frames(2_512_800));
}

#[test]
fn one_clipped_run_is_enough() {
    let mut guitar = stem(Kind::Guitar);
    guitar.channels[0][100_000..100_005].fill(1.0);
    let finding = shown(Code::LevelClipped, &guitar);
    assert_eq!(finding.message, "Clipped once, at 0:02.0.");
    assert_eq!(finding.at, [Span(Frames(100_000), Frames(100_005))]);
}

#[test]
fn clipped_then_turned_down_is_still_clipped() {
    let finding = shown(Code::LevelClipped, &fault::clip(&stem(Kind::Guitar), 6.0, -6.0));
    assert!(finding.message.contains("cut off at −6.0 dBFS"), "{}", finding.message);
}

#[test]
fn square_waves_and_peaks_that_touch_full_scale_are_not_clipped() {
    absent(Code::LevelClipped, &mono(signal::square(RATE, 110.0, 0.0, 3.0)), "full-scale square");
    absent(Code::LevelClipped, &mono(signal::square(RATE, 110.0, -6.0, 3.0)), "square");
    for &kind in Kind::ALL {
        let mut loud = stem(kind);
        loud.normalise(0.0);
        loud.round(24, Rounding::Plain, 0);
        absent(Code::LevelClipped, &loud, &format!("{kind:?} normalised to full scale"));
    }
}

#[test]
fn floats_beyond_full_scale_are_told_as_such() {
    let mut tone = mono(signal::sine(RATE, 440.0, -6.0, 1.0));
    signal::amplify(&mut tone.channels[0][24_000..24_100], 4.0);
    let findings = hints::of_stem("stem.wav", &hear_as(&tone, Encoding::Float));
    let finding = findings.iter().find(|finding| finding.code == Code::LevelClipped);
    let message = &finding.expect("it goes beyond").message;
    assert!(message.starts_with("Goes above full scale 2 times, first at 0:00.5"), "{message}");
}

#[test]
fn sixteen_bits_in_twenty_four_are_seen_even_after_a_gain_change() {
    let guitar = stem(Kind::Guitar);
    for (bits, gain) in [(16, 0.0), (20, 0.0), (16, -3.7)] {
        let shallow = fault::shallow(&guitar, bits, gain, Rounding::Dithered);
        let message = shown(Code::DepthPadded, &shallow).message;
        assert!(message.contains(&format!("{bits}-bit")), "{bits} bits, {gain} dB: {message}");
    }
}

#[test]
fn sixteen_bits_that_enter_late_are_seen_too() {
    let shallow = fault::shallow(&stem(Kind::Guitar), 16, 0.0, Rounding::Plain);
    let after = |rest: Vec<f32>| {
        let late = |channel: &Vec<f32>| signal::concat(&[&rest, channel]);
        Sound { rate: RATE, channels: shallow.channels.iter().map(late).collect() }
    };
    let mut dither = signal::noise(5, RATE, 0.0, 22.0);
    for sample in &mut dither {
        *sample = sample.round() / 32_768.0;
    }
    for rest in [signal::silence(RATE, 22.0), dither] {
        let message = shown(Code::DepthPadded, &after(rest)).message;
        assert!(message.contains("16-bit"), "{message}");
    }
}

#[test]
fn few_values_are_not_few_bits() {
    absent(Code::DepthPadded, &mono(signal::square(RATE, 110.0, -6.02, 3.0)), "square");
    let mut clicks = signal::clicks(RATE, -6.02, 3.0, &[1000, 50_000, 90_000]);
    clicks[70_000] = -0.25;
    absent(Code::DepthPadded, &mono(clicks), "single samples");
}

#[test]
fn a_cut_off_is_told_by_where_it_lies() {
    let drums = stem(Kind::Drums);
    let lossy = shown(Code::SourceLossy, &fault::low_pass(&drums, 17_000.0));
    assert!(lossy.message.starts_with("Everything above 17."), "{}", lossy.message);
    let fast = material::stem(Kind::Drums, 7, 96_000, SECONDS);
    let upsampled = shown(Code::SourceUpsampled, &fault::low_pass(&fast, 21_000.0));
    let words = "44.1 kHz sound converted to 96 kHz";
    assert!(upsampled.message.contains(words), "{}", upsampled.message);
}

#[test]
fn dull_sound_is_not_cut_off() {
    for kind in [Kind::Bass, Kind::QuietPad, Kind::Organ, Kind::SoundFont, Kind::Noise] {
        for code in [Code::SourceLossy, Code::SourceUpsampled] {
            absent(code, &stem(kind), &format!("{kind:?}"));
            let fast = material::stem(kind, 8, 96_000, 4.0);
            absent(code, &fast, &format!("{kind:?} at 96 kHz"));
        }
    }
}

#[test]
fn reverb_that_spreads_is_mentioned() {
    for kind in [Kind::Drums, Kind::Speech] {
        let finding = shown(Code::DryReverb, &fault::reverb(&stem(kind), 1.5, 0.5, 3));
        assert_eq!(finding.severity, Severity::Informs);
    }
    for kind in [Kind::Drums, Kind::QuietPad, Kind::Noise, Kind::Fade, Kind::LimitedMaster] {
        absent(Code::DryReverb, &stem(kind), &format!("{kind:?}"));
    }
}

#[test]
fn a_limiter_is_mentioned() {
    for kind in [Kind::Drums, Kind::Guitar] {
        let finding = shown(Code::DryLimited, &fault::limit(&stem(kind), 9.0));
        assert_eq!(finding.severity, Severity::Informs);
    }
    absent(Code::DryLimited, &mono(signal::sine(RATE, 220.0, -3.0, 4.0)), "steady tone");
}

#[test]
fn a_hole_in_the_sound_is_placed() {
    let guitar = stem(Kind::Guitar);
    for (seconds, hold) in [(0.001, false), (0.02, false), (0.09, false), (0.0051, true)] {
        let broken = fault::drop_out(&guitar, 150_000, seconds, hold);
        let finding = shown(Code::GlitchDropout, &broken);
        let Span(Frames(from), Frames(to)) = finding.at[0];
        let end = 150_000 + signal::frames(RATE, seconds) as u64;
        assert!(from.abs_diff(150_000) <= 2 && to.abs_diff(end) <= 2, "{from}..{to}");
    }
}

#[test]
fn rests_and_gates_are_no_holes() {
    for kind in [Kind::GatedSquare, Kind::SparsePercussion, Kind::Drums, Kind::Speech] {
        absent(Code::GlitchDropout, &stem(kind), &format!("{kind:?}"));
    }
    // A rest between two phrases, each faded.
    let mut phrase = signal::sine(RATE, 220.0, -12.0, 1.0);
    signal::fade(&mut phrase, 480);
    let rest = signal::silence(RATE, 0.05);
    absent(Code::GlitchDropout, &mono(signal::concat(&[&phrase, &rest, &phrase])), "rest");
}

#[test]
fn a_click_is_placed() {
    for kind in [Kind::Bass, Kind::Organ, Kind::QuietPad] {
        let finding = shown(Code::GlitchClick, &fault::click(&stem(kind), 150_000, 3.0));
        let Span(Frames(from), _) = finding.at[0];
        assert!(from.abs_diff(150_000) <= 1, "{kind:?}: {from}");
    }
}

#[test]
fn the_two_channels_are_compared() {
    let guitar = stem(Kind::Guitar);
    let cases = [
        (Code::ChannelsDualMono, fault::dual_mono(&guitar), "Left and right are identical"),
        (Code::ChannelsOneSided, fault::one_sided(&guitar), "the right channel is silent"),
        (Code::ChannelsInverted, fault::inverted(&fault::dual_mono(&guitar)), "against each other"),
    ];
    for (code, sound, words) in cases {
        let message = shown(code, &sound).message;
        assert!(message.contains(words), "{message}");
        let others =
            judge(&sound).iter().filter(|found| found.code.name().starts_with("channels.")).count();
        assert_eq!(others, 1);
    }
    let mut noisy = fault::dual_mono(&guitar);
    noisy.round(20, Rounding::Dithered, 4);
    let message = shown(Code::ChannelsDualMono, &noisy).message;
    assert!(message.starts_with("Left and right are all but identical: "), "{message}");
    // A fader's width apart, the balance is somebody's choice.
    let mut panned = fault::dual_mono(&guitar);
    signal::amplify(&mut panned.channels[1], 0.99);
    absent(Code::ChannelsDualMono, &panned, "right = 0.99 × left");
}

#[test]
fn a_tail_that_is_cut_off_is_seen_and_a_fade_is_not() {
    let guitar = stem(Kind::Guitar);
    let cut = fault::cut(&guitar, 0, 200_000);
    let finding = shown(Code::EndCut, &cut);
    assert_eq!(finding.at, [Span(Frames(199_520), Frames(200_000))]);
    absent(Code::EndCut, &guitar, "died away");
    absent(Code::EndCut, &stem(Kind::Fade), "faded");
}

#[test]
fn nothing_is_said_of_silence() {
    assert_eq!(judge(&mono(signal::silence(RATE, 1.0))), []);
    let stereo = Sound { rate: RATE, channels: vec![signal::silence(RATE, 1.0); 2] };
    assert_eq!(judge(&stereo), []);
}
