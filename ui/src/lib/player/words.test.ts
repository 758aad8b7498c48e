import { expect, test } from "vitest";

import type { BlindView, PlayerView, Trouble } from "$lib/bindings";
import { Deck } from "$lib/backend/deck";

import { barAndBeat } from "./bars";
import { clock, scoreInWords, SILENCE_DB, troubleInWords, volumeInWords, whatPlays } from "./words";

test.each([
  [0, 48_000, "0:00.00"],
  [3_596_640, 48_000, "1:14.93"],
  [47_999, 48_000, "0:00.99"],
  [44_100 * 60, 44_100, "1:00.00"],
  [48_000 * 3_725.5, 48_000, "1:02:05.50"],
  [48_000 * 0.29, 48_000, "0:00.29"],
])("clock(%d, %d) is %s", (at, rate, text) => expect(clock(at, rate)).toBe(text));

test.each([
  [0, 120, "1.1"],
  [24_000, 120, "1.2"],
  [95_999, 120, "1.4"],
  [96_000, 120, "2.1"],
  [48_000 * 68.9, 130.08, "38.2"],
])("at frame %d of %d bpm it is bar %s", (at, bpm, text) => expect(barAndBeat(at, 48_000, bpm)).toBe(text));

test.each([
  [0, "0 dB"],
  [-12.4, "−12 dB"],
  [-60, "−60 dB"],
  [SILENCE_DB, "−∞ dB"],
])("a volume of %d is %s", (db, text) => expect(volumeInWords(db)).toBe(text));

test.each<[Trouble, string]>([
  [{ kind: "unreadable", why: "The disk is gone: plug it in." }, "Kick.wav: The disk is gone: plug it in."],
  [
    { kind: "not_finite", samples: 1 },
    "Kick.wav: one sample is no number and is heard as silence. Bounce it again.",
  ],
  [
    { kind: "not_finite", samples: 1_200 },
    "Kick.wav: 1,200 samples are no numbers and are heard as silence. Bounce it again.",
  ],
  [
    { kind: "short", missing: 480 },
    "Kick.wav: it ends 480 frames before the place that its header promises. Copy it again.",
  ],
])("%o is told as a sentence", (trouble, text) =>
  expect(troubleInWords({ tape: 0, trouble }, ["Kick.wav"])).toBe(text),
);

test.each([
  [9, 12, 0.073, "9 of 12 right; by guessing that happens in 7.3 % of tests"],
  [0, 4, 1, "0 of 4 right; by guessing that happens in 100 % of tests"],
  [20, 20, 9.5e-7, "20 of 20 right; by guessing that happens in fewer than 0.1 % of tests"],
])("%d of %d is told with its chance", (right, trials, p_value, text) =>
  expect(scoreInWords({ right, trials, p_value })).toBe(text),
);

function playing(part: Partial<PlayerView> = {}, solo?: number): PlayerView {
  const deck = new Deck(
    () => undefined,
    () => {
      throw new Error("no check");
    },
  );
  const side = (name: string, tapes: number[]) => ({ name, version: null, tapes, lufs: null });
  const sides = [side("Stems", [0, 1]), side("Rough mix", [2])];
  const tapes = ["Kick.wav", "Bass.wav", "Rough.wav"];
  deck.load(
    { of: { is: "check", check: "1" }, title: "Harbour Lights", bpm: null, rate: 48_000, sides, tapes },
    1,
  );
  const strips = deck.now.strips.map((strip, at) => ({ ...strip, solo: at === solo }));
  return { ...deck.view, now: { ...deck.now, strips }, ...part };
}

const places: BlindView = { places: 2, heard: 0, abx: null, revealed: null };
const abx: BlindView = {
  places: 2,
  heard: null,
  abx: { pair: [0, 1], heard: "x", answered: 0 },
  revealed: null,
};

test.each<[string, PlayerView, [string, string] | undefined]>([
  ["nothing", playing({ loaded: null }), undefined],
  ["a side", playing(), ["Stems", "Harbour Lights"]],
  ["a soloed stem", playing({}, 1), ["Bass.wav", "soloed of 2 stems"]],
  ["a place, not what is behind it", playing({ blind: places }), ["Place 1", "Harbour Lights"]],
  ["a letter", playing({ blind: abx }), ["X", "Harbour Lights"]],
  [
    "a side that was A",
    playing({
      blind: { ...abx, abx: { ...abx.abx!, heard: "b" }, revealed: { order: [1, 0], score: null } },
    }),
    ["Rough mix", "Harbour Lights"],
  ],
  [
    "what was behind a place",
    playing({ blind: { ...places, revealed: { order: [1, 0], score: null } } }),
    ["Rough mix", "Harbour Lights"],
  ],
])("it says %s", (_, view, words) => expect(whatPlays(view)).toEqual(words));
