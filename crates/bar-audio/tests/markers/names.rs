//! What files of markers are called.

use bar_audio::markers::{Format, Sheet, Which};
use proptest::prelude::*;

use super::sheet::{marker, moment, sheet, three};

fn by(authors: &[&str]) -> Sheet {
    let markers = authors.iter().map(|author| {
        let mut marker = marker(moment(1), "x");
        marker.author = (*author).into();
        marker
    });
    sheet(markers.collect())
}

#[test]
fn a_name_tells_song_mix_state_and_author() {
    #[track_caller]
    fn check(sheet: &Sheet, format: Format, wanted: &str) {
        assert_eq!(sheet.file_name(format), wanted);
    }
    let song = |song: &str| Sheet { song: song.into(), ..three() };
    check(&three(), Format::Midi, "Harbour Lights – Mix 2 – open notes – Ana.mid");
    check(&three(), Format::Reaper, "Harbour Lights – Mix 2 – open notes – Ana – REAPER.csv");
    check(&three(), Format::Csv, "Harbour Lights – Mix 2 – open notes – Ana.csv");
    check(&three(), Format::Cubase, "Harbour Lights – Mix 2 – open notes – Ana – Cubase.xml");
    let all = Sheet { which: Which::All, ..by(&["Ana", "Ben", "Ana"]) };
    check(&all, Format::Text, "Harbour Lights – Mix 2 – all notes – Ana and Ben.txt");
    let many = by(&["Ana", "Ben", "Cy", "Di"]);
    check(&many, Format::Wav, "Harbour Lights – Mix 2 – open notes – Ana and 3 others.wav");
    check(&by(&["", ""]), Format::Midi, "Harbour Lights – Mix 2 – open notes.mid");
    check(&song("AC/DC: \"Live\"?"), Format::Midi, "AC-DC- Live – Mix 2 – open notes – Ana.mid");
    check(&song("../.ssh"), Format::Midi, "-.ssh – Mix 2 – open notes – Ana.mid");
    check(&song("CON"), Format::Midi, "CON – Mix 2 – open notes – Ana.mid");
    check(&song("gpj\u{202e}"), Format::Midi, "gpj – Mix 2 – open notes – Ana.mid");
    check(&song("..."), Format::Midi, "Song – Mix 2 – open notes – Ana.mid");
}

proptest! {
    #[test]
    fn any_name_can_be_kept_by_any_computer(
        song in ".{0,300}", mix in ".{0,300}", author in ".{0,300}",
        format in prop::sample::select(&Format::ALL[..]),
    ) {
        let sheet = Sheet { song, mix, ..by(&[&author]) };
        let name = sheet.file_name(format);
        prop_assert!(name.len() <= 255 && name.encode_utf16().count() <= 255, "{} bytes", name.len());
        prop_assert!(!name.contains(['/', '\\', ':', '|', '<', '>', '"', '?', '*']));
        prop_assert!(!name.chars().any(char::is_control));
        prop_assert!(!name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']));
        prop_assert!(name.contains(" – open notes"));
    }
}
