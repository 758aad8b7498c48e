//! The story of the demo session: the check finds the mistakes that were made, and no others.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use bar_domain::{Code, Severity};
use bar_stems::{Choice, Observer, SetFinding, check};
use bar_testkit::demo;

struct Nobody;
impl Observer for Nobody {}

#[test]
fn the_mistakes_of_the_demo_session_are_found_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    demo::write(folder.path()).unwrap();
    let choice = Choice { paths: vec![folder.path().to_path_buf()], ..Choice::default() };
    let report = check(&choice, &Nobody, &AtomicBool::new(false)).unwrap();

    let found: BTreeSet<(&str, &str)> = report
        .stems
        .iter()
        .flat_map(|stem| stem.findings.iter().map(|f| (stem.file.as_str(), f.code.name())))
        .collect();
    let made: BTreeSet<(&str, &str)> =
        demo::MISTAKES.iter().map(|(file, code)| (*file, code.name())).collect();
    assert_eq!(found, made);

    let [SetFinding { finding, about: None, band_hz: Some(_) }] = &report.set.findings[..] else {
        panic!("the lead guitar and nothing else: {:#?}", report.set.findings)
    };
    assert_eq!((finding.code, finding.severity), (Code::SetMissing, Severity::Blocks));
    let guitar = &demo::LEAD_GUITAR;
    let plays = |from: u64, to: u64| to > guitar.start as u64 && from < guitar.end as u64;
    assert!(!finding.at.is_empty());
    for span in &finding.at {
        assert!(plays(span.0.0, span.1.0), "{span:?} is not in {guitar:?}");
    }

    for stem in &report.stems {
        let late = if stem.file == "Tambourine.wav" { demo::TAMBOURINE_STARTS } else { 0 };
        let offset = stem.measured.as_ref().and_then(|measured| measured.offset_frames);
        assert_eq!(offset, Some(late as i64), "{}", stem.file);
        assert!(stem.in_mix.as_ref().is_some_and(|heard| !heard.inverted), "{}", stem.file);
    }
    let mix = report.set.mix.as_ref().unwrap();
    assert_eq!((mix.offset_frames, mix.drift_ppm), (0, 0.0));
    assert_eq!(report.reference.as_deref(), Some(demo::ROUGH_MIX));
    assert_eq!((report.ready, report.total), (11, 14));
}
