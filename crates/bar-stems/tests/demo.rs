//! The story of the demo session: the check finds the mistakes that were made, and no others.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use bar_stems::{Choice, Observer, check};
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
    assert_eq!(report.set.findings, []);
    assert_eq!(report.reference.as_deref(), Some(demo::ROUGH_MIX));
    assert_eq!((report.ready, report.total), (12, 14));
}
