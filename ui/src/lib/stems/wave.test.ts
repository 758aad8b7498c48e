import { expect, test } from "vitest";

import type { Span } from "$lib/bindings";

import { around, markColumns, within } from "./wave";

test.each<[string, Span[], [number, number][]]>([
  ["nothing", [], []],
  ["a stretch", [[250, 500]], [[25, 25]]],
  ["three samples are still seen", [[500, 503]], [[50, 2]]],
  ["the last frame stays inside", [[999, 1000]], [[98, 2]]],
  [
    "touching marks are one",
    [
      [100, 200],
      [205, 300],
    ],
    [[10, 20]],
  ],
  [
    "order does not matter",
    [
      [800, 900],
      [100, 200],
    ],
    [
      [10, 10],
      [80, 10],
    ],
  ],
  [
    "one inside another",
    [
      [100, 500],
      [200, 300],
    ],
    [[10, 40]],
  ],
])("marks: %s", (_, marks, columns) => expect(markColumns(marks, 1000, 100, 2)).toEqual(columns));

test.each<[string, Span[], Span[]]>([
  ["what lies inside is counted from the start", [[150, 160]], [[50, 60]]],
  [
    "what sticks out is cut",
    [
      [50, 120],
      [190, 400],
    ],
    [
      [0, 20],
      [90, 100],
    ],
  ],
  [
    "what lies outside is left out",
    [
      [0, 100],
      [200, 300],
    ],
    [],
  ],
  ["a moment has no length and is still there", [[150, 150]], [[50, 50]]],
])("within a stretch: %s", (_, marks, inside) => expect(within(marks, [100, 200])).toEqual(inside));

test.each<[string, Span, Span]>([
  ["a moment gets two seconds", [1_000, 1_001], [900, 1_101]],
  ["a long decay gets half its length on either side", [1_000, 1_600], [700, 1_900]],
  ["the edges of the file are edges", [10, 20], [0, 115]],
])("around a place: %s", (_, span, shown) => expect(around(span, 10_000, 100)).toEqual(shown));
