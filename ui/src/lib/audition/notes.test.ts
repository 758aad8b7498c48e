import { expect, test } from "vitest";

import type { NoteView, Place, Span } from "$lib/bindings";
import { harbourSong, note } from "$lib/backend/song-samples";

import { begun, countWords, ended, heardAround, noteLine, placeWords, runUp, stepped } from "./notes";

const RATE = 48_000;
const at = (seconds: number) => seconds * RATE;
const moment = (seconds: number): Place => ({ is: "moment", at: at(seconds) });
const range = (from: number, to: number): Place => ({ is: "range", from: at(from), to: at(to) });

test.each<[Place, words: string, heard: Span | undefined, runUp: number]>([
  [{ is: "whole" }, "Whole song", undefined, 0],
  [moment(74), "1:14.0", [at(72), at(78)], at(72)],
  [moment(1), "0:01.0", [0, at(5)], 0],
  [moment(99), "1:39.0", [at(97), at(100)], at(97)],
  [range(109, 130), "1:49.0–2:10.0", [at(109), at(130)], at(107)],
])("%o is %s", (place, words, heard, start) => {
  expect(placeWords(place, RATE)).toBe(words);
  expect(heardAround(place, RATE, at(100))).toEqual(heard);
  expect(runUp(place, RATE)).toBe(start);
});

const notes = [note("a", moment(10), ""), note("b", moment(20), ""), note("c", range(30, 40), "")];

test.each<[string, chosen: string | undefined, by: 1 | -1, at: number, goes: string | undefined]>([
  ["the next of the chosen one", "a", 1, 35, "b"],
  ["the one before it", "c", -1, 5, "b"],
  ["none after the last", "c", 1, 0, undefined],
  ["the next from where playback is", undefined, 1, 15, "b"],
  ["the one before where playback is", undefined, -1, 15, "a"],
  ["the first, where the chosen one is gone", "gone", 1, 0, "a"],
])("from note to note: %s", (_, chosen, by, seconds, goes) =>
  expect(stepped(notes, chosen, by, at(seconds))?.id).toBe(goes),
);

test.each<[string, Partial<NoteView>, string]>([
  ["a draft", { state: "draft", round: null }, "Ana · draft"],
  ["of nobody with a name", { by: { id: "x", name: "", role: "artist" } }, "You · open"],
  ["with what to compare with", { compare_with: "rough" }, "Ana · open · compare with Rough"],
  [
    "done, from an earlier mix",
    { state: "done", marked_in: "mix-2", on: "mix-1", carried: true },
    "Ana · done in Mix 2 · from Mix 1",
  ],
  [
    "on a mix that was removed",
    { on: "gone", carried: true },
    "Ana · open · from a version that was removed",
  ],
])("a note %s says so", (_, part, words) =>
  expect(noteLine(note("n", moment(1), "", "open", part), harbourSong())).toBe(words),
);

test("counts leave out what there is none of", () => {
  expect(countWords({ open: 3, done: 1, verified: 0, drafts: 1 })).toBe("1 draft · 3 open · 1 done");
  expect(countWords({ open: 0, done: 0, verified: 0, drafts: 0 })).toBe("none yet");
});

test.each<[string, Span | undefined, Span, Span]>([
  ["there is none", undefined, [50, 100], [0, 50]],
  ["within it", [20, 80], [50, 80], [20, 50]],
  ["behind it", [10, 30], [50, 100], [10, 50]],
  ["before it", [60, 80], [50, 80], [0, 50]],
])("the start and the end of a stretch are set where %s", (_, span, starts, ends) => {
  expect(begun(span, 50, 100)).toEqual(starts);
  expect(ended(span, 50)).toEqual(ends);
});
