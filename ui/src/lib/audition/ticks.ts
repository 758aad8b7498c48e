import type { Bpm, SampleRate } from "$lib/bindings";

import { xOf, type Sight } from "./sight";

/** A mark of a ruler. */
export interface Tick {
  /** Pixels from the left. */
  x: number;
  /** What stands at it. */
  label: string;
}

/** The least room that a label gets, in pixels. */
const ROOM = 72;

/** Steps that people count in, in seconds. */
const STEPS = [
  0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120,
  300, 600, 1_800, 3_600,
];

/** Marks in time: from minutes down to parts of a millisecond, as close as their labels allow. */
export function timeTicks(sight: Sight, width: number, rate: SampleRate): Tick[] {
  const room = ((sight[1] - sight[0]) / rate / Math.max(width, 1)) * ROOM;
  const step = STEPS.find((seconds) => seconds >= room) ?? 7_200;
  return every(step * rate, sight, width, (number) => clock(number * step, digitsOf(step)));
}

/** Marks of bars in 4/4 that begin at frame 0, or of their beats where there is room. */
export function barTicks(sight: Sight, width: number, rate: SampleRate, bpm: Bpm): Tick[] {
  const beat = (60 * rate) / bpm;
  const pixels = (beat / Math.max(sight[1] - sight[0], 1)) * width;
  if (pixels >= ROOM / 2) {
    const name = (number: number) =>
      `${Math.floor(number / 4) + 1}${number % 4 ? `.${(number % 4) + 1}` : ""}`;
    return every(beat, sight, width, name);
  }
  let bars = 1;
  while (bars * 4 * pixels < ROOM / 2) bars *= 2;
  return every(beat * 4 * bars, sight, width, (number) => `${number * bars + 1}`);
}

function every(step: number, sight: Sight, width: number, name: (number: number) => string): Tick[] {
  // A hair aside: the mark at the very edge is one.
  const first = Math.max(Math.ceil(sight[0] / step - 1e-9), 0);
  const last = Math.floor(sight[1] / step + 1e-9);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, at) => ({
    x: xOf(sight, (first + at) * step, width),
    label: name(first + at),
  }));
}

/** Decimals that tell two marks apart. */
function digitsOf(step: number): number {
  return Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
}

function clock(seconds: number, digits: number): string {
  const rounded = Number(seconds.toFixed(digits));
  const [minutes, rest] = [Math.floor(rounded / 60), rounded % 60];
  return `${minutes}:${rest.toFixed(digits).padStart(digits ? digits + 3 : 2, "0")}`;
}
