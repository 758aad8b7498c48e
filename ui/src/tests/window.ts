import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { expect } from "vitest";

import { Memory, type Contents } from "$lib/backend/memory";
import { GUIDES } from "$lib/backend/samples";

import App from "../App.svelte";

/** The window over a backend in memory, and somebody who uses it. */
export interface Opened {
  memory: Memory;
  user: UserEvent;
}

export async function openWindow(contents: Contents = {}): Promise<Opened> {
  const memory = new Memory({ guides: GUIDES, ...contents });
  render(App, { backend: memory });
  await waitFor(() =>
    expect(memory.calls.map(([name]) => name)).toEqual(expect.arrayContaining(["start", "guides"])),
  );
  return { memory, user: userEvent.setup() };
}

/** The names in the table, from top to bottom. */
export function stems(): string[] {
  return rows().map((row) => row.querySelector(".stem")?.textContent.trim() ?? "");
}

/** The rows of the table that exist, without its head. */
export function rows(): HTMLElement[] {
  return screen.queryAllByRole("row").filter((row) => row.id.startsWith("stem-"));
}

/** No rule of axe is broken by what is on the screen; colours are judged in a real window. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`)).toEqual([]);
}
