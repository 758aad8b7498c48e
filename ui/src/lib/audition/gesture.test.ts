import { expect, test } from "vitest";

import type { Span } from "$lib/bindings";

import { dragged, drags, gripAt, type Grip } from "./gesture";

const LOOP: Span = [1_000, 2_000];
const on = { sight: [0, 10_000] as const, width: 1_000, length: 9_000 };

test.each<[string, x: number, Span | undefined, shift: boolean, Grip]>([
  ["where there is no loop", 100, undefined, false, "loop"],
  ["at its beginning", 104, LOOP, false, "from"],
  ["at its end", 195, LOOP, false, "to"],
  ["within it", 150, LOOP, false, "loop"],
  ["with Shift, wherever", 100, LOOP, true, "select"],
])("the pointer goes down %s", (_, x, looped, shift, grip) =>
  expect(gripAt(x, looped, on.sight, on.width, shift)).toBe(grip),
);

test.each<[string, Grip, down: number, x: number, Span]>([
  ["forwards", "loop", 300, 400, [3_000, 4_000]],
  ["backwards", "select", 400, 300, [3_000, 4_000]],
  ["no further than the song", "loop", 800, 1_200, [8_000, 9_000]],
  ["the beginning of a loop", "from", 100, 50, [500, 2_000]],
  ["its end across its beginning", "to", 200, 60, [600, 1_000]],
])("dragging %s", (_, grip, down, x, span) => expect(dragged(grip, down, x, LOOP, on)).toEqual(span));

test("a click that shakes is a click", () => {
  expect(drags(100, 103)).toBe(false);
  expect(drags(100, 95)).toBe(true);
});
