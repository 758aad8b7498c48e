//! REAPER: a text of nested blocks, one thing a line.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Beat, Names, Told, Unread, rate_of, version_in};

/// Most bytes of a project: most of them are states of plug-ins.
const MOST_BYTES: u64 = 512 << 20;
/// Most bytes of a line that says something here; longer ones are states of plug-ins.
const LONGEST_LINE: u64 = 64 << 10;
/// Most blocks within each other; real projects have about 6.
const DEEPEST: usize = 100;

pub(super) fn read(path: &Path, cancelled: &AtomicBool) -> Result<Told, Unread> {
    let mut project = Project::default();
    let mut lines = BufReader::new(File::open(path)?).take(MOST_BYTES + 1);
    let mut line = Vec::new();
    loop {
        if cancelled.load(Ordering::Relaxed) {
            return Err(Unread::Cancelled);
        }
        line.clear();
        if (&mut lines).take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        project.line(String::from_utf8_lossy(&line).trim())?;
    }
    if lines.limit() == 0 {
        return Err(Unread::TooLarge);
    }
    if project.blocks.is_empty() { Ok(project.told()) } else { Err(Unread::Damaged) }
}

#[derive(Default)]
struct Project {
    /// Blocks around this line: each its name and its first word.
    blocks: Vec<(String, String)>,
    version: Option<String>,
    beat: Option<Beat>,
    /// What the tempo track says, which counts more; its first marker.
    marked: Option<Beat>,
    tempo_moves: bool,
    rate: Option<f64>,
    records_to: Vec<String>,
    named: Names,
}

impl Project {
    fn line(&mut self, line: &str) -> Result<(), Unread> {
        let line = line.trim_start_matches('\u{feff}');
        if let Some(block) = line.strip_prefix('<') {
            if self.blocks.len() == DEEPEST {
                return Err(Unread::TooLarge);
            }
            let mut words = words(block).into_iter();
            let (name, first) =
                (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            if self.blocks.is_empty() {
                self.version = words.next().and_then(|text| version_in(&text));
            }
            self.blocks.push((name, first));
        } else if line == ">" {
            self.blocks.pop();
        } else {
            self.says(line);
        }
        Ok(())
    }

    fn says(&mut self, line: &str) {
        let Some((block, kind)) = self.blocks.last() else { return };
        match block.as_str() {
            "REAPER_PROJECT" if self.blocks.len() == 1 => self.of_project(line),
            "TEMPOENVEX" if line.starts_with("PT ") => self.marker(&words(line)),
            "SOURCE" if !kind.starts_with("MIDI") && line.starts_with("FILE ") => {
                if let Some(file) = words(line).get(1) {
                    self.named.add(file);
                }
            }
            _ => {}
        }
    }

    fn of_project(&mut self, line: &str) {
        let words = words(line);
        let number = |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok());
        match words.first().map(String::as_str) {
            Some("TEMPO") => {
                let meter = |at: usize| number(at).map_or(4, |number| number as u32);
                self.beat = number(1).and_then(|bpm| Beat::of(bpm, (meter(2), meter(3))));
            }
            // Without the second word the project takes whatever rate the device has.
            Some("SAMPLERATE") => self.rate = number(1).filter(|_| number(2) == Some(1.0)),
            Some("RECORD_PATH") => {
                let folders = words.iter().skip(1).filter(|folder| !folder.is_empty());
                self.records_to = folders.cloned().collect();
            }
            _ => {}
        }
    }

    /// A marker of the tempo track: its time, its tempo, its shape, and its meter in one number.
    fn marker(&mut self, words: &[String]) {
        let number = |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok());
        let packed = number(4).unwrap_or(0.0) as u32;
        let before = self.marked.or(self.beat).map_or((4, 4), |beat| beat.meter);
        let meter = if packed == 0 { before } else { (packed & 0xFFFF, packed >> 16) };
        let Some(beat) = number(2).and_then(|bpm| Beat::of(bpm, meter)) else { return };
        let first = *self.marked.get_or_insert(beat);
        self.tempo_moves |= (beat.bpm - first.bpm).abs() > 1e-3 || beat.meter != first.meter;
    }

    fn told(self) -> Told {
        Told {
            version: self.version,
            beat: self.marked.or(self.beat).filter(|_| !self.tempo_moves),
            rate: self.rate.and_then(rate_of),
            named: Some(self.named.list),
            held: Vec::new(),
            records_to: self.records_to,
        }
    }
}

/// The words of a line; quotes of three kinds hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = match first {
            '"' | '\'' | '`' => {
                let inner = &rest[1..];
                inner.split_once(first).unwrap_or((inner, ""))
            }
            _ => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_held_together_by_quotes() {
        let cases = [
            ("FILE \"Media/Kick drum.wav\" 1", &["FILE", "Media/Kick drum.wav", "1"][..]),
            ("FILE 'say \"hi\".wav'", &["FILE", "say \"hi\".wav"]),
            ("FILE `it's \"5\".wav`", &["FILE", "it's \"5\".wav"]),
            ("FILE \"never closed", &["FILE", "never closed"]),
            ("  ", &[]),
            ("RECORD_PATH \"\" \"\"", &["RECORD_PATH", "", ""]),
        ];
        for (line, wanted) in cases {
            assert_eq!(words(line), wanted, "{line}");
        }
    }
}
