//! What artists live through with a song of several mixes, without a window.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

#[expect(dead_code, reason = "the other stories use the rest of it")]
mod rig;

use std::fs;
use std::path::{Path, PathBuf};

use bar_audio::markers::{Format, Which};
use bar_desk::commands::{
    DropTarget, MarkersWish, SongAct, SongWish, VersionAs, VersionOf, WaveQuery,
};
use bar_desk::views::{Failure, SongView};
use bar_domain::Frames;
use bar_domain::song::{NoteState, Place, VersionId, VersionKind};
use bar_testkit::{Wav, signal};
use rig::Rig;
use tempfile::TempDir;

const RATE: u32 = 48_000;
const SECOND: u64 = RATE as u64;

/// Twenty seconds of music that is never the same twice.
fn music(seed: u64) -> Vec<f32> {
    let note = |n: u64| {
        let hz = 82.0 + 31.0 * ((n * 5 + seed * 3) % 7) as f64;
        signal::pluck(seed * 100 + n, RATE, hz, -12.0, 1.0)
    };
    signal::concat(&(0..20).map(note).collect::<Vec<_>>())
}

/// The files of a song in a folder: a rough mix, a mix with a count-in, one that is 6 dB louder, and
/// somebody else's song.
fn files() -> (TempDir, Vec<PathBuf>) {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut louder = music(1);
    signal::amplify(&mut louder, signal::gain(6.0));
    let late = signal::concat(&[signal::silence(RATE, 1.25), music(1)]);
    Wav::pcm(24).mono(&music(1)).write(at("Harbour Lights rough.wav")).unwrap();
    Wav::pcm(24).mono(&late).write(at("Harbour Lights mix 1.wav")).unwrap();
    Wav::pcm(24).mono(&louder).write(at("Harbour Lights mix 2.wav")).unwrap();
    let other = signal::noise(7, RATE, -20.0, 20.0);
    Wav::pcm(24).mono(&other).write(at("Ref own 2023.wav")).unwrap();
    let names =
        ["Ref own 2023", "Harbour Lights mix 2", "Harbour Lights rough", "Harbour Lights mix 1"];
    let paths = names.iter().map(|name| at(&format!("{name}.wav"))).collect();
    (folder, paths)
}

/// A song of those files, dropped on the window.
fn harbour(rig: &Rig, paths: &[PathBuf]) -> SongView {
    rig.desk.drop_target(DropTarget::NewSong).unwrap();
    rig.desk.dropped(paths.to_vec()).unwrap();
    rig.added()
}

fn names(song: &SongView) -> Vec<&str> {
    song.versions.iter().map(|version| version.name.as_str()).collect()
}

fn version(song: &SongView, name: &str) -> VersionId {
    song.versions.iter().find(|version| version.name == name).expect("it is there").id
}

fn act(rig: &Rig, song: &SongView, act: SongAct) -> Result<SongView, Failure> {
    rig.desk.song_act(&SongWish { song: song.id, act })
}

fn write(rig: &Rig, song: &SongView, on: &str, place: Place, text: &str) -> SongView {
    let (on, text) = (version(song, on), text.to_owned());
    act(rig, song, SongAct::Write { on, place, text, compare_with: None }).unwrap()
}

fn moment(seconds: u64) -> Place {
    Place::Moment { at: Frames(seconds * SECOND) }
}

#[test]
fn dropped_files_become_a_song_told_apart_by_name_and_aligned_by_listening() {
    let memory = TempDir::new().unwrap();
    let (_folder, paths) = files();
    let rig = Rig::start(memory.path());
    let song = harbour(&rig, &paths);
    assert_eq!(song.title, "Harbour Lights");
    assert_eq!(names(&song), ["Rough", "Mix 1", "Mix 2", "Ref own 2023"]);
    let starts: Vec<i64> = song.versions.iter().map(|version| version.starts_at).collect();
    assert_eq!(starts, [0, -60_000, 0, 0], "the count-in lies before the beginning");
    assert_eq!(song.frames, Frames(20 * SECOND));
    assert_eq!(song.shown_on, Some(version(&song, "Mix 2")));
    let loudness = |name: &str| {
        song.versions.iter().find(|it| it.name == name).unwrap().integrated_lufs.unwrap()
    };
    assert!((loudness("Mix 2") - loudness("Rough") - 6.0).abs() < 0.05);
    assert_eq!(song.versions[0].format, "48 kHz · 24 · mono");
    assert_eq!(song.versions[0].file, "Harbour Lights rough.wav");

    // It is there after a restart, and forgotten and put back.
    drop(rig);
    let rig = Rig::start(memory.path());
    assert_eq!(rig.desk.song_open(song.id).unwrap(), song);
    assert_eq!(rig.desk.songs().unwrap()[0].title, "Harbour Lights");
    rig.desk.song_forget(song.id).unwrap();
    assert!(rig.desk.songs().unwrap().is_empty());
    assert_eq!(rig.desk.song_restore(song.id).unwrap().versions, 4);
}

#[test]
fn a_folder_is_a_song_of_the_sound_in_it_and_what_is_no_sound_says_so() {
    let (memory, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let album = folder.path().join("Blue Hour");
    fs::create_dir(&album).unwrap();
    Wav::pcm(16).mono(&music(2)).write(album.join("Mix 1.wav")).unwrap();
    fs::write(album.join("lyrics.txt"), "la la").unwrap();
    let rig = Rig::start(memory.path());
    let song = harbour(&rig, &[album]);
    assert_eq!((song.title.as_str(), names(&song)), ("Blue Hour", vec!["Mix 1"]));

    let text = folder.path().join("notes.wav");
    fs::write(&text, "this is a text").unwrap();
    rig.desk.drop_target(DropTarget::Song { song: song.id }).unwrap();
    rig.desk.dropped(vec![text]).unwrap();
    let song = rig.added();
    let failure = song.adding[0].failure.clone().expect("it is no sound");
    assert!(failure.message.starts_with("“notes.wav” cannot be read"), "{failure:?}");
    rig.desk.version_cancel(song.adding[0].number).unwrap();
    assert!(rig.added().adding.is_empty());

    let nothing = rig.desk.dropped(vec![TempDir::new().unwrap().path().to_owned()]);
    assert_eq!(nothing.unwrap_err().code, "version.files");
    rig.desk.drop_target(DropTarget::NewSong).unwrap();
    let before = rig.desk.songs().unwrap().len();
    let many = (0..17).map(|n| folder.path().join(format!("{n}.wav"))).collect();
    assert!(rig.desk.dropped(many).unwrap_err().message.contains("17 files are too many"));
    assert_eq!(rig.desk.songs().unwrap().len(), before, "no empty song is left of it");
}

#[test]
fn a_note_stays_on_the_sound_that_was_heard_and_goes_over_to_the_next_mix() {
    let memory = TempDir::new().unwrap();
    let (_folder, paths) = files();
    let rig = Rig::start(memory.path());
    let early: Vec<PathBuf> =
        paths.iter().filter(|path| !path.ends_with("Harbour Lights mix 2.wav")).cloned().collect();
    let song = harbour(&rig, &early);
    assert_eq!(names(&song), ["Rough", "Mix 1", "Ref own 2023"]);
    let song = write(&rig, &song, "Mix 1", moment(5), "The snare is dull");
    let range = Place::Range { from: Frames(8 * SECOND), to: Frames(10 * SECOND) };
    let song = write(&rig, &song, "Ref own 2023", range, "Wide like this");
    let [snare, wide] = song.notes.as_slice() else { panic!("{:?}", song.notes) };
    assert_eq!((snare.place, wide.place), (moment(5), range));
    assert_eq!(wide.on, version(&song, "Mix 1"), "a reference is not the song");
    assert_eq!(wide.compare_with, Some(version(&song, "Ref own 2023")));
    assert_eq!((song.counts.drafts, song.overlaps.len()), (2, 0));

    let submit = SongAct::Submit { mix: version(&song, "Mix 1") };
    let song = act(&rig, &song, submit).unwrap();
    assert_eq!((song.counts.open, song.rounds.len()), (2, 1));
    rig.choose(&[&paths[1]]);
    rig.desk.versions_choose(song.id).unwrap();
    let song = rig.added();
    assert_eq!(names(&song), ["Rough", "Mix 1", "Mix 2", "Ref own 2023"]);
    // Mix 1 has a count-in of 1.25 s, Mix 2 has not: the same moment of the song.
    assert!(song.notes.iter().all(|note| note.carried && note.state == NoteState::Open));
    assert_eq!(song.notes[0].place, moment(5));
    let verify = SongAct::Verify { note: song.notes[0].id, mix: version(&song, "Mix 2") };
    let song = act(&rig, &song, verify).unwrap();
    assert_eq!((song.notes[0].state, song.counts.verified), (NoteState::Verified, 1));

    // Realigned, notes stay on what they were written about.
    let align = SongAct::Align { version: version(&song, "Mix 1"), starts_at: 0 };
    let song = act(&rig, &song, align).unwrap();
    assert_eq!(song.notes[0].place, Place::Moment { at: Frames(5 * SECOND + 60_000) });
    let of = VersionOf { song: song.id, version: version(&song, "Mix 1") };
    assert_eq!(rig.desk.version_align(of).unwrap().notes[0].place, moment(5));
    let of = VersionOf { song: song.id, version: version(&song, "Ref own 2023") };
    assert_eq!(rig.desk.version_align(of).unwrap_err().code, "version.align");
}

#[test]
fn what_the_rules_refuse_changes_nothing_and_says_why() {
    let memory = TempDir::new().unwrap();
    let (_folder, paths) = files();
    let rig = Rig::start(memory.path());
    let song = harbour(&rig, &paths);
    let check = |wish: SongAct, code: &str, words: &str| {
        let refused = act(&rig, &song, wish).unwrap_err();
        assert_eq!(refused.code, code);
        assert!(refused.message.contains(words), "{}", refused.message);
    };
    let on = version(&song, "Mix 2");
    let empty = SongAct::Write { on, place: moment(1), text: "  ".into(), compare_with: None };
    check(empty, "note.text_missing", "Type what you hear");
    check(SongAct::Submit { mix: on }, "round.nothing_to_submit", "at least one note");
    check(SongAct::Rename { title: String::new() }, "name.missing", "Type a name");
    assert_eq!(rig.desk.song_open(song.id).unwrap(), song);
    let unknown = rig.desk.song_open(bar_desk::SongId::default()).unwrap_err();
    assert_eq!(unknown.code, "song.unknown");
}

#[test]
fn a_file_that_is_gone_is_named_and_found_again() {
    let memory = TempDir::new().unwrap();
    let (folder, paths) = files();
    let rig = Rig::start(memory.path());
    let song = harbour(&rig, &paths);
    let (gone, moved) =
        (folder.path().join("Harbour Lights mix 1.wav"), folder.path().join("Moved.wav"));
    fs::rename(&gone, &moved).unwrap();
    let song = rig.desk.song_open(song.id).unwrap();
    let missing = song.versions[1].missing.clone().expect("it is not there");
    assert!(missing.starts_with("“Harbour Lights mix 1.wav” is not in "), "{missing}");
    let of = VersionOf { song: song.id, version: song.versions[1].id };
    rig.choose(&[&folder.path().join("Harbour Lights rough.wav")]);
    assert_eq!(rig.desk.version_find(of).unwrap_err().code, "version.another");
    rig.choose(&[&moved]);
    let song = rig.desk.version_find(of).unwrap();
    assert_eq!(
        (song.versions[1].missing.as_deref(), song.versions[1].file.as_str()),
        (None, "Moved.wav")
    );

    // Bounced over: measured again by itself.
    Wav::pcm(16).mono(&music(3)).write(&moved).unwrap();
    let song = rig.desk.song_open(song.id).unwrap();
    assert_eq!(song.versions[1].format, "");
    assert_eq!(rig.added().versions[1].format, "48 kHz · 16 · mono");
}

#[test]
fn a_version_can_be_something_else_than_its_name_told() {
    let memory = TempDir::new().unwrap();
    let (_folder, paths) = files();
    let rig = Rig::start(memory.path());
    let song = harbour(&rig, &paths);
    let mut wish = VersionAs {
        song: song.id,
        version: version(&song, "Ref own 2023"),
        kind: VersionKind::Mix { number: 2 },
    };
    assert_eq!(rig.desk.version_as(&wish).unwrap_err().code, "version.mix_taken");
    wish.kind = VersionKind::Mix { number: 3 };
    let song = rig.desk.version_as(&wish).unwrap();
    assert_eq!(names(&song), ["Rough", "Mix 1", "Mix 2", "Mix 3"]);
    let song = write(&rig, &song, "Mix 3", moment(2), "Too bright");
    wish =
        VersionAs { song: song.id, version: version(&song, "Mix 3"), kind: VersionKind::Reference };
    assert_eq!(rig.desk.version_as(&wish).unwrap_err().code, "version.notes");
    let remove = SongAct::RemoveVersion { version: version(&song, "Mix 1") };
    let fewer = act(&rig, &song, remove).unwrap();
    assert_eq!(names(&fewer), ["Rough", "Mix 2", "Mix 3"]);
    let restore = SongAct::RestoreVersion { version: version(&song, "Mix 1") };
    assert_eq!(names(&act(&rig, &song, restore).unwrap()), names(&song));
}

#[test]
fn waveforms_are_drawn_down_to_single_samples_and_loudness_over_time() {
    let (memory, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let path = folder.path().join("Mix 1.wav");
    // Two seconds in, the left channel alone has one sample of +0.5.
    let mut left = signal::sine(RATE, 1_000.0, -20.0, 10.0);
    let right = left.clone();
    left[96_000] = 0.5;
    Wav::pcm(24).channels(&[left.clone(), right]).write(&path).unwrap();
    let rig = Rig::start(memory.path());
    let song = harbour(&rig, &[path]);
    let wave = |from: u64, frames_per_point: u32, points: u32| {
        let (song, version) = (song.id, song.versions[0].id);
        let query = WaveQuery { song, version, from: Frames(from), frames_per_point, points };
        rig.desk.version_wave(&query).unwrap().points
    };
    let full = |sample: f32| (sample * 32_767.0).round() as i16;
    // Frame 96,000 is half way through the fourth of these points.
    for (from, each, count, at) in [(95_997, 1, 6, 3), (95_744, 64, 8, 4), (95_232, 256, 6, 3)] {
        let points = wave(from, each, count);
        assert_eq!(points.len(), 3 * count as usize);
        let [min, max, _] = points[3 * at..3 * at + 3] else { panic!("three a point") };
        let near = (i32::from(max) - i32::from(full(0.5))).abs();
        assert!(near < 200, "{each}: {max}");
        assert!(min <= full(left[95_999]).max(full(left[96_001])), "{each}: {min}");
    }
    let end = wave(10 * SECOND - 3, 1, 1_024);
    assert_eq!(end.len(), 9, "what lies beyond the end is left out");
    assert!(wave(99 * SECOND, 1, 10).is_empty() && wave(99 * SECOND, 1_024, 10).is_empty());

    let curve = rig
        .desk
        .version_loudness(VersionOf { song: song.id, version: song.versions[0].id })
        .unwrap();
    assert!((curve.frames_per_value - 4_800.0).abs() < 1e-9);
    assert_eq!(curve.short_term[..15], [None; 15], "a window of 3 s is not full yet");
    let lufs = curve.short_term[50].expect("it sounds");
    assert!((f64::from(lufs) - -20.0).abs() < 0.2, "{lufs}");
}

#[test]
fn notes_leave_as_markers_and_no_mix_is_written_over() {
    let (memory, desktop) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (folder, paths) = files();
    let rig = Rig::start(memory.path());
    let song = harbour(&rig, &paths);
    let song = write(&rig, &song, "Mix 2", moment(5), "The snare is dull");
    let wish = |format, which| MarkersWish {
        song: song.id,
        version: version(&song, "Mix 2"),
        format,
        which,
        offset_ms: 1_000,
    };
    let save = |format, which, to: &Path| {
        rig.choose(&[to]);
        rig.desk.markers_save(&wish(format, which))
    };
    let none = rig.desk.markers_save(&wish(Format::Csv, Which::Open)).unwrap_err();
    assert!(none.message.contains("open notes"), "{}", none.message);
    assert_eq!(rig.desk.markers_save(&wish(Format::Csv, Which::Drafts)).unwrap(), None);
    let saved = save(Format::Reaper, Which::Drafts, desktop.path()).unwrap().unwrap();
    let text = fs::read_to_string(desktop.path().join(&saved.name)).unwrap();
    assert!(text.contains("The snare is dull") && text.contains("0:06"), "{text}");
    let named = save(Format::Midi, Which::All, &desktop.path().join("Notes")).unwrap().unwrap();
    assert_eq!(named.name, "Notes.mid");
    let again = save(Format::Midi, Which::All, &desktop.path().join("Notes")).unwrap_err();
    assert!(again.message.contains("“Notes.mid” is there already"), "{}", again.message);

    let mix = folder.path().join("Harbour Lights mix 2.wav");
    let before = fs::read(&mix).unwrap();
    let refused = save(Format::Wav, Which::All, &mix).unwrap_err();
    assert!(refused.message.contains("is left as it is"), "{}", refused.message);
    assert_eq!(fs::read(&mix).unwrap(), before);
}
