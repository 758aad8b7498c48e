// Generated from Rust by `cargo xtask bindings`; a test fails when it is stale.

/** An ABX test. */
export type AbxView = {
/** The sides that A and B are: those are known, only X is not. */
pair: [number, number],
/** What is heard. */
heard: Letter,
/** Answers given so far; a new X begins after each. */
answered: number, };

/** A person who does something, as they were called then. */
export type Actor = {
/** Names the person for good. */
id: ActorId,
/** What others call them; may be empty, on a computer that was never told. */
name: string,
/** As what they act. */
role: Role, };

/**
 *Names a person for good. */
export type ActorId = string;

/** A file on its way into a song: measured, then aligned. */
export type Adding = {
/** Counts the files since the start; names it for cancelling. */
number: number,
/** The name of the file. */
name: string,
/** Share that is done, 0 to 1. */
done: number,
/** Why it was not added; it stays until it is dismissed. */
failure: Failure | null, };

/** Something that is done to the samples. */
export type Alteration = { "kind": "level_match",
/** Below 0. */
db: number, } | { "kind": "gain",
/** Below 0. */
db: number, } | { "kind": "volume",
/** Below 0. */
db: number, } | { "kind": "sum",
/** How many are heard. */
tapes: number, } | { "kind": "resampled",
/** The file's. */
from: SampleRate,
/** The device's. */
to: SampleRate, } | { "kind": "down_mix",
/** Channels of the file. */
channels: number, } | { "kind": "depth",
/** Bits of the device. */
bits: number, } | { "kind": "one_channel" } | { "kind": "opening" } | { "kind": "unreadable" } | { "kind": "fade" } | { "kind": "mended" };

/** A blind test. */
export type BlindView = {
/** How many sides are hidden behind places, numbered from 0. */
places: number,
/** The place that is heard; `None` in an ABX trial. */
heard: number | null,
/** The ABX test, where one goes on. */
abx: AbxView | null,
/** What was hidden, once it is revealed. */
revealed: Revealed | null, };

/** Beats per minute, exact to a thousandth; a plain number in JSON. */
export type Bpm = number;

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
id: CheckId, } | { "change": "player",
/** All of it. */
player: PlayerView, } | { "change": "song",
/** All of it. */
song: SongView,
/** True when the window should show it now (a drop, a dialog). */
show: boolean, } | { "change": "song_forgotten",
/** Which. */
id: SongId, };

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

/** How many notes a song has of each kind; withdrawn ones are not counted. */
export type Counts = {
/** Drafts. */
drafts: number,
/** Submitted or reopened, to be done. */
open: number,
/** Done, to be heard. */
done: number,
/** Done and heard. */
verified: number, };

/** The DAWs whose steps we know. */
export type Daw = "pro_tools" | "logic" | "cubase" | "ableton" | "reaper" | "studio_one";

/** What the player is to do. */
export type Deed = { "do": "play" } | { "do": "pause" } | { "do": "seek",
/** Which. */
to: Frames, } | { "do": "hear",
/** Which. */
side: number, } | { "do": "match",
/** Whether. */
on: boolean, } | { "do": "loop",
/** Its first frame. */
from: Frames,
/** The frame after its last one. */
to: Frames, } | { "do": "unloop" } | { "do": "strip",
/** Which, by its place among the tapes. */
tape: number,
/** What. */
strip: Strip, } | { "do": "volume",
/** In decibels, 0 or less. */
db: number, } | { "do": "device",
/** Where; `None` follows the system. */
device: DeviceId | null, } | { "do": "reset_meters" } | { "do": "begin_blind" } | { "do": "begin_abx",
/** What A is. */
a: number,
/** What B is. */
b: number, } | { "do": "hear_letter",
/** Which. */
letter: Letter, } | { "do": "answer",
/** A or B. */
letter: Letter, } | { "do": "reveal" } | { "do": "end_blind" } | { "do": "unload" };

/** A device that sound can go to. */
export type Device = {
/** Names it for good. */
id: DeviceId,
/** What the system calls it. */
name: string,
/** Whether the system sends sound there when nobody chooses. */
is_default: boolean,
/** Rates it can be opened with, of those that files have; empty where the system does not say. */
rates: Array<SampleRate>, };

/** Names a device for good: the same device has it tomorrow. */
export type DeviceId = string;

/** Where sound can go. */
export type Devices = {
/** What is plugged in. */
devices: Array<Device>,
/** What was chosen; `None` follows the system. */
chosen: DeviceId | null,
/** Why there are none, as a sentence. */
trouble: string | null, };

/** Where files go that are dropped on the window. */
export type DropTarget = { "to": "stems" } | { "to": "new_song" } | { "to": "song",
/** Which. */
song: SongId, };

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

/** What can be heard of a check. Sides are the sum of the stems, then the rough mix where there is one. */
export type Heard = { "is": "stems" } | { "is": "mix" } | { "is": "stem",
/** As its report calls it. */
file: string,
/** The stretch to loop, in frames of the stem; plays on from where it stands without. */
over: [Frames, Frames] | null, } | { "is": "part",
/** In frames at the rate of the set, counted from bar 1 as findings tell it. */
over: [Frames, Frames], } | { "is": "residual",
/** In frames at the rate of the set, counted from bar 1 as findings tell it. */
over: [Frames, Frames], };

/** Asks to hear something of a check. It is loaded and plays at once. */
export type Hearing = {
/** Which check. */
check: CheckId,
/** What of it. */
what: Heard, };

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

/** What is heard in an ABX test: two places that are known apart, and one of them again. */
export type Letter = "a" | "b" | "x";

/** What is loaded. */
export type Loaded = {
/** Where it comes from. */
of: LoadedOf,
/** What to call it: the song, or what is heard of a check. */
title: string,
/** How fast it is, where that is known and its bars have four beats. */
bpm: Bpm | null,
/** Frames per second of the timeline. */
rate: SampleRate,
/** What can be switched between. */
sides: Array<SideView>,
/** The names of all files, by their place in [`Now::strips`]. */
tapes: Array<string>, };

/** Where something that is loaded comes from. */
export type LoadedOf = { "is": "song",
/** Which. */
song: SongId, } | { "is": "check",
/** Which. */
check: CheckId, };

/** How loud a version is over time. */
export type LoudnessCurve = {
/** Short-term loudness (EBU Tech 3341, 3 s) in LUFS, each at the middle of its 3 s; `None` for
 * silence. */
short_term: Array<number | null>,
/** Frames of the file from one value to the next; the first is at frame 0. */
frames_per_value: number, };

/** The kinds of files that markers are written as. */
export type MarkerFormat = "midi" | "reaper" | "wav" | "audacity" | "cubase" | "csv" | "text";

/** Asks for the notes of a version as markers; where they go is chosen in a dialog. */
export type MarkersWish = {
/** Which song. */
song: SongId,
/** The version that they are to be laid on. */
version: VersionId,
/** What kind of file. */
format: MarkerFormat,
/** Which notes. */
which: WhichNotes,
/** Where the mix begins in the engineer's session, in milliseconds. */
offset_ms: number, };

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

/** Loudness and levels of what the output got since the meters were reset (ITU-R BS.1770-5, EBU
 * Tech 3341 and 3342); `None` for silence and while too little was heard. */
export type Meters = {
/** Of the last 400 ms, in LUFS. */
momentary_lufs: number | null,
/** Of the last 3 s, in LUFS. */
short_term_lufs: number | null,
/** Of everything, in LUFS. */
integrated_lufs: number | null,
/** Loudness range of everything, in LU. */
range_lu: number | null,
/** Highest momentary loudness, in LUFS. */
max_momentary_lufs: number | null,
/** Highest short-term loudness, in LUFS. */
max_short_term_lufs: number | null,
/** Highest true peak, held, in dBTP. */
true_peak_dbtp: number | null,
/** Highest sample, held, in dBFS. */
peak_dbfs: number | null,
/** Highest samples of the last 100 ms, left and right, in dBFS. */
levels_dbfs: [number | null, number | null],
/** Correlation of left and right over the last 400 ms, −1 to 1. */
correlation: number | null,
/** Seconds that were heard. */
seconds: number,
/** Frames that the meters missed because the machine was too busy. */
missed: number, };

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

/**
 *Names a note for good. */
export type NoteId = string;

/** How a note stands. */
export type NoteState = "draft" | "withdrawn" | "open" | "done" | "verified" | "reopened";

/** A note, where it is on the timeline. */
export type NoteView = {
/** Which note. */
id: NoteId,
/** The version that it was written on. */
on: VersionId,
/** Whether that is another one than [`SongView::shown_on`]. */
carried: boolean,
/** Where, in frames of the timeline. */
place: Place,
/** What it says. */
text: string,
/** What to compare with. */
compare_with: VersionId | null,
/** How it stands. */
state: NoteState,
/** Who wrote it. */
by: Actor,
/** The round it was submitted in, counted from 1; `None` while it is a draft. */
round: number | null,
/** The mix in which it was last said to be done, verified or not. */
marked_in: VersionId | null,
/** What was said about it, in order. */
replies: Array<Reply>, };

/** What is heard at this moment, and what stands in the way. */
export type Now = {
/** Counts what was loaded: a position of an earlier reel is told apart by it. */
reel: number,
/** Frame of the timeline that leaves the loudspeaker, corrected for the output's lead. */
position: Frames,
/** Frame at which the last tape ends; `None` while nobody knows. */
length: Frames | null,
/** Whether it plays, or will as soon as there is a device. */
running: boolean,
/** Whether it stopped because the end was reached. */
ended: boolean,
/** Whether what was asked for last is what plays; false for a moment after loading, seeking and
 * looping, and while there is no device. */
ready: boolean,
/** The side that is heard. */
side: number,
/** Whether sides are turned down to be equally loud. */
match_levels: boolean,
/** By side, what level match takes away in decibels: 0 or less. */
match_db: Array<number>,
/** By tape, what the mixer does to it. */
strips: Array<Strip>,
/** What everything is turned down by, in decibels: 0 or less. */
volume_db: number,
/** What plays over and over. */
looped: Span | null,
/** What the device gets. */
output: OutputLine,
/** Why nothing is heard, as a sentence that says what to do. */
device_trouble: string | null,
/** What is wrong with tapes, each thing once. */
troubles: Array<TapeTrouble>,
/** How often the sound had to wait for the disk. */
underruns: number,
/** What the meters show. */
meters: Meters, };

/** What the output does. */
export type OutputLine = {
/** What the system calls the device; empty while there is none. */
device: string,
/** Frames per second that the device was opened with. */
rate: SampleRate,
/** Frames that it takes at once. */
buffer: number,
/** From Bar One to the loudspeaker, as far as the system tells, in milliseconds. */
lead_ms: number,
/** What is done to the samples on their way; nothing: they reach the device as they are. */
changes: Array<Alteration>, };

/** A waveform to draw. */
export type Peaks = {
/** Minimum, maximum and RMS of every point, ±127 at full scale. Empty when the file could not be read. */
points: Array<number>,
/** Frames of the file from one point to the next: they are evenly spread. */
frames_per_point: number, };

/** Where a note is pinned to, in frames of the version it was written on. */
export type Place = { "is": "whole" } | { "is": "moment",
/** Its frame. */
at: Frames, } | { "is": "range",
/** Its first frame. */
from: Frames,
/** The frame after its last one. */
to: Frames, };

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

/** What is loaded and heard; pushed about 30 times a second while it plays or changes. */
export type PlayerView = {
/** What is loaded; `None` when there is nothing to hear. */
loaded: Loaded | null,
/** What is heard. During a blind test sides are places: `side` is the place that is heard (`null`
 * is told by `blind.heard`), and what would give one away is left out (`match_db`, meters, the
 * changes of the output). */
now: Now,
/** The honest line about the output, as in `Bit-exact, 48 kHz` or `Level match −3.7 dB`. */
line: string,
/** Whether the samples of the file reach the device as they are. */
exact: boolean,
/** The blind test that goes on. */
blind: BlindView | null, };

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

/** An answer to a note. */
export type Reply = {
/** Names it for good. */
id: ReplyId,
/** What was answered. */
text: string,
/** Who answered. */
by: Actor,
/** When. */
at: Time, };

/**
 *Names a reply to a note for good. */
export type ReplyId = string;

/** How far the saving of what no stem explains is, or how it ended. */
export type ResidualState = { "state": "saving",
/** Share of the work that is done, 0 to 1. */
done: number, } | { "state": "saved",
/** Where it is. */
saved: SavedReport, } | { "state": "made" } | { "state": "cancelled" } | { "state": "failed",
/** Why, and what to do. */
failure: Failure, };

/** What was hidden. */
export type Revealed = {
/** The side behind each place. */
order: Array<number>,
/** How the listener did in ABX trials, where there were any. */
score: Score | null, };

/** As what a person acts. */
export type Role = "artist" | "engineer" | "studio" | "service";

/** A batch of notes, however many, that went to the engineer. */
export type Round = {
/** Counted from 1. */
number: number,
/** The mix that was listened to. */
mix: VersionId,
/** The notes that went off. */
notes: Array<NoteId>,
/** Who submitted it. */
by: Actor,
/** When. */
at: Time, };

/** Frames per second, in hertz. */
export type SampleRate = number;

/** Where a report or a sound is saved, for people to read. */
export type SavedReport = {
/** The name of the file. */
name: string,
/** The folder that it lies in. */
place: string, };

/** How a listener did so far, without a word on which answers were right. */
export type Score = {
/** Answers that were right. */
right: number,
/** Answers given. */
trials: number,
/** How likely as many right answers or more are by guessing: one-sided binomial, p = ½. */
p_value: number, };

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

/** One side: what is heard at once. */
export type SideView = {
/** What people call it. */
name: string,
/** The version that it is. */
version: VersionId | null,
/** Its tapes, by their place in [`Loaded::tapes`]. */
tapes: Array<number>,
/** Integrated loudness, in LUFS, where it is known. */
lufs: number | null, };

/** A file that takes no part in the check. */
export type Skipped = {
/** Path relative to the folder. */
file: string,
/** Why, as a sentence. */
reason: string, };

/** What can be wanted; the desk adds who, when and the names for good. */
export type SongAct = { "do": "rename",
/** What people call it from now on. */
title: string, } | { "do": "set_bpm",
/** Beats per minute. */
bpm: Bpm | null, } | { "do": "rename_version",
/** Which. */
version: VersionId,
/** What people call it from now on. */
name: string, } | { "do": "remove_version",
/** Which. */
version: VersionId, } | { "do": "restore_version",
/** Which. */
version: VersionId, } | { "do": "align",
/** Which. */
version: VersionId,
/** Frame of the timeline; negative where its beginning lies before it. */
starts_at: number, } | { "do": "write",
/** The version that was heard; on a reference it goes to the newest mix. */
on: VersionId,
/** Where. */
place: Place,
/** What is wished for. */
text: string,
/** What to compare with. */
compare_with: VersionId | null, } | { "do": "edit",
/** Which. */
note: NoteId,
/** Where it is from now on. */
place: Place,
/** What it says from now on. */
text: string,
/** What to compare with from now on. */
compare_with: VersionId | null, } | { "do": "withdraw",
/** Which. */
note: NoteId, } | { "do": "restore_note",
/** Which. */
note: NoteId, } | { "do": "reply",
/** Which. */
note: NoteId,
/** The answer. */
text: string, } | { "do": "submit",
/** The mix that was listened to. */
mix: VersionId, } | { "do": "mark_done",
/** Which. */
note: NoteId,
/** The mix in which it is. */
mix: VersionId, } | { "do": "take_done_back",
/** Which. */
note: NoteId, } | { "do": "verify",
/** Which. */
note: NoteId,
/** The mix that was heard. */
mix: VersionId, } | { "do": "reopen",
/** Which. */
note: NoteId,
/** The mix that was heard. */
mix: VersionId, } | { "do": "take_verdict_back",
/** Which. */
note: NoteId, };

/**
 *Names a song for good. */
export type SongId = string;

/** One line of the list of songs. */
export type SongSummary = {
/** Which song. */
id: SongId,
/** What people call it. */
title: string,
/** Notes that are to be done. */
open: number,
/** Notes that were not submitted yet. */
drafts: number,
/** Versions that can be listened to. */
versions: number,
/** When it was last opened or changed, in milliseconds since 1970 (UTC). */
opened_at: number, };

/** A song, with everything there is to hear and what was said about it. */
export type SongView = {
/** Which song. */
id: SongId,
/** What people call it. */
title: string,
/** How fast it is, where somebody said so. */
bpm: Bpm | null,
/** Frames per second of the timeline. */
rate: SampleRate,
/** Frame of the timeline at which the last version ends. */
frames: Frames,
/** What can be listened to: the rough mix, the mixes, then references; side n of the player is
 * the n-th of them. */
versions: Array<VersionView>,
/** The mix (or rough mix) that the notes are shown on, which is the newest; `None` without one. */
shown_on: VersionId | null,
/** The notes on it, by place. */
notes: Array<NoteView>,
/** Pairs of notes about the same stretch, to be read once more before submitting. */
overlaps: Array<[NoteId, NoteId]>,
/** How many notes there are of each kind. */
counts: Counts,
/** Rounds that were submitted. */
rounds: Array<Round>,
/** Rounds that were agreed on; `None` on a local song, which has no limit. */
allowed: number | null,
/** Rounds that may still be submitted; `None` where there is no limit. */
rounds_left: number | null,
/** Files that are being added. */
adding: Array<Adding>, };

/** What somebody wants to happen to a song. */
export type SongWish = {
/** Which song. */
song: SongId,
/** What. */
act: SongAct, };

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

/** What the mixer does to a tape. */
export type Strip = {
/** In decibels; what is above 0 counts as 0, so that no tape can be turned into clipping. */
gain_db: number,
/** Not heard. */
mute: boolean,
/** Where any tape of a side has it, only those are heard. A muted tape stays muted. */
solo: boolean, };

/** What is wrong with one tape; the others are heard all the same. */
export type TapeTrouble = {
/** Its place in [`super::Reel::tapes`]. */
tape: number,
/** What it is. */
trouble: Trouble, };

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

/** A moment of the world, in milliseconds since 1970. */
export type Time = number;

/** What can be wrong with a tape; each is a sentence. */
export type Trouble = { "kind": "unreadable",
/** Why, as a sentence. */
why: string, } | { "kind": "not_finite",
/** How many were come across so far. */
samples: number, } | { "kind": "short",
/** Frames of the file that are missing. */
missing: Frames, };

/** What no stem explains, over time. */
export type Unexplained = {
/** Frames (of the set's rate) from one cell to the next, counted from bar 1. */
frames_per_cell: number,
/** Share of each cell of the rough mix that no stem explains, 0 to 1; `None` where it is silent. */
share: Array<number | null>, };

/** Says that a version is something else than its name told. */
export type VersionAs = {
/** Which song. */
song: SongId,
/** Which version of it. */
version: VersionId,
/** What it is. */
kind: VersionKind, };

/**
 *Names a version of a song for good. */
export type VersionId = string;

/** What a version is to the song. */
export type VersionKind = { "is": "rough" } | { "is": "mix",
/** Counted from 1. */
number: number, } | { "is": "reference" };

/** A version of a song. */
export type VersionOf = {
/** Which song. */
song: SongId,
/** Which version of it. */
version: VersionId, };

/** Something to listen to. */
export type VersionView = {
/** Which version. */
id: VersionId,
/** What it is to the song. */
kind: VersionKind,
/** What people call it. */
name: string,
/** The name of its file. */
file: string,
/** Its format in words, as in `WAV · 48 kHz · 24-bit · stereo`; empty where it was never measured. */
format: string,
/** Frames per second of its file. */
rate: SampleRate,
/** Frames of its file. */
frames: Frames,
/** Frame of the timeline at which it begins; negative where its beginning lies before it. */
starts_at: number,
/** Integrated loudness as it is heard on two loudspeakers, in LUFS: of a mono file 3 LU more than in it. */
integrated_lufs: number | null,
/** Loudness range, in LU. */
lra_lu: number | null,
/** Highest momentary loudness, in LUFS. */
max_momentary_lufs: number | null,
/** Highest short-term loudness, in LUFS. */
max_short_term_lufs: number | null,
/** Highest true peak, in dBTP. */
true_peak_dbtp: number | null,
/** Correlation of left and right, −1 to 1. */
correlation: number | null,
/** Why it cannot be heard; `None` where it can. Its file can be looked for with `version_find`. */
missing: string | null, };

/** A stretch of a waveform. What lies beyond the end of the file is left out. */
export type Wave = {
/** Minimum, maximum and RMS of every point, ±32,767 at full scale. */
points: Array<number>, };

/** Asks for a stretch of a version's waveform. */
export type WaveQuery = {
/** Which song. */
song: SongId,
/** Which version of it. */
version: VersionId,
/** First frame of the version's own file. */
from: Frames,
/** Frames of the file from one point to the next: a power of two, 1 for single samples. */
frames_per_point: number,
/** How many points at most, up to 8,192. */
points: number, };

/** Asks for a stem's waveform. */
export type WaveformQuery = {
/** Which check. */
check: CheckId,
/** The stem, as its report calls it. */
file: string,
/** How many points at most. */
points: number, };

/** Which notes are meant. */
export type WhichNotes = "open" | "done" | "drafts" | "all";

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
  songs: [null, Array<SongSummary>];
  song_new: [null, SongId | null];
  song_open: [SongId, SongView];
  song_act: [SongWish, SongView];
  song_forget: [SongId, null];
  song_restore: [SongId, SongSummary];
  drop_target: [DropTarget, null];
  markers_save: [MarkersWish, SavedReport | null];
  versions_choose: [SongId, null];
  version_cancel: [number, null];
  version_find: [VersionOf, SongView];
  version_as: [VersionAs, SongView];
  version_align: [VersionOf, SongView];
  version_wave: [WaveQuery, Wave];
  version_loudness: [VersionOf, LoudnessCurve];
  player: [null, PlayerView];
  player_do: [Deed, PlayerView];
  devices: [null, Devices];
  check_hear: [Hearing, PlayerView];
}
