import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { harbourSong, version } from "$lib/backend/song-samples";
import { level } from "$lib/ui/numbers";

import { actsOf, openAudition, openRoom, songOf } from "./audition";
import { expectAccessible } from "./window";

// Menus stay away from what is nowhere, as everything is in jsdom.
beforeEach(() => {
  const somewhere = [new DOMRect(10, 10, 100, 20)] as unknown as DOMRectList;
  vi.spyOn(HTMLElement.prototype, "getClientRects").mockReturnValue(somewhere);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("who opens the screen for the first time learns what to drop, and can choose it", async () => {
  const { memory, user } = await openAudition({ songChoices: { songs: [harbourSong()] } });
  expect(
    await screen.findByRole("heading", { name: "Drop a rough mix and mixes of one song here" }),
  ).toBeVisible();
  expect(memory.calls).toContainEqual(["drop_target", { to: "new_song" }]);
  await expectAccessible();

  await user.click(screen.getByRole("button", { name: "Choose files…" }));
  expect(await screen.findByRole("heading", { name: /Harbour Lights/, level: 1 })).toBeVisible();
  expect(memory.calls).toContainEqual(["song_open", "harbour-lights"]);
  await waitFor(() =>
    expect(memory.calls).toContainEqual(["drop_target", { to: "song", song: "harbour-lights" }]),
  );
});

test("closing the dialog changes nothing; what is refused says why", async () => {
  const { memory, user } = await openAudition();
  await user.click(await screen.findByRole("button", { name: "Choose files…" }));
  expect(screen.getByRole("heading", { name: "Audition" })).toBeVisible();
  memory.refusals.set("song_new", { code: "song", message: "The disk is full: make room, then try again." });
  await user.click(screen.getByRole("button", { name: "Choose files…" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full");
});

test("songs are opened again by keyboard, and forgotten with a way back", async () => {
  const { memory, user } = await openAudition({ songs: [harbourSong()] });
  const open = await screen.findByRole("button", { name: /^Harbour Lights 4 versions/ });
  expect(open).toHaveTextContent("2 drafts · 2 open notes");
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Forget Harbour Lights" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: /^Harbour Lights/ })).toBeNull());
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  (await screen.findByRole("button", { name: /^Harbour Lights/ })).focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("list", { name: "Versions" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "All songs" }));
  expect(await screen.findByRole("button", { name: "Forget Harbour Lights" })).toBeVisible();
  expect(memory.songs.views.size).toBe(1);
});

test("a song that is dropped is shown, wherever the artist is", async () => {
  const { memory, user } = await openAudition();
  await user.click(screen.getByRole("button", { name: "Settings" }));
  memory.songs.push(harbourSong(), true);
  expect(await screen.findByRole("heading", { name: /Harbour Lights/, level: 1 })).toBeVisible();
});

test("files held over the window light it up, and say what they would be added to", async () => {
  const { memory } = await openRoom();
  memory.emit({ change: "dragging", over: true });
  expect(await screen.findByText("Let go to add to “Harbour Lights”")).toBeVisible();
  memory.emit({ change: "dragging", over: false });
  await waitFor(() => expect(screen.queryByText(/Let go/)).toBeNull());
});

test("a file that is added shows how far it is, and can be stopped; one that cannot be says why", async () => {
  const opened = await openRoom();
  const { memory, user } = opened;
  const failure = { code: "unreadable", message: "This is no sound file: choose a WAV." };
  memory.songs.push({
    ...songOf(opened),
    adding: [
      { number: 7, name: "Mix 3.wav", done: 0.4, failure: null },
      { number: 8, name: "notes.wav", done: 0, failure },
    ],
  });
  expect(await screen.findByRole("progressbar", { name: "Adding Mix 3.wav" })).toHaveAttribute(
    "aria-valuenow",
    "40",
  );
  expect(screen.getByRole("alert")).toHaveTextContent("notes.wav: This is no sound file: choose a WAV.");
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Cancel adding Mix 3.wav" }));
  expect(memory.calls).toContainEqual(["version_cancel", 7]);
  await user.click(screen.getByRole("button", { name: "Dismiss" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

test("versions are added, renamed, moved, called what they are, and removed with a way back", async () => {
  const mix = version("mix-3", "Mix 3", { is: "mix", number: 3 });
  const opened = await openRoom({}, { songChoices: { versions: [mix] } });
  const { memory, user } = opened;
  const versions = within(screen.getByRole("list", { name: "Versions" }));
  await user.click(versions.getByRole("button", { name: "Add…" }));
  expect(await versions.findByRole("button", { name: /^Mix 3/ })).toBeVisible();

  const choose = async (item: string | RegExp) => {
    await user.click(versions.getByRole("button", { name: "More about Mix 3" }));
    await user.click(await screen.findByRole("menuitem", { name: item }));
  };
  await user.click(versions.getByRole("button", { name: "More about Mix 3" }));
  await user.click(await screen.findByRole("menuitem", { name: "10 ms later" }));
  await waitFor(() => expect(screen.getByText("+0.010 s")).toBeVisible());
  await user.click(screen.getByRole("menuitemcheckbox", { name: "Reference" }));
  expect(memory.calls).toContainEqual([
    "version_as",
    { song: "harbour-lights", version: "mix-3", kind: { is: "reference" } },
  ]);
  await choose("Align automatically");
  expect(memory.calls).toContainEqual(["version_align", { song: "harbour-lights", version: "mix-3" }]);
  await choose("Rename…");
  const name = await versions.findByRole("textbox", { name: "Name of the version" });
  await user.clear(name);
  await user.type(name, "Louder{Enter}");
  expect(await versions.findByRole("button", { name: /^Louder/ })).toBeVisible();
  await user.click(versions.getByRole("button", { name: "More about Louder" }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
  await waitFor(() => expect(versions.queryByRole("button", { name: /^Louder/ })).toBeNull());
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await versions.findByRole("button", { name: /^Louder/ })).toBeVisible();
});

test("what every version measures is read beside the others", async () => {
  const { user } = await openRoom();
  await user.click(screen.getByRole("button", { name: "More about Mix 2" }));
  await user.click(await screen.findByRole("menuitem", { name: "Figures of all versions…" }));
  const table = within(await screen.findByRole("table"));
  const rows = table.getAllByRole("row").slice(1);
  expect(rows).toHaveLength(harbourSong().versions.length);
  const [lufs] = harbourSong().versions.map(({ integrated_lufs }) => integrated_lufs);
  expect(rows[0]).toHaveTextContent(`Rough${level(lufs)}`);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("table")).toBeNull());
});

test("a version whose file is gone says so, and its file can be found", async () => {
  const [rough, ...others] = harbourSong().versions;
  if (!rough) throw new Error("no rough mix");
  const missing = "“Rough.wav” is not where it was: find it, or put it back.";
  const { memory, user } = await openRoom({ versions: [{ ...rough, missing }, ...others] });
  expect(await screen.findByRole("button", { name: "Rough File missing" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "More about Rough" }));
  await user.click(await screen.findByRole("menuitem", { name: "Find its file…" }));
  expect(memory.calls).toContainEqual(["version_find", { song: "harbour-lights", version: "rough" }]);
  expect(await screen.findByRole("button", { name: "Rough −11.2 LUFS" })).toBeVisible();
});

test("title and tempo are changed where they stand; a tempo that is none says so", async () => {
  const opened = await openRoom();
  const { user } = opened;
  await user.click(screen.getByRole("button", { name: "Harbour Lights, rename" }));
  const title = screen.getByRole("textbox", { name: "Title of the song" });
  await user.clear(title);
  await user.type(title, "Night Ferry{Enter}");
  expect(await screen.findByRole("button", { name: "Night Ferry, rename" })).toBeVisible();
  const bpm = screen.getByRole("textbox", { name: "BPM" });
  await user.clear(bpm);
  await user.type(bpm, "12{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("A tempo is a number from 20 to 999.");
  await user.clear(bpm);
  await user.type(bpm, "96,5{Enter}");
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  await user.clear(bpm);
  await fireEvent.change(bpm);
  await waitFor(() =>
    expect(actsOf(opened)).toEqual([
      { do: "rename", title: "Night Ferry" },
      { do: "set_bpm", bpm: 96.5 },
      { do: "set_bpm", bpm: null },
    ]),
  );
});

test("what was dropped here and will not do is told here", async () => {
  const { memory, user } = await openAudition();
  const message = "There is no sound file in it: drop a rough mix or mixes.";
  memory.emit({ change: "failed", failure: { code: "no_versions", message } });
  expect(await screen.findByRole("alert")).toHaveTextContent(message);
  await user.click(screen.getByRole("button", { name: "Stem check" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("another song that is dropped takes the place of the one on the screen", async () => {
  const { memory } = await openRoom();
  memory.songs.push({ ...harbourSong(), id: "glass", title: "Glass", notes: [] }, true);
  expect(await screen.findByRole("heading", { name: /^Glass/, level: 1 })).toBeVisible();
  expect(screen.queryByRole("heading", { name: /Harbour Lights/ })).toBeNull();
  await waitFor(() => expect(memory.deck.loaded?.title).toBe("Glass"));
});
