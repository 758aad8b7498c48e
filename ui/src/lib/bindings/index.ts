// Generated from Rust by `cargo xtask bindings`; a test fails when it is stale.

/** What moved, pushed to the window. */
export type Change = { "change": "check",
/** Its line in the list. */
summary: CheckSummary,
/** True when the window should show this check now (a drop, a dialog, the command line). */
show: boolean, } | { "change": "rows",
/** Which check. */
id: CheckId,
/** The rough mix, relative to the folder. */
reference: string | null,
/** Its files, in the order of the report. */
files: Array<string>, } | { "change": "progress",
/** Which check. */
id: CheckId,
/** How far. */
progress: CheckProgress, } | { "change": "stems",
/** Which check. */
id: CheckId,
/** The rows. */
rows: Array<StemRow>, } | { "change": "finished",
/** All of it. */
view: CheckView, } | { "change": "dragging",
/** True while a drop here would start a check. */
over: boolean, } | { "change": "failed",
/** What, and what to do. */
failure: Failure, } | { "change": "preparing",
/** Of which check. */
id: CheckId,
/** How far. */
progress: PrepareProgress, } | { "change": "prepared",
/** Of which check. */
id: CheckId,
/** How it ended. */
outcome: PrepareOutcome, } | { "change": "residual",
/** Of which check. */
id: CheckId,
/** How far it is, or how it ended. */
state: ResidualState, } | { "change": "forgotten",
/** Which check. */
id: CheckId, };

/** Names one check; opaque to the window. */
export type CheckId = string;

/** How far a running check is; sent a few times a second. */
export type CheckProgress = {
/** Share of the sound that was measured, 0 to 1. */
done: number,
/** Seconds left, once that can be told. */
seconds_left: number | null,
/** Rows being measured now, and the share of each that is done. */
measuring: Array<[number, number]>,
/** Share of an archive that is unpacked, before any row is known. */
unpacking: number | null,
/** Share of the comparison with the rough mix that is done, once all rows are judged. */
comparing: number | null, };

/** How far a check is. */
export type CheckState = "running" | "done" | "cancelled" | "failed";

/** One line of the list of recent checks. */
export type CheckSummary = {
/** Which check. */
id: CheckId,
/** The folder's own name, or of the only file, or `3 files`. */
name: string,
/** Where it lies, for people to read. */
place: string,
/** How far it is. */
state: CheckState,
/** Stems with nothing that blocks or only what the artist explained. */
ready: number,
/** Stems. */
total: number,
/** When it ended or was last looked at, in milliseconds since 1970 (UTC). */
checked_at: number, };

/** A check as the screen *Stem check* shows it. */
export type CheckView = {
/** What the list of recent checks says of it. */
summary: CheckSummary,
/** The rough mix, relative to the folder. */
reference: string | null,
/** What is true of the files together; filled when the check is done. */
set: SetReport,
/** One row per stem, in the order of the report. */
stems: Array<StemRow>,
/** Sessions of DAWs. */
sessions: Array<SessionReport>,
/** What the artist said about findings of the set and of sessions. */
words: SetWords,
/** Files that take no part. */
skipped: Array<Skipped>,
/** While it runs. */
progress: CheckProgress | null,
/** Why it could not be run. */
failure: Failure | null, };

/** What the dialog lets people choose: a dialog shows folders or files, never both. */
export type Choosing = "folder" | "files";

/** The stable name of a finding. It stands in the JSON, the UI and the tests. */
export type Code = "file.unreadable" | "file.empty" | "file.truncated" | "file.sizes_unset" | "file.not_finite" | "file.disguised" | "file.lossy" | "file.not_wav_or_aiff" | "rate.unsupported" | "rate.mixed" | "rate.mislabelled" | "depth.low" | "depth.float" | "depth.padded" | "channels.unsupported" | "channels.dual_mono" | "channels.one_sided" | "channels.inverted" | "level.clipped" | "level.over" | "level.hot" | "level.quiet" | "level.silent" | "level.dc" | "start.late" | "start.cut" | "end.cut" | "length.differs" | "glitch.dropout" | "glitch.click" | "set.duplicate" | "set.missing" | "set.differs" | "set.unused" | "set.no_reference" | "name.unclear" | "name.collides" | "name.not_portable" | "dry.reverb" | "dry.limited" | "source.lossy" | "source.upsampled" | "session.found" | "session.media_missing" | "session.unsupported" | "midi.unprinted";

/** The kind of file around the sound, told by content. */
export type Container = "wav" | "rf64" | "bw64" | "w64" | "aiff" | "aifc" | "flac" | "mp3" | "mp4" | "adts" | "ogg";

/** The DAWs whose steps we know. */
export type Daw = "pro_tools" | "logic" | "cubase" | "ableton" | "reaper" | "studio_one";

/** How samples are written down. */
export type Encoding = "pcm" | "float" | "flac" | "alac" | "mp3" | "aac" | "vorbis" | "opus";

/** The artist's word on a finding of one stem. */
export type Explaining = {
/** Which check. */
check: CheckId,
/** The stem, as its report calls it. */
file: string,
/** Which finding of it. */
code: Code,
/** One sentence; `None` takes the explanation back. */
text: string | null, };

/** The artist's reason for keeping something; travels with the stem. */
export type Explanation = {
/** Which finding of the stem. */
code: Code,
/** One sentence. */
text: string, };

/** What went wrong, for people; the window shows it where the mistake is. */
export type Failure = {
/** Stable, where the window branches on it. */
code: string,
/** A sentence that says what to do. */
message: string, };

/** One thing the stem check found. */
export type Finding = {
/** What it is; stable. */
code: Code,
/** How much it matters here, under the engineer's profile. */
severity: Severity,
/** A sentence without jargon. */
message: string,
/** Where it can be heard, in frames of the file; empty when it is everywhere. */
at: Array<Span>,
/** What mends it, as a sentence; `None` when there is nothing to mend. */
fix: string | null, };

/** What a file holds, as its header says and its bytes confirm. */
export type Format = {
/** The kind of file. */
container: Container,
/** How samples are written down. */
encoding: Encoding,
/** Valid bits of a sample; `None` for lossy encodings. */
bits: number | null,
/** Frames per second. */
rate: SampleRate,
/** Samples per frame. */
channels: number,
/** Frames that are really there. */
frames: Frames, };

/** A count of frames or a place on tape; a frame is one sample of every channel. */
export type Frames = number;

/** What there is to know about one code. */
export type Guide = {
/** Which finding. */
code: Code,
/** A few words for the verdict's chip, such as `Clipped`. */
title: string,
/** Why it matters to the engineer, in a sentence. */
why: string,
/** What to do in each DAW; empty where there is nothing to do there. */
steps: Array<[Daw, string]>, };

/** How a stem is heard in the rough mix. */
export type InMix = {
/** How sure its place is, 0 to 1. */
certainty: number,
/** Whether its polarity is turned around there. */
inverted: boolean,
/** Share of the energy of the rough mix that it explains, 0 to 1. */
share: number, };

/** Something that the artist wants to keep as it is. */
export type Kept = {
/** Which finding. */
code: Code,
/** What was found, as the check says it. */
message: string,
/** Why, in the artist's own words. */
reason: string, };

/** What a file measures. Levels are `None` for silence. The keys are those of the report. */
export type Measured = {
/** Sample peak of the loudest channel, in dBFS. */
peak_dbfs: number | null,
/** True peak of the loudest channel, in dBTP (ITU-R BS.1770-5 annex 2). */
true_peak_dbtp: number | null,
/** Integrated loudness, in LUFS (ITU-R BS.1770-5 annex 1). */
integrated_lufs: number | null,
/** Loudness range, in LU (EBU Tech 3342). */
lra_lu: number | null,
/** Highest momentary loudness, in LUFS (EBU Tech 3341, 400 ms). */
max_momentary_lufs: number | null,
/** Highest short-term loudness, in LUFS (EBU Tech 3341, 3 s). */
max_short_term_lufs: number | null,
/** RMS over all channels, in dBFS, where a full-scale square wave is 0. */
rms_dbfs: number | null,
/** Mean of each channel, full scale 1.0. */
dc: Array<number>,
/** Runs of clipped samples. */
clip_runs: number,
/** Bits of an integer sample that are ever used; `None` for floats, lossy sound and silence. */
bits_used: number | null,
/** Where it sits against the set, in frames; `None` while nobody has aligned it. */
offset_frames: number | null,
/** BLAKE3 of the file's bytes, in hexadecimal. */
blake3: string,
/** Frames of digital silence (below −90 dBFS) before the first sound. */
silence_head_frames: Frames,
/** Frames of digital silence after the last sound. */
silence_tail_frames: Frames,
/** Correlation of left and right, −1 to 1; `None` unless there are two sounding channels. */
correlation: number | null,
/** Frequency under which 99.9 % of the energy lies, in hertz. */
bandwidth_hz: number | null, };

/** The audio files of a session. */
export type Media = {
/** How many it names. */
named: number,
/** Those that are not there, as it names them. */
missing: Array<string>,
/** Those in its own folder that it does not name. */
unused: Array<string>, };

/** How the rough mix lies against the stems. */
export type MixReport = {
/** Frames (of the set's rate) that the rough mix comes later than most stems: a count-in, the
 * delay of an MP3. */
offset_frames: number,
/** How much longer the same music lasts in the rough mix than in the stems, in parts per million: its
 * clock ran faster. */
drift_ppm: number, };

/** A new folder, for people to read. */
export type NewFolder = {
/** Its own name. */
name: string,
/** Where it lies. */
place: string, };

/** A waveform to draw. */
export type Peaks = {
/** Minimum, maximum and RMS of every point, ±127 at full scale. Empty when the file could not be read. */
points: Array<number>,
/** Frames of the file from one point to the next: they are evenly spread. */
frames_per_point: number, };

/** What the new folder will hold, and what is left to do by hand. */
export type Plan = {
/** Version of this document's shape. */
version: number,
/** The folder that was checked. */
folder: string,
/** Whether stems that go over full scale are turned down. */
trim_gain: boolean,
/** Stems that are only turned down if somebody asks for it. */
could_trim: number,
/** One entry per stem, in the order of the report. */
stems: Array<PlannedStem>,
/** The rough mix, copied byte for byte. */
reference: PlannedCopy | null,
/** What is no stem and is not taken along, hidden files left aside. */
left_out: Array<Skipped>,
/** What is left to do about no single stem. */
remains: Array<Remaining>,
/** What the artist said to keep of that. */
kept: Array<Kept>,
/** Bytes that the stems take in the new folder, to the nearest few. */
bytes: number, };

/** A file that is copied byte for byte. */
export type PlannedCopy = {
/** As the report calls it. */
file: string,
/** Its place in the new folder, with `/` between parts. */
to: string, };

/** What will become of one stem. */
export type PlannedStem = {
/** As the report calls it. */
file: string,
/** Its place in the new folder, with `/` between parts; `None` where it is left out because it
 * cannot be read. */
to: string | null,
/** What is done to the copy, in this order; where it is empty or only a name, the copy is the
 * same byte for byte. */
steps: Array<Step>,
/** What is left to do by hand, the gravest first. */
remains: Array<Remaining>,
/** What the artist said to keep, so that it is not touched. */
kept: Array<Kept>, };

/** What the window lets people choose, remembered between starts. */
export type Preferences = {
/** `system`, `dark` or `light`. */
theme: Theme,
/** Whose steps the fixes show first. */
daw: Daw,
/** Name of the engineer's profile in use; `None` for the studio's own. */
profile: string | null, };

/** How writing fixed copies ended. */
export type PrepareOutcome = { "outcome": "done",
/** Where it is. */
folder: NewFolder,
/** What was done, and what is left to do by hand; the same stands in a text file in it. */
plan: Plan, } | { "outcome": "cancelled" } | { "outcome": "failed",
/** Why, what is there now, and what to do. */
failure: Failure, };

/** What *Fix automatically* would do, before it is done. */
export type PreparePlan = {
/** What is done without turning anything down. */
plan: Plan,
/** The same where stems that go over full scale are turned down; `None` where that changes nothing. */
trimmed: Plan | null,
/** How far it is, where it is being done already. */
progress: PrepareProgress | null, };

/** How far fixed copies are written. */
export type PrepareProgress = {
/** Where they are written to. */
folder: NewFolder,
/** Share of the work that is done, 0 to 1. */
done: number,
/** Seconds left, once that can be told. */
seconds_left: number | null, };

/** Asks for fixed copies of a check's stems; where they go is chosen in a dialog. */
export type Preparing = {
/** Which check. */
check: CheckId,
/** Whether stems that go over full scale are turned down. */
trim_gain: boolean, };

/** Whose wishes the stems are checked against. */
export type ProfileFrom = "studio" | "dialog";

/** Where the rough mix of a check is taken from. */
export type ReferenceChoice = {
/** Which check. */
check: CheckId,
/** How it is found. */
from: ReferenceFrom, };

/** How the rough mix is found. */
export type ReferenceFrom = "dialog" | "name";

/** Something that no copy can mend. */
export type Remaining = {
/** Which finding. */
code: Code,
/** How much it matters. */
severity: Severity,
/** What was found, as the check says it. */
message: string,
/** What to do about it. */
fix: string | null, };

/** How far the saving of what no stem explains is, or how it ended. */
export type ResidualState = { "state": "saving",
/** Share of the work that is done, 0 to 1. */
done: number, } | { "state": "saved",
/** Where it is. */
saved: SavedReport, } | { "state": "cancelled" } | { "state": "failed",
/** Why, and what to do. */
failure: Failure, };

/** Frames per second, in hertz. */
export type SampleRate = number;

/** Where a report or a sound is saved, for people to read. */
export type SavedReport = {
/** The name of the file. */
name: string,
/** The folder that it lies in. */
place: string, };

/** A session of a DAW. */
export type SessionReport = {
/** Path relative to the folder; a bundle ends in `/`. */
file: string,
/** Whose it is, as in `Ableton Live`. */
daw: string,
/** Version of the DAW that wrote it. */
version: string | null,
/** Its tempo. */
tempo: Tempo | null,
/** Its sample rate. */
rate: SampleRate | null,
/** Audio files that it plays; `None` where its list cannot be read. */
media: Media | null,
/** What there is to say about it, the gravest first. */
findings: Array<Finding>, };

/** The artist's word on a finding of the set or of a session. */
export type SetExplaining = {
/** Which check. */
check: CheckId,
/** The rough mix, folder or session that the finding is about; `None` for the set as a whole. */
about: string | null,
/** Which finding. */
code: Code,
/** What it says: there may be two of a kind. */
message: string,
/** One sentence; `None` takes the explanation back. */
text: string | null, };

/** The artist's reason for keeping a finding of the set or of a session. */
export type SetExplanation = {
/** The rough mix, folder or session that the finding is about; `None` for the set as a whole. */
about: string | null,
/** Which finding. */
code: Code,
/** What it says: there may be two of a kind. */
message: string,
/** One sentence. */
text: string, };

/** A finding about no single stem, and what it is about. */
export type SetFinding = {
/** The rough mix, folder, archive or MIDI file that it is about; `None` for the set as a whole. */
about: string | null,
/** Where in the spectrum, from and to, in hertz. */
band_hz: [number, number] | null,
/** What it is; stable. */
code: Code,
/** How much it matters here, under the engineer's profile. */
severity: Severity,
/** A sentence without jargon. */
message: string,
/** Where it can be heard, in frames of the file; empty when it is everywhere. */
at: Array<Span>,
/** What mends it, as a sentence; `None` when there is nothing to mend. */
fix: string | null, };

/** What is true of the stems together. */
export type SetReport = {
/** The sample rate of most stems. */
rate: SampleRate | null,
/** Length of the longest stem. */
frames: Frames | null,
/** The song's tempo, where a session or a MIDI file tells it. */
tempo: Tempo | null,
/** How the rough mix lies against the stems; `None` where they were not compared. */
mix: MixReport | null,
/** Share of the rough mix that the stems explain, 0 to 1. */
explained: number | null,
/** What no stem explains, over time; `None` where that was not looked for. */
unexplained: Unexplained | null,
/** Findings about no single stem. */
findings: Array<SetFinding>, };

/** What the artist said about findings of no single stem. */
export type SetWords = {
/** About findings that they want to keep. */
explained: Array<SetExplanation>,
/** What they said when such a finding read otherwise: it explains nothing any more, but may still be true. */
suggested: Array<SetExplanation>, };

/** How much a finding matters. */
export type Severity = "informs" | "advises" | "blocks";

/** A file that takes no part in the check. */
export type Skipped = {
/** Path relative to the folder. */
file: string,
/** Why, as a sentence. */
reason: string, };

/** A stretch of tape: its first frame and the frame after its last one. */
export type Span = [Frames, Frames];

/** What the window needs to know first. */
export type Start = {
/** The check to show: one that the command line asked for, or that began before the window listened. */
show: CheckId | null,
/** What is wrong with the app's own memory, though it works: shown until it is dismissed. */
trouble: Failure | null, };

/** One stem. */
export type StemReport = {
/** Path relative to the folder, with `/` between parts. */
file: string,
/** What it is; `None` where it could not be told. */
format: Format | null,
/** What it measures; `None` where it could not be read. */
measured: Measured | null,
/** How it is heard in the rough mix; `None` where it was not found there, or not looked for. */
in_mix: InMix | null,
/** What there is to say about it, the gravest first. */
findings: Array<Finding>, };

/** One row of the table. */
export type StemRow = {
/** Place in the report. */
index: number,
/** False while it waits or is being measured. */
judged: boolean,
/** What there is to say; only `file` is filled until it is judged. */
report: StemReport,
/** What the artist said about findings they want to keep. */
explained: Array<Explanation>,
/** What they said when another sound had this name: it explains nothing any more, but may still be true. */
suggested?: Array<Explanation>, };

/** One thing that is done to a copy. */
export type Step = {
/** What it is. */
kind: StepKind,
/** A sentence without jargon. */
words: string,
/** Findings that are gone once it is done. */
mends: Array<Code>, };

/** What is done to a copy. */
export type StepKind = "start" | "length" | "mono" | "turn_down" | "depth" | "container" | "header" | "name";

/** How fast the song goes. */
export type Tempo = {
/** Quarter notes a minute. */
bpm: number,
/** Beats of a bar, and the note value that is one. */
meter: [number, number],
/** The file that tells it. */
told_by: string, };

/** Light or dark. */
export type Theme = "system" | "dark" | "light";

/** What no stem explains, over time. */
export type Unexplained = {
/** Frames (of the set's rate) from one cell to the next, counted from bar 1. */
frames_per_cell: number,
/** Share of each cell of the rough mix that no stem explains, 0 to 1; `None` where it is silent. */
share: Array<number | null>, };

/** Asks for a stem's waveform. */
export type WaveformQuery = {
/** Which check. */
check: CheckId,
/** The stem, as its report calls it. */
file: string,
/** How many points at most. */
points: number, };

/** Every command: what it takes and what it replies. */
export interface Commands {
  start: [null, Start];
  checks_recent: [null, Array<CheckSummary>];
  check_choose: [Choosing, CheckId | null];
  check_open: [CheckId, CheckView];
  check_again: [CheckId, null];
  check_cancel: [CheckId, null];
  check_forget: [CheckId, null];
  check_restore: [CheckId, CheckSummary];
  folder_reveal: [CheckId, boolean];
  reference_choose: [ReferenceChoice, null];
  report_save: [CheckId, SavedReport | null];
  residual_save: [CheckId, SavedReport | null];
  residual_cancel: [CheckId, null];
  finding_explain: [Explaining, StemRow];
  set_explain: [SetExplaining, SetWords];
  stem_waveform: [WaveformQuery, Peaks];
  guides: [null, Array<Guide>];
  prepare_plan: [CheckId, PreparePlan];
  prepare_start: [Preparing, NewFolder | null];
  prepare_cancel: [CheckId, null];
  prepare_reveal: [CheckId, null];
  prepare_check: [CheckId, CheckId];
  preferences: [null, Preferences];
  preferences_set: [Preferences, Preferences];
  profile_choose: [ProfileFrom, Preferences];
}
