//! Codecs and resamplers, as far as they are installed.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use bar_domain::Code;
use bar_testkit::material::Sound;
use bar_testkit::random::Random;

use crate::faults::Rows;
use crate::stage::{Stage, judge, listen};

/// There and back: a name, the encoder's arguments to ffmpeg, and the file's extension.
pub type Codec = (&'static str, &'static [&'static str], &'static str);

pub const MP3_192: Codec = ("MP3 at 192 kbit/s", &["-c:a", "libmp3lame", "-b:a", "192k"], "mp3");

const CODECS: [Codec; 7] = [
    ("MP3 at 128 kbit/s", &["-c:a", "libmp3lame", "-b:a", "128k"], "mp3"),
    MP3_192,
    ("MP3 at 320 kbit/s", &["-c:a", "libmp3lame", "-b:a", "320k"], "mp3"),
    ("AAC at 128 kbit/s", &["-c:a", "aac", "-b:a", "128k"], "m4a"),
    ("AAC at 256 kbit/s", &["-c:a", "aac", "-b:a", "256k"], "m4a"),
    ("Vorbis at quality 5", &["-c:a", "libvorbis", "-q:a", "5"], "ogg"),
    ("Opus at 128 kbit/s", &["-c:a", "libopus", "-b:a", "128k"], "opus"),
];

/// Runs a tool; whether it is there and did its work.
pub fn run(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// A stem after a codec, as 24-bit WAV; `None` without ffmpeg.
pub fn through(stage: &Stage, sound: &Sound, codec: Codec) -> anyhow::Result<Option<PathBuf>> {
    let (_, arguments, extension) = codec;
    let input = stage.write(sound, "dry.wav")?;
    let middle = stage.path(&format!("middle.{extension}"));
    let output = stage.path("decoded.wav");
    let [input, middle, out] = [&input, &middle, &output].map(|path| path.to_string_lossy());
    let rate = sound.rate.to_string();
    let encode: Vec<&str> = ["-y", "-i", &*input]
        .into_iter()
        .chain(arguments.iter().copied())
        .chain([&*middle])
        .collect();
    let decode = ["-y", "-i", &*middle, "-ar", &rate, "-c:a", "pcm_s24le", &*out];
    Ok((run("ffmpeg", &encode) && run("ffmpeg", &decode)).then_some(output))
}

pub fn coded(
    stage: &Stage,
    sound: &Sound,
    random: &mut Random,
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let codec = random.pick(CODECS);
    if let Some(path) = through(stage, sound, codec)? {
        let findings = judge(&listen(&path)?);
        let hit = findings.iter().any(|finding| finding.code == Code::SourceLossy);
        let other = findings.iter().any(|finding| finding.code == Code::SourceUpsampled);
        rows.count(Code::SourceLossy, codec.0, hit);
        rows.count(Code::SourceUpsampled, &format!("(wrongly) {}", codec.0), other);
    }
    Ok(())
}

/// Up from a lower rate: the stem is first brought down to it.
pub fn resampled(
    stage: &Stage,
    sound: &Sound,
    random: &mut Random,
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let input = stage.write(sound, "dry.wav")?;
    let (from, to) =
        random.pick([(44_100, 48_000), (44_100, 96_000), (48_000, 96_000), (32_000, 48_000)]);
    if sound.rate >= from {
        for tool in ["sox", "ffmpeg"] {
            let [low, high] = ["low.wav", "high.wav"].map(|file| stage.path(file));
            let [input, low, out] = [&input, &low, &high].map(|path| path.to_string_lossy());
            let steps = [(input, &low, from), (low.clone(), &out, to)];
            let done = steps.iter().all(|(input, output, rate)| {
                let rate = rate.to_string();
                match tool {
                    "sox" => run(tool, &[&**input, "-b", "24", &***output, "rate", "-v", &rate]),
                    _ => run(
                        tool,
                        &["-y", "-i", &**input, "-ar", &rate, "-c:a", "pcm_s24le", &***output],
                    ),
                }
            });
            if done {
                let findings = judge(&listen(&high)?);
                let hit = findings.iter().any(|finding| finding.code == Code::SourceUpsampled);
                rows.count(Code::SourceUpsampled, &format!("{from} → {to} by {tool}"), hit);
            }
        }
    }
    Ok(())
}
