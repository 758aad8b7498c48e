//! Audacity's labels: start, end and text, parted by tabs; a moment ends where it starts.

use super::{Sheet, time};

pub(super) fn text(sheet: &Sheet) -> String {
    let line = |marker| {
        let (from, to) = sheet.in_session(marker);
        let seconds = |frame| time::seconds(frame, sheet.rate);
        let (start, end) = (seconds(from), seconds(to.unwrap_or(from)));
        format!("{start}\t{end}\t{}\n", sheet.label(marker))
    };
    sheet.markers.iter().map(line).collect()
}
