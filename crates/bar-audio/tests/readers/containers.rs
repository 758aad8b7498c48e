//! Every container and every way to write samples down.

use bar_audio::format::{Container, Encoding};
use bar_domain::Frames;

use crate::build::*;
use crate::support::hear;

/// Left and right of three frames, in full scale.
const SOUND: [[f64; 2]; 3] = [[0.0, -1.0], [0.5, -0.25], [0.75, 0.001_953_125]];

/// [`SOUND`] as signed integers of `bytes` bytes.
fn integers(bytes: usize, little: bool) -> Vec<u8> {
    each(|value| {
        let whole = (value * 2_147_483_648.0) as i32;
        let high = &whole.to_be_bytes()[..bytes];
        if little { high.iter().rev().copied().collect() } else { high.to_vec() }
    })
}

fn each(write: impl Fn(f64) -> Vec<u8>) -> Vec<u8> {
    SOUND.iter().flatten().flat_map(|value| write(*value)).collect()
}

#[track_caller]
fn check(bytes: &[u8], container: Container, encoding: Encoding, bits: u16) {
    let heard = hear(bytes).unwrap();
    let format = heard.format;
    assert_eq!((format.container, format.encoding, format.bits), (container, encoding, Some(bits)));
    assert_eq!((format.rate.0, format.channels, format.frames), (48_000, 2, Frames(3)));
    assert_eq!(heard.header, bar_audio::format::Header::default());
    let step = if bits == 8 { 1.0 / 128.0 } else { 0.0 };
    for (channel, samples) in heard.samples.iter().enumerate() {
        for (frame, sample) in samples.iter().enumerate() {
            let wanted = SOUND[frame][channel];
            assert!((f64::from(*sample) - wanted).abs() <= step, "{sample} instead of {wanted}");
        }
    }
    assert_eq!(heard.hash, blake3::hash(bytes));
    let used = if encoding == Encoding::Float { 0 } else { used_of_sound(bits) };
    assert_eq!(heard.used_bits, used);
}

/// The OR of the magnitudes of [`SOUND`] at a depth.
fn used_of_sound(bits: u16) -> u32 {
    if bits == 8 { 0xE000_0000 } else { 0xE040_0000 }
}

fn wav(fmt: Vec<u8>, samples: &[u8]) -> Vec<u8> {
    riff(&[fmt, chunk(b"data", samples)])
}

#[test]
fn wav_in_every_depth() {
    use Container::Wav;
    use Encoding::{Float, Pcm};
    let float32 = each(|value| (value as f32).to_le_bytes().to_vec());
    let float64 = each(|value| value.to_le_bytes().to_vec());
    let unsigned: Vec<u8> = integers(1, true).iter().map(|byte| byte ^ 0x80).collect();
    check(&wav(fmt(1, 2, 48_000, 8), &unsigned), Wav, Pcm, 8);
    check(&wav(fmt(1, 2, 48_000, 16), &integers(2, true)), Wav, Pcm, 16);
    check(&wav(fmt(1, 2, 48_000, 20), &integers(3, true)), Wav, Pcm, 20);
    check(&wav(fmt(1, 2, 48_000, 24), &integers(3, true)), Wav, Pcm, 24);
    check(&wav(fmt(1, 2, 48_000, 32), &integers(4, true)), Wav, Pcm, 32);
    check(&wav(fmt(3, 2, 48_000, 32), &float32), Wav, Float, 32);
    check(&wav(fmt(3, 2, 48_000, 64), &float64), Wav, Float, 64);
    check(&wav(extensible(1, 2, 48_000, 16, 16), &integers(2, true)), Wav, Pcm, 16);
    check(&wav(extensible(1, 2, 48_000, 24, 20), &integers(3, true)), Wav, Pcm, 20);
    check(&wav(extensible(1, 2, 48_000, 32, 24), &integers(4, true)), Wav, Pcm, 24);
    check(&wav(extensible(3, 2, 48_000, 32, 32), &float32), Wav, Float, 32);
}

#[test]
fn wav_with_24_bits_on_either_side_of_32() {
    let file = |samples: &[u8]| wav(fmt_aligned(1, 2, 48_000, 24, 8), samples);
    check(&file(&integers(4, true)), Container::Wav, Encoding::Pcm, 24);
    // Low, with the sign repeated above or with nothing there.
    for half in [-4_194_304_i32, 0x00C0_0000] {
        let low: Vec<u8> = [0, 0, 1, half].iter().flat_map(|s| s.to_le_bytes()).collect();
        let heard = hear(&file(&low)).unwrap();
        assert_eq!(heard.samples, [[0.0, 1.0 / 8_388_608.0], [0.0, -0.5]]);
        assert_eq!(heard.used_bits, 0x4000_0100);
    }
}

#[test]
fn the_relatives_of_wav() {
    let samples = integers(3, true);
    let parts = [fmt(1, 2, 48_000, 24), sized(b"data", u32::MAX, &samples)];
    check(&rf64(b"RF64", 18, &parts), Container::Rf64, Encoding::Pcm, 24);
    check(&rf64(b"BW64", 18, &parts), Container::Bw64, Encoding::Pcm, 24);
    let parts = [w64_chunk(b"fmt ", &fmt(1, 2, 48_000, 24)[8..]), w64_chunk(b"data", &samples)];
    check(&w64(&parts), Container::W64, Encoding::Pcm, 24);
}

#[test]
fn aiff_in_every_depth() {
    for bytes in [1, 2, 3, 4] {
        let parts = [comm(2, 3, bytes as u16 * 8, None), ssnd(&integers(bytes, false))];
        check(&form(b"AIFF", &parts), Container::Aiff, Encoding::Pcm, bytes as u16 * 8);
    }
}

#[test]
fn aiff_c_in_every_encoding() {
    use Encoding::{Float, Pcm};
    let float32 = each(|value| (value as f32).to_be_bytes().to_vec());
    let float64 = each(|value| value.to_be_bytes().to_vec());
    for (encoding, written, samples, told, bits) in [
        (b"NONE", 24, integers(3, false), Pcm, 24),
        (b"twos", 16, integers(2, false), Pcm, 16),
        (b"sowt", 16, integers(2, true), Pcm, 16),
        (b"sowt", 24, integers(3, true), Pcm, 24),
        (b"in24", 24, integers(3, false), Pcm, 24),
        (b"in32", 32, integers(4, false), Pcm, 32),
        (b"42ni", 24, integers(3, true), Pcm, 24),
        (b"23ni", 32, integers(4, true), Pcm, 32),
        (b"fl32", 32, float32.clone(), Float, 32),
        (b"FL32", 32, float32, Float, 32),
        (b"fl64", 64, float64.clone(), Float, 64),
        (b"FL64", 64, float64, Float, 64),
    ] {
        let parts = [comm(2, 3, written, Some(encoding)), ssnd(&samples)];
        check(&form(b"AIFC", &parts), Container::Aifc, told, bits);
    }
}
