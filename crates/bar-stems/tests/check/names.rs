//! What stems are called.

use proptest::prelude::*;

use crate::story::{Folder, codes, said, stem};

/// Checks one stem of a name that the disk here can hold.
#[track_caller]
fn check(name: &str, wanted: &[&str]) {
    let report = Folder::new().sound(name, &stem(1)).check();
    assert_eq!(codes(&report, name), wanted, "{name}");
}

#[test]
fn names_that_say_nothing() {
    for name in [
        "Audio 1_03.wav",
        "Track 12.wav",
        "bounce.wav",
        "Bounce_2 (final).wav",
        "01.wav",
        "L.wav",
        "untitled-4.wav",
        "AudioTrack07.wav",
        "Stereo Out.wav",
        "Inst 3.dup1.wav",
        "Spur 5.wav",
        "トラック 2.wav",
        "дорожка 3.wav",
        "Folder/Rec_001.wav",
        "___.wav",
    ] {
        check(name, &["name.unclear"]);
    }
    let report = Folder::new().sound("Track 12.wav", &stem(1)).check();
    let message = &said(&report, "Track 12.wav", "name.unclear").message;
    assert_eq!(message, "“Track 12” does not say what plays in it.");
}

#[test]
fn names_that_say_something() {
    for name in [
        "Kick.wav",
        "808.wav",
        "OH L.wav",
        "Gtr 1_03.wav",
        "BVs.wav",
        "FX.wav",
        "Audio Kick in.wav",
        "Track 12 - Bass.wav",
        "Trackspotting.wav",
        "ギター.wav",
        "鼓.wav",
        "гитара 2.wav",
        "गिटार.wav",
        "🎸.wav",
        "Vox (final).wav",
        "Außenmikro.wav",
    ] {
        check(name, &[]);
    }
}

#[test]
fn a_song_title_does_not_make_a_name_clear() {
    let report = Folder::new()
        .stems(["Night Ferry_Track 1.wav", "Night Ferry_Bass.wav", "Night Ferry_Vox L.wav"])
        .check();
    assert_eq!(codes(&report, "Night Ferry_Track 1.wav"), ["name.unclear"]);
    assert_eq!(codes(&report, "Night Ferry_Bass.wav"), [""; 0]);
    assert_eq!(codes(&report, "Night Ferry_Vox L.wav"), [""; 0]);
    // Sides and numbers of one part are no track names.
    let report = Folder::new().stems(["Tom 1.wav", "Tom 2.wav", "Tom 3.wav"]).check();
    assert!(report.stems.iter().all(|stem| stem.findings.is_empty()));
}

#[test]
fn names_that_not_every_computer_can_hold() {
    let long = format!("{}.wav", "Ü".repeat(99));
    for (name, reason) in [
        ("Aux.wav", "Windows keeps the name “AUX” for itself"),
        ("com1.kick.wav", "Windows keeps the name “COM1” for itself"),
        ("Con/Kick.wav", "Windows keeps the name “CON” for itself"),
        ("Kick: in.wav", "It has a : in its name"),
        ("Vox?.wav", "It has a ? in its name"),
        ("Gtr\\L.wav", "It has a \\ in its name"),
        ("Bass\u{7}.wav", "It has an invisible control character in its name"),
        ("Drums./Kick.wav", "Its name ends with a space or a full stop"),
        (&long, "Its name is 202 bytes long, more than 200"),
    ] {
        let report = Folder::new().sound(name, &stem(1)).check();
        let message = &said(&report, name, "name.not_portable").message;
        assert_eq!(*message, format!("{reason}, so not every computer can keep this name."));
    }
    for name in ["Auxiliary.wav", "Com.wav", "Nullify.wav", "Lpt10.wav", "Kick & Snare, 100%.wav"] {
        let report = Folder::new().sound(name, &stem(1)).check();
        assert!(!codes(&report, name).contains(&"name.not_portable"), "{name}");
    }
}

#[test]
fn names_that_are_one_on_some_disks() {
    #[track_caller]
    fn collide(a: &str, b: &str, wanted: bool) {
        let report = Folder::new().stems([a, b]).check();
        for name in [a, b] {
            assert_eq!(codes(&report, name).contains(&"name.collides"), wanted, "{a} and {b}");
        }
    }
    collide("Kick.wav", "kick.wav", true);
    collide("Café.wav", "Cafe.wav", true);
    collide("Caf\u{e9}.wav", "Cafe\u{301}.wav", true);
    collide("Kick.wav", "Kick.bwf", true);
    collide("Verse/Vox.wav", "Chorus/Vox.wav", true);
    collide("Kick 1.wav", "Kick 2.wav", false);
    collide("か.wav", "が.wav", false);
    collide("Kick.1.wav", "Kick.2.wav", false);
    collide("Εκδοχή.wav", "Εκδοχη.wav", true);
    // Letters, not accents.
    collide("Бой.wav", "Бои.wav", false);
    collide("Ёлка.wav", "Елка.wav", false);
    collide("Їжак.wav", "Іжак.wav", false);
    collide("Бой.wav", "Бои\u{306}.wav", true);
    let report = Folder::new().stems(["Kick.wav", "kick.wav"]).check();
    let message = &said(&report, "kick.wav", "name.collides").message;
    assert_eq!(
        message,
        "Its name is that of “Kick.wav” but for case, accents, folder or extension."
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever a file is called, it is told once, under its own name.
    #[test]
    fn any_name_is_told(name in "[^/\0]{1,20}") {
        // A � may stand for a byte that is no text, and is then written as what it is.
        prop_assume!(name.len() < 250 && name != "." && name != ".." && !name.contains('\u{fffd}'));
        let report = Folder::new().stems(["Kick.wav"]).with(&name, "x").check();
        let told = report.stems.iter().map(|stem| &stem.file)
            .chain(report.skipped.iter().map(|skipped| &skipped.file))
            .filter(|file| **file == name)
            .count();
        prop_assert_eq!(told, 1);
    }
}
