import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import type { SongView } from "$lib/bindings";
import { harbourSong } from "$lib/backend/song-samples";

import { expectAccessible, openWindow, type Opened } from "./window";

/** The song on the screen, with the panel of blind tests open. */
async function opened(song: SongView = harbourSong()): Promise<Opened> {
  const window = await openWindow({ songs: [song] });
  window.memory.songs.push(song, true);
  await screen.findByRole("heading", { name: song.title, level: 1 });
  await bar().findByText(song.title);
  await window.user.keyboard("b");
  await screen.findByRole("region", { name: "Blind test" });
  return window;
}

const bar = () => within(screen.getByRole("region", { name: "Player" }));
const panel = () => within(screen.getByRole("region", { name: "Blind test" }));

test("versions are hidden behind places until they are revealed", async () => {
  const { user } = await opened();
  await expectAccessible();
  await user.click(panel().getByRole("button", { name: "Hide all 4 versions behind numbers" }));
  expect(await bar().findByText("Place 1")).toBeVisible();
  expect(panel().queryByText(/Mix 2/)).toBeNull();
  await user.keyboard("2");
  await waitFor(() =>
    expect(panel().getByRole("button", { name: "Place 2" })).toHaveAttribute("aria-pressed", "true"),
  );
  expect(bar().getByRole("button", { name: /Blind test, levels matched/ })).toBeVisible();
  await user.keyboard("m");
  await expectAccessible();
  await user.click(panel().getByRole("button", { name: "Reveal" }));
  const heard = await panel().findByRole("button", { name: "Mix 2 was place 2" });
  expect(heard).toHaveAttribute("aria-pressed", "true");
  expect(await bar().findByText("Mix 2")).toBeVisible();
  await user.keyboard("1");
  expect(await bar().findByText("Rough")).toBeVisible();
  await user.click(panel().getByRole("button", { name: "End" }));
  await waitFor(() => expect(bar().queryByRole("button", { name: /Blind test, levels matched/ })).toBeNull());
  expect(bar().getByText("Rough")).toBeVisible();
});

test("A, B and X are heard by keys, and the answers are told in the end, with their chance", async () => {
  const { user } = await opened();
  await user.selectOptions(panel().getByRole("combobox", { name: "A" }), "Rough");
  await user.selectOptions(panel().getByRole("combobox", { name: "B" }), "Rough");
  expect(panel().getByRole("button", { name: "Begin ABX" })).toBeDisabled();
  expect(panel().getByTitle("A and B are the same: choose another one.")).toBeVisible();
  await user.selectOptions(panel().getByRole("combobox", { name: "B" }), "Mix 2");
  await user.click(panel().getByRole("button", { name: "Begin ABX" }));
  expect(await panel().findByRole("button", { name: "A Rough" })).toHaveAttribute("aria-pressed", "true");
  await user.keyboard("3");
  await waitFor(() =>
    expect(panel().getByRole("button", { name: "X" })).toHaveAttribute("aria-pressed", "true"),
  );
  expect(bar().getByText("X")).toBeVisible();
  await expectAccessible();
  await user.click(panel().getByRole("button", { name: "X is B" }));
  await user.click(panel().getByRole("button", { name: "X is A" }));
  await user.click(panel().getByRole("button", { name: "X is B" }));
  expect(await panel().findByText("3 answers so far")).toBeVisible();
  await user.click(panel().getByRole("button", { name: "Reveal" }));
  expect(
    await panel().findByText("2 of 3 right; by guessing that happens in 50.0 % of tests."),
  ).toBeVisible();
});

test("one version cannot be compared with anything", async () => {
  const [version] = harbourSong().versions;
  await opened(harbourSong({ versions: [version!], shown_on: version!.id }));
  expect(panel().getByText("There is nothing to compare yet: it takes two versions.")).toBeVisible();
});
