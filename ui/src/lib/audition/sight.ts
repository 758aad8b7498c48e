import type { Frames, Span } from "$lib/bindings";

/** The stretch of the timeline that is on show, in frames; fractions of a frame are fine. */
export type Sight = Readonly<Span>;

/** The fewest frames that are shown: each is wide enough to be a dot. */
const FEWEST = 32;

/** How much of the stretch lies behind the play head after a page was turned. */
const BEHIND = 0.1;

/** Where a frame lies, in pixels from the left. */
export function xOf([from, to]: Sight, frame: number, width: number): number {
  return ((frame - from) / Math.max(to - from, 1)) * width;
}

/** The frame that lies at so many pixels from the left. */
export function frameAt([from, to]: Sight, x: number, width: number): number {
  return from + (x / Math.max(width, 1)) * (to - from);
}

/** The stretch as wide as it is, or as the song is, moved to lie within it. */
export function fitted([from, to]: Sight, length: Frames): Sight {
  const wide = Math.min(Math.max(to - from, FEWEST), Math.max(length, FEWEST));
  const start = Math.min(Math.max(from, 0), Math.max(length - wide, 0));
  return [start, start + wide];
}

/** A stretch `factor` times as wide, in which the frame `around` stays where it is. */
export function zoomed([from, to]: Sight, factor: number, around: number, length: Frames): Sight {
  const wide = Math.min(Math.max((to - from) * factor, FEWEST), Math.max(length, FEWEST));
  const share = (around - from) / Math.max(to - from, 1);
  const start = around - share * wide;
  return fitted([start, start + wide], length);
}

/** The stretch so many frames further on. */
export function moved([from, to]: Sight, by: number, length: Frames): Sight {
  return fitted([from + by, to + by], length);
}

/** Whether a frame is on show. */
export function holds([from, to]: Sight, at: number): boolean {
  return from <= at && at <= to;
}

/** The stretch turned like a page, so that `at` and what comes after it are on show. */
export function paged([from, to]: Sight, at: number, length: Frames): Sight {
  const start = at - (to - from) * BEHIND;
  return fitted([start, start + to - from], length);
}

/** Whether all of the song is on show. */
export function isWhole([from, to]: Sight, length: Frames): boolean {
  return from <= 0 && to >= length;
}
