//! Ableton Live: a gzip of XML.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use flate2::read::GzDecoder;
use quick_xml::events::BytesStart;

use super::xml::{self, Seen, number, value};
use super::{Beat, Names, Told, Unread, version_in};

/// Live writes a meter as one number: 99 steps for each doubling of the note value.
const METERS_PER_NOTE: u32 = 99;
/// Most folders around a sample.
const DEEPEST: usize = 100;
/// Most automations of the main track that are looked at.
const MOST_ENVELOPES: usize = 10_000;

pub(super) fn read(path: &Path, cancelled: &AtomicBool) -> Result<Told, Unread> {
    let mut set = Set::default();
    xml::read(GzDecoder::new(File::open(path)?), cancelled, |path, seen| match seen {
        Seen::Begin(element) => set.begin(path, element),
        Seen::End => set.end(path),
    })?;
    Ok(set.told())
}

/// What was seen of a Live set.
#[derive(Default)]
struct Set {
    version: Option<String>,
    bpm: Option<f64>,
    /// By which automation names the tempo.
    tempo_target: Option<String>,
    meter: Option<(u32, u32)>,
    /// Which of the main track's automations holds different values, by what it moves.
    moves: HashMap<String, bool>,
    envelope: Option<String>,
    first_value: Option<f64>,
    sample: Sample,
    named: Names,
}

/// The sample whose reference is being read.
#[derive(Default)]
struct Sample {
    relative: Option<String>,
    folders: Vec<String>,
    name: String,
    path: String,
    pack: bool,
}

impl Set {
    fn begin(&mut self, path: &str, element: &BytesStart<'_>) {
        if path == "Ableton" {
            self.version = value(element, "Creator").and_then(|creator| version_in(&creator));
        } else if let Some((_, rest)) = path.split_once("/SampleRef/FileRef/") {
            self.sample.tell(rest, element);
        } else if let Some(rest) = main_track(path) {
            self.main(rest, element);
        }
    }

    /// The track that all others run into, which also carries tempo and meter.
    fn main(&mut self, path: &str, element: &BytesStart<'_>) {
        if path.ends_with("Mixer/Tempo/Manual") {
            self.bpm = number(element, "Value");
        } else if path.ends_with("Mixer/Tempo/AutomationTarget") {
            self.tempo_target = value(element, "Id");
        } else if path.ends_with("Mixer/TimeSignature/Manual") {
            self.meter = xml::whole(element, "Value").map(meter);
        } else if path.ends_with("EnvelopeTarget/PointeeId") {
            self.envelope = value(element, "Value");
            self.first_value = None;
        } else if path.ends_with("/Events/FloatEvent")
            && let (Some(envelope), Some(at)) = (&self.envelope, number(element, "Value"))
        {
            if self.moves.len() == MOST_ENVELOPES && !self.moves.contains_key(envelope) {
                return;
            }
            let first = *self.first_value.get_or_insert(at);
            *self.moves.entry(envelope.clone()).or_default() |= (first - at).abs() > 1e-3;
        }
    }

    fn end(&mut self, path: &str) {
        if path.ends_with("/SampleRef/FileRef") {
            let sample = std::mem::take(&mut self.sample);
            if !sample.pack {
                self.named.add(&sample.place());
            }
        }
    }

    fn told(self) -> Told {
        let moves = self.tempo_target.and_then(|target| self.moves.get(&target).copied());
        let bpm = self.bpm.filter(|_| moves != Some(true));
        Told {
            version: self.version,
            beat: bpm.and_then(|bpm| Beat::of(bpm, self.meter.unwrap_or((4, 4)))),
            named: Some(self.named.list),
            ..Told::default()
        }
    }
}

impl Sample {
    fn tell(&mut self, path: &str, element: &BytesStart<'_>) {
        let text = |name| value(element, name).unwrap_or_default();
        match path {
            "RelativePath" => self.relative = value(element, "Value"),
            // Until Live 10, folder by folder; an empty one leads up.
            "RelativePath/RelativePathElement" if self.folders.len() < DEEPEST => {
                self.folders.push(text("Dir"));
            }
            "Name" => self.name = text("Value"),
            "Path" => self.path = text("Value"),
            // A pack is installed on the engineer's computer, or is not: it never lies in the folder.
            "LivePackName" | "LivePackId" => self.pack |= !text("Value").is_empty(),
            _ => {}
        }
    }

    /// Where Live looks for it first.
    fn place(self) -> String {
        if let Some(relative) = self.relative.filter(|relative| !relative.is_empty()) {
            return relative;
        }
        if self.folders.is_empty() || self.name.is_empty() {
            return if self.path.is_empty() { self.name } else { self.path };
        }
        let folders =
            self.folders.iter().map(|folder| if folder.is_empty() { ".." } else { folder });
        folders.chain([self.name.as_str()]).collect::<Vec<_>>().join("/")
    }
}

/// What follows the main track in a path; Live 12 calls it so, earlier ones the master track.
fn main_track(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("Ableton/LiveSet/")?;
    rest.strip_prefix("MainTrack/").or_else(|| rest.strip_prefix("MasterTrack/"))
}

fn meter(number: u32) -> (u32, u32) {
    let note = (number / METERS_PER_NOTE).min(6);
    (number % METERS_PER_NOTE + 1, 1 << note)
}
