import { expect, test } from "vitest";

import type { Heard, Now, Span } from "$lib/bindings";
import { Deck } from "$lib/backend/deck";

import { holds, isHeard, momentAround } from "./heard";

function view(part: Partial<Now>, solo: readonly number[] = []) {
  const deck = new Deck(
    () => undefined,
    () => {
      throw new Error("no check");
    },
  );
  const side = (name: string, tapes: number[]) => ({ name, version: null, tapes, lufs: null });
  const sides = [side("Stems", [0, 1]), side("Rough mix", [2]), side("What no stem explains", [3])];
  const tapes = ["Kick.wav", "Bass.wav", "Rough.wav", "Left.wav"];
  deck.load({ of: { is: "check", check: "1" }, title: "Song", bpm: null, rate: 48_000, sides, tapes }, 1);
  const strips = deck.now.strips.map((strip, at) => ({ ...strip, solo: solo.includes(at) }));
  return { ...deck.view, now: { ...deck.now, strips, ...part } };
}

const over: Span = [44_100, 88_200];
const kick: Heard = { is: "stem", file: "Kick.wav", over: null };

test.each<[string, Heard, Partial<Now>, solo: number[], boolean]>([
  ["all stems", { is: "stems" }, {}, [], true],
  ["not all stems while one is soloed", { is: "stems" }, {}, [0], false],
  ["the rough mix", { is: "mix" }, { side: 1 }, [], true],
  ["the rough mix, whatever is soloed of the stems", { is: "mix" }, { side: 1 }, [0], true],
  ["not the rough mix while it loops", { is: "mix" }, { side: 1, looped: [0, 1] }, [], false],
  ["a stem", kick, {}, [0], true],
  ["not one of two stems", kick, {}, [0, 1], false],
  ["not another stem", kick, {}, [1], false],
  ["not a stem while the rough mix is heard", kick, { side: 1 }, [0], false],
  ["a moment of a stem at its own rate", { ...kick, over }, { looped: [48_000, 96_000] }, [0], true],
  ["not another moment", { ...kick, over }, { looped: [48_000, 99_000] }, [0], false],
  ["not a stem as a whole while a moment loops", kick, { looped: [48_000, 96_000] }, [0], false],
  ["a part of the rough mix", { is: "part", over }, { side: 1, looped: [48_000, 96_000] }, [], true],
  ["what is left", { is: "residual", over }, { side: 2, looped: [48_000, 96_000] }, [], true],
])("it hears %s", (_, what, now, solo, heard) => {
  expect(isHeard(view(now, solo), what, 44_100)).toBe(heard);
});

test("the player holds one check, not another, and not nothing", () => {
  expect([holds(view({}), "1"), holds(view({}), "2"), holds(null, "1")]).toEqual([true, false, false]);
});

test.each<[Span, Span]>([
  [
    [96_000, 96_009],
    [72_000, 120_009],
  ],
  [
    [100, 200],
    [0, 24_200],
  ],
  [
    [470_000, 480_000],
    [446_000, 480_000],
  ],
])("around %j is %j", (moment, around) =>
  expect(momentAround(moment, { rate: 48_000, frames: 480_000 })).toEqual(around),
);
