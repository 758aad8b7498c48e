//! The same words in the terminal, in JSON and on the page, for everything that can be found.

use bar_cli::report;
use bar_domain::{Code, Finding, Frames, SampleRate, Severity, Span};
use bar_stems::guide::guide;
use bar_stems::html::{Sheet, render};
use bar_stems::{
    InMix, MixReport, Report, SessionReport, SetFinding, SetReport, StemReport, Tempo, Unexplained,
};

/// A report that says everything that can be said, each once.
fn everything() -> Report {
    let finding = |code: &Code| Finding {
        code: *code,
        severity: Severity::Advises,
        message: format!("Here is {}.", code.name()),
        at: vec![Span(Frames(48_000), Frames(96_000))],
        fix: Some(format!("Mend {} so.", code.name())),
    };
    let area = |area: &'static str| {
        move |code: &&Code| code.name().split_once('.').is_some_and(|(of, _)| of == area)
    };
    let of_set = |code: &Code| SetFinding {
        finding: finding(code),
        about: Some("Rough.wav".into()),
        band_hz: Some([200.0, 2_000.0]),
    };
    let others = |code: &&Code| !["set", "session", "midi"].iter().any(|it| area(it)(code));
    let stem = StemReport {
        file: "Kick.wav".into(),
        format: None,
        measured: None,
        in_mix: Some(InMix { certainty: 0.9, inverted: true, share: 0.08 }),
        findings: Code::ALL.iter().filter(others).map(finding).collect(),
    };
    let session = SessionReport {
        file: "Song.rpp".into(),
        daw: "REAPER".into(),
        version: None,
        tempo: None,
        rate: None,
        media: None,
        findings: Code::ALL
            .iter()
            .filter(|code| area("session")(code) || area("midi")(code))
            .map(finding)
            .collect(),
    };
    let share = |cell| match cell {
        0..4 => None,
        40..60 => Some(0.8),
        _ => Some(0.1),
    };
    Report {
        version: 1,
        folder: "/songs/Harbour Lights".into(),
        reference: Some("Rough.wav".into()),
        ready: 1,
        total: 1,
        set: SetReport {
            rate: Some(SampleRate(48_000)),
            frames: Some(Frames(4_800_000)),
            tempo: Some(Tempo { bpm: 92.5, meter: (4, 4), told_by: "Song.rpp".into() }),
            mix: Some(MixReport { offset_frames: 2_544, drift_ppm: -12.0 }),
            explained: Some(0.81),
            unexplained: Some(Unexplained {
                frames_per_cell: 48_000.0,
                share: (0..100).map(share).collect(),
            }),
            findings: Code::ALL.iter().filter(area("set")).map(of_set).collect(),
        },
        stems: vec![stem],
        sessions: vec![session],
        skipped: vec![],
    }
}

/// Words without the lines that they were wrapped into, and without styles.
fn unwrapped(text: &str) -> String {
    let plain = anstream::adapter::strip_str(text).to_string();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn everything_that_is_found_is_said_in_the_same_words_everywhere() {
    let report = everything();
    assert_eq!(report.findings().count(), Code::ALL.len());
    let terminal = unwrapped(&report::render(&report, 100));
    let json = serde_json::to_string(&report).unwrap();
    let page = render(&Sheet { report: &report, waveforms: &[], explained: &[], date: None });
    for finding in report.findings() {
        assert!(terminal.contains(&guide(finding.code).title), "{finding:?}");
        let fix = finding.fix.as_deref().unwrap();
        for (place, text) in [("JSON", &json), ("page", &page), ("terminal", &terminal)] {
            for words in [&finding.message, fix] {
                let times = text.matches(words).count();
                assert_eq!(times, 1, "{words} is said {times} times: {place}");
            }
        }
        assert!(page.contains(&guide(finding.code).title), "{finding:?}");
    }
}

#[test]
fn what_is_known_of_the_rough_mix_is_said_in_the_same_words_too() {
    let report = everything();
    let terminal = unwrapped(&report::render(&report, 100));
    let page = render(&Sheet { report: &report, waveforms: &[], explained: &[], date: None });
    for words in [
        "The rough mix begins 53 ms later than the stems, and its clock runs 12 ppm slower.",
        "No stem explains most of what is heard at 0:40.0–1:00.0.",
        "What no stem explains",
        "92.5 bpm, 4/4",
        "200 Hz–2 kHz",
        "0:01.0–0:02.0",
        "81 %",
        "8 %",
    ] {
        assert!(terminal.contains(words), "{words} is not in the terminal:\n{terminal}");
        assert!(page.contains(words), "{words} is not on the page");
    }
    assert!(!terminal.contains("not checked yet"));
}

#[test]
fn a_set_that_was_compared_reads_like_this() {
    let mut report = everything();
    report.sessions.clear();
    report.stems[0].findings.clear();
    report.set.findings.truncate(1);
    insta::assert_snapshot!(anstream::adapter::strip_str(&report::render(&report, 80)));
}

#[test]
fn a_narrow_terminal_is_never_too_narrow() {
    for width in [1, 20, 40, 80, 200] {
        let text = report::render(&everything(), width.max(20));
        assert!(text.contains("What no stem explains"));
    }
}
