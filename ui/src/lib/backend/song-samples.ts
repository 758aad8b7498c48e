import type {
  Actor,
  LoudnessCurve,
  NoteState,
  NoteView,
  Place,
  SongView,
  VersionKind,
  VersionView,
  Wave,
  WaveQuery,
} from "$lib/bindings";

import { LENGTH } from "./samples";

const RATE = 48_000;

/** Who listens, and who mixes. */
export const ARTIST: Actor = { id: "ana", name: "Ana", role: "artist" };
export const ENGINEER: Actor = { id: "tom", name: "Tom", role: "engineer" };

/** A version, of which a test only says what matters to it. */
export function version(
  id: string,
  name: string,
  kind: VersionKind,
  part: Partial<VersionView> = {},
): VersionView {
  return {
    id,
    kind,
    name,
    file: `Harbour Lights ${name}.wav`,
    format: "WAV · 48 kHz · 24-bit · stereo",
    rate: RATE,
    frames: LENGTH,
    starts_at: 0,
    integrated_lufs: -14,
    lra_lu: 6.4,
    max_momentary_lufs: -9.1,
    max_short_term_lufs: -10.8,
    true_peak_dbtp: -1.1,
    correlation: 0.72,
    missing: null,
    ...part,
  };
}

/** A note on Mix 2, of which a test only says what matters to it. */
export function note(
  id: string,
  place: Place,
  text: string,
  state: NoteState = "open",
  part: Partial<NoteView> = {},
): NoteView {
  return {
    id,
    on: "mix-2",
    carried: false,
    place,
    text,
    compare_with: null,
    state,
    by: ARTIST,
    round: state === "draft" ? null : 1,
    marked_in: null,
    replies: [],
    ...part,
  };
}

const at = (seconds: number) => Math.round(seconds * RATE);

/** The song of the pictures: a rough mix, two mixes and a reference; notes in every state. */
export function harbourSong(part: Partial<SongView> = {}): SongView {
  const carried = { on: "mix-1", carried: true };
  const done = { ...carried, marked_in: "mix-2" };
  return {
    id: "harbour-lights",
    title: "Harbour Lights",
    bpm: 130.08,
    rate: RATE,
    frames: LENGTH,
    versions: [
      version("rough", "Rough", { is: "rough" }, { integrated_lufs: -11.2 }),
      version("mix-1", "Mix 1", { is: "mix", number: 1 }, { integrated_lufs: -14 }),
      version("mix-2", "Mix 2", { is: "mix", number: 2 }, { integrated_lufs: -13.1 }),
      version(
        "own-2023",
        "Own, 2023",
        { is: "reference" },
        { integrated_lufs: -9.4, frames: at(205), starts_at: at(2) },
      ),
    ],
    shown_on: "mix-2",
    notes: [
      note("fade", { is: "whole" }, "A little less of everything below 40 Hz?", "draft"),
      note("vocal", { is: "moment", at: at(43.2) }, "Vocal up a touch in the verse", "done", {
        ...done,
        replies: [{ id: "reply", text: "+0.8 dB, rode the ends", by: ENGINEER, at: 1_764_000_000_000 }],
      }),
      note(
        "snare",
        { is: "moment", at: at(74) },
        "Snare feels dull against the rough, can it have its crack back?",
        "open",
        {
          ...carried,
          compare_with: "rough",
        },
      ),
      note(
        "delay",
        { is: "range", from: at(109), to: at(130) },
        "Delay throws too loud here",
        "reopened",
        done,
      ),
      note("breath", { is: "moment", at: at(150) }, "Keep the breath before the bridge", "verified", done),
      note("bar", { is: "moment", at: at(188.6) }, "Fade a bar later?", "draft"),
    ],
    overlaps: [],
    counts: { drafts: 2, open: 2, done: 1, verified: 1 },
    rounds: [
      {
        number: 1,
        mix: "mix-1",
        notes: ["vocal", "snare", "delay", "breath"],
        by: ARTIST,
        at: 1_763_000_000_000,
      },
    ],
    allowed: null,
    rounds_left: null,
    adding: [],
    ...part,
  };
}

/** A waveform by a formula: the same place looks the same at every zoom, as loud as the version is. */
export function waveOf({ frames, integrated_lufs }: VersionView, query: WaveQuery): Wave {
  const { from, frames_per_point, points } = query;
  const many = Math.max(0, Math.min(points, Math.ceil((frames - from) / frames_per_point)));
  const loud = 10 ** (((integrated_lufs ?? -14) + 9) / 40);
  const wave = Array.from({ length: many }, (_, point) => {
    const frame = from + point * frames_per_point;
    const along = frame / frames;
    const section = 0.25 + 0.55 * Math.abs(Math.sin(along * 9)) * Math.min(1, along * 14);
    if (frames_per_point < 16) {
      const sample = section * loud * Math.sin(frame / 19) * 32_767;
      return [sample, sample, Math.abs(sample)];
    }
    // Any fraction of the place: the same at each zoom.
    const grain = 0.55 + ((0.45 * Math.abs(Math.sin(frame * 12.9898) * 43_758.5453)) % 0.45);
    const peak = Math.min(1, section * grain * loud) * 32_767;
    return [-peak, peak, peak * 0.45];
  });
  return { points: wave.flat().map(Math.round) };
}

/** How loud a version is over time, twice a second. */
export function curveOf({ rate, frames, integrated_lufs }: VersionView): LoudnessCurve {
  const frames_per_value = rate / 2;
  const loud = integrated_lufs ?? -14;
  const short_term = Array.from({ length: Math.ceil(frames / frames_per_value) }, (_, value) =>
    value < 4 ? null : loud + 3 * Math.sin(value / 34) + Math.sin(value / 5),
  );
  return { short_term, frames_per_value };
}
