//! The demo session, prepared.

use std::fs;

use bar_domain::Code;
use bar_stems::prepare::{Options, StepKind};
use bar_testkit::demo;

use crate::story::{Song, codes, kinds, left};

#[test]
fn what_was_said_to_be_fixed_in_the_demo_session_is() {
    let song = Song::new();
    demo::write(&song.old()).unwrap();
    let prepared = song.prepare(&Options::default());
    assert_eq!(kinds(prepared.stem("Gtr R.wav")), [StepKind::Mono]);
    assert_eq!(kinds(prepared.stem("Tambourine.wav")), [StepKind::Start, StepKind::Length]);
    assert_eq!(left(prepared.stem("Keys.wav")), ["level.clipped"]);
    assert_eq!(left(prepared.stem("Gtr L.wav")), ["depth.low"]);
    assert!(prepared.plan.blocks());
    assert_eq!(prepared.plan.counts(), (14, 2));

    let left: Vec<(&str, Code)> = demo::MISTAKES
        .iter()
        .copied()
        .filter(|(file, _)| !["Gtr R.wav", "Tambourine.wav"].contains(file))
        .collect();
    for (file, code) in &left {
        assert!(codes(&prepared.after, file).contains(code), "{file} was not to be mended");
    }
    for code in [Code::StartLate, Code::LengthDiffers] {
        assert!(!codes(&prepared.after, "Tambourine.wav").contains(&code));
    }
    let still: usize = prepared.after.stems.iter().map(|stem| stem.findings.len()).sum();
    assert_eq!(still, left.len(), "and nothing new is found");
    assert_eq!(prepared.after.reference.as_deref(), Some(demo::ROUGH_MIX));

    let note = prepared.note();
    for words in [
        "made by Bar One on 1 May 2026",
        "Gtr R.wav\n---------\n* It becomes mono",
        "STILL TO DO: Clipped",
        "How to do the rest in your DAW",
        "Studio One:",
        "Kick.wav\n--------\nThe same as the original, byte for byte.",
        "The rough mix is “Rough Mix.wav”",
    ] {
        assert!(note.contains(words), "{words} is not in:\n{note}");
    }
    // A second time there is nothing left to change.
    fs::rename(song.old(), song.root().join("Old")).unwrap();
    fs::rename(song.to(), song.old()).unwrap();
    assert_eq!(song.prepare(&Options::default()).plan.counts(), (14, 0));
}
