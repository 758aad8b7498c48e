import type {
  Frames,
  NoteState,
  NoteView,
  Place,
  SampleRate,
  Span,
  SongView,
  VersionId,
} from "$lib/bindings";
import { timecode } from "$lib/ui/numbers";

/** What is heard around a note's moment, in seconds before and after it. */
const [BEFORE, AFTER] = [2, 4];

/** A place in words: `1:14.0`, `1:49.0–2:10.0`, `Whole song`. */
export function placeWords(place: Place, rate: SampleRate): string {
  if (place.is === "whole") return "Whole song";
  return place.is === "moment" ? timecode(place.at, rate) : spanWords([place.from, place.to], rate);
}

/** A stretch in words: `1:49.0–2:10.0`. */
export function spanWords([from, to]: Readonly<Span>, rate: SampleRate): string {
  return `${timecode(from, rate)}–${timecode(to, rate)}`;
}

/** Where a place begins; what is about the whole song begins with it. */
export function startOf(place: Place): Frames {
  return place.is === "whole" ? 0 : place.is === "moment" ? place.at : place.from;
}

/** What is heard over and over to judge a note: its range, or a moment with what is around it; nothing for the whole song. */
export function heardAround(place: Place, rate: SampleRate, length: Frames): Span | undefined {
  if (place.is === "whole") return undefined;
  if (place.is === "range") return [place.from, place.to];
  return [Math.max(place.at - BEFORE * rate, 0), Math.min(place.at + AFTER * rate, length)];
}

/** Where one begins to listen to a note: a little before it. */
export function runUp(place: Place, rate: SampleRate): Frames {
  return Math.max(startOf(place) - BEFORE * rate, 0);
}

/** The note after (or before) the chosen one; where none is chosen, after (or before) where playback is. */
export function stepped(
  notes: readonly NoteView[],
  chosen: string | undefined,
  by: 1 | -1,
  at: Frames,
): NoteView | undefined {
  const now = notes.findIndex(({ id }) => id === chosen);
  if (now >= 0) return notes[now + by];
  const starts = (note: NoteView) => startOf(note.place);
  return by > 0 ? notes.find((note) => starts(note) > at) : notes.findLast((note) => starts(note) < at);
}

/** What a state is called; a tick is never all there is of it. */
export const STATES: Record<NoteState, string> = {
  draft: "draft",
  withdrawn: "withdrawn",
  open: "open",
  done: "done",
  verified: "verified",
  reopened: "reopened",
};

/** What people call a version; one that was removed has no name any more. */
export function nameOf(song: SongView, version: VersionId): string {
  return song.versions.find(({ id }) => id === version)?.name ?? "a version that was removed";
}

/** Who says what of a note in one line: `You · done in Mix 2 · compare with Rough`. */
export function noteLine(note: NoteView, song: SongView): string {
  const { state, marked_in, carried, on, compare_with, by } = note;
  const marked = marked_in && state !== "open" ? ` in ${nameOf(song, marked_in)}` : "";
  const said = state === "open" && note.round === null ? "" : `${STATES[state]}${marked}`;
  return [
    by.role === "artist" ? by.name || "You" : by.name || "The engineer",
    said,
    carried ? `from ${nameOf(song, on)}` : "",
    compare_with ? `compare with ${nameOf(song, compare_with)}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** How many notes there are of each kind, those to do something about first: `2 drafts · 3 open · 1 done`. */
export function countWords({ open, done, verified, drafts }: SongView["counts"]): string {
  const parts = [
    [drafts, drafts === 1 ? "draft" : "drafts"],
    [open, "open"],
    [done, "done"],
    [verified, "verified"],
  ] as const;
  const there = parts.filter(([many]) => many > 0);
  return there.length > 0 ? there.map(([many, words]) => `${many} ${words}`).join(" · ") : "none yet";
}

/** The stretch with its beginning moved; to the end of the song where there was none behind it. */
export function begun(span: Readonly<Span> | undefined, at: Frames, length: Frames): Span {
  return span && at < span[1] ? [at, span[1]] : [at, length];
}

/** The stretch with its end moved; from the beginning of the song where there was none before it. */
export function ended(span: Readonly<Span> | undefined, at: Frames): Span {
  return span && at > span[0] ? [span[0], at] : [0, at];
}
