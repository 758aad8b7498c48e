//! Whatever a note says, wherever it is, a parser that knows nothing of us reads it as it was.

use bar_audio::markers::{Format, MarkersError, Sheet};
use bar_domain::SampleRate;
use bar_domain::song::{Bpm, Place};
use midly::{MetaMessage, Smf, Timing, TrackEventKind};
use proptest::prelude::*;
use quick_xml::events::Event;

use super::sheet::{marker, moment, range, sheet, text, three, written};

/// What a label of a DAW holds of a text.
fn line(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace(|c: char| c.is_control() && c != '\n', " ");
    let lines: Vec<&str> = plain.split('\n').map(str::trim).filter(|it| !it.is_empty()).collect();
    lines.join(" / ")
}

/// Seconds, and what is said there.
type Found = (f64, Option<f64>, String);

fn expected(sheet: &Sheet) -> Vec<Found> {
    let seconds =
        |frame: u64| frame.saturating_add_signed(sheet.offset) as f64 / f64::from(sheet.rate.0);
    let found = sheet.markers.iter().map(|marker| match marker.place {
        Place::Whole => (seconds(0), None, format!("Whole song: {}", line(&marker.name))),
        Place::Moment { at } => (seconds(at.0), None, line(&marker.name)),
        Place::Range { from, to } => (seconds(from.0), Some(seconds(to.0)), line(&marker.name)),
    });
    found.map(|(from, to, name)| (from, to, line(&name))).collect()
}

#[track_caller]
fn same(found: &[Found], wanted: &[Found], within: f64) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!(found.2, wanted.2);
        assert!((found.0 - wanted.0).abs() <= within, "{found:?} instead of {wanted:?}");
        assert_eq!(found.1.is_some(), wanted.1.is_some());
        let ends = found.1.zip(wanted.1);
        assert!(
            ends.is_none_or(|(a, b)| (a - b).abs() <= 2.0 * within),
            "{found:?}, not {wanted:?}"
        );
    }
}

/// Times by the tempo in the file; ends as the labels tell them.
fn by_midly(bytes: &[u8]) -> Vec<Found> {
    let file = Smf::parse(bytes).unwrap();
    let Timing::Metrical(ticks) = file.header.timing else { panic!("{:?}", file.header) };
    let (mut quarter, mut tick, mut found) = (500_000.0, 0_u64, Vec::new());
    assert_eq!(file.tracks.len(), 1);
    assert_eq!(file.tracks[0].last().unwrap().kind, TrackEventKind::Meta(MetaMessage::EndOfTrack));
    for event in &file.tracks[0] {
        tick += u64::from(event.delta.as_int());
        let at = tick as f64 * quarter / 1e6 / f64::from(ticks.as_int());
        match event.kind {
            TrackEventKind::Meta(MetaMessage::Tempo(tempo)) => quarter = f64::from(tempo.as_int()),
            TrackEventKind::Meta(MetaMessage::Marker(text)) => {
                let text = String::from_utf8(text.to_vec()).unwrap();
                let parts = text.rsplit_once(" (until ");
                let (name, to) = parts.map_or((text.clone(), None), |(name, to)| {
                    (name.to_owned(), Some(clock(to.strip_suffix(')').unwrap())))
                });
                found.push((at, to, name));
            }
            _ => {}
        }
    }
    found
}

fn clock(text: &str) -> f64 {
    text.split(':').fold(0.0, |sum, part| sum * 60.0 + part.parse::<f64>().unwrap())
}

fn by_csv(text: &str) -> Vec<Found> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["#", "Name", "Start", "End", "Length"]);
    let row = |row: csv::StringRecord| {
        let to = (!row[3].is_empty()).then(|| clock(&row[3]));
        assert_eq!(row[0].starts_with('R'), to.is_some());
        (clock(&row[2]), to, row[1].to_owned())
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn by_tabs(text: &str) -> Vec<Found> {
    let line = |line: &str| {
        let parts: Vec<&str> = line.splitn(3, '\t').collect();
        let (from, to): (f64, f64) = (parts[0].parse().unwrap(), parts[1].parse().unwrap());
        (from, (parts[0] != parts[1]).then_some(to), parts[2].to_owned())
    };
    text.split_terminator('\n').map(line).collect()
}

fn by_quick_xml(text: &str) -> Vec<Found> {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut found, mut class) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(tag) if tag.name().as_ref() == "obj" => {
                class = attribute(&tag, "class");
                if matches!(class.as_str(), "MMarkerEvent" | "MRangeMarkerEvent") {
                    found.push((0.0, None, String::new()));
                }
            }
            Event::Empty(tag) if class == "MMarkerEvent" || class == "MRangeMarkerEvent" => {
                let last = found.last_mut().unwrap();
                let value = attribute(&tag, "value");
                match attribute(&tag, "name").as_str() {
                    "Start" => last.0 = value.parse().unwrap(),
                    "Length" if class == "MRangeMarkerEvent" => {
                        last.1 = Some(last.0 + value.parse::<f64>().unwrap());
                    }
                    "Name" => last.2 = value,
                    _ => {}
                }
            }
            Event::End(tag) if tag.name().as_ref() == "obj" => class.clear(),
            _ => {}
        }
    }
}

fn attribute(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> String {
    let found = tag.try_get_attribute(name).unwrap();
    found
        .map_or_else(String::new, |it| quick_xml::escape::unescape(&it.value).unwrap().into_owned())
}

#[track_caller]
fn check(sheet: &Sheet) {
    let wanted = expected(sheet);
    let tick = 60.0 / sheet.bpm.map_or(120.0, Bpm::get) / 960.0;
    same(&by_midly(&written(sheet, Format::Midi)), &wanted, tick / 2.0 + 0.000_6);
    same(&by_csv(&text(sheet, Format::Reaper)), &wanted, 0.000_501);
    same(&by_tabs(&text(sheet, Format::Audacity)), &wanted, 0.000_001);
    // XML has no way to tell these two.
    let xml = wanted
        .iter()
        .map(|(from, to, name)| (*from, *to, name.replace(['\u{fffe}', '\u{ffff}'], "")));
    same(&by_quick_xml(&text(sheet, Format::Cubase)), &xml.collect::<Vec<_>>(), 0.000_002);
}

#[test]
fn three_notes_come_back() {
    check(&three());
    check(&Sheet { offset: 96_000, ..three() });
    check(&Sheet { bpm: None, rate: SampleRate(44_100), ..three() });
    check(&sheet(vec![marker(moment(1), &"🥁é\"',;\t\n".repeat(500))]));
}

#[test]
fn a_tempo_that_nobody_knows_is_told_as_assumed() {
    let bytes = written(&Sheet { bpm: None, ..three() }, Format::Midi);
    let file = Smf::parse(&bytes).unwrap();
    let metas: Vec<_> = file.tracks[0].iter().map(|event| event.kind).collect();
    assert!(metas.contains(&TrackEventKind::Meta(MetaMessage::Tempo(500_000.into()))));
    let said = b"The song's BPM is not known: 120 is assumed.";
    assert!(metas.contains(&TrackEventKind::Meta(MetaMessage::Text(said))));
    let known = written(&three(), Format::Midi);
    let file = Smf::parse(&known).unwrap();
    let metas: Vec<_> = file.tracks[0].iter().map(|event| event.kind).collect();
    assert!(metas.contains(&TrackEventKind::Meta(MetaMessage::Tempo(615_385.into()))));
    assert!(!metas.iter().any(|kind| matches!(kind, TrackEventKind::Meta(MetaMessage::Text(_)))));
}

#[test]
fn what_is_too_late_for_a_format_is_refused() {
    let late = sheet(vec![marker(moment(u64::MAX), "x")]);
    for format in [Format::Midi, Format::Wav] {
        let refused = late.write(format, &mut Vec::new());
        assert!(matches!(refused, Err(MarkersError::TooLong)), "{format:?}");
    }
    for format in [Format::Reaper, Format::Audacity, Format::Cubase, Format::Csv, Format::Text] {
        assert!(late.write(format, &mut Vec::new()).is_ok(), "{format:?}");
    }
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z\"',;<>&🥁é\u{202e}\u{5d0} \t\n]{1,80}",
        ".{1,80}",
        "\\PC{1,200}",
        prop::char::any().prop_map(|letter| letter.to_string().repeat(4000)),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    let frame = || 0..2_880_000_u64;
    prop_oneof![
        Just(Place::Whole),
        frame().prop_map(moment),
        (frame(), 1..500_000_u64).prop_map(|(from, length)| range(from, from + length)),
    ]
}

proptest! {
    #[test]
    fn any_notes_come_back(
        notes in prop::collection::vec((place(), words()), 0..12),
        bpm in prop::option::of(20.0..999.0_f64),
        rate in prop::sample::select(&[44_100_u32, 48_000, 96_000, 192_000][..]),
        offset in 0..1_000_000_i64,
    ) {
        let mut markers: Vec<_> = notes.iter().map(|(place, words)| marker(*place, words)).collect();
        markers.sort_by_key(|marker| marker.place.span().unwrap_or_default());
        let (bpm, rate) = (bpm.map(Into::into), SampleRate(rate));
        check(&Sheet { bpm, rate, offset, ..sheet(markers) });
    }
}
