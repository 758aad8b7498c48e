//! Whose the files of a session's folder are: the session's, or the set's.

use bar_testkit::session as make;

use crate::story::{Folder, skipped};
use crate::told::{session, stems};

#[test]
fn recordings_of_a_session_are_no_stems() {
    let report = Folder::new()
        .stems([
            "Song/Audio Files/Kick_01.wav",
            "Song/Audio Files/Kick_02.wav",
            "Song/Bounced Files/Kick.wav",
            "Song/Bounced Files/Bass.wav",
            "Audio Files/Vox.wav",
        ])
        .with("Song/Song.ptx", make::pro_tools())
        .check();
    assert_eq!(
        stems(&report),
        ["Audio Files/Vox.wav", "Song/Bounced Files/Bass.wav", "Song/Bounced Files/Kick.wav"]
    );
    let skipped = skipped(&report);
    assert_eq!(skipped.len(), 2);
    assert_eq!(skipped["Song/Audio Files/Kick_01.wav"], "Belongs to the session “Song/Song.ptx”.");
}

#[test]
fn where_there_is_nothing_else_the_recordings_are_the_stems() {
    let folder = Folder::new()
        .stems(["Audio Files/Kick.wav", "Audio Files/Bass.wav"])
        .with("Song.ptx", make::pro_tools());
    let report = folder.check();
    assert_eq!(stems(&report), ["Audio Files/Bass.wav", "Audio Files/Kick.wav"]);
    assert_eq!(skipped(&report).len(), 0);

    // A rough mix beside them is one, and no stem.
    let report = folder.stems(["Rough Mix.wav"]).check();
    assert_eq!(report.reference.as_deref(), Some("Rough Mix.wav"));
    assert_eq!(stems(&report), ["Audio Files/Bass.wav", "Audio Files/Kick.wav"]);
}

#[test]
fn stems_beside_a_session_that_plays_them_are_stems() {
    let report = Folder::new()
        .stems(["Kick.wav", "Bass.wav", "Vox.wav"])
        .with("Song.rpp", make::reaper(120.0, &["Kick.wav", "Bass.wav"]))
        .check();
    assert_eq!(stems(&report), ["Bass.wav", "Kick.wav", "Vox.wav"]);
    let media = session(&report, "Song.rpp").media.as_ref().unwrap();
    assert_eq!((media.named, media.missing.len(), media.unused.len()), (2, 0, 0));
}

#[test]
fn earlier_states_that_a_daw_keeps_are_no_sessions_of_their_own() {
    let report = Folder::new()
        .stems(["Kick.wav"])
        .with("Song.als", make::live_set(120.0, &[]))
        .with("Backup/Song [2026-01-02 030405].als", make::live_set(120.0, &[]))
        .with("Old/Backup/Lost.rpp", make::reaper(99.0, &[]))
        .check();
    let names: Vec<_> = report.sessions.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(names, ["Old/Backup/Lost.rpp", "Song.als"]);
    assert_eq!(
        skipped(&report)["Backup/Song [2026-01-02 030405].als"],
        "An earlier state that the DAW kept by itself; the session is “Song.als”."
    );
}
