import { expect, test } from "vitest";

import { version } from "$lib/backend/song-samples";

import { comparedWith, pathOf, scaleOf, type Curve } from "./curves";

const RATE = 100;
const curve = (
  short_term: (number | null)[],
  part: { starts_at?: number; rate?: number } = {},
  match_db = 0,
): Curve => ({
  version: version("mix", "Mix", { is: "mix", number: 1 }, { rate: RATE, ...part }),
  curve: { short_term, frames_per_value: 100 },
  match_db,
});
const on = { sight: [0, 300] as const, width: 300, height: 24, rate: RATE, scale: [0, -24] as const };

test.each<[string, Curve[], [number, number]]>([
  ["nothing", [], [0, -18]],
  ["silence", [curve([null])], [0, -18]],
  ["the loudest of all", [curve([-14, -9.4]), curve([-11])], [-9, -27]],
  ["as loud as it is heard", [curve([-9.4], {}, -3.7)], [-12, -30]],
])("the scale holds %s", (_, curves, scale) => expect(scaleOf(curves)).toEqual(scale));

test.each<[string, Curve, string]>([
  ["values, each where it is", curve([-6, -12, 0, -24]), "M0.0 6.0L100.0 12.0L200.0 0.0L300.0 24.0"],
  ["nothing for silence", curve([-6, null, -12, -12]), "M0.0 6.0M200.0 12.0L300.0 12.0"],
  ["what is too quiet at the bottom", curve([-60]), "M0.0 24.0"],
  ["a version that begins later", curve([-6, -12], { starts_at: 50 }), "M50.0 6.0L150.0 12.0"],
  ["a version at another rate", curve([-6, -12], { rate: 200 }), "M0.0 6.0L50.0 12.0"],
  ["as loud as it is heard", curve([-6], {}, -6), "M0.0 12.0"],
])("a curve draws %s", (_, drawn, path) => expect(pathOf(drawn, on)).toBe(path));

test("where values are closer than pixels, some are left out", () => {
  const path = pathOf(curve(Array.from({ length: 400 }, () => -6)), {
    ...on,
    sight: [0, 40_000],
    width: 100,
  });
  expect(path.match(/[ML]/g)).toHaveLength(100);
});

test.each<[string, heard: number | undefined, before: number | undefined, compared: number | undefined]>([
  ["what was heard before", 2, 1, 1],
  ["the rough mix where nothing was", 2, undefined, 0],
  ["the newest mix where the rough mix is heard", 0, undefined, 2],
  ["not what is not there any more", 2, 7, 0],
])("a version is compared with %s", (_, heard, before, compared) => {
  const versions = [
    version("rough", "Rough", { is: "rough" }),
    version("mix-1", "Mix 1", { is: "mix", number: 1 }),
    version("mix-2", "Mix 2", { is: "mix", number: 2 }),
  ];
  expect(comparedWith(versions, heard, before)).toBe(compared);
});

test("a version alone is compared with none", () => {
  expect(comparedWith([version("rough", "Rough", { is: "rough" })], 0, undefined)).toBeUndefined();
});
