//! MIDI files: whether their notes can be heard in a stem, and how fast their song goes.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use bar_domain::{Code, Finding, Severity};
use midly::{MetaMessage, MidiMessage, TrackEventKind};

use crate::reference::{stem_of, title, words};
use crate::rules::name::{folded, says_something};
use crate::session::Beat;
use crate::words::finding;

/// Most bytes of a MIDI file; a symphony has a few hundred thousand.
const MOST_BYTES: u64 = 32 << 20;
/// Stems from which what most names share is the song's title.
const TITLED_BY: usize = 3;

/// What a MIDI file tells.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Notes {
    /// Its tempo; `None` where it changes, or is not said.
    pub beat: Option<Beat>,
    /// Whether anything is played.
    pub played: bool,
}

/// Reads a MIDI file; `None` where it cannot be.
pub(crate) fn read(path: &Path) -> Option<Notes> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MOST_BYTES + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > MOST_BYTES {
        return None;
    }
    catch_unwind(AssertUnwindSafe(|| notes(&bytes))).ok()?
}

fn notes(bytes: &[u8]) -> Option<Notes> {
    let (_, tracks) = midly::parse(bytes).ok()?;
    let (mut tempos, mut meters) = (HashSet::new(), HashSet::new());
    let (mut played, mut empty) = (false, true);
    for track in tracks {
        // What breaks off is as good as what came before.
        for event in track.ok()?.map_while(Result::ok) {
            empty = false;
            match event.kind {
                TrackEventKind::Midi { message: MidiMessage::NoteOn { vel, .. }, .. } => {
                    played |= vel > 0;
                }
                TrackEventKind::Meta(MetaMessage::Tempo(microseconds)) => {
                    tempos.insert(microseconds.as_int());
                }
                TrackEventKind::Meta(MetaMessage::TimeSignature(beats, note, ..)) => {
                    meters.insert((u32::from(beats), 1_u32.checked_shl(note.into()).unwrap_or(0)));
                }
                _ => {}
            }
        }
    }
    if empty {
        // Not even an end: whatever was in it did not arrive.
        return None;
    }
    let one = |tempos: HashSet<u32>| (tempos.len() == 1).then(|| tempos.into_iter().next())?;
    let meter = match meters.len() {
        // So says the standard.
        0 => Some((4, 4)),
        1 => meters.into_iter().next(),
        _ => None,
    };
    let bpm = one(tempos).map(|microseconds| 60e6 / f64::from(microseconds));
    let beat = bpm.zip(meter).and_then(|(bpm, meter)| Beat::of(bpm, meter));
    Some(Notes { beat, played })
}

/// Whether a stem of `stems` sounds as if it were the MIDI file `file`, by their names. A MIDI file
/// of the whole song cannot be one stem, so it counts as heard.
pub(crate) fn is_heard(file: &str, folder: &str, stems: &[&str]) -> bool {
    let shared = if stems.len() < TITLED_BY { &[] } else { stems };
    let title: HashSet<String> =
        title(folder, shared).iter().flat_map(|word| telling(word)).collect();
    let all = telling(file);
    let own: Vec<&String> = all.iter().filter(|word| !title.contains(*word)).collect();
    if all.is_empty() {
        let bare = |file: &str| folded(stem_of(file));
        return stems.iter().any(|stem| bare(stem) == bare(file));
    }
    if own.is_empty() {
        return true;
    }
    stems.iter().any(|stem| {
        let theirs = telling(stem);
        let theirs: Vec<&String> = theirs.iter().filter(|word| !title.contains(*word)).collect();
        let within = |some: &[&String], others: &[&String]| {
            !some.is_empty() && some.iter().all(|word| others.contains(word))
        };
        let whole = |words: &[&String]| words.iter().map(|word| word.as_str()).collect::<String>();
        within(&own, &theirs) || within(&theirs, &own) || whole(&own) == whole(&theirs)
    })
}

/// The words of a name that say what plays, without accents, numbers and the `s` of many.
fn telling(file: &str) -> Vec<String> {
    // Words are told apart by their capitals before those go.
    let plain = words(stem_of(file)).join(" ");
    let words = words(&folded(&plain)).into_iter().filter(|word| says_something(word));
    words.map(|word| word.strip_suffix('s').map_or_else(|| word.clone(), str::to_owned)).collect()
}

/// That nothing sounds like this MIDI file.
pub(crate) fn unprinted(file: &str) -> Finding {
    finding(
        Code::MidiUnprinted,
        Severity::Advises,
        format!(
            "“{file}” holds notes, and no stem has a name like it, so its part may be missing."
        ),
        "Bounce its instrument to a stem and give both the same name; or leave the MIDI file out if the part is not wanted.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_heard_where_a_stem_is_called_like_it() {
        #[track_caller]
        fn check(midi: &str, stems: &[&str], heard: bool) {
            assert_eq!(is_heard(midi, "Harbour Lights", stems), heard, "{midi} in {stems:?}");
        }
        check("Bass.mid", &["Kick.wav", "Bass.wav"], true);
        check("BASS_MIDI_03.mid", &["Bass DI.wav"], true);
        check("MIDI export - Rhodes.mid", &["Stems/rhodés 2.wav"], true);
        check("SynthLead.mid", &["Synth Lead.wav"], true);
        check("Strings Violin 1.mid", &["String.wav"], true);
        check("Track 3 - Piano (take 2).mid", &["Piano L.wav"], true);
        check("Harbour Lights - Pad.mid", &["Harbour Lights - Pad.wav"], true);
        check("Harbour Lights.mid", &["Kick.wav"], true);
        check("Track 12.mid", &["Track 12.wav"], true);

        check("Strings.mid", &["Kick.wav", "Bass.wav"], false);
        check("Synth Lead.mid", &["Lead Vox.wav", "Synth Pad.wav"], false);
        check("Track 12.mid", &["Track 11.wav", "Kick.wav"], false);
        check("Harbour Lights - Pad.mid", &["Harbour Lights - Bass.wav"], false);
        check("Pad.mid", &[], false);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600)) {
            notes(&bytes);
            notes(&bar_testkit::session::midi_of(&bytes));
        }
    }
}
