//! Logic and `GarageBand`: a folder whose properties are a plist; the rest is nobody's business.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::plist::{self, Plist};
use super::sniff::{PROPERTIES, alternative};
use super::{Beat, Names, Told, Unread, rate_of, version_in};
use crate::walk::shown;

/// Most files of a bundle that are looked at.
const MOST_FILES: usize = 50_000;

pub(super) fn read(bundle: &Path, cancelled: &AtomicBool) -> Result<Told, Unread> {
    let alternative = alternative(bundle).ok_or(Unread::Damaged)?;
    let beside = alternative.join(PROPERTIES);
    let properties = plist::read(&if beside.is_file() { beside } else { bundle.join(PROPERTIES) })?;
    let saved_by = plist::read(&bundle.join("Resources/ProjectInformation.plist")).ok();
    let version = saved_by.and_then(|about| version_in(about.text("LastSavedFrom")?));
    Ok(Told {
        version,
        beat: beat(&properties),
        rate: properties.number("SampleRate").and_then(rate_of),
        named: properties.list("AudioFiles").map(|files| {
            let mut named = Names::default();
            for file in files {
                named.add(file);
            }
            named.list
        }),
        held: held(bundle, cancelled)?,
        records_to: Vec::new(),
    })
}

fn beat(properties: &Plist) -> Option<Beat> {
    let whole = |key| properties.number(key).map(|number| number as u32);
    let meter = whole("SongSignatureNumerator").zip(whole("SongSignatureDenominator"));
    Beat::of(properties.number("BeatsPerMinute")?, meter.unwrap_or((4, 4)))
}

/// What lies in the bundle's folder for media. Links are not followed.
fn held(bundle: &Path, cancelled: &AtomicBool) -> Result<Vec<String>, Unread> {
    let mut held = Vec::new();
    let mut folders = vec![bundle.join("Media")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            if cancelled.load(Ordering::Relaxed) {
                return Err(Unread::Cancelled);
            }
            if held.len() == MOST_FILES {
                return Err(Unread::TooLarge);
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => {
                    let path = entry.path();
                    held.push(shown(path.strip_prefix(bundle).unwrap_or(&path), ""));
                }
                _ => {}
            }
        }
    }
    held.sort();
    Ok(held)
}
