import type { Frames, SampleRate } from "$lib/bindings";

/** Where a frame is in music of 4/4 that begins at frame 0: `38.2` is the second beat of bar 38. */
export function barAndBeat(at: Frames, rate: SampleRate, bpm: number): string {
  // A hair below a beat is that beat: times are rounded on their way.
  const beat = Math.floor((at / Math.max(rate, 1)) * (bpm / 60) + 1e-6);
  return `${Math.floor(beat / 4) + 1}.${(((beat % 4) + 4) % 4) + 1}`;
}
