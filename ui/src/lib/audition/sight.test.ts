import { expect, test } from "vitest";

import { fitted, frameAt, holds, isWhole, moved, paged, xOf, zoomed, type Sight } from "./sight";

const LENGTH = 10_000;

test("a frame lies where the pixel is that asks for it", () => {
  expect(xOf([1_000, 3_000], 1_500, 800)).toBe(200);
  expect(frameAt([1_000, 3_000], 200, 800)).toBe(1_500);
});

test.each<[string, Sight, Sight]>([
  ["stays where it lies within", [100, 400], [100, 400]],
  ["does not begin before the song", [-50, 250], [0, 300]],
  ["does not end after the song", [9_900, 10_200], [9_700, 10_000]],
  ["is never wider than the song", [-5_000, 20_000], [0, 10_000]],
  ["is never narrower than 32 frames", [500, 501], [500, 532]],
])("a stretch %s", (_, sight, fits) => expect(fitted(sight, LENGTH)).toEqual(fits));

test.each<[string, Sight, factor: number, around: number, Sight]>([
  ["half as wide around its middle", [0, 10_000], 0.5, 5_000, [2_500, 7_500]],
  ["half as wide around the pointer", [2_000, 4_000], 0.5, 2_500, [2_250, 3_250]],
  ["wider, and still within the song", [0, 1_000], 4, 900, [0, 4_000]],
  ["the whole song at most", [2_000, 8_000], 100, 5_000, [0, 10_000]],
  ["down to single samples", [5_000, 5_100], 0.001, 5_050, [5_034, 5_066]],
])("zooming: %s", (_, sight, factor, around, zooms) =>
  expect(zoomed(sight, factor, around, LENGTH)).toEqual(zooms),
);

test("moving stops at the ends", () => {
  expect(moved([0, 1_000], 500, LENGTH)).toEqual([500, 1_500]);
  expect(moved([500, 1_500], -900, LENGTH)).toEqual([0, 1_000]);
});

test("a page is turned so that the play head is near its beginning", () => {
  expect(paged([0, 1_000], 1_000, LENGTH)).toEqual([900, 1_900]);
  expect(paged([0, 1_000], 9_990, LENGTH)).toEqual([9_000, 10_000]);
  expect(holds([0, 1_000], 1_000)).toBe(true);
  expect(holds([0, 1_000], 1_001)).toBe(false);
});

test("the whole song is on show, or not", () => {
  expect(isWhole([0, 10_000], LENGTH)).toBe(true);
  expect(isWhole([1, 10_000], LENGTH)).toBe(false);
});
