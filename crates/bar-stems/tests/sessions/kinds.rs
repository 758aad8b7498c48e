//! Whose session it is: by what is in it, not by what it is called.

use bar_stems::{CheckError, SessionKind};
use bar_testkit::session as make;

use crate::story::{Folder, skipped};
use crate::told::{codes, said, session, stems};

const OTHER_DAW: &str = "a session.unsupported";
const FOUND: &str = "i session.found";

#[test]
fn every_daw_is_known_by_its_content() {
    let folder = Folder::new()
        .stems(["Kick.wav", "Bass.wav"])
        .with("a.ptx", make::pro_tools())
        .with("b.bin", make::pro_tools())
        .with("c.cpr", make::cubase("Cubase"))
        .with("d", make::cubase("Nuendo"))
        .with("e.als", make::live_set(120.0, &[]))
        .with("f.txt", make::reaper(100.0, &[]))
        .with("g.zip", make::studio_one(&[]))
        .with("h", make::dawproject(90.0, &[], &[]))
        .with("i.flp", make::fl_studio());
    make::logic(&folder.at("j.logicx"), &[], &[]).unwrap();
    make::logic(&folder.at("Old songs/k"), &[], &[]).unwrap();
    make::logic(&folder.at("l.band"), &[], &[]).unwrap();
    let report = folder.check();
    let daws: Vec<_> =
        report.sessions.iter().map(|one| (one.file.as_str(), one.daw.as_str())).collect();
    let wanted = [
        ("a.ptx", "Pro Tools"),
        ("b.bin", "Pro Tools"),
        ("c.cpr", "Cubase"),
        ("d", "Nuendo"),
        ("e.als", "Ableton Live"),
        ("f.txt", "REAPER"),
        ("g.zip", "Studio One"),
        ("h", "DAWproject"),
        ("i.flp", "FL Studio"),
        ("j.logicx/", "Logic"),
        ("l.band/", "GarageBand"),
        ("Old songs/k/", "Logic"),
    ];
    assert_eq!(daws, wanted);
    // Each is one thing: nothing of a bundle stands anywhere else.
    assert_eq!(skipped(&report).len(), 0);
    assert_eq!(stems(&report), ["Bass.wav", "Kick.wav"]);
    for taken in ["a.ptx", "c.cpr", "d", "j.logicx/", "l.band/"] {
        assert_eq!(codes(&report, taken), [FOUND], "{taken}");
    }
    for other in ["e.als", "f.txt", "g.zip", "h", "i.flp"] {
        assert_eq!(codes(&report, other), [OTHER_DAW, FOUND], "{other}");
    }
    assert_eq!(
        said(&report, "f.txt", "session.unsupported").message,
        "The engineer takes sessions of Pro Tools, Logic or Cubase, so nobody will open this one."
    );
    assert!(!report.blocks());
}

#[test]
fn a_name_alone_is_no_session() {
    let folder = Folder::new()
        .stems(["Kick.wav"])
        .with("a.ptx", "dear engineer")
        .with("b.als", make::gzip("<Something/>"))
        .with("c.song", b"RIFF\0\0\0\0WAVE")
        .with("d.logicx/Alternatives/000/notes.txt", "x")
        .with("e.cpr", b"RIFF\0\0\0\0NUN");
    let report = folder.check();
    assert_eq!(report.sessions, []);
    let skipped = skipped(&report);
    assert_eq!(
        skipped["a.ptx"],
        "Called like a session of Pro Tools, but it does not begin like one."
    );
    assert_eq!(skipped["b.als"], "An archive: unpack it, then drop the folder.");
    assert_eq!(skipped["d.logicx/Alternatives/000/notes.txt"], "Not a sound file.");
}

#[test]
fn the_engineer_says_which_sessions_are_welcome() {
    let folder = Folder::new()
        .stems(["Kick.wav"])
        .with("a.ptx", make::pro_tools())
        .with("b.rpp", make::reaper(100.0, &[]))
        .with("c.npr", make::cubase("Nuendo"));
    let report = folder.check_for("sessions = [\"reaper\", \"Nuendo\"]");
    assert_eq!(codes(&report, "a.ptx"), [OTHER_DAW, FOUND]);
    assert_eq!(codes(&report, "b.rpp"), [FOUND]);
    assert_eq!(codes(&report, "c.npr"), [FOUND]);
    let report = folder.check_for("sessions = []");
    assert_eq!(
        said(&report, "a.ptx", "session.unsupported").message,
        "The engineer takes stems only, so nobody will open this one."
    );
    assert!(SessionKind::ALL.iter().all(|kind| SessionKind::called(kind.name()) == Some(*kind)));
}

#[test]
fn what_a_session_tells_of_itself() {
    let folder = Folder::new()
        .stems(["Kick.wav"])
        .with("a.als", make::live_set(119.999_992, &[]))
        .with("b.rpp", make::reaper(98.5, &[]))
        .with("c.song", make::studio_one(&[]))
        .with("d.dawproject", make::dawproject(149.0, &[], &[]))
        .with("e.ptx", make::pro_tools())
        .with("g.cpr", make::cubase("Cubase"));
    make::logic(&folder.at("f.logicx"), &[], &[]).unwrap();
    let report = folder.check();
    let told = |file: &str| {
        let session = session(&report, file);
        let tempo = session.tempo.as_ref().map(|tempo| (tempo.bpm, tempo.meter));
        let rate = session.rate.map(|rate| rate.0);
        (session.version.as_deref(), tempo, rate)
    };
    assert_eq!(told("a.als"), (Some("11.0.12"), Some((120.0, (3, 4))), None));
    assert_eq!(told("b.rpp"), (Some("7.09"), Some((98.5, (4, 4))), Some(48_000)));
    assert_eq!(told("c.song"), (Some("6.5.1.96553"), Some((120.0, (4, 4))), Some(44_100)));
    assert_eq!(told("d.dawproject"), (Some("Bitwig Studio 5.0"), Some((149.0, (4, 4))), None));
    assert_eq!(told("e.ptx"), (None, None, None));
    assert_eq!(told("g.cpr"), (Some("14.0.30"), None, None));
    assert_eq!(told("f.logicx/"), (Some("10.7.4"), Some((75.0, (6, 8))), Some(44_100)));
    assert_eq!(session(&report, "e.ptx").media, None);
    // They do not agree, so nobody can say how fast the song goes.
    assert_eq!(report.set.tempo, None);
}

#[test]
fn the_tempo_track_counts_and_a_tempo_that_changes_is_none() {
    #[track_caller]
    fn check(markers: &str, wanted: Option<(f64, (u32, u32))>) {
        let track = format!("  <TEMPOENVEX\r\n    ACT 1 -1\r\n{markers}  >\r\n  <TRACK {{1}}");
        let project = make::reaper(100.0, &[]).replace("  <TRACK {1}", &track);
        let report = Folder::new().stems(["Kick.wav"]).with("a.rpp", project).check();
        let tempo = session(&report, "a.rpp").tempo.as_ref();
        assert_eq!(tempo.map(|tempo| (tempo.bpm, tempo.meter)), wanted, "{markers}");
    }
    check("", Some((100.0, (4, 4))));
    check("    PT 0 79.0 1 262147 0 1\r\n", Some((79.0, (3, 4))));
    check("    PT 0 79.0 1\r\n    PT 8.5 79.0 1\r\n", Some((79.0, (4, 4))));
    check("    PT 0 100 1\r\n    PT 8.5 120 1\r\n", None);
    check("    PT 0 100 1 262148\r\n    PT 8.5 100 1 262147\r\n", None);
}

#[test]
fn live_tempo_automation_counts_where_it_moves() {
    #[track_caller]
    fn check(second: f64, wanted: Option<f64>) {
        let set = format!(
            r#"<Ableton Creator="Ableton Live 12.1"><LiveSet><MainTrack><AutomationEnvelopes><Envelopes>
            <AutomationEnvelope><EnvelopeTarget><PointeeId Value="8"/></EnvelopeTarget><Automation><Events>
            <FloatEvent Time="-63072000" Value="92"/><FloatEvent Time="16" Value="{second}"/>
            </Events></Automation></AutomationEnvelope></Envelopes></AutomationEnvelopes><DeviceChain><Mixer>
            <Tempo><Manual Value="92"/><AutomationTarget Id="8"/></Tempo></Mixer></DeviceChain>
            </MainTrack></LiveSet></Ableton>"#
        );
        let report = Folder::new().stems(["Kick.wav"]).with("a.als", make::gzip(&set)).check();
        assert_eq!(session(&report, "a.als").tempo.as_ref().map(|tempo| tempo.bpm), wanted);
    }
    check(92.0, Some(92.0));
    check(140.0, None);
}

#[test]
fn a_session_alone_can_be_sent() {
    let folder = Folder::new().with("Song.ptx", make::pro_tools());
    let report = folder.check();
    assert_eq!((report.total, report.ready, report.sessions.len()), (0, 0, 1));
    assert!(!report.blocks());

    // A bundle that was dropped alone is named by what lies around it.
    let folder = Folder::new();
    make::logic(&folder.at("Song.logicx"), &["Kick.aif"], &["Kick.aif"]).unwrap();
    let paths = vec![folder.at("Song.logicx")];
    let choice = bar_stems::Choice { paths, ..folder.choice() };
    let report = folder.check_as(&choice).unwrap();
    assert_eq!(report.folder, folder.path().to_str().unwrap());
    assert_eq!(codes(&report, "Song.logicx/"), [FOUND]);
    assert_eq!(
        said(&report, "Song.logicx/", "session.found").message,
        "A session of Logic. It plays 1 audio file, which is here."
    );

    let folder = Folder::new().with("Notes.mid", make::midi(None));
    assert!(matches!(folder.check_as(&folder.choice()), Err(CheckError::NothingToCheck(_))));
}

#[test]
fn damaged_sessions_are_still_sessions() {
    let whole = make::live_set(120.0, &[("Samples/Kick.wav", "/x/Kick.wav")]);
    let torn = whole[..whole.len() / 2].to_vec();
    let text = make::reaper(100.0, &["Kick.wav"]);
    let deep = "<A".repeat(150).replace('A', "A\r\n");
    let folder = Folder::new()
        .stems(["Kick.wav"])
        .with("a.als", torn)
        .with("b.rpp", &text[..text.len() - 4])
        .with("c.rpp", format!("<REAPER_PROJECT 0.1\r\n{deep}"))
        .with("d.als", make::gzip(&format!("<Ableton>{}", "<a>".repeat(100_000))));
    let report = folder.check();
    for (file, why) in [
        ("a.als", "damaged"),
        ("b.rpp", "damaged"),
        ("c.rpp", "larger than any session"),
        ("d.als", "larger than any session"),
    ] {
        let message = &said(&report, file, "session.found").message;
        assert!(message.contains(why), "{file}: {message}");
        assert_eq!(session(&report, file).media, None);
    }
}
