import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { COMPARED, harbourLights } from "$lib/backend/harbour";
import type { Contents } from "$lib/backend/memory";
import { check, music } from "$lib/backend/samples";

import { expectAccessible, openWindow, type Opened } from "./window";

const ID = "Harbour Lights";
const saves = { name: "Harbour Lights what no stem explains.wav", place: "/home/ana/Songs" };

/** The details of the set, where what no stem explains can be saved. */
async function opened(part: Contents = {}): Promise<Opened> {
  const views = [check(ID, harbourLights(), COMPARED)];
  const window = await openWindow({ views, show: ID, wave: music, saves, ...part });
  await screen.findByRole("grid");
  await window.user.keyboard("s");
  return window;
}

async function button(name: string | RegExp): Promise<HTMLElement> {
  const details = await screen.findByRole("complementary", { name: "Details of the set" });
  return (await within(details).findAllByRole("button", { name }))[0]!;
}

test("what is left is saved, seen to come, and said where it is", async () => {
  const { memory, user } = await opened();
  await user.click(await button("Save what is left…"));
  expect(memory.calls).toContainEqual(["residual_save", ID]);
  memory.emit({ change: "residual", id: ID, state: { state: "saving", done: 0.42 } });
  expect(await button(/Cancel saving\s*42 %/)).toBeVisible();
  await expectAccessible();
  memory.emit({ change: "residual", id: ID, state: { state: "saved", saved: saves } });
  expect(await screen.findByText(/^Saved as Harbour Lights what no stem explains.wav in/)).toBeVisible();
  expect(await button("Save what is left…")).toBeVisible();
});

test("it can be stopped, and begun anew", async () => {
  const { memory, user } = await opened();
  await user.click(await button("Save what is left…"));
  await user.click(await button(/Cancel saving/));
  expect(memory.calls).toContainEqual(["residual_cancel", ID]);
  expect(await screen.findByText("Stopped. Nothing of it is left on your disk.")).toBeVisible();
  await user.click(await button("Save what is left…"));
  expect(await button(/Cancel saving/)).toBeVisible();
});

test("a closed dialog says nothing, a place that will not do says why, and so does a full disk", async () => {
  const { memory, user } = await opened({ saves: undefined });
  await user.click(await button("Save what is left…"));
  expect(await button("Save what is left…")).toBeVisible();
  expect(screen.queryByText(/Saved as/)).toBeNull();
  const message = "Kick.wav is one of the files that were checked: choose another name.";
  memory.refusals.set("residual_save", { code: "residual", message });
  await user.click(await button("Save what is left…"));
  expect(await screen.findByRole("alert")).toHaveTextContent(message);
});

test("what could not be written says why", async () => {
  const { memory, user } = await opened();
  await user.click(await button("Save what is left…"));
  const failure = { code: "residual", message: "The disk is full." };
  memory.emit({ change: "residual", id: ID, state: { state: "failed", failure } });
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full.");
  await waitFor(async () => expect(await button("Save what is left…")).toBeVisible());
});
