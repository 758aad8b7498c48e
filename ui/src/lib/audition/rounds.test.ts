import { expect, test } from "vitest";

import type { NoteState, SongView } from "$lib/bindings";
import { harbourSong, note } from "$lib/backend/song-samples";

import { actsOn, roundWords, whyNotSubmit, type NoteAct } from "./rounds";

test.each<[Partial<SongView>, string | undefined]>([
  [{ rounds: [] }, undefined],
  [{}, "1 round submitted"],
  [{ allowed: 2, rounds_left: 1 }, "Revision 2 of 2 included"],
  [{ allowed: 2, rounds_left: 0 }, "All 2 included revisions used"],
])("rounds of %o: %s", (part, words) => expect(roundWords(harbourSong(part))).toBe(words));

test.each<[string, Partial<SongView>, RegExp | undefined]>([
  ["there is something to submit", {}, undefined],
  ["there are no drafts", { counts: { drafts: 0, open: 2, done: 0, verified: 0 } }, /^Nothing to submit yet/],
  ["no revision is left", { allowed: 1, rounds_left: 0 }, /used up/],
  ["there is no mix", { shown_on: null }, /no mix yet/],
])("submitting, where %s", (_, part, why) => {
  const words = whyNotSubmit(harbourSong(part));
  if (why) expect(words).toMatch(why);
  else expect(words).toBeUndefined();
});

test.each<[NoteState, carried: boolean, allowed: number | null, NoteAct[]]>([
  ["draft", false, null, ["edit", "withdraw"]],
  ["open", false, null, ["reply"]],
  ["open", true, null, ["mark_done", "verify", "reply"]],
  ["open", true, 2, ["reply"]],
  ["done", true, null, ["verify", "reopen", "take_done_back", "reply"]],
  ["done", true, 2, ["verify", "reopen", "reply"]],
  ["verified", true, 2, ["take_verdict_back", "reply"]],
  ["reopened", true, null, ["mark_done", "take_verdict_back", "reply"]],
  ["withdrawn", false, null, []],
])("a note that is %s (carried: %s, rounds: %s) can be %o", (state, carried, allowed, acts) =>
  expect(actsOn(note("n", { is: "whole" }, "", state, { carried }), harbourSong({ allowed }))).toEqual(acts),
);
