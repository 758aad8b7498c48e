import { expect, test } from "vitest";

import type { SongView } from "$lib/bindings";
import { harbourSong } from "$lib/backend/song-samples";

import { sidesOf, toVerify } from "./verify";

test.each<[string, Partial<SongView>, string[]]>([
  ["done, and open ones where nobody else says so", {}, ["vocal", "snare", "delay"]],
  ["only done ones where an engineer says so", { allowed: 2 }, ["vocal"]],
  ["none before there is a mix", { shown_on: "rough" }, []],
])("to be verified: %s", (_, part, ids) =>
  expect(toVerify(harbourSong(part)).map(({ id }) => id)).toEqual(ids),
);

test("a note is heard in its own mix and in the newest", () => {
  const song = harbourSong();
  const [note] = toVerify(song);
  if (!note) throw new Error("no note");
  expect(sidesOf(note, song)).toEqual({ before: 1, after: 2 });
  const versions = song.versions.filter(({ id }) => id !== "mix-1");
  expect(sidesOf(note, { ...song, versions })).toEqual({ before: undefined, after: 1 });
});
