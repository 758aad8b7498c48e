//! `barone markers`, as people run it on what the app remembers.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fs;
use std::path::PathBuf;
use std::process::Command as Process;

use bar_domain::song::{
    Act, Actor, ActorId, Command, CommandId, NoteId, Place, Role, SongId, Time, VersionId,
    VersionKind,
};
use bar_domain::{Frames, SampleRate};
use bar_store::{FILE, Stamp, Store, VersionFile};
use tempfile::TempDir;
use uuid::Uuid;

const HARBOUR: SongId = SongId(Uuid::from_u128(0xa));
const MIX_1: VersionId = VersionId(Uuid::from_u128(1));
const NAME: &str = "Harbour Lights – Mix 2 – open notes – Ana";

/// A folder where the app remembers three songs, and an empty one to run in.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let folder = desk.0.path().join("data");
        fs::create_dir(desk.here()).unwrap();
        let store = bar_store::open(&folder).unwrap().store;
        for (song, title) in
            [(HARBOUR.0.as_u128(), "Harbour Lights"), (0xb, "Salt"), (0xc, "Salty")]
        {
            act(
                &store,
                SongId(Uuid::from_u128(song)),
                Act::CreateSong { title: title.into(), bpm: None },
            );
        }
        let mix = |number: u16| Act::AddVersion {
            version: VersionId(Uuid::from_u128(u128::from(number))),
            kind: VersionKind::Mix { number },
            name: "Mix".into(),
            rate: SampleRate(48_000),
            frames: Frames(48_000 * 60),
            offset: 0,
        };
        act(&store, HARBOUR, mix(1));
        write(&store, 1, 10);
        write(&store, 2, 20);
        act(&store, HARBOUR, Act::SubmitRound { mix: MIX_1 });
        act(&store, HARBOUR, mix(2));
        let verify =
            Act::Verify { note: NoteId(Uuid::from_u128(2)), mix: VersionId(Uuid::from_u128(2)) };
        act(&store, HARBOUR, verify);
        write(&store, 3, 30);
        desk
    }

    fn here(&self) -> PathBuf {
        self.0.path().join("here")
    }

    fn database(&self) -> PathBuf {
        self.0.path().join("data").join(FILE)
    }

    /// Runs `barone markers` with these words; the status, and what it said.
    fn run(&self, words: &[&str]) -> (i32, String, String) {
        let output = Process::new(env!("CARGO_BIN_EXE_barone"))
            .current_dir(self.here())
            .env("BAR_ONE_DATA", self.0.path().join("data"))
            .arg("markers")
            .args(words)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.here()).unwrap();
        let mut names: Vec<_> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn act(store: &Store, song: SongId, act: Act) {
    let actor = Actor { id: ActorId(Uuid::from_u128(1)), name: "Ana".into(), role: Role::Artist };
    // Every act of these tests is another one, so its words name it.
    let name = blake3::hash(format!("{song} {act:?}").as_bytes());
    let id = CommandId(Uuid::from_bytes(*name.as_bytes().first_chunk().unwrap()));
    store.act(&Command { id, song, actor, at: Time(1), act }).unwrap();
}

fn write(store: &Store, number: u128, second: u64) {
    let place = Place::Moment { at: Frames(second * 48_000) };
    let (note, text) = (NoteId(Uuid::from_u128(number)), format!("note {number}"));
    act(store, HARBOUR, Act::WriteNote { note, on: MIX_1, place, text, compare_with: None });
}

#[test]
fn every_format_is_written_under_a_name_of_its_own() {
    let desk = Desk::new();
    for format in ["midi", "reaper", "wav", "audacity", "cubase", "csv", "text"] {
        let (status, out, err) = desk.run(&["harbour lights", "--format", format]);
        assert_eq!((status, out.as_str()), (0, ""), "{err}");
        assert!(err.starts_with(&format!("1 note is in {NAME}")), "{err}");
    }
    let wanted =
        [" – Audacity.txt", " – Cubase.xml", " – REAPER.csv", ".csv", ".mid", ".txt", ".wav"];
    assert_eq!(desk.files(), wanted.map(|end| format!("{NAME}{end}")));
}

#[test]
fn mix_state_and_offset_are_chosen() {
    #[track_caller]
    fn check(words: &[&str], wanted: &str) {
        let words = [&["Harbour", "--format", "audacity", "--out", "-"], words].concat();
        let (status, out, err) = Desk::new().run(&words);
        assert_eq!((status, out.as_str(), err.as_str()), (0, wanted, ""));
    }
    check(&[], "10.000000\t10.000000\tnote 1\n");
    check(&["--state", "done"], "20.000000\t20.000000\tnote 2\n");
    check(&["--state", "drafts"], "30.000000\t30.000000\tnote 3\n");
    check(&["--mix", "1", "--offset", "8s"], "18.000000\t18.000000\tnote 1\n");
    check(&["--offset", "-2.5"], "7.500000\t7.500000\tnote 1\n");
    check(&["--offset", "48000f"], "11.000000\t11.000000\tnote 1\n");
    let all = "10.000000\t10.000000\t[open] note 1\n20.000000\t20.000000\t[verified] note 2\n\
               30.000000\t30.000000\t[draft] note 3\n";
    check(&["--state", "all"], all);
}

#[test]
fn what_cannot_be_done_is_said_and_leaves_nothing() {
    #[track_caller]
    fn check(words: &[&str], wanted: &str) {
        let desk = Desk::new();
        let (status, out, err) = desk.run(&[words, &["--format", "midi"]].concat());
        assert_eq!((status, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(wanted), "{err}");
        assert_eq!(desk.files(), [""; 0]);
    }
    check(&["Pepper"], "no song is called “Pepper”. These are there:\n  00000000-");
    check(&["Pepper"], "000a  Harbour Lights (1 open, 1 drafts)\n");
    check(&["sal"], "several songs are called “sal”");
    check(&["Salt"], "this song has no mix yet");
    check(&[&Uuid::from_u128(9).to_string()], "no song is called");
    check(&["Harbour", "--mix", "7"], "there is no Mix 7: the latest is Mix 2");
    check(&["Harbour", "--mix", "1", "--offset", "x"], "type a time such as 1:02.5");
    check(&["Harbour", "--offset", "30:00:00"], "more than a day");
    check(&["Harbour", "--out", "gone/x.mid"], "gone/x.mid cannot be written");
    check(&["Harbour", "--library", "gone.sqlite3"], "Bar One remembers nothing at gone.sqlite3");
}

#[test]
fn a_song_without_open_notes_tells_of_its_drafts() {
    let desk = Desk::new();
    let store = bar_store::open(desk.database().parent().unwrap()).unwrap().store;
    let (note, mix) = (NoteId(Uuid::from_u128(1)), VersionId(Uuid::from_u128(2)));
    act(&store, HARBOUR, Act::MarkDone { note, mix });
    let (status, _, err) = desk.run(&["Harbour", "--format", "midi"]);
    let wanted = "barone: there are no open notes on Mix 2, but 1 draft that was not submitted yet: see --state drafts\n";
    assert_eq!((status, err.as_str()), (2, wanted));
}

#[test]
fn nothing_is_replaced_unless_asked_for_and_an_original_never() {
    let desk = Desk::new();
    let words = ["Harbour", "--format", "wav", "--out", "Mix 1.wav"];
    let file = desk.here().join("Mix 1.wav");
    fs::write(&file, "sound").unwrap();
    let (status, _, err) = desk.run(&words);
    assert_eq!(status, 2);
    assert!(err.contains("is there already"), "{err}");
    assert_eq!(fs::read(&file).unwrap(), b"sound");

    let store = bar_store::open(desk.database().parent().unwrap()).unwrap().store;
    let stamp = Stamp::of(&fs::metadata(&file).unwrap());
    store.set_version_file(MIX_1, &VersionFile { path: file.clone(), stamp }).unwrap();
    let forced = [&words[..], &["--force"]].concat();
    let (status, _, err) = desk.run(&forced);
    assert_eq!(status, 2);
    assert!(err.contains("is a version of a song"), "{err}");
    assert_eq!(fs::read(&file).unwrap(), b"sound");

    let other = desk.here().join("Other.wav");
    store.set_version_file(MIX_1, &VersionFile { path: other, stamp }).unwrap();
    assert_eq!(desk.run(&forced).0, 0);
    assert!(fs::read(&file).unwrap().starts_with(b"RIFF"));
}

#[test]
fn the_database_is_only_read_and_may_be_named() {
    let desk = Desk::new();
    let copy = desk.here().join("copy.sqlite3");
    fs::copy(desk.database(), &copy).unwrap();
    let before = fs::read(&copy).unwrap();
    let named = ["Harbour", "--format", "text", "--out", "-", "--library"];
    let (status, out, err) = desk.run(&[&named[..], &[copy.to_str().unwrap()]].concat());
    assert_eq!(status, 0, "{err}");
    assert!(out.starts_with(NAME), "{out}");
    assert_eq!(fs::read(&copy).unwrap(), before);
    // An id names it as well.
    let id = HARBOUR.to_string();
    assert_eq!(desk.run(&[&id, "--format", "text", "--out", "-"]).0, 0);
}
