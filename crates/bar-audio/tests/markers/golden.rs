//! What people and DAWs get, word for word.

use bar_audio::markers::{Format, Sheet, Which};
use bar_domain::song::NoteState;

use super::sheet::{sheet, text, three};

#[test]
fn reaper_gets_its_own_table() {
    let wanted = "#,Name,Start,End,Length\r\n\
        M1,\"Whole song: wider\",0:00:00.000,,\r\n\
        M2,\"snare, \"\"too\"\" loud / by 2 dB\",0:00:10.000,,\r\n\
        R1,\"more <reverb> & air 🎤\",0:00:20.000,0:00:30.000,0:00:10.000\r\n";
    assert_eq!(text(&three(), Format::Reaper), wanted);
}

#[test]
fn audacity_gets_labels() {
    let wanted = "0.000000\t0.000000\tWhole song: wider\n\
        10.000000\t10.000000\tsnare, \"too\" loud / by 2 dB\n\
        20.000000\t30.000000\tmore <reverb> & air 🎤\n";
    assert_eq!(text(&three(), Format::Audacity), wanted);
}

#[test]
fn people_get_a_table_that_runs_nothing() {
    let mut three = three();
    three.markers[0].text = "=cmd|' /C calc'!A0".into();
    three.markers[0].author = "@Ana".into();
    let wanted = "\u{feff}#,Start,End,State,Author,Note\r\n\
        1,whole song,,open,\"'@Ana\",\"'=cmd|' /C calc'!A0\"\r\n\
        2,0:00:10.000,,open,\"Ana\",\"snare, \"\"too\"\" loud\nby 2 dB\"\r\n\
        3,0:00:20.000,0:00:30.000,open,\"Ana\",\"more <reverb> & air 🎤\"\r\n";
    assert_eq!(text(&three, Format::Csv), wanted);
}

#[test]
fn people_get_a_text() {
    #[track_caller]
    fn check(offset: i64, head: &str, wanted: &str) {
        let said = text(&Sheet { offset, ..three() }, Format::Text);
        let wanted = format!("Harbour Lights – Mix 2 – open notes – Ana\n{head}\n\n{wanted}");
        assert!(said.starts_with(&wanted), "{said}");
    }
    let head = "Times are those of the mix, in hours, minutes and seconds.";
    let notes = "1. Whole song (open, Ana)\n   wider\n\n2. 0:00:10.000 (open, Ana)\n   snare, \"too\" loud\n   by 2 dB\n\n\
        3. 0:00:20.000 – 0:00:30.000 (open, Ana)\n   more <reverb> & air 🎤\n";
    check(0, head, notes);
    let head = "Times are those of the session, where the mix begins at 0:00:02.000.";
    check(96_000, head, "1. Whole song (open, Ana)\n   wider\n\n2. 0:00:12.000");
    let head = "Times are those of the session, which begins at 0:00:02.000 of the mix.";
    check(-96_000, head, "1. Whole song (open, Ana)\n   wider\n\n2. 0:00:08.000");
}

#[test]
fn labels_tell_people_and_states_apart_where_there_are_several() {
    let mut all = Sheet { which: Which::All, ..three() };
    all.markers[1].author = "Ben".into();
    all.markers[2].state = NoteState::Verified;
    let labels: Vec<String> = text(&all, Format::Audacity)
        .lines()
        .map(|it| it.rsplit('\t').next().unwrap().into())
        .collect();
    let wanted = [
        "[open] Whole song: Ana: wider",
        "[open] Ben: snare, \"too\" loud / by 2 dB",
        "[verified] Ana: more <reverb> & air 🎤",
    ];
    assert_eq!(labels, wanted);
}

#[test]
fn an_empty_sheet_is_a_file_too() {
    for format in Format::ALL {
        let mut bytes = Vec::new();
        sheet(Vec::new()).write(format, &mut bytes).unwrap();
        assert_eq!(bytes.is_empty(), format == Format::Audacity, "{format:?}");
    }
}

#[test]
fn notes_before_the_session_are_counted_and_put_at_its_start() {
    let late = Sheet { offset: -20 * 48_000, ..three() };
    assert_eq!((late.before_session(), three().before_session()), (1, 0));
    let audacity = text(&late, Format::Audacity);
    assert!(audacity.lines().nth(1).unwrap().starts_with("0.000000\t0.000000\tsnare"));
    assert!(audacity.lines().nth(2).unwrap().starts_with("0.000000\t10.000000\tmore"));
}
