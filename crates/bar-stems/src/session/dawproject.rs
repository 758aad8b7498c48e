//! `DAWproject`, the open format of Bitwig and others: a zip of XML and of the audio.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::package::Package;
use super::xml::{self, Seen, number, value, whole};
use super::{Beat, Names, Told, Unread};

pub(super) fn read(path: &Path, cancelled: &AtomicBool) -> Result<Told, Unread> {
    let mut package = Package::open(path)?;
    let mut told = Told::default();
    let mut named = Names::default();
    let (mut bpm, mut meter, mut tempos) = (None, (4, 4), Vec::new());
    xml::read(package.read("project.xml")?, cancelled, |path, seen| {
        let Seen::Begin(element) = seen else { return };
        match path {
            "Project/Application" => {
                let (name, version) = (value(element, "name"), value(element, "version"));
                let words: Vec<String> = [name, version].into_iter().flatten().collect();
                told.version = Some(words.join(" ")).filter(|text| (1..=80).contains(&text.len()));
            }
            "Project/Transport/Tempo" => bpm = number(element, "value"),
            "Project/Transport/TimeSignature" => {
                let parts = whole(element, "numerator").zip(whole(element, "denominator"));
                meter = parts.unwrap_or(meter);
            }
            "Project/Arrangement/TempoAutomation/RealPoint" => {
                tempos.extend(number(element, "value"));
            }
            _ if path.ends_with("/Audio/File") => {
                let file = value(element, "path").unwrap_or_default();
                named.add(&file);
            }
            _ => {}
        }
    })?;
    let moves = |bpm: &f64| tempos.iter().any(|other| (other - bpm).abs() > 1e-3);
    told.beat = bpm.filter(|bpm| !moves(bpm)).and_then(|bpm| Beat::of(bpm, meter));
    told.named = Some(named.list);
    told.held = package.names();
    Ok(told)
}
