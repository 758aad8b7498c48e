//! What artists live through with the stem check, without a window.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

#[expect(dead_code, reason = "the other stories use the rest of it")]
mod rig;

use std::fs;
use std::sync::atomic::Ordering;

use bar_desk::commands::{
    Choosing, Explaining, ProfileFrom, ReferenceChoice, ReferenceFrom, SetExplaining, WaveformQuery,
};
use bar_desk::views::{Change, CheckState, CheckView, Daw, Preferences, SetWords, StemRow, Theme};
use bar_domain::{Code, Severity};
use bar_testkit::Zip;
use rig::{Rig, endless, full, sixteen_bits, song, sound};
use tempfile::TempDir;

fn codes(row: &StemRow) -> Vec<Code> {
    row.report.findings.iter().map(|finding| finding.code).collect()
}

fn row<'a>(view: &'a CheckView, file: &str) -> &'a StemRow {
    view.stems.iter().find(|row| row.report.file == file).unwrap()
}

fn explaining(view: &CheckView, file: &str, text: Option<&str>) -> Explaining {
    Explaining {
        check: view.summary.id.clone(),
        file: file.to_owned(),
        code: Code::DepthLow,
        text: text.map(str::to_owned),
    }
}

#[test]
fn a_dropped_folder_becomes_rows_and_then_a_verdict() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav", "Bass.wav"]);
    sixteen_bits(3).write(song.path().join("Keys.wav")).unwrap();
    let rig = Rig::start(memory.path());
    let id = rig.drop(&[song.path()]);

    let mut said = Vec::new();
    let view = rig.until(|change| match change {
        Change::Finished { view } => Some(*view),
        other => {
            said.push(other);
            None
        }
    });
    assert!(
        matches!(&said[0], Change::Check { summary, show: true } if summary.state == CheckState::Running),
        "the window is asked to show it before anything is measured"
    );
    let files = ["Bass.wav", "Keys.wav", "Kick.wav"];
    assert!(matches!(&said[1], Change::Rows { files: rows, .. } if *rows == files));
    assert!(
        said.iter().any(|change| matches!(change, Change::Stems { .. })),
        "rows come one by one"
    );

    assert_eq!(view.summary.id, id);
    assert_eq!(view.summary.state, CheckState::Done);
    assert_eq!(view.summary.name, song.path().file_name().unwrap().to_str().unwrap());
    assert_eq!((view.summary.ready, view.summary.total), (2, 3));
    assert_eq!(view.stems.iter().map(|row| &row.report.file).collect::<Vec<_>>(), files);
    assert!(codes(row(&view, "Keys.wav")).contains(&Code::DepthLow));
    assert_eq!(rig.desk.checks_recent().unwrap(), std::slice::from_ref(&view.summary));
    assert_eq!(
        rig.desk.start().unwrap().show,
        Some(id),
        "a window that listens late still shows it"
    );
}

#[test]
fn after_a_restart_the_verdict_is_there_and_only_what_changed_is_measured() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav", "Bass.wav", "Keys.wav"]);
    let before = Rig::start(memory.path()).verdict(&[song.path()]);

    let rig = Rig::start(memory.path());
    assert_eq!(rig.desk.checks_recent().unwrap(), std::slice::from_ref(&before.summary));
    assert_eq!(rig.desk.check_open(&before.summary.id).unwrap(), before);

    // The window may ask before or after the quiet look is over: it says nothing of it.
    sixteen_bits(9).write(song.path().join("Bass.wav")).unwrap();
    let mut moved = Vec::new();
    let after = rig.until(|change| match change {
        Change::Stems { rows, .. } => {
            moved.extend(rows.into_iter().map(|row| row.report.file));
            None
        }
        Change::Progress { progress, .. } => {
            assert!(progress.measuring.iter().all(|(row, _)| *row == 0), "{progress:?}");
            None
        }
        Change::Rows { .. } => panic!("the files are the same"),
        // The quiet look may have caught the file half written: then the check follows once more.
        Change::Finished { view } => {
            codes(row(&view, "Bass.wav")).contains(&Code::DepthLow).then_some(view)
        }
        _ => None,
    });
    assert!(moved.iter().all(|file| file == "Bass.wav"), "{moved:?}");
    assert_eq!(row(&after, "Kick.wav").report, row(&before, "Kick.wav").report);
    assert_eq!(after.summary.ready, 2);
}

#[test]
fn stems_in_a_zip_are_measured_once_and_only_as_long_as_the_zip_is_the_same() {
    let memory = TempDir::new().unwrap();
    let song = song(&[]);
    let zip = song.path().join("Stems.zip");
    let packed = |seed| Zip::new().with("Salt/Kick.wav", sound(seed).bytes()).bytes();
    fs::write(&zip, packed(1)).unwrap();
    let before = Rig::start(memory.path()).verdict(&[&zip]);
    assert_eq!(before.stems[0].report.file, "Stems.zip/Salt/Kick.wav");

    // What is remembered is the place in the archive: the folder it lay unpacked in is gone.
    let database = rusqlite::Connection::open(memory.path().join("bar-one.sqlite3")).unwrap();
    let remembered = || {
        let sql = "SELECT CAST(path AS TEXT), hash FROM measurements";
        let mut rows = database.prepare(sql).unwrap();
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        rows.query_map([], row).unwrap().map(Result::unwrap).collect::<Vec<(String, String)>>()
    };
    let [(place, hash)] = &remembered()[..] else { panic!("{:?}", remembered()) };
    assert_eq!(*place, zip.join("Salt/Kick.wav").display().to_string());

    // Checked again, nothing is measured; another zip of that name is another sound.
    let rig = Rig::start(memory.path());
    rig.desk.check_again(&before.summary.id).unwrap();
    let again = rig.until(|change| match change {
        Change::Progress { progress, .. } => {
            assert!(progress.measuring.is_empty(), "{progress:?}");
            None
        }
        Change::Finished { view } => Some(view),
        _ => None,
    });
    assert_eq!(again.stems, before.stems);
    fs::write(&zip, packed(2)).unwrap();
    rig.until(|change| match change {
        Change::Finished { view } => {
            let measured = view.stems[0].report.measured.as_ref();
            measured.is_some_and(|measured| measured.blake3 != *hash).then_some(())
        }
        _ => None,
    });
    assert_eq!(remembered().len(), 1);
}

#[test]
fn a_stem_that_is_bounced_later_joins_the_check() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    sound(7).write(song.path().join("Bass.wav")).unwrap();
    let view = rig.finished(&id);
    assert_eq!(view.summary.total, 2);
    fs::remove_file(song.path().join("Kick.wav")).unwrap();
    let view = rig.finished(&id);
    assert_eq!(view.stems[0].report.file, "Bass.wav");
    assert_eq!((view.summary.ready, view.summary.total), (1, 1));
}

#[test]
fn a_folder_that_is_deleted_and_made_again_is_followed_on() {
    let memory = TempDir::new().unwrap();
    let songs = TempDir::new().unwrap();
    let song = songs.path().join("Salt");
    let bounce = |stem: &str, seed| sound(seed).write(song.join(stem)).unwrap();
    fs::create_dir(&song).unwrap();
    bounce("Kick.wav", 1);
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[&song]).summary.id;
    let until = |stems| {
        rig.until(|change| match change {
            Change::Finished { view } => {
                (view.summary.id == id && view.summary.total == stems).then_some(())
            }
            _ => None,
        });
    };

    // As a DAW does that replaces what it exported.
    fs::remove_dir_all(&song).unwrap();
    fs::create_dir(&song).unwrap();
    bounce("Bass.wav", 2);
    bounce("Keys.wav", 3);
    until(2);
    bounce("Lead.wav", 4);
    until(3);

    // As a disk that is taken away for a while.
    fs::rename(&song, songs.path().join("elsewhere")).unwrap();
    assert_eq!(rig.finished(&id).failure.unwrap().code, "check.cannot_open");
    fs::rename(songs.path().join("elsewhere"), &song).unwrap();
    assert_eq!(rig.finished(&id).failure, None);
    bounce("Choir.wav", 5);
    until(4);
}

#[test]
fn checks_of_nested_folders_are_followed_each_by_itself() {
    let memory = TempDir::new().unwrap();
    let outer = song(&["Kick.wav"]);
    let inner = outer.path().join("more");
    fs::create_dir(&inner).unwrap();
    sound(2).write(inner.join("Bass.wav")).unwrap();
    let rig = Rig::start(memory.path());
    let around = rig.verdict(&[outer.path()]).summary.id;
    let within = rig.verdict(&[&inner]).summary.id;
    rig.desk.check_forget(&within).unwrap();
    sound(3).write(inner.join("Keys.wav")).unwrap();
    assert_eq!(rig.finished(&around).summary.total, 3);
}

#[test]
fn a_rough_mix_from_elsewhere_is_followed_too() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav", "Bass.wav"]);
    let elsewhere = TempDir::new().unwrap();
    let mix = elsewhere.path().join("Rough.wav");
    sound(7).write(&mix).unwrap();
    let rig = Rig::start(memory.path());
    let id = rig.verdict(&[song.path()]).summary.id;
    rig.dialogs.lock().unwrap().push_back(vec![mix.clone()]);
    let choice = ReferenceChoice { check: id.clone(), from: ReferenceFrom::Dialog };
    rig.desk.reference_choose(&choice).unwrap();
    let blocks = |view: &CheckView| {
        view.set.findings.iter().any(|it| it.finding.severity == Severity::Blocks)
    };
    assert!(!blocks(&rig.finished(&id)));
    fs::write(&mix, b"RIFF").unwrap();
    assert!(blocks(&rig.finished(&id)), "it cannot be read any more");
}

#[test]
fn what_the_artist_explains_blocks_no_longer_and_is_remembered() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    sixteen_bits(3).write(song.path().join("Keys.wav")).unwrap();
    let rig = Rig::start(memory.path());
    let view = rig.verdict(&[song.path()]);
    assert_eq!(view.summary.ready, 1);

    let reason = "It is an old sampler: these are all the bits there are.";
    let explained = rig.desk.finding_explain(&explaining(&view, "Keys.wav", Some(reason))).unwrap();
    assert_eq!(explained.explained[0].text, reason);
    assert!(explained.report.findings.iter().any(|finding| finding.severity == Severity::Blocks));
    assert_eq!(rig.desk.checks_recent().unwrap()[0].ready, 2);

    rig.desk.check_again(&view.summary.id).unwrap();
    assert_eq!(rig.finished(&view.summary.id).summary.ready, 2);
    drop(rig);

    let rig = Rig::start(memory.path());
    assert_eq!(rig.desk.checks_recent().unwrap()[0].ready, 2);
    let again = rig.desk.check_open(&view.summary.id).unwrap();
    assert_eq!(row(&again, "Keys.wav").explained, explained.explained);

    let taken_back = rig.desk.finding_explain(&explaining(&view, "Keys.wav", None)).unwrap();
    assert_eq!(taken_back.explained, []);
    assert_eq!(rig.desk.checks_recent().unwrap()[0].ready, 1);
}

#[test]
fn an_explanation_holds_for_the_sound_it_was_given_for() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    let bounce = |seed| sixteen_bits(seed).write(song.path().join("Keys.wav")).unwrap();
    bounce(3);
    let first = fs::read(song.path().join("Keys.wav")).unwrap();
    let rig = Rig::start(memory.path());
    let view = rig.verdict(&[song.path()]);
    let id = view.summary.id.clone();
    let explain = |text| rig.desk.finding_explain(&explaining(&view, "Keys.wav", text)).unwrap();
    let said = explain(Some("An old sampler.")).explained;
    let until = |ready| {
        rig.until(|change| match change {
            Change::Finished { view } => (view.summary.ready == ready).then_some(view),
            _ => None,
        })
    };

    bounce(4);
    let view = until(1);
    let keys = row(&view, "Keys.wav");
    assert_eq!((&keys.explained, &keys.suggested), (&vec![], &said), "nobody explained this one");

    fs::write(song.path().join("Keys.wav"), first).unwrap();
    assert_eq!(row(&until(2), "Keys.wav").explained, said, "this one was explained");

    bounce(4);
    until(1);
    let keys = explain(Some("Still the sampler."));
    assert_eq!((keys.explained.len(), keys.suggested), (1, vec![]));
    assert_eq!(Rig::start(memory.path()).desk.check_open(&id).unwrap().summary.ready, 2);
    assert_eq!(explain(None).suggested, [], "what is taken back is not offered again");
}

#[test]
fn what_is_found_of_the_set_is_explained_for_as_long_as_it_reads_the_same() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    let mix = song.path().join("Rough mix.wav");
    fs::write(&mix, b"RIFF").unwrap();
    let rig = Rig::start(memory.path());
    let view = rig.verdict(&[song.path()]);
    let id = view.summary.id.clone();
    let about = |view: &CheckView, text: Option<&str>| {
        let found = &view.set.findings[0];
        SetExplaining {
            check: id.clone(),
            about: found.about.clone(),
            code: found.finding.code,
            message: found.finding.message.clone(),
            text: text.map(str::to_owned),
        }
    };
    let refused = |asked: &SetExplaining| rig.desk.set_explain(asked).unwrap_err().message;
    assert_eq!(refused(&about(&view, Some(" "))), "Say in a sentence why you want to keep it.");
    let other = SetExplaining { message: "Else.".to_owned(), ..about(&view, Some("So.")) };
    assert_eq!(refused(&other), "There is nothing of this kind to explain any more.");

    let words = rig.desk.set_explain(&about(&view, Some("It is on its way."))).unwrap();
    assert_eq!(words.explained[0].text, "It is on its way.");
    assert_eq!((words.explained.len(), words.suggested.len()), (1, 0));
    assert_eq!(words.explained[0].about.as_deref(), Some("Rough mix.wav"));
    assert_eq!(rig.desk.check_open(&id).unwrap().words, words);
    drop(rig);
    let rig = Rig::start(memory.path());
    assert_eq!(rig.desk.check_open(&id).unwrap().words, words, "after a restart, too");

    // It is broken in another way now: what was said may still be true, and explains nothing.
    fs::write(&mix, b"not a sound at all").unwrap();
    let reads = |same: bool| {
        rig.until(|change| match change {
            Change::Finished { view } => {
                let message = &view.set.findings[0].finding.message;
                ((*message == words.explained[0].message) == same).then_some(*view)
            }
            _ => None,
        })
    };
    let moved = reads(false);
    assert_eq!(moved.words.explained, []);
    assert_eq!(moved.words.suggested[0].text, "It is on its way.");
    assert_eq!(moved.words.suggested[0].message, moved.set.findings[0].finding.message);

    fs::write(&mix, b"RIFF").unwrap();
    let back = reads(true);
    assert_eq!(back.words, words, "this one was explained");
    assert_eq!(rig.desk.set_explain(&about(&back, None)).unwrap(), SetWords::default());
}

#[test]
fn an_explanation_needs_a_finding_and_a_reason() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    sixteen_bits(3).write(song.path().join("Keys.wav")).unwrap();
    let rig = Rig::start(memory.path());
    let view = rig.verdict(&[song.path()]);
    let refused = |file, text| {
        rig.desk.finding_explain(&explaining(&view, file, Some(text))).unwrap_err().message
    };
    assert_eq!(refused("Keys.wav", "  "), "Say in a sentence why you want to keep it.");
    assert_eq!(refused("Kick.wav", "x"), "There is nothing of this kind to explain any more.");
    assert_eq!(
        refused("Gone.wav", "x"),
        "This stem is not part of the check any more: check it again."
    );
}

#[test]
fn a_second_drop_runs_beside_the_first_and_both_can_be_stopped() {
    let memory = TempDir::new().unwrap();
    let long = song(&[]);
    endless(long.path()).unwrap();
    let rig = Rig::start(memory.path());
    let first = rig.drop(&[long.path()]);
    rig.until(|change| match change {
        Change::Progress { progress, .. } => (progress.measuring.len() == 1).then_some(()),
        _ => None,
    });

    let song = song(&["Kick.wav"]);
    let second = rig.verdict(&[song.path()]);
    assert_eq!(second.summary.state, CheckState::Done, "it does not wait for the first");
    let state = || rig.desk.check_open(&first).unwrap().summary.state;
    assert_eq!(state(), CheckState::Running);
    assert_eq!(rig.drop(&[long.path()]), first, "the same drop again is the same check");
    assert_eq!(state(), CheckState::Running);

    rig.desk.check_cancel(&first).unwrap();
    let cancelled = rig.finished(&first);
    assert_eq!(cancelled.summary.state, CheckState::Cancelled);
    assert_eq!((cancelled.progress, cancelled.summary.total), (None, 1));
    let states: Vec<_> =
        rig.desk.checks_recent().unwrap().into_iter().map(|check| check.state).collect();
    assert_eq!(states, [CheckState::Cancelled, CheckState::Done]);
    assert_eq!(state(), CheckState::Cancelled, "looking at it does not start it again");
}

#[test]
fn a_drop_is_checked_also_when_nothing_can_be_remembered() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    sixteen_bits(3).write(song.path().join("Keys.wav")).unwrap();
    let rig = Rig::start(memory.path());
    full(memory.path());
    let id = rig.drop(&[song.path()]);
    let told = rig.until(|change| match change {
        Change::Failed { failure } => Some(failure),
        _ => None,
    });
    assert!(told.message.contains("cannot remember this check, but runs it"), "{}", told.message);
    assert_eq!(rig.desk.start().unwrap().trouble, Some(told), "for a window that listens late");

    let view = rig.finished(&id);
    assert_eq!((view.summary.state, view.summary.ready), (CheckState::Done, 1));
    rig.desk.finding_explain(&explaining(&view, "Keys.wav", Some("An old sampler."))).unwrap();
    let recent = rig.desk.checks_recent().unwrap();
    assert_eq!((recent.len(), recent[0].ready), (1, 2));
    assert_eq!(rig.drop(&[song.path()]), id, "the same drop is the same check");

    rig.desk.check_forget(&id).unwrap();
    assert_eq!(rig.desk.checks_recent().unwrap(), []);
    rig.desk.check_restore(&id).unwrap();
    assert_eq!(rig.desk.checks_recent().unwrap().len(), 1);
}

#[test]
fn what_is_stopped_and_started_at_once_runs_again() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    let rig = Rig::start(memory.path());
    let drop = || rig.drop(&[song.path()]);
    let id = rig.paused(drop, |id| {
        rig.desk.check_cancel(id).unwrap();
        rig.desk.check_again(id).unwrap();
    });
    assert_eq!(rig.finished(&id).summary.state, CheckState::Done);

    rig.paused(drop, |id| {
        rig.desk.check_cancel(id).unwrap();
        assert_eq!(rig.drop(&[song.path()]), *id, "a drop counts as much");
    });
    assert_eq!(rig.finished(&id).summary.state, CheckState::Done);

    let stopped = rig.paused(drop, |id| {
        rig.desk.check_again(id).unwrap();
        rig.desk.check_cancel(id).unwrap();
    });
    assert_eq!(rig.finished(&stopped).summary.state, CheckState::Cancelled, "the last word counts");
}

#[test]
fn a_check_that_breaks_says_so_and_can_be_run_again() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    let rig = Rig::start(memory.path());
    rig.breaks.store(true, Ordering::Relaxed);
    let broken = rig.verdict(&[song.path()]);
    assert_eq!(broken.summary.state, CheckState::Failed);
    assert_eq!(broken.failure.unwrap().code, "check.broke");
    rig.desk.check_again(&broken.summary.id).unwrap();
    let view = rig.finished(&broken.summary.id);
    assert_eq!((view.summary.state, view.failure), (CheckState::Done, None));
}

#[test]
fn a_forgotten_check_stops_is_silent_and_can_come_back() {
    let memory = TempDir::new().unwrap();
    let long = song(&[]);
    endless(long.path()).unwrap();
    let rig = Rig::start(memory.path());
    let id = rig.drop(&[long.path()]);
    rig.until(|change| matches!(change, Change::Progress { .. }).then_some(()));
    rig.desk.check_forget(&id).unwrap();
    rig.until(|change| matches!(change, Change::Forgotten { .. }).then_some(()));
    assert_eq!(rig.desk.checks_recent().unwrap(), []);

    let song = song(&["Kick.wav"]);
    rig.drop(&[song.path()]);
    let other = rig.until(|change| match change {
        Change::Check { summary, .. } => {
            assert_ne!(summary.id, id, "what is forgotten says nothing more");
            (summary.state == CheckState::Done).then_some(summary.id)
        }
        _ => None,
    });
    assert_eq!(rig.desk.check_restore(&id).unwrap().state, CheckState::Cancelled);
    let recent: Vec<_> = rig.desk.checks_recent().unwrap().into_iter().map(|c| c.id).collect();
    assert!(recent.contains(&id) && recent.contains(&other));
}

#[test]
fn showing_the_folder_says_whether_what_is_put_there_joins_the_check() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Bass.wav", "Kick.wav"]);
    let rig = Rig::start(memory.path());
    let whole = rig.verdict(&[song.path()]).summary.id;
    assert!(rig.desk.folder_reveal(&whole).unwrap());
    let two = ["Bass.wav", "Kick.wav"].map(|stem| song.path().join(stem));
    let files = rig.verdict(&[&two[0], &two[1]]).summary.id;
    assert!(!rig.desk.folder_reveal(&files).unwrap(), "only those two are followed");
    drop(song);
    assert!(!rig.desk.folder_reveal(&whole).unwrap(), "nothing joins a folder that is gone");
}

#[test]
fn what_cannot_be_checked_is_a_sentence() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let photos = TempDir::new().unwrap();
    fs::write(photos.path().join("IMG_1.jpg"), b"\xff\xd8\xff\xe0photo").unwrap();
    let view = rig.verdict(&[photos.path()]);
    assert_eq!(view.summary.state, CheckState::Failed);
    let failure = view.failure.unwrap();
    assert_eq!(failure.code, "check.nothing");
    assert!(failure.message.starts_with("There is no stem to check in "), "{}", failure.message);

    let view = rig.verdict(&[&photos.path().join("gone")]);
    assert_eq!(view.failure.unwrap().code, "check.cannot_open");
    assert_eq!(rig.desk.check_paths(vec![]).unwrap_err().code, "check.nothing");
    let unknown = bar_desk::views::CheckId("nonsense".to_owned());
    assert_eq!(rig.desk.check_open(&unknown).unwrap_err().code, "check.unknown");
}

#[test]
fn when_the_disk_is_gone_the_verdict_stands_and_says_so() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    let before = Rig::start(memory.path()).verdict(&[song.path()]);
    song.close().unwrap();
    let rig = Rig::start(memory.path());
    rig.desk.check_open(&before.summary.id).unwrap();
    let after = rig.finished(&before.summary.id);
    assert_eq!(after.stems, before.stems);
    assert_eq!(after.summary.state, CheckState::Done);
    assert_eq!(after.failure.unwrap().code, "check.cannot_open");
}

#[test]
fn a_waveform_comes_in_as_many_points_as_are_drawn() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    fs::write(song.path().join("Broken.wav"), b"RIFF").unwrap();
    let rig = Rig::start(memory.path());
    let view = rig.verdict(&[song.path()]);
    let ask = |file: &str, points| {
        let (check, file) = (view.summary.id.clone(), file.to_owned());
        rig.desk.stem_waveform(&WaveformQuery { check, file, points }).unwrap()
    };
    let peaks = ask("Kick.wav", 100);
    let frames = row(&view, "Kick.wav").report.format.unwrap().frames.0;
    assert_eq!(peaks.points.len(), 3 * 100);
    assert!((peaks.frames_per_point * 100.0 - frames as f64).abs() < 256.0, "{peaks:?}");
    assert!(peaks.points.iter().any(|level| *level != 0));
    assert!(ask("Broken.wav", 100).points.is_empty());
}

#[test]
fn dialogs_choose_stems_the_rough_mix_and_the_profile() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav", "Bass.wav", "Song 7.wav"]);
    let rig = Rig::start(memory.path());
    let choose = |path: &str| rig.dialogs.lock().unwrap().push_back(vec![song.path().join(path)]);
    assert_eq!(rig.desk.check_choose(Choosing::Folder).unwrap(), None, "nothing was chosen");
    choose("");
    let id = rig.desk.check_choose(Choosing::Folder).unwrap().unwrap();
    assert_eq!(rig.finished(&id).summary.total, 3);

    choose("Song 7.wav");
    let reference = |from| ReferenceChoice { check: id.clone(), from };
    rig.desk.reference_choose(&reference(ReferenceFrom::Dialog)).unwrap();
    let view = rig.finished(&id);
    assert_eq!((view.reference.as_deref(), view.summary.total), (Some("Song 7.wav"), 2));
    rig.desk.reference_choose(&reference(ReferenceFrom::Name)).unwrap();
    assert_eq!(rig.finished(&id).reference, None);

    fs::write(song.path().join("ana.toml"), "name = \"Ana\"\nleast_bits = 32\n").unwrap();
    choose("ana.toml");
    let preferences = rig.desk.profile_choose(ProfileFrom::Dialog).unwrap();
    assert_eq!(preferences.profile.as_deref(), Some("Ana"));
    fs::write(song.path().join("bad.toml"), "least_bit = 24\n").unwrap();
    choose("bad.toml");
    let refused = rig.desk.profile_choose(ProfileFrom::Dialog).unwrap_err();
    assert_eq!(
        refused.message,
        "Line 1 of the profile: there is no `least_bit`; did you mean `least_bits`?"
    );
    rig.desk.check_again(&id).unwrap();
    let view = rig.finished(&id);
    assert!(codes(row(&view, "Kick.wav")).contains(&Code::DepthLow), "Ana wants 32 bits");
    assert_eq!(rig.desk.profile_choose(ProfileFrom::Studio).unwrap().profile, None);
}

#[test]
fn choices_are_remembered() {
    let memory = TempDir::new().unwrap();
    let chosen = Preferences { theme: Theme::Light, daw: Daw::Reaper, profile: None };
    Rig::start(memory.path()).desk.preferences_set(&chosen).unwrap();
    assert_eq!(Rig::start(memory.path()).desk.preferences().unwrap(), chosen);
}

#[test]
fn a_broken_memory_is_told_once_the_window_listens() {
    let memory = TempDir::new().unwrap();
    fs::write(memory.path().join("bar-one.sqlite3"), "x".repeat(8192)).unwrap();
    let trouble = Rig::start(memory.path()).desk.start().unwrap().trouble.unwrap();
    assert!(trouble.message.contains("begins afresh"), "{}", trouble.message);
}

#[test]
fn every_finding_has_a_guide() {
    let memory = TempDir::new().unwrap();
    assert_eq!(Rig::start(memory.path()).desk.guides().unwrap().len(), Code::ALL.len());
}

#[test]
fn a_report_is_saved_where_the_artist_chooses_and_says_what_the_window_says() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    sixteen_bits(3).write(song.path().join("Keys.wav")).unwrap();
    let rig = Rig::start(memory.path());
    let view = rig.verdict(&[song.path()]);
    let id = &view.summary.id;
    assert_eq!(rig.desk.report_save(id).unwrap(), None, "the dialog was closed");

    rig.desk.finding_explain(&explaining(&view, "Keys.wav", Some("An old <sampler>."))).unwrap();
    let desktop = TempDir::new().unwrap();
    let choose = |path: &std::path::Path| {
        rig.dialogs.lock().unwrap().push_back(vec![path.to_path_buf()]);
        rig.desk.report_save(id)
    };
    let saved = choose(desktop.path()).unwrap().unwrap();
    assert_eq!(saved.name, format!("{} stem check.html", view.summary.name));
    let place = desktop.path();
    assert_eq!(saved.place, place.display().to_string());
    let html = fs::read_to_string(place.join(&saved.name)).unwrap();
    for words in [
        &view.summary.name,
        "2 of 2 stems are ready.",
        "Too few bits",
        "Explained by the artist",
        "An old &lt;sampler&gt;.",
        "<path id=\"w0\" d=\"M0 ",
    ] {
        assert!(html.contains(words), "{words} is not in the report");
    }
    assert!(!html.contains(&*song.path().to_string_lossy()), "where it lies is nobody's business");

    // Again under the same name, and under one without an ending.
    assert_eq!(choose(desktop.path()).unwrap(), Some(saved));
    let other = choose(&desktop.path().join("Report")).unwrap().unwrap();
    assert_eq!(other.name, "Report.html");

    // Never in the place of a stem.
    let stem = song.path().join("Kick.wav");
    let before = fs::read(&stem).unwrap();
    assert_eq!(choose(&stem).unwrap_err().code, "report");
    assert_eq!(fs::read(&stem).unwrap(), before);
}

#[test]
fn no_report_is_saved_of_a_check_that_runs() {
    let memory = TempDir::new().unwrap();
    let song = song(&["Kick.wav"]);
    endless(song.path()).unwrap();
    let rig = Rig::start(memory.path());
    let id = rig.drop(&[song.path()]);
    let failure = rig.desk.report_save(&id).unwrap_err();
    assert_eq!(failure.code, "report");
    rig.desk.check_cancel(&id).unwrap();
    rig.finished(&id);
}
