//! The CSV of REAPER's Region/Marker Manager: markers and regions count from 1 each, UTF-8 without
//! a byte order mark, times with colons so that they are never taken for bars and beats.

use super::csv::cell;
use super::{Sheet, time};

pub(super) fn text(sheet: &Sheet) -> String {
    let mut text = "#,Name,Start,End,Length\r\n".to_owned();
    let (mut markers, mut regions) = (0, 0);
    for marker in &sheet.markers {
        let (from, to) = sheet.in_session(marker);
        let name = cell(&sheet.label(marker));
        let clock = |frame| time::clock(frame, sheet.rate);
        let start = clock(from);
        text.push_str(&match to {
            Some(to) => {
                regions += 1;
                format!("R{regions},{name},{start},{},{}\r\n", clock(to), clock(to - from))
            }
            None => {
                markers += 1;
                format!("M{markers},{name},{start},,\r\n")
            }
        });
    }
    text
}
