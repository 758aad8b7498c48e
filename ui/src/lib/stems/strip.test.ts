import { expect, test } from "vitest";

import { folded, inWords, shareInWords, ticks, toneOfShare } from "./strip";

/** One cell a second at 48 kHz; below 0 the mix is silent. */
const strip = (...share: number[]) => ({
  frames_per_cell: 48_000,
  share: share.map((one) => (one < 0 ? null : one)),
});

test("a narrow strip keeps what is worst", () => {
  const wide = strip(0.1, 0.9, -1, -1, 0.2, 0.3, 0.4);
  expect(folded(wide, 3)).toEqual([0.9, null, 0.4]);
  expect(folded(wide, 99)).toHaveLength(7);
  expect(folded(strip(), 9)).toEqual([]);
  expect(folded(wide, 0)).toEqual([]);
});

// The same table as in `bar-stems/src/phrase/strip.rs`: window and report say the same.
test.each<[number[], string]>([
  [[-1, -1], "The rough mix is silent."],
  [[], "The rough mix is silent."],
  [
    [0.1, 0.3, 0.2],
    "The stems explain most of every moment; at 0:01.0 they leave 30 %, the most, unexplained.",
  ],
  [
    [0.1, 0.6, 0.7, -1, 0.5, 0.1, 0.1, 0.1, 0.9],
    "No stem explains most of what is heard at 0:01.0–0:05.0 and 0:08.0–0:09.0.",
  ],
])("%j in words", (share, words) => expect(inWords(strip(...share), 48_000)).toBe(words));

test.each<[number | null, string, string]>([
  [0, "ok", "all of it is in the stems"],
  [0.24, "ok", "24 % is in no stem"],
  [0.25, "warn", "25 % is in no stem"],
  [0.5, "bad", "50 % is in no stem"],
  [null, "ok", "the rough mix is silent"],
])("a share of %s", (share, tone, words) => {
  expect(shareInWords(share)).toBe(words);
  expect(toneOfShare(share ?? 0)).toBe(tone);
});

test.each<[number, number, number[]]>([
  [242, 400, [0, 60, 120, 180]],
  [242, 900, [0, 30, 60, 90, 120, 150, 180, 210]],
  [3, 400, [0]],
  [7200, 400, [0, 1200, 2400, 3600, 4800, 6000]],
])("an axis over %d s in %d px", (seconds, width, wanted) => expect(ticks(seconds, width)).toEqual(wanted));
