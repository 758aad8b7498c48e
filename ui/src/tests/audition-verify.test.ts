import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { actsOf, openRoom, at } from "./audition";
import { expectAccessible } from "./window";

const bar = () => screen.getByRole("region", { name: "Verify notes" });

test("each note that was done is heard before and after, and judged by keyboard alone", async () => {
  const opened = await openRoom();
  const { memory, user } = opened;
  await user.keyboard("v");
  await waitFor(() => expect(bar()).toHaveTextContent(/^1 of 3 0:43.2 You hear Mix 2 \(new\)/));
  expect(bar()).toHaveTextContent("Vocal up a touch in the verse");
  expect(bar()).toHaveTextContent("Tom: +0.8 dB, rode the ends");
  await waitFor(() => expect(memory.deck.now.looped).toEqual([at(41.2), at(47.2)]));
  await waitFor(() => expect(memory.deck.now.running).toBe(true));
  await expectAccessible();
  await user.keyboard("x");
  await waitFor(() => expect(bar()).toHaveTextContent("You hear Mix 1 (before)"));
  expect(memory.deck.now.position).toBe(at(41.2));

  await user.keyboard("y");
  await waitFor(() => expect(bar()).toHaveTextContent("2 of 3"));
  expect(bar()).toHaveTextContent("You hear Mix 2 (new)");
  await user.keyboard("y");
  await waitFor(() => expect(bar()).toHaveTextContent("3 of 3 1:49.0–2:10.0"));
  await waitFor(() => expect(memory.deck.now.looped).toEqual([at(109), at(130)]));
  await user.keyboard("y");
  await waitFor(() => expect(screen.queryByRole("region", { name: "Verify notes" })).toBeNull());
  await waitFor(() => expect(memory.deck.now.looped).toBeNull());
  expect(actsOf(opened)).toEqual(
    ["vocal", "snare", "delay"].map((note) => ({ do: "verify", note, mix: "mix-2" })),
  );
  expect(await screen.findByText("All 3 notes are heard: 3 verified.")).toBeVisible();
});

test("a note is opened again with what is missing", async () => {
  const opened = await openRoom({ allowed: 2, rounds_left: 1 });
  const { user } = opened;
  await user.click(screen.getByRole("button", { name: "Verify 1 note" }));
  await waitFor(() => expect(bar()).toHaveTextContent("1 of 1"));
  await user.keyboard("r");
  const missing = await screen.findByRole("textbox", { name: "What is still missing" });
  await waitFor(() => expect(missing).toHaveFocus());
  await user.keyboard("Still buried{Enter}");
  await waitFor(() => expect(screen.queryByRole("region", { name: "Verify notes" })).toBeNull());
  expect(actsOf(opened)).toEqual([
    { do: "reopen", note: "vocal", mix: "mix-2" },
    { do: "reply", note: "vocal", text: "Still buried" },
  ]);
});

test("what was never said to be done stays open", async () => {
  const opened = await openRoom();
  const { user } = opened;
  await user.keyboard("v");
  await waitFor(() => expect(bar()).toHaveTextContent("1 of 3"));
  await user.keyboard("y");
  await waitFor(() => expect(bar()).toHaveTextContent("2 of 3"));
  await user.click(within(bar()).getByRole("button", { name: /Not yet/ }));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(bar()).toHaveTextContent("3 of 3"));
  expect(actsOf(opened)).toEqual([{ do: "verify", note: "vocal", mix: "mix-2" }]);
});

test("a refusal is told where it happened, and nothing goes on", async () => {
  const { memory, user } = await openRoom();
  await user.keyboard("v");
  await waitFor(() => expect(bar()).toHaveTextContent("1 of 3"));
  memory.refusals.set("song_act", { code: "song", message: "This mix is not there any more." });
  await user.keyboard("y");
  expect(await within(bar()).findByRole("alert")).toHaveTextContent("This mix is not there any more.");
  expect(bar()).toHaveTextContent("1 of 3");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("region", { name: "Verify notes" })).toBeNull());
  expect(memory.deck.now.looped).toBeNull();
});

test("listening blind ends it: places are no versions", async () => {
  const { user } = await openRoom();
  await user.keyboard("v");
  await waitFor(() => expect(bar()).toHaveTextContent("1 of 3"));
  await user.keyboard("b");
  expect(await screen.findByRole("region", { name: "Blind test" })).toBeVisible();
  expect(screen.queryByRole("region", { name: "Verify notes" })).toBeNull();
});
