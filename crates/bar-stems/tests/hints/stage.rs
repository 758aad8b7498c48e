//! Hearing and judging a sound without a file.

use bar_audio::format::{Container, Encoding, Format, Header};
use bar_audio::measure::{Listened, Pass};
use bar_audio::source::{BLOCK_FRAMES, Block};
use bar_domain::{Code, Finding, Frames, SampleRate};
use bar_stems::hints;
use bar_testkit::material::Sound;

pub const RATE: u32 = 48_000;

pub fn hear_as(sound: &Sound, encoding: Encoding) -> Listened {
    let format = Format {
        container: Container::Wav,
        encoding,
        bits: Some(24),
        rate: SampleRate(sound.rate),
        channels: sound.channels.len() as u16,
        frames: Frames(sound.frames() as u64),
    };
    let mut pass = Pass::new(&format);
    let used_bits = if encoding == Encoding::Pcm { sound.used_bits() } else { 0 };
    for from in (0..sound.frames()).step_by(BLOCK_FRAMES) {
        let to = sound.frames().min(from + BLOCK_FRAMES);
        let part = |channel: &Vec<f32>| channel[from..to].to_vec();
        let channels = sound.channels.iter().map(part).collect();
        pass.push(&Block { channels, frames: to - from, used_bits });
    }
    pass.finish(Header::default(), String::new())
}

pub fn hear(sound: &Sound) -> Listened {
    hear_as(sound, Encoding::Pcm)
}

/// Everything that is guessed about a stem alone.
pub fn judge(sound: &Sound) -> Vec<Finding> {
    let listened = hear(sound);
    let mut findings = hints::of_stem("stem.wav", &listened);
    findings.extend(
        hints::of_set(&[("stem.wav", &listened)], &false.into())
            .into_iter()
            .map(|(_, found)| found),
    );
    findings
}

/// The finding of this code, or a failure that tells what was found instead.
#[track_caller]
pub fn shown(code: Code, sound: &Sound) -> Finding {
    let findings = judge(sound);
    let found = findings.iter().find(|finding| finding.code == code).cloned();
    found.unwrap_or_else(|| panic!("no {} among {findings:#?}", code.name()))
}

#[track_caller]
pub fn absent(code: Code, sound: &Sound, what: &str) {
    if let Some(finding) = judge(sound).into_iter().find(|finding| finding.code == code) {
        panic!("{what}: {finding:#?}");
    }
}
