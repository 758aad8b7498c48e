import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";

import { check, stem } from "$lib/backend/samples";

import { deedsOf, openRoom, at } from "./audition";
import { expectAccessible } from "./window";

const wave = () => screen.getByRole("slider", { name: "Place in the song" });
const version = (name: RegExp) =>
  within(screen.getByRole("list", { name: "Versions" })).getByRole("button", { name });

/** jsdom has no layout: everything is 1000 pixels wide, and the song is 242 s long. */
const FRAMES_PER_PIXEL = at(242) / 1000;

async function drag(from: number, to: number, shiftKey = false) {
  await fireEvent.pointerDown(wave(), { clientX: from, button: 0, shiftKey });
  await fireEvent.pointerMove(window, { clientX: to });
  await fireEvent.pointerUp(window, { clientX: to });
}

test("the room shows what can be heard, and the newest mix is heard first", async () => {
  const { memory } = await openRoom();
  expect(version(/^Mix 2 −13.1 LUFS/)).toHaveAttribute("aria-pressed", "true");
  expect(version(/^Rough −11.2 LUFS/)).toHaveAttribute("aria-pressed", "false");
  expect(screen.getByRole("button", { name: "Level match −0.9 dB" })).toHaveAttribute("aria-pressed", "true");
  expect(screen.getByText(/^short-term LUFS/)).toBeVisible();
  await waitFor(() =>
    expect(memory.calls).toContainEqual(["version_loudness", { song: "harbour-lights", version: "rough" }]),
  );
  await expectAccessible();
});

test("the keyboard alone switches, loops a stretch, and lets go of it", async () => {
  const opened = await openRoom();
  const { memory, user } = opened;
  await user.keyboard("2");
  await waitFor(() => expect(version(/^Mix 1/)).toHaveAttribute("aria-pressed", "true"));
  await user.keyboard("m");
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Level match" })).toHaveAttribute("aria-pressed", "false"),
  );
  memory.deck.push({ position: at(72) });
  await user.keyboard("i");
  memory.deck.push({ position: at(88) });
  await user.keyboard("o");
  await user.keyboard("l");
  const loop = await screen.findByRole("button", { name: "Loop 1:12.0–1:28.0" });
  expect(loop).toHaveAttribute("aria-pressed", "true");
  // The end of what is selected is the end of the loop.
  memory.deck.push({ position: at(80) });
  await user.keyboard("o");
  expect(await screen.findByRole("button", { name: "Loop 1:12.0–1:20.0" })).toBeVisible();
  await user.keyboard("l");
  await waitFor(() => expect(memory.deck.now.looped).toBeNull());
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.getByRole("button", { name: "Loop" })).toBeDisabled());
});

test("a click goes there, a drag loops, its edges can be moved, Shift selects", async () => {
  const opened = await openRoom();
  const { memory } = opened;
  await drag(500, 502);
  await waitFor(() => expect(memory.deck.now.position).toBe(Math.round(502 * FRAMES_PER_PIXEL)));
  await drag(300, 400);
  await waitFor(() =>
    expect(memory.deck.now.looped).toEqual([300, 400].map((x) => Math.round(x * FRAMES_PER_PIXEL))),
  );
  await drag(401, 450);
  await waitFor(() =>
    expect(memory.deck.now.looped).toEqual([300, 450].map((x) => Math.round(x * FRAMES_PER_PIXEL))),
  );
  await drag(100, 200, true);
  expect(await screen.findByTitle("Selected: 0:24.2–0:48.4")).toBeInTheDocument();
  expect(deedsOf(opened).filter((deed) => deed.do === "loop")).toHaveLength(2);
});

test("the place is told as time, and moves with the arrows", async () => {
  const { memory, user } = await openRoom();
  wave().focus();
  memory.deck.push({ position: at(74) });
  await user.keyboard("{ArrowRight}");
  await waitFor(() => expect(wave()).toHaveAttribute("aria-valuetext", "1:15.0 of 4:02.0"));
});

test("the waveform is asked for where it is on show, finer the closer one is", async () => {
  const { memory, user } = await openRoom();
  const asked = () => memory.calls.flatMap(([name, query]) => (name === "version_wave" ? [query] : []));
  await waitFor(() => expect(asked().map(({ frames_per_point }) => frames_per_point)).toContain(8192));
  memory.deck.push({ position: at(100) });
  await user.keyboard("++++");
  await waitFor(() => expect(asked().map(({ frames_per_point }) => frames_per_point)).toContain(512));
  await user.keyboard("0");
  await waitFor(() => expect(screen.getByRole("button", { name: "Whole song" })).toBeDisabled());
});

test("close up, the page turns with the play head until one scrolls away from it", async () => {
  const { memory, user } = await openRoom();
  const first = () =>
    screen.getByRole("region", { name: "Waveform" }).querySelector(".ruler span")?.textContent;
  await user.keyboard("+++");
  expect(first()).toBe("0:00");
  memory.deck.push({ position: at(100), running: true });
  await waitFor(() => expect(first()).toBe("1:40"));
  await fireEvent.wheel(wave(), { deltaY: 4_000, shiftKey: true });
  const away = first();
  memory.deck.push({ position: at(101) });
  expect(first()).toBe(away);
});

test("while one listens blind, nothing tells versions apart", async () => {
  const opened = await openRoom();
  const { user } = opened;
  await user.keyboard("b");
  await user.click(await screen.findByRole("button", { name: /^Hide/ }));
  expect(await screen.findByText("Hidden while you listen blind.")).toBeVisible();
  expect(screen.getByText(/hidden while you listen blind/)).toBeVisible();
  expect(screen.queryByRole("list", { name: "Versions" })).toBeNull();
  expect(screen.queryByText(/LUFS$/)).toBeNull();
  expect(screen.getByRole("button", { name: "Level match" })).toBeDisabled();
  expect(screen.getByRole("region", { name: "Waveform" }).querySelector("canvas")).toBeNull();
  await user.keyboard("2");
  await waitFor(() => expect(deedsOf(opened)).toContainEqual({ do: "hear", side: 1 }));
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Reveal" }));
  // Places are shuffled: behind the second one is the third version.
  await waitFor(() => expect(screen.queryByText("Hidden while you listen blind.")).toBeNull());
  expect(await screen.findByText(/^short-term LUFS: *(?!hidden)/)).toBeVisible();
  await user.keyboard("b");
  expect(await screen.findByRole("list", { name: "Versions" })).toBeVisible();
});

test("while something else is loaded, a version brings the song back", async () => {
  const view = check("Stems", [stem("Kick.wav")]);
  const { memory, user } = await openRoom({}, { views: [view] });
  await memory.call("check_hear", { check: "Stems", what: { is: "stems" } });
  memory.deck.tell();
  await waitFor(() => expect(version(/^Mix 2/)).toHaveAttribute("aria-pressed", "false"));
  await user.keyboard("1");
  await waitFor(() => expect(version(/^Rough/)).toHaveAttribute("aria-pressed", "true"));
  expect(memory.deck.loaded?.of).toEqual({ is: "song", song: "harbour-lights" });
});

test("playing moves the play head and draws no waveform", async () => {
  const drawn = vi.spyOn(HTMLCanvasElement.prototype, "getContext");
  const { memory, user } = await openRoom();
  const asked = () => memory.calls.filter(([name]) => name === "version_wave").length;
  await waitFor(() => expect(drawn).toHaveBeenCalled());
  await waitFor(() => expect(asked()).toBeGreaterThan(0));
  await frames(3);
  drawn.mockClear();
  memory.deck.push({ running: true });
  for (const second of [1, 2, 3, 4]) {
    memory.deck.push({ position: at(second) });
    await frames(2);
  }
  expect(wave()).toHaveAttribute("aria-valuenow", "4");
  expect(drawn).not.toHaveBeenCalled();
  await user.keyboard("1");
  await waitFor(() => expect(drawn).toHaveBeenCalled());
  drawn.mockRestore();
});

/** So many pictures of the display go by. */
async function frames(many: number) {
  for (let picture = 0; picture < many; picture++) await new Promise((done) => requestAnimationFrame(done));
}
