//! The audio files of a session: which are there, which are missing, which nobody needs.

use bar_stems::Media;
use bar_testkit::session as make;

use crate::story::Folder;
use crate::told::{codes, said, session};

fn media(named: usize, missing: &[&str], unused: &[&str]) -> Media {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Media { named, missing: owned(missing), unused: owned(unused) }
}

#[test]
fn reaper_plays_files_beside_it_and_from_another_computer() {
    let files = [
        "Recordings\\Kick.wav",
        "C:\\Users\\ann\\Desktop\\Snare.wav",
        "/Users/bob/Music/Bäss.wav",
        "../Elsewhere/Gone.wav",
        "D:\\lost\\Gtr 1.wav",
    ];
    let report = Folder::new()
        .stems([
            "Stems/Kick.wav",
            "Song/Recordings/Kick.wav",
            "Song/Recordings/Snare.wav",
            "Song/Recordings/Spare.wav",
            "Song/Ba\u{308}ss.wav",
            "Gone.wav",
        ])
        .with("Song/Song.rpp", make::reaper(120.0, &files))
        .check();
    let wanted =
        media(5, &["../Elsewhere/Gone.wav", "D:\\lost\\Gtr 1.wav"], &["Song/Recordings/Spare.wav"]);
    assert_eq!(session(&report, "Song/Song.rpp").media, Some(wanted));
    assert_eq!(codes(&report, "Song/Song.rpp")[0], "b session.media_missing");
    let finding = said(&report, "Song/Song.rpp", "session.media_missing");
    assert_eq!(
        finding.message,
        "2 audio files that it plays are not in what you dropped: “Gone.wav” and “Gtr 1.wav”."
    );
    assert!(finding.fix.as_deref().unwrap().contains("in REAPER: File > Save project as…"));
    assert!(report.blocks());
}

#[test]
fn many_missing_files_are_counted() {
    let names: Vec<String> = (1..=12).map(|at| format!("Take {at}.wav")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let report =
        Folder::new().stems(["Kick.wav"]).with("Song.rpp", make::reaper(120.0, &names)).check();
    assert_eq!(
        said(&report, "Song.rpp", "session.media_missing").message,
        "12 audio files that it plays are not in what you dropped: “Take 1.wav”, “Take 2.wav”, “Take 3.wav”, “Take 4.wav” and 8 others."
    );
    assert_eq!(session(&report, "Song.rpp").media.as_ref().unwrap().missing.len(), 12);
}

#[test]
fn a_live_set_plays_what_lies_in_its_project() {
    let samples = [
        (
            "Samples/Recorded/0001 Kick & Co.wav",
            "/Users/ann/Song Project/Samples/Recorded/0001 Kick & Co.wav",
        ),
        ("../Other Project/Samples/Loop.wav", "/Users/ann/Other Project/Samples/Loop.wav"),
    ];
    let set = make::live_set(120.0, &samples);
    let report = Folder::new()
        .stems(["Kick.wav", "Song Project/Samples/Recorded/0001 Kick & Co.wav"])
        .with("Song Project/Ableton Project Info/Project8_1.cfg", "x")
        .with("Song Project/Sets/Song.als", &set)
        .check();
    assert_eq!(
        session(&report, "Song Project/Sets/Song.als").media,
        Some(media(2, &["../Other Project/Samples/Loop.wav"], &[]))
    );
    let finding = said(&report, "Song Project/Sets/Song.als", "session.media_missing");
    assert_eq!(
        finding.message,
        "1 audio file that it plays is not in what you dropped: “Loop.wav”."
    );
    assert!(finding.fix.as_deref().unwrap().contains("File > Collect All and Save"));
}

#[test]
fn what_comes_with_a_pack_is_not_looked_for() {
    let set = r#"<Ableton Creator="Ableton Live 12.0"><LiveSet><Tracks>
        <MidiTrack><MultiSampleMap><SampleRef><FileRef><RelativePath Value="Samples/Drum.aif"/>
        <LivePackName Value="Drum Essentials"/></FileRef></SampleRef></MultiSampleMap></MidiTrack>
        <AudioTrack><SampleRef><FileRef><HasRelativePath Value="true"/><RelativePath>
        <RelativePathElement Id="1" Dir=""/><RelativePathElement Id="2" Dir="Stems"/>
        </RelativePath><Name Value="Old Vox.wav"/></FileRef></SampleRef></AudioTrack></Tracks>
        <MainTrack><DeviceChain><Mixer><Tempo><Manual Value="90"/></Tempo></Mixer></DeviceChain></MainTrack>
        </LiveSet></Ableton>"#;
    let report = Folder::new()
        .stems(["Stems/Old Vox.wav", "Kick.wav"])
        .with("Live/Song.als", make::gzip(set))
        .check();
    assert_eq!(session(&report, "Live/Song.als").media, Some(media(1, &[], &[])));
    let tempo = session(&report, "Live/Song.als").tempo.as_ref();
    assert_eq!(tempo.map(|tempo| tempo.bpm), Some(90.0));
}

#[test]
fn studio_one_names_urls() {
    let urls = [
        "media://Kick%201.wav",
        "file:///C:/Users/ann/Songs/Salt/Media/Snare.wav",
        "file:///Volumes/Disk/Gone.wav",
    ];
    let report = Folder::new()
        .stems(["Salt/Media/Kick 1.wav", "Salt/Media/Snare.wav", "Kick.wav"])
        .with("Salt/Salt.song", make::studio_one(&urls))
        .check();
    let wanted = media(3, &["/Volumes/Disk/Gone.wav"], &[]);
    assert_eq!(session(&report, "Salt/Salt.song").media, Some(wanted));
}

#[test]
fn dawproject_carries_its_audio() {
    let project = make::dawproject(
        120.0,
        &["audio/Kick.wav", "audio/Gone.wav"],
        &["audio/Kick.wav", "audio/Spare.wav"],
    );
    let report = Folder::new().stems(["Kick.wav"]).with("Song.dawproject", project).check();
    let wanted = media(2, &["audio/Gone.wav"], &["audio/Spare.wav"]);
    assert_eq!(session(&report, "Song.dawproject").media, Some(wanted));
}

#[test]
fn logic_keeps_its_audio_in_the_package_or_beside_it() {
    let folder = Folder::new().stems(["Kick.wav", "Audio Files/Beside.aif"]);
    let files = ["Kick.aif", "Beside.aif", "Gone.aif"];
    make::logic(&folder.at("Song.logicx"), &files, &["Kick.aif", "Spare.aif"]).unwrap();
    let report = folder.check();
    let wanted = media(3, &["Audio Files/Gone.aif"], &["Media/Audio Files/Spare.aif"]);
    assert_eq!(session(&report, "Song.logicx/").media, Some(wanted));
    assert_eq!(codes(&report, "Song.logicx/"), ["b session.media_missing", "i session.found"]);
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_what_was_dropped_is_looked_at() {
    let elsewhere = Folder::new().stems(["Secret.wav"]);
    let secret = elsewhere.at("Secret.wav");
    let within = Folder::new().stems(["Stems/Kick.wav", "Song/x.wav"]);
    let inside = within.at("Stems/Kick.wav");
    let files = [secret.to_str().unwrap(), inside.to_str().unwrap()];
    let report = within.with("Song/Song.rpp", make::reaper(120.0, &files)).check();
    // It is there, but was not dropped; what was dropped is found by its absolute path.
    let wanted = media(2, &[secret.to_str().unwrap()], &[]);
    assert_eq!(session(&report, "Song/Song.rpp").media, Some(wanted));
}
