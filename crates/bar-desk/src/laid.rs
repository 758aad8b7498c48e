//! A song laid out on its timeline: what lies where, what is known of the files, and what the player
//! and the window need of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bar_audio::format::Format;
use bar_audio::measure::{Listened, Measured};
use bar_audio::play::{Reel, Tape, loudness_as_heard};
use bar_audio::waveform::Waveform;
use bar_domain::song::{Note, Place, Role, Shown, Song, SongId, Version, VersionId};
use bar_domain::{Frames, SampleRate};
use bar_stems::phrase;
use bar_store::{Stamp, VersionFile};

use crate::commands::Answer;
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::views::{Adding, Loaded, LoadedOf, NoteView, SideView, SongView, VersionView};

/// What is known of the files of versions, so that a song opens at once the second time.
pub(crate) type HeardOf = Mutex<HashMap<VersionId, Arc<Known>>>;

/// What is known of a file.
pub(crate) struct Known {
    pub file: VersionFile,
    pub format: Format,
    pub measured: Measured,
    pub waveform: Waveform,
    /// Integrated loudness as it is heard on two loudspeakers, in LUFS.
    pub lufs: Option<f64>,
}

/// The file of a version, as it is on this computer now.
pub(crate) enum OnDisk {
    /// It is there, and was measured.
    Known(Arc<Known>),
    /// It is there, but changed, or was not used for long: it has to be measured again.
    Changed(VersionFile),
    /// It is not there: why, as a sentence, and where it was.
    Missing { why: String, path: PathBuf },
}

/// The frames per second of a timeline with nothing on it.
const USUAL: SampleRate = SampleRate(48_000);

/// A song and its files.
pub(crate) struct Laid {
    pub song: Song,
    /// What can be listened to: the rough mix, the mixes, then references.
    pub versions: Vec<(Version, OnDisk)>,
    /// Frames per second of the timeline: those that most versions have.
    pub rate: SampleRate,
}

impl Known {
    pub fn new(file: VersionFile, listened: &Listened) -> Self {
        let Listened { format, measured, waveform, .. } = listened;
        // What cannot be read any more is silent, and as loud as any other.
        let lufs = loudness_as_heard(&file.path, format, measured.integrated_lufs).ok().flatten();
        let (format, measured, waveform) = (*format, measured.clone(), waveform.clone());
        Self { file, format, measured, waveform, lufs }
    }
}

impl OnDisk {
    pub fn known(&self) -> Option<&Arc<Known>> {
        match self {
            Self::Known(known) => Some(known),
            Self::Changed(_) | Self::Missing { .. } => None,
        }
    }

    /// Where it lies, if it is there.
    pub fn there(&self) -> Option<&Path> {
        match self {
            Self::Known(known) => Some(&known.file.path),
            Self::Changed(file) => Some(&file.path),
            Self::Missing { .. } => None,
        }
    }
}

impl Inner {
    /// A song with its files.
    pub fn laid(&self, id: SongId) -> Answer<Laid> {
        let song =
            self.store.song(id)?.ok_or(Refusal::Song(bar_domain::song::Refusal::UnknownSong))?;
        self.lay(song)
    }

    /// The same of a song that was just read.
    pub fn lay(&self, song: Song) -> Answer<Laid> {
        let mut versions: Vec<Version> = song.present().cloned().collect();
        versions.sort_by_key(|version| version.kind.rank().unwrap_or(u16::MAX));
        let rates: Vec<SampleRate> = versions.iter().map(|version| version.rate).collect();
        let rate = most(&rates).unwrap_or(USUAL);
        let on_disk = |version: Version| Ok((version.clone(), self.on_disk(version.id)?));
        let versions = versions.into_iter().map(on_disk).collect::<Answer<_>>()?;
        Ok(Laid { song, versions, rate })
    }

    /// What is known of the file of a version.
    pub fn on_disk(&self, version: VersionId) -> Answer<OnDisk> {
        let Some(kept) = self.store.version_file(version)? else {
            let why = "Its file was never on this computer: choose it.".to_owned();
            return Ok(OnDisk::Missing { why, path: PathBuf::new() });
        };
        let file = name(&kept.path);
        let stamp = match std::fs::metadata(&kept.path) {
            Ok(metadata) if metadata.is_file() => Stamp::of(&metadata),
            _ => {
                let place = kept.path.parent().unwrap_or(&kept.path).display();
                let why = format!("“{file}” is not in {place} any more: put it back, or find it.");
                return Ok(OnDisk::Missing { why, path: kept.path });
            }
        };
        let now = VersionFile { stamp, ..kept };
        if let Some(known) = lock(&self.heard_of).get(&version).filter(|known| known.file == now) {
            return Ok(OnDisk::Known(Arc::clone(known)));
        }
        let Some(listened) = self.store.recall(&now.path, stamp, self.host.now())? else {
            return Ok(OnDisk::Changed(now));
        };
        let known = Arc::new(Known::new(now, &listened));
        lock(&self.heard_of).insert(version, Arc::clone(&known));
        Ok(OnDisk::Known(known))
    }
}

impl Laid {
    /// A version of it that can be listened to.
    pub fn version(&self, id: VersionId) -> Answer<&(Version, OnDisk)> {
        let found = self.versions.iter().find(|(version, _)| version.id == id);
        Ok(found.ok_or(Refusal::Song(bar_domain::song::Refusal::UnknownVersion))?)
    }

    /// The version that all others are aligned with: the first that can be heard.
    pub fn first(&self) -> Option<(&Version, &Arc<Known>)> {
        let on_timeline = |version: &Version| version.kind.rank().is_some();
        self.versions
            .iter()
            .filter(|(version, _)| on_timeline(version))
            .find_map(|(version, on_disk)| Some((version, on_disk.known()?)))
    }

    /// The newest mix, or the rough mix, which notes are shown on.
    pub fn newest(&self) -> Option<&Version> {
        let mut versions = self.versions.iter().map(|(version, _)| version);
        versions.rfind(|version| version.kind.rank().is_some())
    }

    /// The side that it is, which is heard first.
    pub fn newest_side(&self) -> usize {
        let newest = self.newest().map(|version| version.id);
        self.versions.iter().position(|(version, _)| Some(version.id) == newest).unwrap_or(0)
    }

    /// Frame of the timeline at which a version begins.
    pub fn starts_at(&self, version: &Version) -> i64 {
        scaled(version.offset, version.rate, self.rate)
    }

    /// The offset of a version that begins at a frame of the timeline.
    pub fn offset(&self, version: &Version, starts_at: i64) -> i64 {
        scaled(starts_at, self.rate, version.rate)
    }

    /// A place on the timeline, in frames of a version.
    pub fn on_version(&self, version: &Version, place: Place) -> Place {
        let frame = |frame: Frames| {
            let there = scaled(signed(frame), self.rate, version.rate) - version.offset;
            Frames(there.clamp(0, signed(version.frames)).unsigned_abs())
        };
        place.map(frame)
    }

    /// A place in frames of a version, on the timeline.
    fn on_timeline(&self, version: &Version, place: Place) -> Place {
        let frame = |frame: Frames| {
            let there = scaled(signed(frame) + version.offset, version.rate, self.rate);
            Frames(there.max(0).unsigned_abs())
        };
        place.map(frame)
    }

    /// What the player gets.
    pub fn reel(&self) -> Reel {
        let tape = |(version, on_disk): &(Version, OnDisk)| {
            let path = match on_disk {
                OnDisk::Known(known) => known.file.path.clone(),
                OnDisk::Changed(file) => file.path.clone(),
                OnDisk::Missing { path, .. } => path.clone(),
            };
            let (starts_at, name) = (self.starts_at(version), version.name.clone());
            let loudness = on_disk.known().and_then(|known| known.lufs);
            (Tape { path, starts_at, name }, loudness)
        };
        Reel::versions(self.rate, self.versions.iter().map(tape))
    }

    /// What the window is told of it while it is loaded.
    pub fn loaded(&self) -> Loaded {
        let side = |(at, (version, on_disk)): (usize, &(Version, OnDisk))| SideView {
            name: version.name.clone(),
            version: Some(version.id),
            tapes: vec![at as u32],
            lufs: on_disk.known().and_then(|known| known.lufs),
        };
        Loaded {
            of: LoadedOf::Song { song: self.song.id },
            title: self.song.title.clone(),
            bpm: self.song.bpm,
            rate: self.rate,
            sides: self.versions.iter().enumerate().map(side).collect(),
            tapes: self.versions.iter().map(|(version, _)| version.name.clone()).collect(),
        }
    }

    /// What the window shows.
    pub fn view(&self, adding: Vec<Adding>) -> SongView {
        let song = &self.song;
        let newest = self.newest();
        let notes = newest.map_or_else(Vec::new, |mix| song.notes_on(mix.id, Role::Artist));
        let end = |(version, _): &(Version, OnDisk)| {
            self.starts_at(version) + scaled(signed(version.frames), version.rate, self.rate)
        };
        let frames = self.versions.iter().map(end).max().unwrap_or(0).max(0).unsigned_abs();
        let overlaps = song.overlaps();
        SongView {
            id: song.id,
            title: song.title.clone(),
            bpm: song.bpm,
            rate: self.rate,
            frames: Frames(frames),
            versions: self.versions.iter().map(|one| self.version_view(one)).collect(),
            shown_on: newest.map(|mix| mix.id),
            notes: newest.map_or_else(Vec::new, |mix| {
                notes.iter().map(|shown| self.note_view(mix, shown)).collect()
            }),
            overlaps: overlaps.iter().map(|pair| [pair.first, pair.second]).collect(),
            counts: song.counts(Role::Artist),
            rounds: song.rounds.clone(),
            allowed: song.allowed,
            rounds_left: song.rounds_left(),
            adding,
        }
    }

    fn version_view(&self, (version, on_disk): &(Version, OnDisk)) -> VersionView {
        let known = on_disk.known();
        let measured = known.map(|known| &known.measured);
        let (file, missing) = match on_disk {
            OnDisk::Known(known) => (name(&known.file.path), None),
            OnDisk::Changed(file) => (name(&file.path), None),
            OnDisk::Missing { why, path } => (name(path), Some(why.clone())),
        };
        VersionView {
            id: version.id,
            kind: version.kind,
            name: version.name.clone(),
            file,
            format: known.map(|known| phrase::format(&known.format)).unwrap_or_default(),
            rate: version.rate,
            frames: version.frames,
            starts_at: self.starts_at(version),
            integrated_lufs: known.and_then(|known| known.lufs),
            lra_lu: measured.and_then(|measured| measured.lra_lu),
            max_momentary_lufs: measured.and_then(|measured| measured.max_momentary_lufs),
            max_short_term_lufs: measured.and_then(|measured| measured.max_short_term_lufs),
            true_peak_dbtp: measured.and_then(|measured| measured.true_peak_dbtp),
            correlation: measured.and_then(|measured| measured.correlation),
            missing,
        }
    }

    fn note_view(&self, mix: &Version, shown: &Shown<'_>) -> NoteView {
        let Note { id, on, text, compare_with, by, round, replies, .. } = shown.note;
        NoteView {
            id: *id,
            on: *on,
            carried: shown.carried,
            place: self.on_timeline(mix, shown.place),
            text: text.clone(),
            compare_with: *compare_with,
            state: shown.note.state(),
            by: by.clone(),
            round: *round,
            marked_in: shown.note.marks.last().map(|mark| mark.mix),
            replies: replies.clone(),
        }
    }
}

/// A file's own name, for people to read.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().display().to_string()
}

/// The rate that comes most often, the first of them where several do.
fn most(rates: &[SampleRate]) -> Option<SampleRate> {
    let often = |rate: &SampleRate| rates.iter().filter(|other| *other == rate).count();
    let best = rates.iter().map(often).max()?;
    rates.iter().copied().find(|rate| often(rate) == best)
}

/// So many frames at another rate, to the nearest.
pub(crate) fn scaled(frames: i64, from: SampleRate, to: SampleRate) -> i64 {
    let (from, to) = (i128::from(from.0.max(1)), i128::from(to.0));
    let there = (2 * i128::from(frames) * to + from).div_euclid(2 * from);
    i64::try_from(there).unwrap_or(i64::MAX)
}

fn signed(frames: Frames) -> i64 {
    i64::try_from(frames.0).unwrap_or(i64::MAX)
}
