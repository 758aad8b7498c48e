//! The CSV of REAPER's Region/Marker Manager: markers and regions count from 1 each, UTF-8 without
//! a byte order mark, times with colons so that they are never taken for bars and beats.

use super::csv::cell;
use super::{Sheet, time};

pub(super) fn text(sheet: &Sheet) -> String {
    let (mut markers, mut regions) = (0, 0);
    let mut row = |marker| {
        let (from, to) = sheet.in_session(marker);
        let name = cell(&sheet.label(marker));
        let clock = |frame| time::clock(frame, sheet.rate);
        let start = clock(from);
        if let Some(to) = to {
            regions += 1;
            format!("R{regions},{name},{start},{},{}\r\n", clock(to), clock(to - from))
        } else {
            markers += 1;
            format!("M{markers},{name},{start},,\r\n")
        }
    };
    let rows: Vec<String> = sheet.markers.iter().map(&mut row).collect();
    format!("#,Name,Start,End,Length\r\n{}", rows.concat())
}
