import { expect, test } from "vitest";

import type { Place } from "$lib/bindings";
import { note } from "$lib/backend/song-samples";

import { laneMarks } from "./lane";

test.each<[string, Place, { x: number; width: number } | undefined]>([
  ["a moment where it is", { is: "moment", at: 1_500 }, { x: 50, width: 0 }],
  ["a range as wide as it is", { is: "range", from: 1_200, to: 1_400 }, { x: 20, width: 20 }],
  ["a short range wide enough to be hit", { is: "range", from: 1_200, to: 1_201 }, { x: 20, width: 6 }],
  ["a range that began before", { is: "range", from: 500, to: 1_100 }, { x: -50, width: 60 }],
  ["not what is elsewhere", { is: "moment", at: 5_000 }, undefined],
  ["not what is about the whole song", { is: "whole" }, undefined],
])("the lane shows %s", (_, place, mark) => {
  const [shown] = laneMarks([note("n", place, "")], [1_000, 2_000], 100);
  if (mark) expect(shown).toMatchObject(mark);
  else expect(shown).toBeUndefined();
});

test("moments lie on ranges", () => {
  const notes = [
    note("moment", { is: "moment", at: 100 }, ""),
    note("range", { is: "range", from: 50, to: 200 }, ""),
  ];
  expect(laneMarks(notes, [0, 1_000], 100).map(({ note }) => note.id)).toEqual(["range", "moment"]);
});
