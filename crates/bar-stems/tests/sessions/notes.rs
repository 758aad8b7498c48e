//! MIDI files: parts that nobody hears, and the tempo of the song.

use bar_testkit::session as make;

use crate::story::{Folder, skipped};
use crate::told::of_set;

#[test]
fn notes_that_no_stem_sounds_like_are_told() {
    let report = Folder::new()
        .stems(["Kick.wav", "Bass DI.wav", "Rhodes.wav"])
        .with("Bass_MIDI_01.mid", make::midi(None))
        .with("MIDI/Strings.mid", make::midi(None))
        .with("Tempo map.mid", make::midi_of(&[0, 0xFF, 0x51, 3, 7, 0xA1, 0x20]))
        .with("Broken.mid", b"MThd\0\0\0\x06\0\x01\0\x02\x01\xe0MTrk")
        .check();
    assert_eq!(
        of_set(&report, "midi.unprinted"),
        [
            (
                "Broken.mid",
                "“Broken.mid” holds notes, and no stem has a name like it, so its part may be missing."
            ),
            (
                "MIDI/Strings.mid",
                "“MIDI/Strings.mid” holds notes, and no stem has a name like it, so its part may be missing."
            ),
        ]
    );
    let skipped = skipped(&report);
    let alone = "A MIDI file: it holds notes, not sound, so bounce its instrument to a stem.";
    assert_eq!(skipped["MIDI/Strings.mid"], alone);
    assert_eq!(skipped["Bass_MIDI_01.mid"], "A MIDI file: it holds notes, not sound.");
    assert_eq!(skipped["Tempo map.mid"], "A MIDI file: it holds notes, not sound.");
    assert!(!report.blocks());
}

#[test]
fn the_tempo_is_that_of_a_session_or_else_of_midi_files() {
    let folder = || Folder::new().stems(["Kick.wav"]);
    let tempo = |folder: Folder| {
        let tempo = folder.check().set.tempo;
        tempo.map(|tempo| (tempo.bpm, tempo.meter, tempo.told_by))
    };
    let told = |bpm, meter, by: &str| Some((bpm, meter, by.to_owned()));
    let midi = |bpm| make::midi(Some((bpm, (6, 8))));

    assert_eq!(tempo(folder()), None);
    assert_eq!(tempo(folder().with("Kick.mid", make::midi(None))), None);
    assert_eq!(tempo(folder().with("Kick.mid", midi(92.5))), told(92.5, (6, 8), "Kick.mid"));
    let two = folder().with("Kick.mid", midi(92.5)).with("Bass.mid", midi(92.5));
    assert_eq!(tempo(two), told(92.5, (6, 8), "Bass.mid"));
    let torn = folder().with("Kick.mid", midi(92.5)).with("Bass.mid", midi(120.0));
    assert_eq!(tempo(torn), None);
    // A session knows better than notes that were exported some time.
    let both = folder().with("Kick.mid", midi(92.5)).with("a.rpp", make::reaper(100.0, &[]));
    assert_eq!(tempo(both), told(100.0, (4, 4), "a.rpp"));
    let moving = [0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 9, 0xFF, 0x51, 3, 6, 0, 0];
    assert_eq!(tempo(folder().with("Kick.mid", make::midi_of(&moving))), None);
}
