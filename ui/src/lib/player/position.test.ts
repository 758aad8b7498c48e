import { expect, test } from "vitest";

import { positionAfter, type Moving } from "./position";

const NOW: Moving = { position: 48_000, running: true, ready: true, looped: null, length: 480_000 };

test.each<[string, Partial<Moving>, elapsed: number, at: number]>([
  ["plays on", {}, 500, 72_000],
  ["stands while paused", { running: false }, 500, 48_000],
  ["stands until it is ready", { ready: false }, 500, 48_000],
  ["never goes back before what was told", {}, -20, 48_000],
  ["ends at the end", {}, 60_000, 480_000],
  ["runs on where nobody knows the end", { length: null }, 10_000, 528_000],
  ["turns around at the end of the loop", { looped: [24_000, 72_000] }, 600, 28_800],
  ["turns around more than once", { looped: [24_000, 72_000] }, 2_600, 28_800],
  ["is at the start of the loop when it is at its end", { looped: [24_000, 72_000] }, 500, 24_000],
  ["comes into the loop from before it", { looped: [96_000, 144_000] }, 500, 72_000],
  ["plays on behind a loop", { looped: [0, 24_000] }, 500, 72_000],
  ["minds no empty loop", { looped: [60_000, 60_000] }, 500, 72_000],
])("playback %s", (_, part, elapsed, at) => {
  expect(positionAfter({ ...NOW, ...part }, 48_000, elapsed)).toBe(at);
});
