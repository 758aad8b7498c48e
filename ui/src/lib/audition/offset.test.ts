import { expect, test } from "vitest";

import { offsetWords, parseOffset } from "./offset";

test.each([
  ["0:00.000", 0, "0:00.000"],
  ["1:02.5", 62_500, "1:02.500"],
  ["12", 12_000, "0:12.000"],
  ["1:00:00,040", 3_600_040, "60:00.040"],
  ["-0:01.25", -1_250, "−0:01.250"],
  [" −2.001 ", -2_001, "−0:02.001"],
])("%s is %d ms, written %s", (text, milliseconds, words) => {
  expect(parseOffset(text)).toBe(milliseconds);
  expect(offsetWords(milliseconds)).toBe(words);
});

test.each(["", "a", "1:75", "1:60:00", "1:2:3:4", "0:01.2345"])("“%s” is no place", (text) =>
  expect(parseOffset(text)).toBeUndefined(),
);
