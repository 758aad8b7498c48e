import type { SampleRate, Unexplained } from "$lib/bindings";
import { count, listed, moment, percent } from "$lib/ui/numbers";

import type { Tone } from "./verdict";

/** From here on most of a moment is in no stem. */
export const HALF = 0.5;
/** Below this, what is left is reverb, effects and mastering: every mix has it. */
const LITTLE = 0.25;
/** Stretches with less than this between them are one to whoever listens, in seconds. */
const BREATH = 2;
/** Stretches that are named one by one. */
const NAMED = 6;

/** How much of a moment no stem explains; the strip says it by height and pattern as well. */
export function toneOfShare(share: number): Tone {
  return share >= HALF ? "bad" : share >= LITTLE ? "warn" : "ok";
}

/** The same in words. */
export function shareInWords(share: number | null): string {
  if (share === null) return "the rough mix is silent";
  return share >= 0.005 ? `${percent(share)} is in no stem` : "all of it is in the stems";
}

/**
 * The strip in at most `width` cells, each as unexplained as its worst moment: what is missing for a
 * second must not vanish in a song.
 */
export function folded({ share }: Unexplained, width: number): (number | null)[] {
  const cells = Math.min(Math.max(Math.floor(width), 0), share.length);
  const edge = (cell: number) => Math.floor((share.length * cell) / cells);
  return Array.from({ length: cells }, (_, cell) =>
    share
      .slice(edge(cell), edge(cell + 1))
      .reduce((worst, next) => (worst === null || (next !== null && next > worst) ? next : worst), null),
  );
}

/** How long the strip is, in frames. */
export const lengthOf = ({ share, frames_per_cell }: Unexplained): number => share.length * frames_per_cell;

/** The strip in a sentence, as the report says it. */
export function inWords({ share, frames_per_cell }: Unexplained, rate: SampleRate): string {
  const at = (cell: number) => moment(cell * frames_per_cell, rate);
  let worst = -1;
  share.forEach((one, cell) => {
    if (one !== null && (worst < 0 || one >= (share[worst] ?? 0))) worst = cell;
  });
  if (worst < 0) return "The rough mix is silent.";
  const most = share[worst] ?? 0;
  if (most < HALF) {
    return `The stems explain most of every moment; at ${at(worst)} they leave ${percent(most)}, the most, unexplained.`;
  }
  const all = stretches(share, Math.floor((BREATH * rate) / Math.max(frames_per_cell, 1)));
  const named = all.slice(0, NAMED).map(([from, to]) => `${at(from)}–${at(to)}`);
  const more = all.length - named.length;
  if (more > 0) named.push(count(more, "more stretch", "more stretches"));
  return `No stem explains most of what is heard at ${listed(named)}.`;
}

/**
 * Where most is unexplained: the first cell of each stretch, and the one after its last. A stretch goes
 * on after at most `breath` other cells.
 */
function stretches(share: Unexplained["share"], breath: number): [number, number][] {
  const found: [number, number][] = [];
  share.forEach((one, cell) => {
    if (one === null || one < HALF) return;
    const last = found.at(-1);
    if (last && cell <= last[1] + breath) last[1] = cell + 1;
    else found.push([cell, cell + 1]);
  });
  return found;
}

/** Where the axis has figures, in seconds: few enough to be read at this width. */
export function ticks(seconds: number, width: number): number[] {
  /** A figure and the air around it, in pixels. */
  const room = 64;
  const steps = [5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];
  const step = steps.find((step) => (step / seconds) * width >= room) ?? 3600;
  const all = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, tick) => tick * step);
  // The last one needs room before the end of the strip.
  return all.filter((at) => at === 0 || (1 - at / seconds) * width >= room / 2);
}
