import type { NoteView, SongView } from "$lib/bindings";

/** The notes to hear: of an earlier mix, said to be done; on a song of one's own those that are open too. */
export function toVerify(song: SongView): NoteView[] {
  const newest = song.versions.find(({ id }) => id === song.shown_on);
  if (newest?.kind.is !== "mix") return [];
  return song.notes.filter(
    ({ carried, state }) =>
      carried && (state === "done" || (song.allowed === null && (state === "open" || state === "reopened"))),
  );
}

/** The sides on which a note is heard: before (nothing where that mix was removed), and in the newest mix. */
export function sidesOf({ on }: NoteView, song: SongView): { before: number | undefined; after: number } {
  const side = (version: string | null) => song.versions.findIndex(({ id }) => id === version);
  const before = side(on);
  return { before: before < 0 ? undefined : before, after: Math.max(side(song.shown_on), 0) };
}
