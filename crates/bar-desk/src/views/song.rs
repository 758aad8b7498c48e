//! A song as the screen *Audition* shows it. All its places are frames of its timeline, which runs at
//! [`SongView::rate`]: the desk carries them to the frames of each version and back.

use bar_domain::song::{
    Actor, Bpm, Counts, NoteId, NoteState, Place, Reply, Round, SongId, VersionId, VersionKind,
};
use bar_domain::{Frames, SampleRate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Failure;

/// One line of the list of songs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SongSummary {
    /// Which song.
    pub id: SongId,
    /// What people call it.
    pub title: String,
    /// Notes that are to be done.
    pub open: u32,
    /// Notes that were not submitted yet.
    pub drafts: u32,
    /// Versions that can be listened to.
    pub versions: u32,
    /// When it was last opened or changed, in milliseconds since 1970 (UTC).
    pub opened_at: f64,
}

/// A song, with everything there is to hear and what was said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SongView {
    /// Which song.
    pub id: SongId,
    /// What people call it.
    pub title: String,
    /// How fast it is, where somebody said so.
    pub bpm: Option<Bpm>,
    /// Frames per second of the timeline.
    pub rate: SampleRate,
    /// Frame of the timeline at which the last version ends.
    pub frames: Frames,
    /// What can be listened to: the rough mix, the mixes, then references; side n of the player is
    /// the n-th of them.
    pub versions: Vec<VersionView>,
    /// The mix (or rough mix) that the notes are shown on, which is the newest; `None` without one.
    pub shown_on: Option<VersionId>,
    /// The notes on it, by place.
    pub notes: Vec<NoteView>,
    /// Pairs of notes about the same stretch, to be read once more before submitting.
    pub overlaps: Vec<[NoteId; 2]>,
    /// How many notes there are of each kind.
    pub counts: Counts,
    /// Rounds that were submitted.
    pub rounds: Vec<Round>,
    /// Rounds that were agreed on; `None` on a local song, which has no limit.
    pub allowed: Option<u16>,
    /// Rounds that may still be submitted; `None` where there is no limit.
    pub rounds_left: Option<u16>,
    /// Files that are being added.
    pub adding: Vec<Adding>,
}

/// Something to listen to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct VersionView {
    /// Which version.
    pub id: VersionId,
    /// What it is to the song.
    pub kind: VersionKind,
    /// What people call it.
    pub name: String,
    /// The name of its file.
    pub file: String,
    /// Its format in words, as in `WAV · 48 kHz · 24-bit · stereo`; empty where it was never measured.
    pub format: String,
    /// Frames per second of its file.
    pub rate: SampleRate,
    /// Frames of its file.
    pub frames: Frames,
    /// Frame of the timeline at which it begins; negative where its beginning lies before it.
    #[ts(type = "number")]
    pub starts_at: i64,
    /// Integrated loudness as it is heard on two loudspeakers, in LUFS: of a mono file 3 LU more than in it.
    pub integrated_lufs: Option<f64>,
    /// Loudness range, in LU.
    pub lra_lu: Option<f64>,
    /// Highest momentary loudness, in LUFS.
    pub max_momentary_lufs: Option<f64>,
    /// Highest short-term loudness, in LUFS.
    pub max_short_term_lufs: Option<f64>,
    /// Highest true peak, in dBTP.
    pub true_peak_dbtp: Option<f64>,
    /// Correlation of left and right, −1 to 1.
    pub correlation: Option<f64>,
    /// Why it cannot be heard; `None` where it can. Its file can be looked for with `version_find`.
    pub missing: Option<String>,
}

/// A note, where it is on the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct NoteView {
    /// Which note.
    pub id: NoteId,
    /// The version that it was written on.
    pub on: VersionId,
    /// Whether that is another one than [`SongView::shown_on`].
    pub carried: bool,
    /// Where, in frames of the timeline.
    pub place: Place,
    /// What it says.
    pub text: String,
    /// What to compare with.
    pub compare_with: Option<VersionId>,
    /// How it stands.
    pub state: NoteState,
    /// Who wrote it.
    pub by: Actor,
    /// The round it was submitted in, counted from 1; `None` while it is a draft.
    pub round: Option<u16>,
    /// The mix in which it was last said to be done, verified or not.
    pub marked_in: Option<VersionId>,
    /// What was said about it, in order.
    pub replies: Vec<Reply>,
}

/// A file on its way into a song: measured, then aligned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Adding {
    /// Counts the files since the start; names it for cancelling.
    pub number: u32,
    /// The name of the file.
    pub name: String,
    /// Share that is done, 0 to 1.
    pub done: f64,
    /// Why it was not added; it stays until it is dismissed.
    pub failure: Option<Failure>,
}
