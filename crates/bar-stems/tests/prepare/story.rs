//! A folder to prepare, written for one test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bar_domain::{Code, Severity};
use bar_stems::prepare::{
    self, Disk, Job, NOTE, Options, Plan, PlannedStem, PrepareError, RealDisk,
};
use bar_stems::{Choice, Observer, Profile, Report, check};
use bar_testkit::{SoundFile, Wav, signal};
use tempfile::TempDir;

pub const RATE: u32 = 48_000;

/// `Song` holds the stems, `New` the copies.
pub struct Song(TempDir);

pub struct Nobody;
impl Observer for Nobody {}

impl Song {
    pub fn new() -> Self {
        let song = Self(tempfile::tempdir().unwrap());
        fs::create_dir(song.old()).unwrap();
        song
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn old(&self) -> PathBuf {
        self.root().join("Song")
    }

    pub fn to(&self) -> PathBuf {
        self.root().join("New")
    }

    pub fn with(self, file: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.old().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub fn sound(self, file: &str, sound: &SoundFile) -> Self {
        self.with(file, sound.bytes())
    }

    pub fn choice(&self) -> Choice {
        Choice { paths: vec![self.old()], ..Choice::default() }
    }

    pub fn check(&self) -> Report {
        check(&self.choice(), &Nobody, &AtomicBool::new(false)).unwrap()
    }

    pub fn plan(&self) -> Plan {
        prepare::plan(&self.check(), &Options::default())
    }

    /// Carries out a plan.
    pub fn carry_out(&self, plan: &Plan) -> Result<PathBuf, PrepareError> {
        self.carry_out_on(plan, &RealDisk)
    }

    pub fn carry_out_on(&self, plan: &Plan, disk: &dyn Disk) -> Result<PathBuf, PrepareError> {
        let before = files(&self.old());
        let (choice, to) = (self.choice(), self.to());
        let job = Job { choice: &choice, plan, to: &to, date: "1 May 2026", disk };
        let done = prepare::carry_out(&job, &|_| (), &AtomicBool::new(false));
        assert_eq!(files(&self.old()), before, "the originals are untouched");
        done
    }

    /// Checks, plans, writes, checks the copies, and holds what is true of every plan that was
    /// carried out: what was said to be fixed is found no more.
    pub fn prepare(&self, options: &Options) -> Prepared {
        let choice = Choice { profile: options.profile.clone(), ..self.choice() };
        let before = check(&choice, &Nobody, &AtomicBool::new(false)).unwrap();
        let plan = prepare::plan(&before, options);
        self.carry_out(&plan).unwrap();
        let choice = Choice { paths: vec![self.to()], ..choice };
        let after = check(&choice, &Nobody, &AtomicBool::new(false)).unwrap();
        let prepared = Prepared { plan, after, files: files(&self.to()) };
        prepared.holds(&files(&self.old()));
        prepared
    }
}

/// A folder of copies, and what is said of it.
pub struct Prepared {
    pub plan: Plan,
    pub after: Report,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Prepared {
    #[track_caller]
    fn holds(&self, originals: &BTreeMap<String, Vec<u8>>) {
        let mut names: Vec<&str> =
            self.plan.stems.iter().filter_map(|stem| stem.to.as_deref()).collect();
        names.extend(self.plan.reference.as_ref().map(|copy| copy.to.as_str()));
        names.push(NOTE);
        names.sort_unstable();
        let mut written: Vec<&str> = self.files.keys().map(String::as_str).collect();
        written.sort_unstable();
        assert_eq!(written, names, "all of it and nothing else");
        for stem in &self.plan.stems {
            let Some(to) = &stem.to else { continue };
            let now = codes(&self.after, to);
            for code in stem.steps.iter().flat_map(|step| &step.mends) {
                assert!(!now.contains(code), "{to} still has {}", code.name());
            }
            let left: Vec<Code> = stem.remains.iter().map(|left| left.code).collect();
            let kept: Vec<Code> = stem.kept.iter().map(|kept| kept.code).collect();
            for finding in &self.after.stems.iter().find(|it| it.file == *to).unwrap().findings {
                let told = left.contains(&finding.code) || kept.contains(&finding.code);
                let small = finding.severity == Severity::Informs;
                // Of a sound that became longer, more can be told.
                let longer = [Code::StartCut, Code::GlitchClick].contains(&finding.code)
                    && kinds(stem).contains(&prepare::StepKind::Length);
                assert!(
                    told || small || longer,
                    "{to} has {} and nobody was told",
                    finding.code.name()
                );
            }
            let same = self.files[to] == originals[&stem.file];
            let only_named = stem.steps.iter().all(|step| step.kind == prepare::StepKind::Name);
            assert_eq!(same, only_named, "{to}: byte for byte, or told what changed");
        }
        assert_eq!(self.after.reference, self.plan.reference.as_ref().map(|copy| copy.to.clone()));
    }

    #[track_caller]
    pub fn stem(&self, file: &str) -> &PlannedStem {
        stem(&self.plan, file)
    }

    pub fn note(&self) -> String {
        String::from_utf8(self.files[NOTE].clone()).unwrap()
    }
}

#[track_caller]
pub fn stem<'a>(plan: &'a Plan, file: &str) -> &'a PlannedStem {
    plan.stems.iter().find(|stem| stem.file == file).unwrap()
}

/// The kinds of steps of a stem.
pub fn kinds(stem: &PlannedStem) -> Vec<prepare::StepKind> {
    stem.steps.iter().map(|step| step.kind).collect()
}

/// Codes left to do.
pub fn left(stem: &PlannedStem) -> Vec<&'static str> {
    stem.remains.iter().map(|left| left.code.name()).collect()
}

#[track_caller]
pub fn codes(report: &Report, file: &str) -> Vec<Code> {
    let stem = report.stems.iter().find(|stem| stem.file == file);
    let names = || report.stems.iter().map(|stem| &stem.file).collect::<Vec<_>>();
    let stem = stem.unwrap_or_else(|| panic!("{file} is not among {:?}", names()));
    stem.findings.iter().map(|finding| finding.code).collect()
}

/// Every file under a folder, also hidden ones, by relative path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(place) = folders.pop() {
        for entry in fs::read_dir(place).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let name =
                    entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name.replace('\\', "/"), fs::read(entry.path()).unwrap_or_default());
            }
        }
    }
    found
}

pub fn profile(text: &str) -> Options {
    Options { profile: Profile::parse(text).unwrap(), ..Options::default() }
}

/// Four seconds of a plucked string between silences: nothing to say about it.
pub fn tune(seed: u64, rate: u32) -> Vec<f32> {
    let mut ringing = signal::pluck(seed + 1, rate, 82.0 + 13.0 * seed as f64, -6.0, 3.0);
    let mean = ringing.iter().sum::<f32>() / ringing.len() as f32;
    for sample in &mut ringing {
        *sample -= mean;
    }
    signal::fade(&mut ringing, signal::frames(rate, 0.2));
    signal::concat(&[signal::silence(rate, 0.5), ringing, signal::silence(rate, 0.5)])
}

pub fn fine(seed: u64) -> SoundFile {
    Wav::pcm(24).mono(&tune(seed, RATE))
}

/// Says of a stem that it starts so many frames late, as the alignment does.
pub fn start_late(report: &mut Report, file: &str, frames: i64) {
    let stem = report.stems.iter_mut().find(|stem| stem.file == file).unwrap();
    stem.measured.as_mut().unwrap().offset_frames = Some(frames);
    stem.findings.insert(
        0,
        bar_domain::Finding {
            code: Code::StartLate,
            severity: Severity::Blocks,
            message: "It starts late.".into(),
            at: Vec::new(),
            fix: Some("Bounce it again from bar 1.".into()),
        },
    );
}
