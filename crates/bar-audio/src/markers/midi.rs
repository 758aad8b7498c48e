//! Standard MIDI File, format 0: a tempo and markers, no notes to play.

use bar_domain::SampleRate;
use bar_domain::song::Bpm;

use super::{MarkersError, Sheet, time};

/// Ticks of a quarter, as Pro Tools and Logic count them.
const TICKS: u16 = 960;
/// Where nobody knows how fast the song is.
const ASSUMED_BPM: f64 = 120.0;
/// The most that a delta time can hold.
const LONGEST: u32 = 0x0FFF_FFFF;

const TEXT: u8 = 0x01;
const TRACK_NAME: u8 = 0x03;
const MARKER: u8 = 0x06;
const END: u8 = 0x2F;
const TEMPO: u8 = 0x51;

pub(super) fn bytes(sheet: &Sheet) -> Result<Vec<u8>, MarkersError> {
    let bpm = sheet.bpm.map_or(ASSUMED_BPM, Bpm::get).max(4.0);
    // Ticks are counted by the tempo as the file tells it, so that the two never drift apart.
    let quarter = (60e6 / bpm).round() as u32;
    let mut track = Vec::new();
    meta(&mut track, 0, TRACK_NAME, sheet.title().as_bytes());
    if sheet.bpm.is_none() {
        meta(&mut track, 0, TEXT, b"The song's BPM is not known: 120 is assumed.");
    }
    meta(&mut track, 0, TEMPO, &quarter.to_be_bytes()[1..]);
    let mut markers = Vec::with_capacity(sheet.markers.len());
    for marker in &sheet.markers {
        let (from, to) = sheet.in_session(marker);
        let label = sheet.label(marker);
        // A marker of a MIDI file has no end, so it says where it is.
        let label = match to {
            Some(to) => format!("{label} (until {})", time::clock(to, sheet.rate)),
            None => label,
        };
        markers.push((tick(from, sheet.rate, quarter), label));
    }
    markers.sort_by_key(|(tick, _)| *tick);
    let mut last = 0;
    for (tick, label) in markers {
        let delta = u32::try_from(tick - last).ok().filter(|delta| *delta <= LONGEST);
        meta(&mut track, delta.ok_or(MarkersError::TooLong)?, MARKER, label.as_bytes());
        last = tick;
    }
    meta(&mut track, 0, END, &[]);
    let length = u32::try_from(track.len()).map_err(|_| MarkersError::TooLong)?;
    let mut bytes = b"MThd\0\0\0\x06\0\0\0\x01".to_vec();
    bytes.extend(TICKS.to_be_bytes());
    bytes.extend(b"MTrk");
    bytes.extend(length.to_be_bytes());
    bytes.extend(track);
    Ok(bytes)
}

/// The nearest tick, at so many microseconds a quarter.
fn tick(frame: u64, rate: SampleRate, quarter: u32) -> u128 {
    let divisor = u128::from(rate.0.max(1)) * u128::from(quarter);
    (u128::from(frame) * u128::from(TICKS) * 2_000_000 + divisor) / (2 * divisor)
}

fn meta(track: &mut Vec<u8>, delta: u32, kind: u8, text: &[u8]) {
    variable(track, delta);
    track.extend([0xFF, kind]);
    variable(track, text.len() as u32);
    track.extend(text);
}

/// Seven bits a byte, the highest first; all but the last have the eighth bit set.
fn variable(track: &mut Vec<u8>, number: u32) {
    for shift in [21, 14, 7] {
        if number >> shift != 0 {
            track.push((number >> shift) as u8 | 0x80);
        }
    }
    track.push((number & 0x7F) as u8);
}
