//! Reports made by hand.

use bar_audio::format::{Container, Encoding, Format};
use bar_audio::measure::Measured;
use bar_audio::waveform::{Point, Waveform};
use bar_domain::{Code, Finding, Frames, SampleRate, Severity, Span};
use bar_stems::html::Overview;
use bar_stems::{
    InMix, Media, MixReport, Report, SessionReport, SetFinding, SetReport, Skipped, StemReport,
    Tempo, Unexplained,
};

const RATE: SampleRate = SampleRate(48_000);
const FRAMES: u64 = 4 * 60 * 48_000;

fn finding(code: Code, severity: Severity, at: &[(u64, u64)]) -> Finding {
    let span = |(from, to): &(u64, u64)| Span(Frames(*from), Frames(*to));
    Finding {
        code,
        severity,
        message: format!("Here is {}.", code.name()),
        at: at.iter().map(span).collect(),
        fix: Some(format!("Mend {} like this.", code.name())),
    }
}

fn stem(file: &str, findings: Vec<Finding>) -> StemReport {
    StemReport {
        file: file.to_owned(),
        format: Some(Format {
            container: Container::Wav,
            encoding: Encoding::Pcm,
            bits: Some(24),
            rate: RATE,
            channels: 2,
            frames: Frames(FRAMES),
        }),
        measured: Some(Measured {
            peak_dbfs: Some(-6.1),
            integrated_lufs: Some(-23.4),
            ..Measured::default()
        }),
        in_mix: None,
        findings,
    }
}

/// Two stems and nothing else.
pub fn small() -> Report {
    let second = 48_000;
    let clipped = finding(
        Code::LevelClipped,
        Severity::Blocks,
        &[(52 * second, 52 * second + 40), (180 * second, 182 * second)],
    );
    let hot = finding(Code::LevelHot, Severity::Informs, &[]);
    Report {
        version: 1,
        folder: "/songs/Harbour Lights".into(),
        reference: None,
        ready: 1,
        total: 2,
        set: SetReport { rate: Some(RATE), frames: Some(Frames(FRAMES)), ..SetReport::default() },
        stems: vec![stem("Bass.wav", vec![]), stem("Keys.wav", vec![clipped, hot])],
        sessions: vec![],
        skipped: vec![],
    }
}

/// A report that says everything that can be said, each once.
pub fn everything() -> Report {
    let weights = [Severity::Blocks, Severity::Advises, Severity::Informs];
    let all = Code::ALL.iter().zip(weights.iter().cycle());
    let mut report = small();
    let (mut of_stem, mut of_session) = (Vec::new(), Vec::new());
    for (code, severity) in all {
        let found = finding(*code, *severity, &[(48_000, 96_000)]);
        match code.name().split_once('.').map(|(area, _)| area) {
            Some("set") => report.set.findings.push(SetFinding {
                finding: found,
                about: Some("Rough.wav".into()),
                band_hz: Some([200.0, 2_000.0]),
            }),
            Some("session" | "midi") => of_session.push(found),
            _ => of_stem.push(found),
        }
    }
    let heard = InMix { certainty: 0.9, inverted: true, share: 0.08 };
    report.stems = vec![StemReport { in_mix: Some(heard), ..stem("Drums/Kick.wav", of_stem) }];
    (report.total, report.ready) = (1, 0);
    report.reference = Some("Rough.wav".into());
    let tempo = Tempo { bpm: 92.5, meter: (4, 4), told_by: "Song.rpp".into() };
    report.set.tempo = Some(tempo.clone());
    report.set.mix = Some(MixReport { offset_frames: 2_544, drift_ppm: 12.0 });
    report.set.explained = Some(0.81);
    let share = |cell: u32| match cell {
        0 => None,
        118..160 => Some(0.78),
        _ => Some(0.05),
    };
    report.set.unexplained =
        Some(Unexplained { frames_per_cell: 48_000.0, share: (0..240).map(share).collect() });
    report.sessions = vec![SessionReport {
        file: "Song.rpp".into(),
        daw: "REAPER".into(),
        version: Some("7.2".into()),
        tempo: Some(tempo),
        rate: Some(RATE),
        media: Some(Media {
            named: 12,
            missing: vec!["Audio/Take 3.wav".into()],
            unused: vec!["Audio/Take 1.wav".into()],
        }),
        findings: of_session,
    }];
    report.skipped = vec![
        Skipped { file: "lyrics.txt".into(), reason: "Not a sound file.".into() },
        Skipped { file: ".DS_Store".into(), reason: "A hidden file.".into() },
    ];
    report
}

/// A waveform for every stem.
pub fn waves(report: &Report) -> Vec<Overview> {
    let point = |at: i32| {
        let level = ((f64::from(at) / 900.0).sin().abs() * 90.0) as i8 + (at * 37 % 29) as i8;
        Point { min: -level, max: level, rms: level / 2 }
    };
    let points = if report.total == 2 { 12 } else { 45_000 };
    let waveform = Waveform { points: (0..points).map(point).collect() };
    vec![Overview::of(&waveform); report.stems.len()]
}
