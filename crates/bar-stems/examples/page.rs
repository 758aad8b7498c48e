//! Writes the report of the demo song as a page, with a rough mix and a session that were filled in
//! by hand, to look at: `cargo run -p bar-stems --example page Report.html`.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Frames, SampleRate, Severity, Span};
use bar_stems::html::{Destination, Explained, Of, Overview, Sheet, render};
use bar_stems::{
    Choice, InMix, Media, MixReport, Observer, Report, SessionReport, SetFinding, StemReport,
    Tempo, Unexplained, check,
};

#[derive(Default)]
struct Eye(Mutex<Vec<Overview>>);

impl Observer for Eye {
    fn judged(&self, stem: usize, _: &StemReport, listened: Option<&Arc<Listened>>) {
        let mut waveforms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waveforms.len() <= stem {
            waveforms.resize(stem + 1, Overview::default());
        }
        waveforms[stem] = listened.map(|it| Overview::of(&it.waveform)).unwrap_or_default();
    }
}

fn main() -> anyhow::Result<()> {
    let page = std::env::args_os().nth(1).map(PathBuf::from).context("name the file to write")?;
    let folder = tempfile::tempdir()?;
    let song = folder.path().join("Harbour Lights");
    std::fs::create_dir(&song)?;
    bar_testkit::demo::write(&song)?;
    let eye = Eye::default();
    let choice = Choice { paths: vec![song], ..Choice::default() };
    let mut report = check(&choice, &eye, &AtomicBool::new(false))?;
    fill(&mut report);
    let waveforms = eye.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    let explained = explained(&report);
    let date = Some("25 November 2026, 11:41");
    let sheet = Sheet { report: &report, waveforms: &waveforms, explained: &explained, date };
    Ok(Destination::at(&page)?.write(&render(&sheet))?)
}

/// What an artist says of the first thing that must be fixed.
fn explained(report: &Report) -> Vec<Explained> {
    let blocks = |found: &&Finding| found.severity == Severity::Blocks;
    let first = report
        .stems
        .iter()
        .enumerate()
        .find_map(|(stem, of)| of.findings.iter().find(blocks).map(|found| (stem, found.code)));
    let text = "The amp was meant to break up here.".to_owned();
    first.map(|(stem, code)| Explained { of: Of::Stem(stem), code, text }).into_iter().collect()
}

/// What comparing would have said.
fn fill(report: &mut Report) {
    let (rate, frames) = (SampleRate(48_000), report.set.frames.unwrap_or_default());
    report.set.rate = Some(rate);
    let cell = f64::from(rate.0) / 4.0;
    let cells = (frames.0 as f64 / cell) as usize;
    let missing = cells * 48 / 100..cells * 66 / 100;
    let share = |at: usize| {
        let grain = (at * 7919 % 101) as f32 / 101.0;
        let share = if missing.contains(&at) { 0.45 + 0.4 * grain } else { 0.04 + 0.14 * grain };
        (at > 3).then_some(share)
    };
    let span = |part: &std::ops::Range<usize>| {
        Span(Frames((part.start as f64 * cell) as u64), Frames((part.end as f64 * cell) as u64))
    };
    let tempo = Tempo { bpm: 92.5, meter: (4, 4), told_by: "Harbour Lights.rpp".into() };
    report.set.tempo = Some(tempo.clone());
    report.set.mix = Some(MixReport { offset_frames: 2_544, drift_ppm: 12.0 });
    report.set.explained = Some(0.81);
    report.set.unexplained =
        Some(Unexplained { frames_per_cell: cell, share: (0..cells).map(share).collect() });
    report.set.findings.push(SetFinding {
        finding: Finding {
            code: Code::SetMissing,
            severity: Severity::Blocks,
            message: "Something plays in the rough mix, around 200 Hz–2 kHz, that no stem holds."
                .into(),
            at: vec![span(&missing)],
            fix: Some("Listen to just that part of the rough mix, then add the stem.".into()),
        },
        about: report.reference.clone(),
        band_hz: Some([200.0, 2_000.0]),
    });
    for (at, stem) in report.stems.iter_mut().enumerate() {
        let share = 0.2 / (at + 1) as f64;
        stem.in_mix = Some(InMix { certainty: 0.9, inverted: at == 4, share });
    }
    let finding = |code, severity, message: &str, fix: &str| {
        let (message, fix) = (message.to_owned(), Some(fix.to_owned()));
        Finding { code, severity, message, at: Vec::new(), fix }
    };
    report.sessions.push(SessionReport {
        file: "Harbour Lights.rpp".into(),
        daw: "REAPER".into(),
        version: Some("7.22".into()),
        tempo: Some(tempo),
        rate: Some(rate),
        media: Some(Media {
            named: 41,
            missing: vec!["Audio/Gtr overdub 2.wav".into(), "Audio/Vox take 7.wav".into()],
            unused: vec!["Audio/Vox take 1.wav".into()],
        }),
        findings: vec![
            finding(
                Code::SessionMediaMissing,
                Severity::Blocks,
                "It plays 2 audio files that are not there.",
                "Save the session with its media copied into its folder, and send that.",
            ),
            finding(
                Code::SessionUnsupported,
                Severity::Advises,
                "It is a session of REAPER, which the engineer does not open.",
                "Send stems.",
            ),
        ],
    });
}
