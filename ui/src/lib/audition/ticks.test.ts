import { expect, test } from "vitest";

import type { Sight } from "./sight";
import { barTicks, timeTicks, type Tick } from "./ticks";

const RATE = 48_000;
const labels = (ticks: Tick[]) => ticks.map(({ label }) => label);
const seconds = (from: number, to: number): Sight => [from * RATE, to * RATE];

test.each<[string, Sight, string[]]>([
  ["four minutes", seconds(0, 242), ["0:00", "0:30", "1:00", "1:30", "2:00", "2:30", "3:00", "3:30", "4:00"]],
  ["an hour", seconds(0, 3_600), ["0:00", "10:00", "20:00", "30:00", "40:00", "50:00", "60:00"]],
  ["ten seconds", seconds(60, 66), ["1:00", "1:01", "1:02", "1:03", "1:04", "1:05", "1:06"]],
  ["a second", seconds(9.5, 10.5), ["0:09.6", "0:09.8", "0:10.0", "0:10.2", "0:10.4"]],
  [
    "milliseconds",
    seconds(1, 1.01),
    ["1.000", "1.002", "1.004", "1.006", "1.008", "1.010"].map((it) => `0:0${it}`),
  ],
  [
    "single samples",
    [48_000, 48_032],
    ["0:01.0000", "0:01.0001", "0:01.0002", "0:01.0003", "0:01.0004", "0:01.0005", "0:01.0006"],
  ],
])("the ruler over %s", (_, sight, names) => {
  const ticks = timeTicks(sight, 660, RATE);
  expect(labels(ticks)).toEqual(names);
  for (const [at, { x }] of ticks.entries())
    if (at > 0) expect(x - (ticks[at - 1]?.x ?? 0)).toBeGreaterThan(60);
});

test.each<[string, Sight, string[]]>([
  ["whole bars, as many as have room", seconds(0, 242), ["1", "9", "17"]],
  ["each bar", seconds(0, 12), ["1", "2", "3"]],
  ["beats", seconds(2, 4), ["2", "2.2", "2.3"]],
])("bars at 120 bpm: %s", (_, sight, first) => {
  expect(labels(barTicks(sight, 660, RATE, 120)).slice(0, 3)).toEqual(first);
});
