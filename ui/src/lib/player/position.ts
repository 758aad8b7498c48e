import type { Frames, Now, SampleRate } from "$lib/bindings";

/** What of {@link Now} decides where playback is a moment later. */
export type Moving = Pick<Now, "position" | "running" | "ready" | "looped" | "length">;

/** Where playback is `elapsed` milliseconds after it was told where it is. */
export function positionAfter(now: Moving, rate: SampleRate, elapsed: number): Frames {
  const { position, looped, length } = now;
  if (!now.running || !now.ready) return position;
  const at = position + (Math.max(elapsed, 0) * rate) / 1000;
  // Only what comes from before the loop's end turns around there.
  if (looped && position < looped[1] && looped[0] < looped[1]) {
    const [from, to] = looped;
    return at < to ? at : from + ((at - from) % (to - from));
  }
  return length === null ? at : Math.min(at, length);
}
