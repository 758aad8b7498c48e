//! What artists live through when they save what no stem explains, without a window.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

#[expect(dead_code, reason = "the other stories use the rest of it")]
mod rig;

use std::fs;
use std::path::Path;

use bar_desk::views::{Change, CheckId, ResidualState};
use bar_testkit::{SoundFile, Wav, signal};
use rig::{Rig, endless, song};
use tempfile::TempDir;

/// A song with a rough mix, which is one of its stems alone.
fn mixed() -> TempDir {
    let song = TempDir::new().unwrap();
    for (seed, name) in [(1, "Bass.wav"), (2, "Kick.wav"), (1, "Rough Mix.wav")] {
        long(seed).write(song.path().join(name)).unwrap();
    }
    song
}

/// Twelve seconds, enough to be compared.
fn long(seed: u64) -> SoundFile {
    let note = |n: u64| {
        let hz = 82.0 + 31.0 * ((n * 5 + seed * 3) % 7) as f64;
        signal::pluck(seed * 100 + n, 48_000, hz, -12.0, 1.0)
    };
    Wav::pcm(24).mono(&signal::concat(&(0..12).map(note).collect::<Vec<_>>()))
}

fn choose(rig: &Rig, path: &Path) {
    rig.dialogs.lock().unwrap().push_back(vec![path.to_owned()]);
}

fn outcome(rig: &Rig, of: &CheckId) -> ResidualState {
    rig.until(|change| match change {
        Change::Residual { state: ResidualState::Saving { .. }, .. } => None,
        Change::Residual { id, state } => (id == *of).then_some(state),
        _ => None,
    })
}

#[test]
fn what_is_left_is_saved_where_the_artist_chooses() {
    let (memory, desktop) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let song = mixed();
    let rig = Rig::start(memory.path());
    let view = rig.verdict(&[song.path()]);
    let id = &view.summary.id;
    assert!(view.reference.is_some());
    assert_eq!(rig.desk.residual_save(id).unwrap(), None, "the dialog was closed");

    choose(&rig, desktop.path());
    let promised = rig.desk.residual_save(id).unwrap().unwrap();
    assert_eq!(promised.name, format!("{} what no stem explains.wav", view.summary.name));
    assert_eq!(promised.place, desktop.path().display().to_string());
    let ResidualState::Saved { saved } = outcome(&rig, id) else { panic!("it is saved") };
    assert_eq!(saved, promised);
    assert!(fs::read(desktop.path().join(&saved.name)).unwrap().starts_with(b"RIFF"));

    // Again over it, and under a name without an ending.
    for (named, wanted) in [(saved.name.as_str(), saved.name.as_str()), ("Left", "Left.wav")] {
        choose(&rig, &desktop.path().join(named));
        assert_eq!(rig.desk.residual_save(id).unwrap().unwrap().name, wanted);
        assert!(matches!(outcome(&rig, id), ResidualState::Saved { .. }));
    }
}

#[test]
fn while_it_is_saved_it_can_be_stopped_and_is_not_begun_twice() {
    let (memory, desktop) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let song = mixed();
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    choose(&rig, desktop.path());
    let save = || rig.desk.residual_save(&id).unwrap().unwrap();
    rig.paused(save, |_| {
        choose(&rig, desktop.path());
        let failure = rig.desk.residual_save(&id).unwrap_err();
        assert!(failure.message.contains("being saved already"), "{}", failure.message);
        rig.desk.residual_cancel(&id).unwrap();
    });
    assert_eq!(outcome(&rig, &id), ResidualState::Cancelled);
    assert_eq!(fs::read_dir(desktop.path()).unwrap().count(), 0, "nothing of it is left");
    rig.desk.residual_cancel(&id).unwrap();
}

#[test]
fn without_a_rough_mix_or_a_verdict_nothing_is_saved() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    let failure = rig.desk.residual_save(&id).unwrap_err();
    assert_eq!(failure.code, "residual");
    assert!(failure.message.contains("no rough mix"), "{}", failure.message);

    let long = mixed();
    endless(long.path()).unwrap();
    let id = rig.drop(&[long.path()]);
    let failure = rig.desk.residual_save(&id).unwrap_err();
    assert!(failure.message.contains("come to its end first"), "{}", failure.message);
    rig.desk.check_cancel(&id).unwrap();
    rig.finished(&id);
}

#[test]
fn no_original_is_ever_in_its_way() {
    let memory = TempDir::new().unwrap();
    let song = mixed();
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    for name in ["Kick.wav", "Rough Mix.wav", "New.wav"] {
        let path = song.path().join(name);
        let before = fs::read(&path).ok();
        choose(&rig, &path);
        assert_eq!(rig.desk.residual_save(&id).unwrap_err().code, "residual", "{name}");
        assert_eq!(fs::read(&path).ok(), before, "{name}");
    }
}
