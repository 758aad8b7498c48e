//! Notes as markers, in the files that DAWs really import. Pure: from a [`Sheet`] to bytes.
//!
//! What imports what, from their manuals and from files that they wrote:
//! - Standard MIDI File: Pro Tools, Logic, Cubase (with *Import Markers*), Studio One;
//! - REAPER: the CSV of its Region/Marker Manager;
//! - WAV with cue points: Samplitude, Sound Forge, Wavelab, REAPER. It is a silent file that is as
//!   long as the mix, so that no copy of the mix is needed, whatever kind of file that is;
//! - Audacity: labels;
//! - Cubase: a track archive with one marker track, where ranges become cycle markers;
//! - CSV and plain text for people.

mod audacity;
mod csv;
mod cubase;
mod midi;
mod name;
mod of_song;
mod reaper;
mod text;
mod time;
mod wav;

use std::io::{self, Write};

use bar_domain::song::{Bpm, NoteState, Place};
use bar_domain::{Frames, SampleRate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use of_song::Which;

/// One note, as a marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Where it is, in frames of the mix.
    pub place: Place,
    /// What it says, on one line.
    pub name: String,
    /// What it says, with what was answered.
    pub text: String,
    /// Who wrote it; may be empty.
    pub author: String,
    /// How it stands.
    pub state: NoteState,
}

/// The markers of one mix, and what is needed to place them in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the song is called.
    pub song: String,
    /// Which mix it is, such as `Mix 2`.
    pub mix: String,
    /// Which notes these are.
    pub which: Which,
    /// How fast the song is; 120 is assumed where nobody knows, and said so.
    pub bpm: Option<Bpm>,
    /// Frames per second of the mix.
    pub rate: SampleRate,
    /// Frames of the mix.
    pub frames: Frames,
    /// Where the mix begins in the engineer's session, in frames of the mix; negative where the
    /// session begins after it.
    pub offset: i64,
    /// The markers, by place.
    pub markers: Vec<Marker>,
}

/// The kinds of files that markers are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "MarkerFormat")]
pub enum Format {
    /// Standard MIDI File.
    Midi,
    /// The CSV of REAPER's Region/Marker Manager.
    Reaper,
    /// A silent WAV with cue points.
    Wav,
    /// Audacity's labels.
    Audacity,
    /// Cubase's track archive.
    Cubase,
    /// A table for people.
    Csv,
    /// A text for people.
    Text,
}

/// Why markers were not written.
#[derive(Debug, thiserror::Error)]
pub enum MarkersError {
    /// The format cannot hold so late a place.
    #[error("this kind of file cannot hold so long a song: choose another one, such as csv")]
    TooLong,
    /// It cannot be written.
    #[error("it cannot be written: {0}")]
    Write(#[from] io::Error),
}

impl Format {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Midi, Self::Reaper, Self::Wav, Self::Audacity, Self::Cubase, Self::Csv, Self::Text];
}

impl Sheet {
    /// Writes the markers, front to back.
    ///
    /// # Errors
    /// When the format cannot hold them, or `to` refuses.
    pub fn write(&self, format: Format, to: &mut dyn Write) -> Result<(), MarkersError> {
        match format {
            Format::Midi => to.write_all(&midi::bytes(self)?)?,
            Format::Reaper => to.write_all(reaper::text(self).as_bytes())?,
            Format::Wav => wav::write(self, to)?,
            Format::Audacity => to.write_all(audacity::text(self).as_bytes())?,
            Format::Cubase => to.write_all(cubase::text(self).as_bytes())?,
            Format::Csv => to.write_all(csv::text(self).as_bytes())?,
            Format::Text => to.write_all(text::text(self).as_bytes())?,
        }
        Ok(())
    }

    /// Markers that begin before the session does; they are put at its start.
    #[must_use]
    pub fn before_session(&self) -> usize {
        let before = |marker: &&Marker| {
            let (from, _) = marker.place.span().unwrap_or_default();
            i128::from(from.0) + i128::from(self.offset) < 0 && marker.place != Place::Whole
        };
        self.markers.iter().filter(before).count()
    }

    /// The first frame of a marker in the session, and the one after its last where it is a stretch.
    fn in_session(&self, marker: &Marker) -> (u64, Option<u64>) {
        match marker.place {
            Place::Whole => (self.session_frame(Frames(0)), None),
            Place::Moment { at } => (self.session_frame(at), None),
            Place::Range { from, to } => (self.session_frame(from), Some(self.session_frame(to))),
        }
    }

    fn session_frame(&self, frame: Frames) -> u64 {
        frame.0.saturating_add_signed(self.offset)
    }

    /// What a DAW shows of a marker, on one line: who said it where several people did, and how it
    /// stands where notes of all kinds stand side by side.
    fn label(&self, marker: &Marker) -> String {
        let mut label = String::new();
        if self.which == Which::All {
            label = format!("[{}] ", of_song::word(marker.state));
        }
        if marker.place == Place::Whole {
            label.push_str("Whole song: ");
        }
        if self.authors().len() > 1 && !marker.author.is_empty() {
            label = format!("{label}{}: ", one_line(&marker.author));
        }
        format!("{label}{}", one_line(&marker.name)).trim().to_owned()
    }

    /// Everybody who wrote one of the markers, in the order of the first.
    fn authors(&self) -> Vec<&str> {
        let mut authors: Vec<&str> = Vec::new();
        for marker in &self.markers {
            if !marker.author.is_empty() && !authors.contains(&marker.author.as_str()) {
                authors.push(&marker.author);
            }
        }
        authors
    }
}

/// A text on one line, without what no marker can hold.
fn one_line(text: &str) -> String {
    let plain = |line: &str| -> String {
        line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
    };
    let lines = text.lines().map(plain);
    let lines = lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" / ")
}
