//! What the collector gathers, on sound with known answers.

use bar_audio::evidence::{Collector, Evidence};
use bar_audio::format::{Container, Encoding, Format};
use bar_audio::source::{BLOCK_FRAMES, Block};
use bar_domain::{Frames, SampleRate, Span};
use bar_testkit::material::{self, Kind, Sound, fault};
use bar_testkit::signal;
use proptest::prelude::*;

const RATE: u32 = 48_000;

fn format(sound: &Sound, encoding: Encoding) -> Format {
    Format {
        container: Container::Wav,
        encoding,
        bits: Some(24),
        rate: SampleRate(sound.rate),
        channels: sound.channels.len() as u16,
        frames: Frames(sound.frames() as u64),
    }
}

/// Gathers in blocks whose lengths `splits` gives, over and over.
fn gather_split(sound: &Sound, encoding: Encoding, splits: &[usize]) -> Evidence {
    let mut collector = Collector::new(&format(sound, encoding));
    let mut from = 0;
    for &length in splits.iter().cycle() {
        if from == sound.frames() {
            break;
        }
        let to = sound.frames().min(from + length);
        let part = |channel: &Vec<f32>| channel[from..to].to_vec();
        let channels = sound.channels.iter().map(part).collect();
        collector.push(&Block { channels, frames: to - from, used_bits: sound.used_bits() });
        from = to;
    }
    collector.finish()
}

fn gather(sound: &Sound) -> Evidence {
    gather_split(sound, Encoding::Pcm, &[BLOCK_FRAMES])
}

fn mono(channel: Vec<f32>) -> Sound {
    Sound { rate: RATE, channels: vec![channel] }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn how_the_sound_is_split_changes_nothing(
        kind in 0..Kind::ALL.len(),
        seed in 0_u64..1000,
        splits in prop::collection::vec(1..=BLOCK_FRAMES, 1..6),
    ) {
        let stem = material::stem(Kind::ALL[kind], seed, RATE, 1.3);
        let broken = fault::click(&fault::clip(&stem, 2.0, 0.0), 20_000, 3.0);
        let broken = fault::drop_out(&broken, 4090, 0.004, false);
        let whole = gather(&broken);
        prop_assert_eq!(&whole, &gather_split(&broken, Encoding::Pcm, &splits));
    }
}

/// The evidence is kept beside the check: what is read back must be what was written.
#[test]
fn evidence_survives_being_kept() {
    let evidence = gather(&material::stem(Kind::Drums, 3, RATE, 3.0));
    let kept = serde_json::to_string(&evidence).expect("it is plain data");
    let read: Evidence = serde_json::from_str(&kept).expect("it was written by the same type");
    assert_eq!(read, evidence);
    assert!(kept.len() < 60_000, "{} bytes are too many for each file", kept.len());
}

#[track_caller]
fn check_clips(channel: Vec<f32>, encoding: Encoding, runs: u64, at: &[(u64, u64)]) {
    let clips = gather_split(&mono(channel), encoding, &[BLOCK_FRAMES]).clips;
    let at: Vec<Span> = at.iter().map(|&(from, to)| Span(Frames(from), Frames(to))).collect();
    assert_eq!((clips.runs, clips.at), (runs, at));
}

/// A ramp up to `top`, which is held for `held` samples, and down again, from frame 60 on.
fn plateau(top: f32, held: usize) -> Vec<f32> {
    let mut channel = signal::silence(RATE, 0.1);
    for n in 0..20 {
        channel[60 + n] = top * 0.04 * n as f32;
        channel[80 + held + n] = top * 0.04 * (19 - n) as f32;
    }
    channel[80..80 + held].fill(top);
    channel
}

#[test]
fn runs_at_full_scale_are_counted_with_their_places() {
    let full = 1.0 - f32::EPSILON;
    check_clips(plateau(full, 2), Encoding::Pcm, 0, &[]);
    check_clips(plateau(full, 3), Encoding::Pcm, 1, &[(80, 83)]);
    // Over the edge of a grain of 64 frames, and downwards.
    check_clips(plateau(-1.0, 150), Encoding::Pcm, 1, &[(80, 230)]);
    // A 16-bit file's full scale in 24 bits.
    check_clips(plateau(32_767.0 / 32_768.0, 5), Encoding::Pcm, 1, &[(80, 85)]);
    check_clips(plateau(0.999, 50), Encoding::Pcm, 0, &[]);
}

#[test]
fn beyond_full_scale_a_float_need_not_be_flat() {
    let mut channel = plateau(1.5, 4);
    channel[81] = 1.7;
    channel[82] = 1.3;
    // The slopes go beyond it as well, three samples on each side.
    check_clips(channel, Encoding::Float, 1, &[(77, 87)]);
}

#[test]
fn clipping_to_the_very_last_sample_counts() {
    let mut channel = signal::silence(RATE, 0.1);
    channel[4797..].fill(1.0);
    check_clips(channel, Encoding::Pcm, 1, &[(4797, 4800)]);
}

#[test]
fn the_round_top_of_a_low_note_at_full_scale_is_no_clip() {
    for hertz in [20.0, 41.2, 50.0, 100.0] {
        for bits in [16, 24] {
            let mut sound = mono(signal::sine(RATE, hertz, 0.0, 2.0));
            sound.round(bits, material::Rounding::Plain, 0);
            let mut format = format(&sound, Encoding::Pcm);
            format.bits = Some(bits as u16);
            let mut collector = Collector::new(&format);
            for part in sound.channels[0].chunks(BLOCK_FRAMES) {
                let block =
                    Block { channels: vec![part.to_vec()], frames: part.len(), used_bits: 0 };
                collector.push(&block);
            }
            assert_eq!(collector.finish().clips.runs, 0, "{hertz} Hz in {bits} bits");
        }
    }
}

#[test]
fn the_digest_is_that_of_the_samples_not_of_the_file() {
    let stem = material::stem(Kind::Guitar, 5, RATE, 1.0);
    let as_integers = gather_split(&stem, Encoding::Pcm, &[BLOCK_FRAMES]);
    let as_floats = gather_split(&stem, Encoding::Float, &[BLOCK_FRAMES]);
    assert_eq!(as_integers.digest, as_floats.digest);
    let mut other = stem;
    other.channels[1][30_000] += 1.0 / 8_388_608.0;
    assert_ne!(as_integers.digest, gather(&other).digest);
}

#[test]
fn what_is_not_finite_spoils_nothing() {
    let mut stem = material::stem(Kind::Guitar, 5, RATE, 1.0);
    stem.channels[0][20_000] = f32::NAN;
    stem.channels[1][20_100] = f32::INFINITY;
    stem.channels[1][20_200] = 1e30;
    let evidence = gather(&stem);
    assert!(evidence.levels.active_dbfs.is_some_and(|level| (-40.0..0.0).contains(&level)));
    assert!(evidence.stereo.is_some_and(|stereo| stereo.left.is_finite() && stereo.mid > 0.0));
}

#[test]
fn silence_and_next_to_nothing_are_gathered_too() {
    for seconds in [0.0, 0.00002, 0.001, 0.02, 1.0] {
        for channels in [1, 2, 6] {
            let silence =
                Sound { rate: RATE, channels: vec![signal::silence(RATE, seconds); channels] };
            let evidence = gather(&silence);
            assert_eq!(evidence.levels.active_dbfs, None);
            assert_eq!((evidence.clips.runs, evidence.holes.count), (0, 0));
        }
    }
}
