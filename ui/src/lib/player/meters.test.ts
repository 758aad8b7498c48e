import { expect, test } from "vitest";

import { AT_REST, marksOfScale, moved, shareOfBar, shareOfScale, type Needle, type Scale } from "./meters";

const LOUD: Needle = { level: -6, peak: -3, age: 0 };

test.each<[string, Needle, told: number | null, elapsed: number, Needle]>([
  ["rises at once", AT_REST, -12, 16, { level: -12, peak: -12, age: 0 }],
  ["stays at the bottom in silence", AT_REST, null, 16, { level: -60, peak: -60, age: 0 }],
  ["falls 20 dB in 1.7 s and holds the peak", LOUD, null, 850, { level: -16, peak: -3, age: 850 }],
  ["lets the peak fall after a while", { ...LOUD, age: 1400 }, null, 170, { level: -8, peak: -5, age: 1500 }],
  ["takes a higher peak", { ...LOUD, age: 900 }, 0, 33, { level: 0, peak: 0, age: 0 }],
])("a level bar %s", (_, before, told, elapsed, after) => {
  const now = moved(before, told, elapsed);
  for (const key of ["level", "peak", "age"] as const) expect(now[key]).toBeCloseTo(after[key], 9);
});

test.each([
  [0, 1],
  [-60, 0],
  [-30, 0.5],
  [-90, 0],
  [3, 1],
])("%d dBFS fills %d of a bar", (dbfs, share) => expect(shareOfBar(dbfs)).toBe(share));

test.each<[number | null, Scale, number]>([
  [-23, 9, 18 / 27],
  [-23, 18, 36 / 54],
  [-14, 9, 1],
  [-5, 18, 1],
  [-41, 9, 0],
  [-41, 18, 18 / 54],
  [null, 9, 0],
  [0, 9, 1],
])("%s LUFS on EBU +%d", (lufs, scale, share) => expect(shareOfScale(lufs, scale)).toBeCloseTo(share, 12));

test("the scales are those of EBU Tech 3341", () => {
  expect(marksOfScale(9)).toEqual([-18, -15, -12, -9, -6, -3, 0, 3, 6, 9]);
  expect(marksOfScale(18)).toEqual([-36, -30, -24, -18, -12, -6, 0, 6, 12, 18]);
});
