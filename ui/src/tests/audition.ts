import { screen, within } from "@testing-library/svelte";

import type { Contents } from "$lib/backend/memory";
import { harbourSong } from "$lib/backend/song-samples";
import type { Deed, SongAct, SongView } from "$lib/bindings";

import { openWindow, type Opened } from "./window";

export const RATE = 48_000;

/** A place of the song, in frames. */
export const at = (seconds: number) => Math.round(seconds * RATE);

/** The window with the screen Audition on it. */
export async function openAudition(contents: Contents = {}): Promise<Opened> {
  const opened = await openWindow(contents);
  await opened.user.click(screen.getByRole("button", { name: "Audition" }));
  return opened;
}

/** The room of a song. */
export async function openRoom(part: Partial<SongView> = {}, contents: Contents = {}): Promise<Opened> {
  const song = harbourSong(part);
  const opened = await openAudition({ songs: [song], ...contents });
  await opened.user.click(await screen.findByRole("button", { name: new RegExp(`^${song.title}`) }));
  await screen.findByRole("heading", { name: /Harbour Lights/ });
  return opened;
}

/** The song as the backend has it. */
export const songOf = ({ memory }: Opened): SongView => memory.songs.views.get("harbour-lights") as SongView;

/** What was wanted of the song so far. */
export const actsOf = ({ memory }: Opened): SongAct[] =>
  memory.calls.flatMap(([name, wish]) => (name === "song_act" ? [wish.act] : []));

/** What was wanted of the player so far. */
export const deedsOf = ({ memory }: Opened): Deed[] =>
  memory.calls.flatMap(([name, deed]) => (name === "player_do" ? [deed] : []));

export const notes = () => within(screen.getByRole("list", { name: "Notes" }));
export const field = () => screen.getByRole("textbox", { name: "Say what you hear" });
