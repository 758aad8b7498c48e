//! A text for people, to be read beside any DAW.

use bar_domain::SampleRate;
use bar_domain::song::Place;

use super::{Marker, Sheet, of_song, time};

pub(super) fn text(sheet: &Sheet) -> String {
    let notes: Vec<String> =
        (1..).zip(&sheet.markers).map(|(at, it)| note(sheet, at, it)).collect();
    format!("{}\n{}\n{}", sheet.title(), times(sheet), notes.concat())
}

fn note(sheet: &Sheet, number: usize, marker: &Marker) -> String {
    let (from, to) = sheet.in_session(marker);
    let clock = |frame| time::clock(frame, sheet.rate);
    let place = match (marker.place, to) {
        (Place::Whole, _) => "Whole song".to_owned(),
        (_, Some(to)) => format!("{} – {}", clock(from), clock(to)),
        (_, None) => clock(from),
    };
    let author = if marker.author.is_empty() { "" } else { &format!(", {}", marker.author) };
    let state = of_song::word(marker.state);
    let indented = |line| format!("   {line}").trim_end().to_owned() + "\n";
    let lines: Vec<String> = marker.text.lines().map(indented).collect();
    format!("\n{number}. {place} ({state}{author})\n{}", lines.concat())
}

/// What the times are counted from.
fn times(sheet: &Sheet) -> String {
    let SampleRate(rate) = sheet.rate;
    let by = time::clock(sheet.offset.unsigned_abs(), SampleRate(rate));
    match sheet.offset {
        0 => "Times are those of the mix, in hours, minutes and seconds.".to_owned(),
        1.. => format!("Times are those of the session, where the mix begins at {by}."),
        _ => format!("Times are those of the session, which begins at {by} of the mix."),
    }
}
