import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { expectAccessible, openWindow } from "./window";

async function settings() {
  const opened = await openWindow();
  await opened.user.click(screen.getByRole("button", { name: "Settings" }));
  return opened;
}

test("light and dark are chosen and kept at once", async () => {
  const { memory, user } = await settings();
  await expectAccessible();
  await user.click(screen.getByRole("radio", { name: "Light" }));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("light"));
  expect(memory.preferences.theme).toBe("light");
});

test("a choice that could not be kept goes back, and says why", async () => {
  const { memory, user } = await settings();
  memory.refusals.set("preferences_set", {
    code: "disk",
    message: "The disk is full. Make room, then try again.",
  });
  await user.click(screen.getByRole("radio", { name: "Dark" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full.");
  expect(screen.getByRole("radio", { name: "As the desktop" })).toBeChecked();
});

test("the engineer's profile is chosen from a file, and the studio's own again", async () => {
  const { user } = await settings();
  expect(screen.getByText(/The studio’s own/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Choose a profile file…" }));
  expect(await screen.findByText("Dry and early")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Use the studio’s own" }));
  expect(await screen.findByText(/The studio’s own: WAV/)).toBeVisible();
});

test("the DAW is chosen", async () => {
  const { memory, user } = await settings();
  await user.selectOptions(screen.getByRole("combobox"), "Logic");
  await waitFor(() => expect(memory.preferences.daw).toBe("logic"));
});

test("the device is chosen, and what the system does about it is said", async () => {
  const { memory, user } = await settings();
  memory.deck.push({ underruns: 2 });
  expect(await screen.findByText(/2 interruptions since/)).toBeVisible();
  await user.click(await screen.findByRole("radio", { name: /Scarlett 2i2/ }));
  await waitFor(() => expect(memory.deck.devices.chosen).toBe("alsa:scarlett"));
  await user.click(screen.getByRole("radio", { name: /Follow the system/ }));
  await waitFor(() => expect(memory.deck.devices.chosen).toBeNull());
});

test("? shows the keys, wherever one is", async () => {
  const { user } = await settings();
  await user.keyboard("?");
  const sheet = await screen.findByRole("dialog", { name: "Keys" });
  expect(sheet).toHaveTextContent("Next problem");
  await expectAccessible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
