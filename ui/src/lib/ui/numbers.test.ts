import { expect, test } from "vitest";

import type { Format } from "$lib/bindings";

import { count, decimal, formatLine, kilohertz, level, percent, timecode, timeLeft, when } from "./numbers";

test.each([
  [-6.14, 1, "−6.1"],
  [0, 1, "0.0"],
  [-0.04, 1, "0.0"],
  [-0.05, 1, "−0.1"],
  [3, 1, "3.0"],
  [-23, 0, "−23"],
])("decimal(%d, %d) is %s", (value, digits, text) => expect(decimal(value, digits)).toBe(text));

test.each([
  [null, "LUFS", "—"],
  [undefined, "", "—"],
  [-23.44, "LUFS", "−23.4 LUFS"],
  [0.21, "dBTP", "0.2 dBTP"],
  [-6.1, "", "−6.1"],
])("level(%s, %s) is %s", (value, unit, text) => expect(level(value, unit)).toBe(text));

test.each([
  [0, 48_000, "0:00.0"],
  [48_000, 48_000, "0:01.0"],
  [2_512_799, 48_000, "0:52.3"],
  [47_999, 48_000, "0:00.9"],
  [60 * 44_100, 44_100, "1:00.0"],
  [3_600 * 48_000, 48_000, "1:00:00.0"],
  [3_725 * 48_000 + 4_800, 48_000, "1:02:05.1"],
  [100, 0, "1:40.0"],
])("timecode(%d, %d) is %s", (at, rate, text) => expect(timecode(at, rate)).toBe(text));

test.each([
  [0, "about a second left"],
  [7.2, "about 8 s left"],
  [31, "about 35 s left"],
  [58, "about 1 min left"],
  [200, "about 3 min left"],
  [5_400, "about 1.5 h left"],
])("timeLeft(%d) is %s", (seconds, text) => expect(timeLeft(seconds)).toBe(text));

test.each([
  [44_100, "44.1 kHz"],
  [48_000, "48 kHz"],
  [11_025, "11.025 kHz"],
])("kilohertz(%d) is %s", (rate, text) => expect(kilohertz(rate)).toBe(text));

test.each<[Partial<Format>, string]>([
  [{}, "48 kHz · 24 · mono"],
  [{ channels: 2, rate: 44_100, bits: 16 }, "44.1 kHz · 16 · stereo"],
  [{ encoding: "float", bits: 32, channels: 2 }, "48 kHz · 32 float · stereo"],
  [{ encoding: "mp3", bits: null, channels: 2 }, "48 kHz · MP3 · stereo"],
  [{ encoding: "flac", bits: 24 }, "48 kHz · 24 FLAC · mono"],
  [{ channels: 6 }, "48 kHz · 24 · 6 channels"],
])("formatLine of %o is %s", (part, text) => {
  const mono: Format = { container: "wav", encoding: "pcm", bits: 24, rate: 48_000, channels: 1, frames: 1 };
  expect(formatLine({ ...mono, ...part })).toBe(text);
});

test.each([
  [0, "0 stems"],
  [1, "1 stem"],
  [5_000, "5,000 stems"],
])("count(%d) is %s", (many, text) => expect(count(many, "stem")).toBe(text));

test.each([
  [0.29, "29 %"],
  [0.999, "99 %"],
  [1, "100 %"],
  [-1, "0 %"],
])("percent(%d) is %s", (share, text) => expect(percent(share)).toBe(text));

test("when counts days by midnight, not by 24 hours", () => {
  const now = new Date(2026, 10, 23, 0, 30).getTime();
  expect(when(now - 60_000, now)).toMatch(/^Today /);
  expect(when(now - 3_600_000, now)).toMatch(/^Yesterday /);
  expect(when(now - 3 * 86_400_000, now)).toMatch(/2026/);
});
