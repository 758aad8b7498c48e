import { expect, test } from "vitest";

import type { BlindView, Loaded } from "$lib/bindings";

import { knownSide, stopsOf } from "./blind";

const side = (name: string) => ({ name, version: null, tapes: [], lufs: null });
const LOADED: Loaded = {
  of: { is: "song", song: "1" },
  bpm: null,
  title: "Harbour Lights",
  rate: 48_000,
  sides: ["Rough", "Mix 1", "Mix 2"].map(side),
  tapes: [],
};
const PLACES: BlindView = { places: 3, heard: 1, abx: null, revealed: null };
const ABX: BlindView = {
  places: 3,
  heard: null,
  abx: { pair: [0, 2], heard: "x", answered: 3 },
  revealed: null,
};
const revealed = { order: [2, 0, 1], score: null };

test.each<[string, BlindView, string[]]>([
  ["hidden places", PLACES, ["1 Place 1", "2 Place 2, heard", "3 Place 3"]],
  [
    "what was behind places",
    { ...PLACES, revealed },
    ["1 Rough: was place 2, heard", "2 Mix 1: was place 3", "3 Mix 2: was place 1"],
  ],
  ["A, B and X", ABX, ["1 A: Rough", "2 B: Mix 2", "3 X, heard"]],
  ["sides, when trials are over", { ...ABX, revealed }, ["1 Rough", "2 Mix 1", "3 Mix 2"]],
  [
    "sides, once one was heard after that",
    { ...PLACES, revealed: { ...revealed, score: { right: 1, trials: 1, p_value: 0.5 } } },
    ["1 Rough, heard", "2 Mix 1", "3 Mix 2"],
  ],
])("%s can be heard", (_, blind, words) => {
  const said = stopsOf(blind, LOADED).map(
    ({ number, name, line, heard }) =>
      `${number + 1} ${name}${line ? `: ${line}` : ""}${heard ? ", heard" : ""}`,
  );
  expect(said).toEqual(words);
});

test.each<[string, BlindView, number | undefined]>([
  ["a hidden place", PLACES, undefined],
  ["a place that is revealed", { ...PLACES, revealed }, 0],
  ["X", ABX, undefined],
  ["B", { ...ABX, abx: { ...ABX.abx!, heard: "b" } }, 2],
])("the side of %s is known, or not", (_, blind, side) => expect(knownSide(blind)).toBe(side));
