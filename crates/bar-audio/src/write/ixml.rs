//! The origin of a file as iXML repeats it: two halves of a number, in text.

use std::ops::Range;

/// The names under which the high and the low half stand.
const PLACES: [[&str; 2]; 2] = [
    ["TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI", "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO"],
    ["BWF_TIME_REFERENCE_HIGH", "BWF_TIME_REFERENCE_LOW"],
];

/// The file begins earlier by what is put in front. Numbers keep their width, so that nothing else
/// moves; where that is too narrow, or a half is missing, nothing is changed.
pub(super) fn move_origin(text: &mut [u8], frames: i64) {
    for [high, low] in PLACES {
        let (Some(high), Some(low)) = (number(text, high), number(text, low)) else { continue };
        let origin = (high.1 << 32 | low.1).saturating_sub_signed(frames);
        let halves = [(high.0, origin >> 32), (low.0, origin & u64::from(u32::MAX))];
        let written =
            halves.map(|(place, half)| (format!("{half:0width$}", width = place.len()), place));
        if written.iter().all(|(digits, place)| digits.len() == place.len()) {
            for (digits, place) in written {
                text[place].copy_from_slice(digits.as_bytes());
            }
        }
    }
}

/// The number of 32 bits in an element of that name, and where its digits stand.
fn number(text: &[u8], name: &str) -> Option<(Range<usize>, u64)> {
    let open = format!("<{name}>");
    let start = text.windows(open.len()).position(|window| window == open.as_bytes())? + open.len();
    let digits = text[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let place = start..start + digits;
    let number: u32 = std::str::from_utf8(&text[place.clone()]).ok()?.parse().ok()?;
    Some((place, number.into()))
}
