import { expect, test } from "vitest";

import type { Span } from "$lib/bindings";

import { markColumns } from "./wave";

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
