//! Planning: from a report to what is done about it. Pure, so that it can be shown before it is done.

use bar_audio::format::{Encoding, Format};
use bar_audio::measure::Measured;
use bar_audio::write::{self, Change, Shell, ToIntegers};
use bar_domain::{Code, Finding, Frames};

use super::names::Namer;
use super::note::NOTE;
use super::plan::{Known, Plan, PlannedCopy, PlannedStem, Step};
use super::{remains, steps};
use crate::hints::goes_above;
use crate::profile::{Family, Profile};
use crate::reference::{Recognised, recognise};
use crate::report::{Report, Skipped, StemReport};
use crate::rules::set::LENGTH_TOLERANCE_SECONDS;

/// How copies are to be made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the engineer wants; that of the check.
    pub profile: Profile,
    /// Whether stems that go over full scale are turned down, so that they can become 24-bit.
    pub trim_gain: bool,
    /// What the artist wants to keep: a stem, as the report calls it, a finding of it, and why.
    pub explained: Vec<(String, Code, String)>,
    /// The same of no single stem: what a finding says, and why it is kept.
    pub explained_of_set: Vec<(String, String)>,
}

/// Sound that is copied as it is, whatever else could be done: it has to be bounced again, and a
/// mended header or length would only hide that.
const AS_IT_IS: &[Code] =
    &[Code::FileTruncated, Code::FileNotFinite, Code::FileLossy, Code::RateMislabelled];
/// Room under full scale that is left to a stem that is turned down, in dB.
const ROOM_DB: f64 = 0.1;
/// Bits that pass unharmed through the floats that compressed sound is decoded to.
const DECODED_BITS: u16 = 24;
/// What the rough mix is called where its own name does not tell.
const ROUGH_MIX: &str = "Rough mix";

/// What will become of the stems of `report`.
#[must_use]
pub fn plan(report: &Report, options: &Options) -> Plan {
    let drafts: Vec<Draft<'_>> = report.stems.iter().map(|stem| Draft::of(stem, options)).collect();
    let longest = drafts.iter().filter_map(Draft::length).fold((0, 1), longer);
    let pattern = options.profile.pattern();
    let song = report.folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let copied = drafts.iter().filter(|draft| draft.is_copied());
    let files: Vec<&str> = copied.map(|draft| draft.stem.file.as_str()).collect();
    let mut namer = Namer::new(&pattern, song, &files, NOTE);
    let mut number = 0;
    let settle = |draft: Draft<'_>| {
        number += usize::from(draft.is_copied());
        draft.settle(longest, number, &mut namer)
    };
    let stems: Vec<PlannedStem> = drafts.into_iter().map(settle).collect();
    let stems_bytes = stems.iter().map(|stem| stem.bytes).sum();
    let reference = report.reference.as_deref().map(|file| rough_mix(file, &stems, &mut namer));
    let visible = |skipped: &&Skipped| !skipped.is_hidden();
    let of_set: Vec<Finding> =
        report.set.findings.iter().map(|found| found.finding.clone()).collect();
    let explained = |finding: &Finding| {
        let said = options.explained_of_set.iter().find(|(about, _)| *about == finding.message);
        said.map(|(_, reason)| reason.clone())
    };
    let (remains, kept) = remains::left(&of_set, &[], explained, &[]);
    Plan {
        version: 1,
        folder: report.folder.clone(),
        trim_gain: options.trim_gain,
        could_trim: stems.iter().filter(|stem| stem.could_trim).count(),
        stems,
        reference,
        left_out: report.skipped.iter().filter(visible).cloned().collect(),
        remains,
        kept,
        bytes: stems_bytes,
    }
}

/// The rough mix keeps its name where that tells what it is: without, the next check would take it
/// for a stem.
fn rough_mix(file: &str, stems: &[PlannedStem], namer: &mut Namer<'_>) -> PlannedCopy {
    let name = file.rsplit('/').next().unwrap_or(file);
    let mut all: Vec<&str> = stems.iter().filter_map(|stem| stem.to.as_deref()).collect();
    all.push(name);
    let told = recognise("", &all) == Recognised::One(all.len() - 1);
    let to = namer.other(name, (!told).then_some(ROUGH_MIX));
    PlannedCopy { file: file.to_owned(), to, known: Known::default() }
}

/// Bytes of a copy, as far as the report tells them.
fn bytes(stem: &StemReport, change: Option<&Change>) -> u64 {
    match (&stem.format, change) {
        (Some(format), Some(change)) => write::bytes(format, change),
        (Some(format), None) => {
            let sample = u64::from(format.bits.unwrap_or(2).div_ceil(8));
            format.frames.0.saturating_mul(u64::from(format.channels) * sample)
        }
        (None, _) => 0,
    }
}

/// A stem's plan before it is known how long the others become and what they are called.
struct Draft<'a> {
    stem: &'a StemReport,
    options: &'a Options,
    /// Where there is sound that may be changed: what it is, and what kind of file it becomes.
    sound: Option<(Format, Shell)>,
    start: i64,
    mono: bool,
    depth: Option<ToIntegers>,
    steps: Vec<Step>,
    /// What is gone without a step of its own.
    gone: Vec<Code>,
    /// Why something was not mended.
    instead: Vec<(Code, String)>,
    could_trim: bool,
}

impl<'a> Draft<'a> {
    fn of(stem: &'a StemReport, options: &'a Options) -> Self {
        let mut draft = Self {
            stem,
            options,
            sound: None,
            start: 0,
            mono: false,
            depth: None,
            steps: Vec::new(),
            gone: Vec::new(),
            instead: Vec::new(),
            could_trim: false,
        };
        let as_it_is = AS_IT_IS.iter().any(|code| draft.found(*code).is_some());
        if let (Some(format), Some(measured), false) = (stem.format, &stem.measured, as_it_is)
            && let Some(shell) = shell(&format, &options.profile)
        {
            draft.sound = Some((format, shell));
            draft.start(&format, measured);
            draft.mono(&format);
            draft.depth(&format, measured);
        }
        draft
    }

    /// What was found under `code`, unless the artist wants to keep it.
    fn found(&self, code: Code) -> Option<&'a Finding> {
        let found = self.stem.findings.iter().find(|finding| finding.code == code)?;
        self.explained(code).is_none().then_some(found)
    }

    fn explained(&self, code: Code) -> Option<String> {
        let explained = &self.options.explained;
        let said =
            explained.iter().find(|(file, about, _)| (file, *about) == (&self.stem.file, code));
        said.map(|(_, _, reason)| reason.clone())
    }

    fn start(&mut self, format: &Format, measured: &Measured) {
        let Some(offset) = measured.offset_frames.filter(|offset| *offset != 0) else { return };
        if self.found(Code::StartLate).is_none() {
            return;
        }
        if offset < 0 && measured.silence_head_frames.0 < offset.unsigned_abs() {
            let why = "It begins too early, and what stands before bar 1 is not silent, so nothing was cut off: bounce it again from bar 1, or say why it begins there.";
            self.instead.push((Code::StartLate, why.to_owned()));
            return;
        }
        self.start = offset;
        self.steps.push(steps::start(offset, format));
    }

    fn mono(&mut self, format: &Format) {
        self.mono = format.channels == 2 && self.found(Code::ChannelsDualMono).is_some();
        if self.mono {
            self.steps.push(steps::mono());
        }
    }

    fn depth(&mut self, format: &Format, measured: &Measured) {
        let wanted = self.found(Code::DepthFloat).is_some();
        let floats = format.encoding == Encoding::Float;
        let peak = measured.peak_dbfs.unwrap_or(f64::NEG_INFINITY);
        if !floats || !wanted {
            return;
        }
        let seed =
            u64::from_str_radix(measured.blake3.get(..16).unwrap_or_default(), 16).unwrap_or(0);
        // The peak is told in hundredths: at 0.00 it may be a hair over full scale.
        if peak > -0.005 && !self.options.trim_gain {
            self.could_trim = true;
            let why = "Turn it down and bounce it again at 24-bit; or prepare again and let what goes over full scale be turned down.";
            self.instead.push((Code::DepthFloat, why.to_owned()));
            return;
        }
        let over = measured.true_peak_dbtp.unwrap_or(peak).max(peak);
        let mut gain_db = 0.0;
        if peak > -0.005 {
            let decibels = ((over + ROOM_DB) * 10.0).ceil() / 10.0;
            gain_db = -decibels;
            let clipped = self.found(Code::LevelClipped).is_some_and(goes_above);
            self.steps.push(steps::turn_down(decibels, clipped));
        }
        self.depth = Some(ToIntegers { gain_db, seed });
        self.steps.push(steps::depth(format));
    }

    /// What nobody can read is no use to the engineer; what is only lossy may be all there is.
    fn is_copied(&self) -> bool {
        self.stem.measured.is_some()
            || self.stem.findings.iter().any(|finding| finding.code == Code::FileLossy)
    }

    /// How long the copy is without silence at its end, in frames and how many of them make a second.
    fn length(&self) -> Option<(u64, u32)> {
        let format = self.stem.format?;
        self.stem.measured.as_ref()?;
        // Its rate is wrong, and so is its length.
        let lies = self.found(Code::RateMislabelled).is_some();
        (!lies).then(|| (format.frames.0.saturating_add_signed(self.start), format.rate.0.max(1)))
    }

    fn settle(mut self, longest: (u64, u32), number: usize, namer: &mut Namer<'_>) -> PlannedStem {
        let lossy = self.stem.findings.iter().any(|finding| finding.code == Code::FileLossy);
        let change = self.change(longest);
        let to = self
            .is_copied()
            .then(|| namer.stem(&self.stem.file, number, self.extension(change.as_ref(), lossy)));
        let steps = self.steps.iter().flat_map(|step| step.mends.clone());
        let mut mended: Vec<Code> = steps.chain(self.gone.iter().copied()).collect();
        if let Some(to) = &to {
            // Names are made portable and different in any case.
            let told = |code| self.stem.findings.iter().any(|finding| finding.code == code);
            let mut by_name = vec![Code::NameNotPortable, Code::NameCollides];
            by_name.retain(|code| told(*code));
            if !lossy && self.found(Code::FileDisguised).is_some() {
                by_name.push(Code::FileDisguised);
            }
            mended.extend(&by_name);
            if *to != self.stem.file {
                self.steps.push(steps::name(&self.stem.file, to, &by_name));
            }
        }
        let explained = |finding: &Finding| self.explained(finding.code);
        let (remains, kept) = remains::left(&self.stem.findings, &mended, explained, &self.instead);
        let blake3 = self.stem.measured.as_ref().map(|measured| measured.blake3.clone());
        PlannedStem {
            file: self.stem.file.clone(),
            to,
            steps: self.steps,
            remains,
            kept,
            bytes: bytes(self.stem, change.as_ref()),
            change,
            could_trim: self.could_trim,
            known: Known { blake3 },
        }
    }

    /// How the sound is changed, now that it is known how long the longest stem becomes.
    fn change(&mut self, longest: (u64, u32)) -> Option<Change> {
        let (format, shell) = self.sound?;
        let wanted_kind = self.found(Code::FileNotWavOrAiff).is_some();
        let unfinished = self.found(Code::FileSizesUnset).is_some();
        let changed = !self.steps.is_empty() || wanted_kind || unfinished;
        let own = format.frames.0.saturating_add_signed(self.start);
        let wanted = at_rate(longest, format.rate.0);
        let missing = wanted.saturating_sub(own);
        let short = Frames(missing).seconds(format.rate) > LENGTH_TOLERANCE_SECONDS;
        if self.explained(Code::LengthDiffers).is_none() {
            // Also where the longest stem became shorter.
            self.gone.push(Code::LengthDiffers);
        }
        let pad =
            missing > 0 && (short || changed) && self.explained(Code::LengthDiffers).is_none();
        if !changed && !pad {
            return None;
        }
        if pad {
            let after_start = usize::from(self.start != 0);
            let measured = self.stem.measured.as_ref();
            let aligned = measured.is_some_and(|measured| measured.offset_frames.is_some());
            self.steps.insert(after_start, steps::length(missing, &format, aligned));
        }
        let frames = Frames(if pad { wanted } else { own });
        let mut change =
            Change { shell, start: self.start, frames, mono: self.mono, depth: self.depth };
        if shell == Shell::Aiff && !write::fits_aiff(write::bytes(&format, &change)) {
            change.shell = Shell::Wav;
        }
        if steps::shell_of(&format) != Some(change.shell) {
            self.steps.push(steps::container(&format, change.shell));
        }
        if unfinished {
            self.steps.push(steps::header());
        }
        Some(change)
    }

    /// What the name must end in; `None` where it may end as it does.
    fn extension(&self, change: Option<&Change>, lossy: bool) -> Option<&'static str> {
        let format = self.stem.format?;
        let own = self.stem.file.rsplit_once('.').map(|(_, own)| own.to_lowercase());
        let good: &[&str] = match change {
            Some(Change { shell: Shell::Wav, .. }) => &["wav", "wave", "bwf"],
            Some(Change { shell: Shell::Aiff, depth: None, .. }) => &["aif", "aiff", "aifc"],
            Some(Change { shell: Shell::Aiff, .. }) => &["aif", "aiff"],
            None if lossy || self.found(Code::FileDisguised).is_none() => return None,
            None => format.container.extensions(),
        };
        let fine = own.is_some_and(|own| good.contains(&own.as_str()));
        (!fine).then(|| good.first().copied()).flatten()
    }
}

/// The kind of file that a changed copy of a `format` is for an engineer; `None` where none will do,
/// or none can be written without a loss.
fn shell(format: &Format, profile: &Profile) -> Option<Shell> {
    let welcome = |shell: &Shell| {
        profile.containers.contains(match shell {
            Shell::Wav => &Family::Wav,
            Shell::Aiff => &Family::Aiff,
        })
    };
    let own = steps::shell_of(format);
    let decoded = matches!(format.encoding, Encoding::Flac | Encoding::Alac);
    if decoded && format.bits.is_none_or(|bits| bits > DECODED_BITS) {
        return None;
    }
    own.filter(welcome).or_else(|| [Shell::Wav, Shell::Aiff].into_iter().find(welcome))
}

/// The longer of two lengths, each so many frames of which so many make a second.
fn longer(a: (u64, u32), b: (u64, u32)) -> (u64, u32) {
    let seconds = |(frames, _): (u64, u32), by: (u64, u32)| u128::from(frames) * u128::from(by.1);
    if seconds(b, a) > seconds(a, b) { b } else { a }
}

/// A length in frames at another rate, rounded up.
fn at_rate((frames, rate): (u64, u32), wanted: u32) -> u64 {
    let frames = (u128::from(frames) * u128::from(wanted)).div_ceil(u128::from(rate.max(1)));
    u64::try_from(frames).unwrap_or(u64::MAX)
}
