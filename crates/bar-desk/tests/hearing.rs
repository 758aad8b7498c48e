//! What is heard of songs and checks: the whole way from the desk's commands to the loudspeakers.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

#[expect(dead_code, reason = "the other stories use the rest of it")]
mod rig;

use std::fs;

use bar_audio::play::blind::Letter;
use bar_audio::play::{DeviceId, Strip};
use bar_desk::commands::{Deed, DropTarget, Heard, Hearing};
use bar_desk::views::{CheckId, LoadedOf, PlayerView, SongView};
use bar_domain::Frames;
use bar_testkit::{Wav, signal};
use rig::Rig;
use tempfile::TempDir;

const RATE: u32 = 48_000;

/// Twelve seconds of music that is never the same twice.
fn music(seed: u64) -> Vec<f32> {
    let note = |n: u64| {
        let hz = 82.0 + 31.0 * ((n * 5 + seed * 3) % 7) as f64;
        signal::pluck(seed * 100 + n, RATE, hz, -18.0, 1.0)
    };
    let mut music = signal::concat(&(0..12).map(note).collect::<Vec<_>>());
    // As in a file of 24 bits, so that what is heard can be told from what was written.
    for sample in &mut music {
        *sample = (*sample * 8_388_608.0).round() / 8_388_608.0;
    }
    music
}

/// A song of two mixes of different sound.
fn song(rig: &Rig) -> (TempDir, SongView) {
    let folder = TempDir::new().unwrap();
    let mut quiet = music(2);
    signal::amplify(&mut quiet, 0.5);
    Wav::pcm(24).mono(&music(1)).write(folder.path().join("Mix 1.wav")).unwrap();
    Wav::pcm(24).mono(&quiet).write(folder.path().join("Mix 2.wav")).unwrap();
    rig.desk.drop_target(DropTarget::NewSong).unwrap();
    rig.desk.dropped(vec![folder.path().to_owned()]).unwrap();
    let song = rig.added();
    (folder, rig.desk.song_open(song.id).unwrap())
}

/// A check of two stems and a rough mix with a count-in and, from 6 s on, a part that neither holds.
fn check(rig: &Rig) -> (TempDir, CheckId) {
    let folder = TempDir::new().unwrap();
    let late = |sound: &[f32]| signal::concat(&[signal::silence(RATE, 0.5), sound.to_vec()]);
    let both = signal::mix(&[music(1), music(2), missing()]);
    let at = |name: &str| folder.path().join(name);
    Wav::pcm(24).mono(&music(1)).write(at("Bass.wav")).unwrap();
    Wav::pcm(24).mono(&music(2)).write(at("Keys.wav")).unwrap();
    Wav::pcm(24).mono(&late(&both)).write(at("Rough Mix.wav")).unwrap();
    let id = rig.verdict(&[folder.path()]).summary.id;
    (folder, id)
}

/// A part that is in the rough mix alone: loud, high, and two seconds long.
fn missing() -> Vec<f32> {
    let silence = |seconds| signal::silence(RATE, seconds);
    signal::concat(&[silence(6.0), signal::noise(5, RATE, -20.0, 2.0), silence(4.0)])
}

fn carry_out(rig: &Rig, deed: Deed) -> PlayerView {
    rig.desk.player_do(deed).unwrap()
}

fn hear(rig: &Rig, check: &CheckId, what: Heard) -> PlayerView {
    rig.desk.check_hear(&Hearing { check: check.clone(), what }).unwrap()
}

/// Goes to a frame and plays from there on: what plays while one seeks plays on for a moment.
fn play_from(rig: &Rig, frame: usize) -> PlayerView {
    carry_out(rig, Deed::Pause);
    let to = Frames(frame as u64);
    carry_out(rig, Deed::Seek { to });
    while !rig.desk.player().unwrap().now.ready {
        drop(rig.speakers.pull_now(64));
    }
    carry_out(rig, Deed::Play)
}

/// Lets so many frames pass: a fade, say.
fn skip(rig: &Rig, frames: usize) {
    drop(rig.speakers.pull(frames));
}

/// The left channel of what the loudspeakers get, once a fade is over.
fn heard(rig: &Rig, frames: usize) -> Vec<f32> {
    let frames = rig.speakers.pull(frames);
    frames.as_chunks::<2>().0.iter().map(|[left, _]| *left).collect()
}

/// Whether `heard` is what `music` holds from `from` on, times `gain`.
fn is(heard: &[f32], music: &[f32], from: usize, gain: f32) -> bool {
    heard.iter().zip(&music[from..]).all(|(heard, music)| (heard - music * gain).abs() < 2e-4)
}

#[test]
fn versions_play_at_one_place_equally_loud_and_switch_at_once() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let (_folder, song) = song(&rig);
    let player = rig.desk.player().unwrap();
    let loaded = player.loaded.expect("the song is loaded");
    assert_eq!((loaded.of, loaded.sides.len()), (LoadedOf::Song { song: song.id }, 2));
    assert_eq!((player.now.side, player.now.running), (1, false), "the newest waits to be played");
    carry_out(&rig, Deed::Hear { side: 0 });

    let player = play_from(&rig, 24_000);
    let gain = 10_f32.powf(player.now.match_db[0] as f32 / 20.0);
    assert!((0.3..0.7).contains(&gain), "{:?}", player.now.match_db);
    skip(&rig, 1_024);
    assert!(is(&heard(&rig, 512), &music(1), 24_000 + 1_024, gain));
    carry_out(&rig, Deed::Hear { side: 1 });
    skip(&rig, 1_024);
    let mut quiet = music(2);
    signal::amplify(&mut quiet, 0.5);
    assert!(is(&heard(&rig, 512), &quiet, 24_000 + 2_560, 1.0));

    // Opened again, it goes on; the exact line appears where nothing is done to the samples.
    rig.desk.song_open(song.id).unwrap();
    assert!(is(&heard(&rig, 512), &quiet, 24_000 + 3_072, 1.0));
    let player = carry_out(&rig, Deed::Match { on: false });
    assert_eq!((player.line.as_str(), player.exact), ("Bit-exact, 48 kHz", true));
}

#[test]
fn what_is_added_to_the_song_that_plays_does_not_end_it() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let (folder, song) = song(&rig);
    carry_out(&rig, Deed::Hear { side: 1 });
    carry_out(&rig, Deed::Loop { from: Frames(48_000), to: Frames(96_000) });
    carry_out(&rig, Deed::Seek { to: Frames(48_000) });
    carry_out(&rig, Deed::Play);
    skip(&rig, 4_096);
    let more = folder.path().join("Rough.wav");
    Wav::pcm(24).mono(&music(3)).write(&more).unwrap();
    rig.desk.drop_target(DropTarget::Song { song: song.id }).unwrap();
    rig.desk.dropped(vec![more]).unwrap();
    assert_eq!(rig.added().versions.len(), 3);
    let player = rig.desk.player().unwrap();
    let sides = player.loaded.unwrap().sides;
    assert_eq!(sides[player.now.side].name, "Mix 2", "the rough mix went before it");
    assert!(player.now.running);
    assert!((48_000..96_000).contains(&player.now.position.0), "{:?}", player.now.position);
    assert_eq!(player.now.looped.map(|span| span.0), Some(Frames(48_000)));
}

#[test]
fn a_blind_test_gives_nothing_away_until_it_is_revealed() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let (_folder, _) = song(&rig);
    carry_out(&rig, Deed::Match { on: false });
    let player = carry_out(&rig, Deed::BeginBlind);
    let blind = player.blind.expect("it goes on");
    assert_eq!((blind.places, blind.heard, blind.revealed), (2, Some(0), None));
    assert!(player.now.match_levels && player.now.match_db.is_empty());
    assert_eq!((player.line.as_str(), player.exact), ("Blind test, levels matched", false));
    let second = carry_out(&rig, Deed::Hear { side: 1 });
    assert_eq!((second.now.side, second.blind.unwrap().heard), (1, Some(1)));

    for answered in 1..=3 {
        let player = carry_out(&rig, Deed::BeginAbx { a: 0, b: 1 });
        assert_eq!(player.blind.unwrap().abx.unwrap().heard, Letter::A);
        let player = carry_out(&rig, Deed::HearLetter { letter: Letter::X });
        assert_eq!(player.now.side, 0, "X is not told");
        let player = carry_out(&rig, Deed::Answer { letter: Letter::B });
        assert_eq!(player.blind.unwrap().abx.unwrap().answered, answered);
    }
    let revealed = carry_out(&rig, Deed::Reveal).blind.unwrap().revealed.expect("all of it");
    let mut order = revealed.order;
    order.sort_unstable();
    assert_eq!((order, revealed.score.map(|score| score.trials)), (vec![0, 1], Some(3)));
    let player = carry_out(&rig, Deed::EndBlind);
    assert_eq!((player.blind, player.now.match_db.len()), (None, 2));
    let same = rig.desk.player_do(Deed::BeginAbx { a: 1, b: 1 }).unwrap_err();
    assert_eq!(same.code, "blind");
}

#[test]
fn stems_are_heard_summed_alone_and_against_the_rough_mix_at_one_moment() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let (_folder, id) = check(&rig);
    let player = hear(&rig, &id, Heard::Stems);
    let sides: Vec<_> = player.loaded.unwrap().sides.into_iter().map(|side| side.name).collect();
    assert_eq!(sides, ["Stems", "Rough mix"]);
    carry_out(&rig, Deed::Match { on: false });
    let both = signal::mix(&[music(1), music(2)]);
    play_from(&rig, 96_000);
    skip(&rig, 1_024);
    assert!(is(&heard(&rig, 512), &both, 96_000 + 1_024, 1.0));
    // The rough mix has a count-in of half a second: what is heard is the same moment.
    carry_out(&rig, Deed::Hear { side: 1 });
    skip(&rig, 1_024);
    assert!(is(&heard(&rig, 512), &both, 96_000 + 2_560, 1.0));

    let keys = Heard::Stem { file: "Keys.wav".into(), over: None };
    let player = hear(&rig, &id, keys);
    assert_eq!(
        player.now.strips.iter().map(|strip| strip.solo).collect::<Vec<_>>(),
        [false, true, false]
    );
    skip(&rig, 1_024);
    assert!(is(&heard(&rig, 512), &music(2), 96_000 + 4_096, 1.0));
    carry_out(&rig, Deed::Strip { tape: 1, strip: Strip { mute: true, ..Strip::default() } });
    hear(&rig, &id, Heard::Stems);
    skip(&rig, 1_024);
    assert!(is(&heard(&rig, 512), &music(1), 96_000 + 5_632, 1.0), "what was muted stays so");

    let unknown = Heard::Stem { file: "Gone.wav".into(), over: None };
    let refused = rig.desk.check_hear(&Hearing { check: id, what: unknown }).unwrap_err();
    assert_eq!(refused.code, "stem.unknown");
}

#[test]
fn a_part_of_the_rough_mix_or_of_what_is_left_of_it_plays_in_a_loop() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let (folder, id) = check(&rig);
    let over = [Frames(48_000), Frames(72_000)];
    let player = hear(&rig, &id, Heard::Part { over });
    assert!(player.now.running && player.now.looped.is_some());
    carry_out(&rig, Deed::Match { on: false });
    let both = signal::mix(&[music(1), music(2)]);
    for _ in 0..50 {
        skip(&rig, 512);
    }
    assert!(is(&heard(&rig, 512), &both, 48_000 + 25_600 - 24_000, 1.0), "it begins anew");

    // What no stem explains is the part that they lack, and little else.
    let down = Strip { gain_db: -6.0, ..Strip::default() };
    carry_out(&rig, Deed::Strip { tape: 0, strip: down });
    let player = hear(&rig, &id, Heard::Residual { over });
    let sides = player.loaded.unwrap().sides;
    assert_eq!(sides[player.now.side].name, "What no stem explains");
    assert_eq!(player.now.strips[0], down, "the mixer stays as it was");
    let rms = |sound: &[f32]| {
        (sound.iter().map(|sample| sample * sample).sum::<f32>() / sound.len() as f32).sqrt()
    };
    carry_out(&rig, Deed::Unloop);
    play_from(&rig, 96_000);
    skip(&rig, 1_024);
    let explained = rms(&heard(&rig, 4_096));
    play_from(&rig, 7 * 48_000);
    skip(&rig, 1_024);
    let left = rms(&heard(&rig, 4_096));
    assert!(left > 0.03 && explained < left / 3.0, "{left} beside {explained}");

    // Without a rough mix there is nothing to hear of one.
    fs::remove_file(folder.path().join("Rough Mix.wav")).unwrap();
    rig.desk.check_again(&id).unwrap();
    rig.finished(&id);
    let refused = rig.desk.check_hear(&Hearing { check: id, what: Heard::Mix }).unwrap_err();
    assert_eq!(refused.message, "There is no rough mix to listen to: choose one first.");
}

#[test]
fn the_stems_are_matched_to_the_rough_mix_once_their_sum_is_measured() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let (_folder, id) = check(&rig);
    hear(&rig, &id, Heard::Stems);
    let lufs = rig.until(|change| match change {
        bar_desk::views::Change::Player { player } => {
            let sides = player.loaded?.sides;
            Some((sides.first()?.lufs?, sides.get(1)?.lufs?))
        }
        _ => None,
    });
    assert!((-40.0..-10.0).contains(&lufs.0) && lufs.1 > lufs.0, "{lufs:?}");
    // And they stay so beside what no stem explains.
    let player = hear(&rig, &id, Heard::Residual { over: [Frames(0), Frames(48_000)] });
    let sides = player.loaded.unwrap().sides;
    assert_eq!((sides[0].lufs, sides[1].lufs), (Some(lufs.0), Some(lufs.1)));
    assert!(player.now.match_db[1] < -0.1, "{:?}", player.now.match_db);
}

#[test]
fn what_is_bounced_over_while_it_is_loaded_is_heard_anew() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let (folder, song) = song(&rig);
    carry_out(&rig, Deed::Match { on: false });
    carry_out(&rig, Deed::Hear { side: 0 });
    play_from(&rig, 48_000);
    skip(&rig, 1_024);
    assert!(is(&heard(&rig, 512), &music(1), 48_000 + 1_024, 1.0));
    Wav::pcm(24).mono(&music(4)).write(folder.path().join("Mix 1.wav")).unwrap();
    rig.desk.song_open(song.id).unwrap();
    assert_eq!(rig.added().versions[0].format, "48 kHz · 24 · mono");
    play_from(&rig, 48_000);
    skip(&rig, 1_024);
    assert!(is(&heard(&rig, 512), &music(4), 48_000 + 1_024, 1.0));
}

#[test]
fn the_device_that_somebody_chose_is_remembered() {
    let memory = TempDir::new().unwrap();
    let rig = Rig::start(memory.path());
    let (_folder, song) = song(&rig);
    rig.speakers.plug("Headphones", &[RATE]);
    let devices = rig.desk.devices().unwrap();
    assert_eq!((devices.devices.len(), devices.chosen), (2, None));
    let device = Some(DeviceId("mock:Headphones".into()));
    carry_out(&rig, Deed::Device { device: device.clone() });
    drop(rig);
    let rig = Rig::start(memory.path());
    rig.speakers.plug("Headphones", &[RATE]);
    assert_eq!(rig.desk.devices().unwrap().chosen, device);
    rig.desk.song_open(song.id).unwrap();
    carry_out(&rig, Deed::Play);
    skip(&rig, 512);
    assert_eq!(rig.speakers.open_device().as_deref(), Some("Headphones"));
}
