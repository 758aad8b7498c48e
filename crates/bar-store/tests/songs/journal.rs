//! Acts are kept, once each, and in order.

use std::time::{Duration, Instant};

use bar_domain::song::{Act, NoteState};
use bar_store::Acted;
use tempfile::TempDir;

use super::desk::{ROUGH, begin, command, create, note, refused, song, store, write};

#[test]
fn what_was_done_is_there_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let kept = {
        let store = store(folder.path());
        begin(&store, song(1));
        store.act(&command(3, song(1), write(note(1), ROUGH))).unwrap();
        store.act(&command(4, song(1), Act::SubmitRound { mix: ROUGH })).unwrap().song
    };
    let store = store(folder.path());
    assert_eq!(store.song(song(1)).unwrap(), Some(kept.clone()));
    assert_eq!(kept.notes[0].state(), NoteState::Open);
    assert_eq!(store.song(song(2)).unwrap(), None);
}

#[test]
fn the_same_command_twice_counts_once_and_is_answered_alike() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    begin(&store, song(1));
    let write_one = command(3, song(1), write(note(1), ROUGH));
    let first = store.act(&write_one).unwrap();
    let second = store.act(&write_one).unwrap();
    assert_eq!(second, Acted { repeated: true, ..first.clone() });
    assert_eq!(store.song(song(1)).unwrap().unwrap().notes.len(), 1);
    // Also when the song has gone on.
    store.act(&command(4, song(1), Act::WithdrawNote { note: note(1) })).unwrap();
    assert_eq!(store.act(&write_one).unwrap().events, first.events);
    let other = command(3, song(1), write(note(2), ROUGH));
    assert_eq!(refused(store.act(&other)), "another command");
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    assert_eq!(refused(store.act(&command(1, song(1), write(note(1), ROUGH)))), "song.unknown");
    assert_eq!(store.songs().unwrap(), []);
    begin(&store, song(1));
    let submit = command(3, song(1), Act::SubmitRound { mix: ROUGH });
    assert_eq!(refused(store.act(&submit)), "round.nothing_to_submit");
    assert_eq!(refused(store.act(&command(4, song(1), create("Again")))), "song.exists");
    store.act(&command(5, song(1), write(note(1), ROUGH))).unwrap();
    assert!(!store.act(&submit).unwrap().repeated, "now there is something to submit");
}

#[test]
fn two_programs_take_turns() {
    let folder = TempDir::new().unwrap();
    begin(&store(folder.path()), song(1));
    std::thread::scope(|scope| {
        for program in 0..4_u128 {
            let folder = folder.path();
            scope.spawn(move || {
                let store = store(folder);
                for number in 0..5 {
                    let number = 10 + program * 5 + number;
                    store.act(&command(number, song(1), write(note(number), ROUGH))).unwrap();
                }
            });
        }
    });
    assert_eq!(store(folder.path()).song(song(1)).unwrap().unwrap().notes.len(), 20);
}

#[test]
fn five_hundred_notes_open_in_an_instant() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    begin(&store, song(1));
    for number in 10..510 {
        store.act(&command(number, song(1), write(note(number), ROUGH))).unwrap();
    }
    let opening = || {
        let start = Instant::now();
        assert_eq!(store.song(song(1)).unwrap().unwrap().notes.len(), 500);
        start.elapsed()
    };
    // The quickest of some: others use this machine, too. Unoptimised it may take ten times as long.
    let quickest = (0..10).map(|_| opening()).min().unwrap();
    let most = if cfg!(debug_assertions) { 200 } else { 20 };
    println!("500 notes open in {quickest:?}");
    assert!(quickest < Duration::from_millis(most), "{quickest:?}");
}
