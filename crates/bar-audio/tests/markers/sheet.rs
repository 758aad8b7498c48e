//! Markers to write.

use bar_audio::markers::{Format, Marker, Sheet, Which};
use bar_domain::song::{NoteState, Place};
use bar_domain::{Frames, SampleRate};

pub fn marker(place: Place, text: &str) -> Marker {
    let (name, text) = (text.to_owned(), text.to_owned());
    Marker { place, name, text, author: "Ana".into(), state: NoteState::Open }
}

pub fn moment(at: u64) -> Place {
    Place::Moment { at: Frames(at) }
}

pub fn range(from: u64, to: u64) -> Place {
    Place::Range { from: Frames(from), to: Frames(to) }
}

/// A mix of a minute at 48 kHz and 97.5 BPM.
pub fn sheet(markers: Vec<Marker>) -> Sheet {
    Sheet {
        song: "Harbour Lights".into(),
        mix: "Mix 2".into(),
        which: Which::Open,
        bpm: Some(97.5.into()),
        rate: SampleRate(48_000),
        frames: Frames(60 * 48_000),
        offset: 0,
        markers,
    }
}

/// A note on the whole, at a moment, and on a stretch.
pub fn three() -> Sheet {
    sheet(vec![
        marker(Place::Whole, "wider"),
        marker(moment(480_000), "snare, \"too\" loud\nby 2 dB"),
        marker(range(960_000, 1_440_000), "more <reverb> & air 🎤"),
    ])
}

pub fn written(sheet: &Sheet, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    sheet.write(format, &mut bytes).unwrap();
    bytes
}

pub fn text(sheet: &Sheet, format: Format) -> String {
    String::from_utf8(written(sheet, format)).unwrap()
}
