//! A folder to check, written for one test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bar_domain::Finding;
use bar_stems::{CheckError, Choice, Observer, Profile, Report, check};
use bar_testkit::{SoundFile, Wav, signal};
use tempfile::TempDir;

pub struct Folder(TempDir);

/// An observer that only looks away.
pub struct Nobody;
impl Observer for Nobody {}

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, file: &str) -> PathBuf {
        self.path().join(file)
    }

    pub fn with(self, file: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.at(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub fn sound(self, file: &str, sound: &SoundFile) -> Self {
        let bytes = sound.bytes();
        self.with(file, bytes)
    }

    /// Stems with nothing wrong.
    pub fn stems<const N: usize>(self, files: [&str; N]) -> Self {
        let stem =
            |folder: Self, (seed, file): (usize, &&str)| folder.sound(file, &stem(seed as u64));
        files.iter().enumerate().fold(self, stem)
    }

    pub fn choice(&self) -> Choice {
        Choice { paths: vec![self.path().to_owned()], ..Choice::default() }
    }

    pub fn check(&self) -> Report {
        self.check_as(&self.choice()).unwrap()
    }

    pub fn check_for(&self, profile: &str) -> Report {
        let profile = Profile::parse(profile).unwrap();
        self.check_as(&Choice { profile, ..self.choice() }).unwrap()
    }

    /// Checks, and holds what is true of every check: nothing on disk changes, the report can be
    /// written and read back, and every file stands in one place of it.
    pub fn check_as(&self, choice: &Choice) -> Result<Report, CheckError> {
        let before = self.on_disk();
        let report = check(choice, &Nobody, &AtomicBool::new(false));
        assert_eq!(self.on_disk(), before, "the check changed something on disk");
        let report = report?;
        let document = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&document).unwrap(), report);
        let mut told: Vec<_> = report.stems.iter().map(|stem| stem.file.as_str()).collect();
        told.extend(report.sessions.iter().map(|session| session.file.as_str()));
        told.extend(report.skipped.iter().map(|skipped| skipped.file.as_str()));
        told.extend(report.reference.as_deref());
        let count = told.len();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), count, "something is told twice");
        assert_eq!(report.total, report.stems.len());
        Ok(report)
    }

    fn on_disk(&self) -> BTreeMap<PathBuf, (u64, Option<std::time::SystemTime>, u32)> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for entry in entries.map(Result::unwrap) {
                let about = entry.metadata().unwrap();
                if about.is_dir() {
                    folders.push(entry.path());
                } else {
                    let sum = fs::read(entry.path()).map_or(0, |bytes| checksum(&bytes));
                    found.insert(entry.path(), (about.len(), about.modified().ok(), sum));
                }
            }
        }
        found
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(1, |sum, byte| sum.rotate_left(5) ^ u32::from(*byte))
}

/// Four seconds of a plucked string between silences: nothing to say about it.
pub fn tune(seed: u64, rate: u32) -> Vec<f32> {
    let mut ringing = signal::pluck(seed + 1, rate, 82.0 + 13.0 * seed as f64, -6.0, 3.0);
    // A string rings about its own centre; this one's noise did not.
    let mean = ringing.iter().sum::<f32>() / ringing.len() as f32;
    for sample in &mut ringing {
        *sample -= mean;
    }
    signal::fade(&mut ringing, signal::frames(rate, 0.2));
    signal::concat(&[signal::silence(rate, 0.5), ringing, signal::silence(rate, 0.5)])
}

pub fn stem(seed: u64) -> SoundFile {
    Wav::pcm(24).mono(&tune(seed, 48_000))
}

/// Codes of one stem, as they stand in the report.
#[track_caller]
pub fn codes(report: &Report, file: &str) -> Vec<&'static str> {
    findings(report, file).iter().map(|finding| finding.code.name()).collect()
}

#[track_caller]
pub fn findings<'a>(report: &'a Report, file: &str) -> &'a [Finding] {
    let stem = report.stems.iter().find(|stem| stem.file == file);
    let names = || report.stems.iter().map(|stem| &stem.file).collect::<Vec<_>>();
    &stem.unwrap_or_else(|| panic!("{file} is not among {:?}", names())).findings
}

/// What is said of a stem under a code.
#[track_caller]
pub fn said<'a>(report: &'a Report, file: &str, code: &str) -> &'a Finding {
    let findings = findings(report, file);
    let found = findings.iter().find(|finding| finding.code.name() == code);
    found.unwrap_or_else(|| panic!("{file} has no {code}, but {findings:#?}"))
}

/// Reasons for what was skipped, by file.
pub fn skipped(report: &Report) -> BTreeMap<&str, &str> {
    report.skipped.iter().map(|skipped| (skipped.file.as_str(), skipped.reason.as_str())).collect()
}
