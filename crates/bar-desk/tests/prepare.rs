//! What artists live through with *Fix automatically*, without a window.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

#[expect(dead_code, reason = "the other stories use the rest of it")]
mod rig;

use std::fs;
use std::path::Path;

use bar_desk::commands::{Explaining, Preparing};
use bar_desk::views::{Change, CheckId, CheckState, NewFolder, PrepareOutcome};
use bar_domain::Code;
use bar_testkit::{Wav, signal};
use rig::{Rig, sixteen_bits, song, sound};
use tempfile::TempDir;

const RATE: u32 = 48_000;

/// A song with a stem in float that peaks at `dbfs`.
fn with_float(dbfs: f64) -> TempDir {
    let song = song(&["Bass.wav", "Kick.wav"]);
    let silence = signal::silence(RATE, 0.2);
    let sound =
        signal::concat(&[silence.clone(), signal::pluck(9, RATE, 220.0, dbfs, 1.6), silence]);
    Wav::float(32).mono(&sound).write(song.path().join("Keys.wav")).unwrap();
    song
}

fn preparing(check: &CheckId, trim_gain: bool) -> Preparing {
    Preparing { check: check.clone(), trim_gain }
}

fn outcome(rig: &Rig) -> PrepareOutcome {
    rig.until(|change| match change {
        Change::Prepared { outcome, .. } => Some(outcome),
        _ => None,
    })
}

fn choose(rig: &Rig, folder: &Path) {
    rig.dialogs.lock().unwrap().push_back(vec![folder.to_owned()]);
}

#[test]
fn copies_are_planned_written_shown_and_checked() {
    let (memory, places) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let song = with_float(-6.0);
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    let before = rig.desk.prepare_plan(&id).unwrap();
    assert_eq!(before.plan.counts(), (3, 1));
    assert_eq!((before.trimmed, before.progress), (None, None));
    assert!(rig.desk.prepare_check(&id).is_err(), "there is nothing to check yet");

    assert_eq!(rig.desk.prepare_start(&preparing(&id, false)).unwrap(), None, "a closed dialog");
    let new = places.path().join("New");
    choose(&rig, &new);
    let folder = rig.desk.prepare_start(&preparing(&id, false)).unwrap().unwrap();
    let place = places.path().display().to_string();
    assert_eq!(folder, NewFolder { name: "New".into(), place });
    let mut heard = 0;
    let outcome = rig.until(|change| match change {
        Change::Preparing { id: about, progress } => {
            assert_eq!((&about, &progress.folder.name), (&id, &folder.name));
            heard += 1;
            None
        }
        Change::Prepared { id: about, outcome } => (about == id).then_some(outcome),
        _ => None,
    });
    assert!(heard > 0, "it is seen to run");
    let PrepareOutcome::Done { folder, plan } = outcome else { panic!("{outcome:?}") };
    assert_eq!(folder.name, "New");
    assert_eq!(plan.stems[1].file, "Keys.wav");
    assert!(
        fs::read_to_string(new.join("What was done.txt")).unwrap().contains("24-bit with dither")
    );

    rig.desk.prepare_reveal(&id).unwrap();
    let checked = rig.desk.prepare_check(&id).unwrap();
    assert_ne!(checked, id);
    let view = rig.finished(&checked);
    assert_eq!((view.summary.ready, view.summary.total), (3, 3));
    let found: Vec<Code> =
        view.stems.iter().flat_map(|row| &row.report.findings).map(|found| found.code).collect();
    assert!(!found.contains(&Code::DepthFloat), "{found:?}");
}

#[test]
fn what_goes_over_full_scale_is_turned_down_on_request() {
    let (memory, places) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let song = with_float(2.0);
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    let plan = rig.desk.prepare_plan(&id).unwrap();
    assert_eq!(plan.plan.could_trim, 1);
    assert!(plan.plan.blocks());
    let trimmed = plan.trimmed.unwrap();
    assert!(trimmed.trim_gain && !trimmed.blocks());
    choose(&rig, &places.path().join("New"));
    rig.desk.prepare_start(&preparing(&id, true)).unwrap().unwrap();
    let PrepareOutcome::Done { plan, .. } = outcome(&rig) else { panic!("it is done") };
    assert_eq!(*plan, trimmed);
}

#[test]
fn folders_that_will_not_do_are_refused_before_anything_runs() {
    let (memory, places) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let song = with_float(-6.0);
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    choose(&rig, &song.path().join("New"));
    let refused = rig.desk.prepare_start(&preparing(&id, false)).unwrap_err();
    assert_eq!(refused.code, "prepare.folder");
    assert!(
        refused
            .message
            .ends_with("lies in the folder of the originals: choose a new folder beside it.")
    );
    fs::write(places.path().join("letter"), "dear").unwrap();
    choose(&rig, places.path());
    assert_eq!(rig.desk.prepare_start(&preparing(&id, false)).unwrap_err().code, "prepare.folder");
    assert_eq!(rig.desk.prepare_plan(&id).unwrap().progress, None);
}

#[test]
fn a_check_that_is_not_done_cannot_be_prepared() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Bass.wav"]);
    rig::endless(song.path()).unwrap();
    let rig = Rig::start(memory.path());
    let id = rig.drop(&[song.path()]);
    assert_eq!(rig.desk.prepare_plan(&id).unwrap_err().code, "prepare.running_check");
    assert_eq!(
        rig.desk.prepare_start(&preparing(&id, false)).unwrap_err().code,
        "prepare.running_check"
    );
    rig.desk.check_cancel(&id).unwrap();
    assert_eq!(rig.finished(&id).summary.state, CheckState::Cancelled);
    assert_eq!(rig.desk.prepare_plan(&id).unwrap_err().code, "prepare.running_check");
}

#[test]
fn who_cancels_gets_nothing() {
    let (memory, places) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let song = song(&["Bass.wav"]);
    let minutes = sound(5).then_hole(40_000_000);
    minutes.write(song.path().join("Long.wav")).unwrap();
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    let new = places.path().join("New");
    choose(&rig, &new);
    // The thread that writes asks what day it is: there it stands still.
    let start = || rig.desk.prepare_start(&preparing(&id, false)).unwrap();
    rig.paused(start, |_| {
        let progress = rig.desk.prepare_plan(&id).unwrap().progress.unwrap();
        assert_eq!(progress.folder.name, "New");
        choose(&rig, &places.path().join("Other"));
        let again = rig.desk.prepare_start(&preparing(&id, false)).unwrap_err();
        assert_eq!(again.code, "prepare.running");
        rig.desk.prepare_cancel(&id).unwrap();
    });
    assert_eq!(outcome(&rig), PrepareOutcome::Cancelled);
    assert!(!new.exists());
    assert_eq!(rig.desk.prepare_plan(&id).unwrap().progress, None, "it can be tried again");
}

#[test]
fn an_original_that_changed_meanwhile_is_told() {
    let (memory, places) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let song = with_float(-6.0);
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    choose(&rig, &places.path().join("New"));
    let start = || rig.desk.prepare_start(&preparing(&id, false)).unwrap();
    rig.paused(start, |_| sound(8).write(song.path().join("Bass.wav")).unwrap());
    let outcome = outcome(&rig);
    let PrepareOutcome::Failed { failure } = outcome else { panic!("{outcome:?}") };
    assert_eq!(failure.code, "prepare.failed");
    assert!(
        failure.message.starts_with("“Bass.wav” changed since it was checked"),
        "{}",
        failure.message
    );
    assert!(failure.message.ends_with("the originals are untouched."), "{}", failure.message);
}

#[test]
fn what_was_explained_is_kept() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Bass.wav"]);
    sixteen_bits(3).write(song.path().join("Keys.wav")).unwrap();
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    assert!(rig.desk.prepare_plan(&id).unwrap().plan.blocks());
    let explaining = Explaining {
        check: id.clone(),
        file: "Keys.wav".into(),
        code: Code::DepthLow,
        text: Some("The sampler has 16 bits.".into()),
    };
    rig.desk.finding_explain(&explaining).unwrap();
    let plan = rig.desk.prepare_plan(&id).unwrap().plan;
    assert!(!plan.blocks());
    assert_eq!(plan.stems[1].kept[0].reason, "The sampler has 16 bits.");
}
