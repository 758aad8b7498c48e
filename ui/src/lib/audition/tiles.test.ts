import { expect, test, vi } from "vitest";

import { Memory } from "$lib/backend/memory";
import { harbourSong, version } from "$lib/backend/song-samples";

import { extremes, levelFor, TILE, Tiles, tilesOver } from "./tiles";

test.each([
  [0.05, 1],
  [1, 1],
  [3.9, 2],
  [4, 4],
  [17_600, 16_384],
  [1e9, 65_536],
])("%d frames a pixel need a point every %d frames", (framesPerPixel, level) =>
  expect(levelFor(framesPerPixel)).toBe(level),
);

test.each<[string, number, number, number, [number, number] | undefined]>([
  ["the first", 0, 100, 1, [0, 0]],
  ["two that meet", 1_000, 1_100, 1, [0, 1]],
  ["not the one behind the end", 0, 2_048, 2, [0, 0]],
  ["no further than the file", 0, 1e9, 4, [0, 24]],
  ["none before the file", -500, 0, 1, undefined],
  ["none after it", 100_000, 200_000, 1, undefined],
])("tiles over a stretch: %s", (_, from, to, level, tiles) =>
  expect(tilesOver(from, to, level, 100_000)).toEqual(tiles),
);

test("extremes come from all tiles of a stretch, or from none", () => {
  const low = Int16Array.from([-32_767, 0, 100, 0, 16_383, 200]);
  const tiles = new Map([[0, low]]);
  expect(extremes(tiles, 4, 0, 8)).toEqual({ min: -1, max: 16_383 / 32_767, rms: 200 / 32_767 });
  expect(extremes(tiles, 4, 4, 5)?.min).toBe(0);
  expect(extremes(tiles, 4, 8, 12)).toBeUndefined();
  const full = new Map([[0, new Int16Array(TILE * 3)]]);
  expect(extremes(full, 4, 0, TILE * 4)).toEqual({ min: 0, max: 0, rms: 0 });
  expect(extremes(full, 4, 0, TILE * 4 + 1)).toBeUndefined();
});

test("a tile is asked for once, and what is coarser stands in until it comes", async () => {
  const memory = new Memory({ songs: [harbourSong()] });
  const arrived = vi.fn();
  const tiles = new Tiles(memory, "harbour-lights", arrived);
  const mix = version("mix-2", "Mix 2", { is: "mix", number: 2 });
  tiles.want(mix, 4096, 0, 48_000);
  tiles.want(mix, 4096, 0, 48_000);
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
  expect(memory.calls.filter(([name]) => name === "version_wave")).toEqual([
    [
      "version_wave",
      { song: "harbour-lights", version: "mix-2", from: 0, frames_per_point: 4096, points: TILE },
    ],
  ]);
  const known = tiles.reader(mix, 4096)(40_960, 45_056);
  expect(known?.max).toBeGreaterThan(0);
  expect(tiles.reader(mix, 256)(40_960, 45_056)).toEqual(known);
  expect(tiles.reader({ ...mix, file: "another.wav" }, 4096)(0, 48_000)).toBeUndefined();
});
