import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import type { Hearing } from "$lib/bindings";
import { COMPARED, harbourLights } from "$lib/backend/harbour";
import { check, music } from "$lib/backend/samples";

import { expectAccessible, openWindow, rows, type Opened } from "./window";

const ID = "Harbour Lights";
const GAP: [number, number] = [118 * 48_000, 160 * 48_000];

async function opened(): Promise<Opened> {
  const window = await openWindow({ views: [check(ID, harbourLights(), COMPARED)], show: ID, wave: music });
  await screen.findByRole("grid");
  return window;
}

const bar = () => within(screen.getByRole("region", { name: "Player" }));
const heard = ({ memory }: Opened): Hearing["what"][] =>
  memory.calls.flatMap(([name, hearing]) => (name === "check_hear" ? [hearing.what] : []));

test("all stems are heard together, and against the rough mix by keys", async () => {
  const window = await opened();
  const { user, memory } = window;
  await user.click(screen.getByRole("button", { name: "Listen" }));
  expect(await bar().findByText("Stems")).toBeVisible();
  expect(heard(window)).toEqual([{ is: "stems" }]);
  const sides = screen.getByRole("group", { name: "What is heard" });
  expect(within(sides).getByRole("button", { name: "Stems" })).toHaveAttribute("aria-pressed", "true");
  await user.keyboard("2");
  await waitFor(() =>
    expect(within(sides).getByRole("button", { name: "Rough mix" })).toHaveAttribute("aria-pressed", "true"),
  );
  await user.click(within(sides).getByRole("button", { name: "Stems" }));
  expect(memory.deck.now.side).toBe(0);
  await expectAccessible();
  const head = screen.getByRole("button", { name: "Save report" }).parentElement!;
  await user.click(within(head).getByRole("button", { name: "Pause" }));
  await waitFor(() => expect(memory.deck.now.running).toBe(false));
  await user.click(within(head).getByRole("button", { name: "Listen" }));
  await waitFor(() => expect(memory.deck.now.running).toBe(true));
  expect(heard(window)).toHaveLength(1);
});

test("H hears the stem under the cursor alone, and the row says so", async () => {
  const window = await opened();
  const { user, memory } = window;
  screen.getByRole("grid").focus();
  await user.keyboard("{ArrowDown}{ArrowDown}h");
  expect(heard(window)).toEqual([{ is: "stem", file: "Snare top.wav", over: null }]);
  expect(await bar().findByText("Snare top.wav")).toBeVisible();
  expect(bar().getByText("soloed of 14 stems")).toBeVisible();
  expect(within(rows()[1]!).getByRole("button", { name: "Pause Snare top.wav" })).toBeInTheDocument();
  await expectAccessible();
  await user.keyboard("h");
  await waitFor(() => expect(memory.deck.now.running).toBe(false));
  await user.click(within(rows()[0]!).getByRole("button", { name: "Hear Kick.wav" }));
  expect(await bar().findByText("Kick.wav")).toBeVisible();
  expect(screen.queryByRole("complementary")).toBeNull();
});

test("letters of the table and the player do not meet", async () => {
  const { user, memory } = await opened();
  await user.click(screen.getByRole("button", { name: "Listen" }));
  await bar().findByText("Stems");
  screen.getByRole("grid").focus();
  await user.keyboard("{ArrowDown}{ArrowDown}{Home}");
  expect(screen.getByRole("grid")).toHaveAttribute("aria-activedescendant", "stem-0");
  expect(memory.deck.now.position).toBe(0);
  await user.keyboard("m");
  expect(memory.deck.now.match_levels).toBe(true);
  expect(screen.getAllByRole("slider", { name: "What no stem explains, over time" })[0]).toHaveFocus();
  await user.keyboard("{ArrowRight}");
  expect(memory.deck.now.position).toBe(0);
});

test("stems are muted, soloed and turned down while their check is in the player", async () => {
  const { user, memory } = await opened();
  expect(within(rows()[0]!).queryByRole("button", { name: "Mute Kick.wav" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Listen" }));
  await user.click(await within(rows()[0]!).findByRole("button", { name: "Mute Kick.wav" }));
  await waitFor(() => expect(memory.deck.now.strips[0]).toEqual({ gain_db: 0, mute: true, solo: false }));
  await user.click(rows()[1]!);
  const details = await screen.findByRole("complementary", { name: "Details of Snare top.wav" });
  await user.click(within(details).getByRole("button", { name: "Solo Snare top.wav" }));
  await waitFor(() => expect(memory.deck.now.strips[1]?.solo).toBe(true));
  within(details).getByRole("slider", { name: "Gain of Snare top.wav" }).focus();
  await user.keyboard("{PageDown}");
  await waitFor(() => expect(memory.deck.now.strips[1]?.gain_db).toBe(-6));
  expect(within(details).getByText("−6 dB")).toBeVisible();
  await expectAccessible();
});

test("a part that is missing is heard in the rough mix, and what is left of it", async () => {
  const window = await opened();
  const { user, memory } = window;
  const together = screen.getByRole("region", { name: "About all files together" });
  await user.click(within(together).getAllByRole("button", { name: "Hear it" })[0]!);
  expect(heard(window)).toEqual([{ is: "part", over: GAP }]);
  expect(await bar().findByRole("button", { name: /Switch the loop 1:58.0–2:40.0 off/ })).toBeVisible();
  expect(within(together).getByRole("button", { name: "Pause" })).toBeVisible();

  await user.click(within(together).getByRole("button", { name: "Details: Part missing" }));
  const details = await screen.findByRole("complementary", { name: "Details of the set" });
  await user.click(within(details).getAllByRole("button", { name: "Hear what is left" })[0]!);
  expect(heard(window)).toContainEqual({ is: "residual", over: GAP });
  expect(await bar().findByText("What no stem explains")).toBeVisible();
  memory.deck.push({ running: false });
  expect((await within(details).findAllByRole("button", { name: "Hear what is left" }))[0]).toBeVisible();
});

test("while what is left is being made, that is seen and can be stopped without a complaint", async () => {
  const { user, memory } = await opened();
  const call = memory.call.bind(memory);
  let refuse = (_: unknown) => undefined as void;
  memory.call = (name, argument) =>
    name === "check_hear" ? new Promise((_, reject) => (refuse = reject)) : call(name, argument);
  await user.keyboard("s");
  const details = await screen.findByRole("complementary", { name: "Details of the set" });
  await user.click(within(details).getAllByRole("button", { name: "Hear what is left" })[0]!);
  memory.emit({ change: "residual", id: ID, state: { state: "saving", done: 0.3 } });
  const stop = (await within(details).findAllByRole("button", { name: /Cancel making it\s*30 %/ }))[0]!;
  await expectAccessible();
  await user.click(stop);
  refuse({ code: "not_made", message: "It was not made." });
  expect((await within(details).findAllByRole("button", { name: "Hear what is left" }))[0]).toBeVisible();
  await waitFor(() => expect(bar().queryByRole("alert")).toBeNull());
});

test("a moment that was found is looped with a little around it", async () => {
  const window = await opened();
  const { user } = window;
  await user.click(screen.getByText("Keys.wav"));
  const details = await screen.findByRole("complementary", { name: "Details of Keys.wav" });
  const [first] = within(details).getAllByRole("list", { name: "Where it can be heard" });
  await user.click(within(first!.parentElement!).getByRole("button", { name: "Hear it" }));
  const clip = Math.round(52.3 * 48_000);
  const over = [clip - 24_000, clip + 9 + 24_000];
  expect(heard(window)).toEqual([{ is: "stem", file: "Keys.wav", over }]);
  await user.click(within(first!).getByRole("button", { name: "0:56.0" }));
  await user.click(within(first!.parentElement!).getByRole("button", { name: "Hear it" }));
  expect(heard(window)).toHaveLength(2);
});

test("what cannot be heard says why, in the bar", async () => {
  const { user, memory } = await opened();
  memory.refusals.set("check_hear", {
    code: "gone",
    message: "“Kick.wav” is not there any more: check again.",
  });
  await user.click(screen.getByRole("button", { name: "Listen" }));
  expect(await bar().findByRole("alert")).toHaveTextContent("“Kick.wav” is not there any more");
});
