//! A table for people, to be opened by a spreadsheet.

use bar_domain::song::Place;

use super::{Marker, Sheet, of_song, time};

/// Tells Excel that it is UTF-8.
const MARK: &str = "\u{feff}";

pub(super) fn text(sheet: &Sheet) -> String {
    let rows: Vec<String> = (1..).zip(&sheet.markers).map(|(at, it)| row(sheet, at, it)).collect();
    format!("{MARK}#,Start,End,State,Author,Note\r\n{}", rows.concat())
}

fn row(sheet: &Sheet, number: usize, marker: &Marker) -> String {
    let (from, to) = sheet.in_session(marker);
    let clock = |frame| time::clock(frame, sheet.rate);
    let start = if marker.place == Place::Whole { "whole song".to_owned() } else { clock(from) };
    let end = to.map(clock).unwrap_or_default();
    let (author, note) = (cell(&harmless(&marker.author)), cell(&harmless(&marker.text)));
    let state = of_song::word(marker.state);
    format!("{number},{start},{end},{state},{author},{note}\r\n")
}

/// A spreadsheet takes a cell that begins so for a formula, and may run what somebody else wrote.
fn harmless(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

/// In quotes, as RFC 4180 wants them.
pub(super) fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
