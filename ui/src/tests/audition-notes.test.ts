import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { note } from "$lib/backend/song-samples";

import { actsOf, deedsOf, field, notes, openRoom, at, songOf } from "./audition";
import { expectAccessible } from "./window";

test("a note by keyboard alone stays where playback was when the first key was pressed", async () => {
  const opened = await openRoom();
  const { memory, user } = opened;
  memory.deck.push({ position: at(74.9) });
  await user.keyboard("n");
  await waitFor(() => expect(field()).toHaveFocus());
  await user.keyboard("S");
  memory.deck.push({ position: at(90) });
  expect(await screen.findByText(/1:14\.9/, { selector: ".pin" })).toBeVisible();
  await user.keyboard("nare dull{Shift>}{Enter}{/Shift}again{Enter}");
  await waitFor(() =>
    expect(actsOf(opened)).toEqual([
      {
        do: "write",
        on: "mix-2",
        place: { is: "moment", at: at(74.9) },
        text: "Snare dull\nagain",
        compare_with: null,
      },
    ]),
  );
  await waitFor(() => expect(field()).toHaveValue(""));
  expect(await notes().findByText(/Snare dull/)).toBeVisible();
  await user.keyboard("{Escape}");
  expect(field()).not.toHaveFocus();
});

test("keys do nothing to playback while one types", async () => {
  const opened = await openRoom();
  await opened.user.keyboard("n");
  await opened.user.keyboard("1 mblx");
  expect(field()).toHaveValue("1 mblx");
  expect(deedsOf(opened)).toEqual([]);
});

test("a note takes the range that is selected, goes to the whole song, or names what to compare with", async () => {
  const opened = await openRoom();
  const { memory, user } = opened;
  memory.deck.push({ position: at(10) });
  await user.keyboard("i");
  memory.deck.push({ position: at(20) });
  await user.keyboard("on");
  await user.keyboard("Too loud");
  await user.selectOptions(screen.getByRole("combobox", { name: "Compare with" }), "Rough");
  await user.keyboard("{Tab}");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(actsOf(opened)).toHaveLength(1));
  expect(actsOf(opened)[0]).toMatchObject({
    place: { is: "range", from: at(10), to: at(20) },
    compare_with: "rough",
  });
  await user.type(field(), "Lovely");
  await user.click(
    within(screen.getByRole("region", { name: /^Notes on/ })).getByRole("button", { name: "Whole song" }),
  );
  await user.type(field(), "{Enter}");
  await waitFor(() => expect(actsOf(opened)).toHaveLength(2));
  expect(actsOf(opened)[1]).toMatchObject({ place: { is: "whole" }, compare_with: null });
});

test("what was typed survives a failure, and is kept with the next try", async () => {
  const opened = await openRoom();
  const { memory, user } = opened;
  memory.deck.push({ position: at(5) });
  memory.refusals.set("song_act", { code: "disk", message: "The disk is full: make room, then save again." });
  await user.type(field(), "Bass is thin{Enter}");
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The disk is full");
  expect(field()).toHaveValue("Bass is thin");
  expect(screen.getByText(/0:05\.0/, { selector: ".pin" })).toBeVisible();
  await expectAccessible();
  memory.refusals.clear();
  await user.type(field(), "{Enter}");
  await waitFor(() => expect(field()).toHaveValue(""));
  expect(songOf(opened).notes.map(({ text }) => text)).toContain("Bass is thin");
});

test("what is typed right after Enter is the next note, and what is half typed waits while one looks elsewhere", async () => {
  const opened = await openRoom();
  const { user } = opened;
  await user.keyboard("n");
  await waitFor(() => expect(field()).toHaveFocus());
  await user.keyboard("one{Enter}two{Enter}half");
  await waitFor(() =>
    expect(actsOf(opened).map((act) => (act.do === "write" ? act.text : ""))).toEqual(["one", "two"]),
  );
  expect(field()).toHaveValue("half");
  await user.click(screen.getByRole("button", { name: "Settings" }));
  await user.click(screen.getByRole("button", { name: "Audition" }));
  expect(await screen.findByDisplayValue("half")).toBeVisible();
});

test("the list is moved through by the arrows; each note says how it stands and where it is from", async () => {
  const { memory, user } = await openRoom();
  const lines = notes().getAllByRole("button");
  expect(lines).toHaveLength(6);
  expect(lines[1]).toHaveTextContent("0:43.2 Vocal up a touch in the verse Ana · done in Mix 2 · from Mix 1");
  expect(lines[2]).toHaveTextContent("compare with Rough");
  expect(screen.getByRole("heading", { name: "Notes on Mix 2" })).toBeVisible();
  expect(screen.getByText("2 drafts · 2 open · 1 done · 1 verified")).toBeVisible();
  await user.click(notes().getByRole("button", { name: /Vocal up/ }));
  await waitFor(() => expect(memory.deck.now.position).toBe(at(43.2)));
  expect(await screen.findByText("+0.8 dB, rode the ends")).toBeVisible();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(notes().getByRole("button", { name: /Snare feels/ })).toHaveFocus());
  await waitFor(() => expect(memory.deck.now.position).toBe(at(74)));
  await expectAccessible();
});

test("from note to note by key, and its stretch loops", async () => {
  const { memory, user } = await openRoom();
  memory.deck.push({ position: at(60) });
  await user.keyboard("]");
  await waitFor(() => expect(memory.deck.now.position).toBe(at(72)));
  expect(memory.deck.now.running).toBe(true);
  await user.keyboard("[[");
  await waitFor(() => expect(memory.deck.now.position).toBe(at(41.2)));
  await user.keyboard("l");
  expect(await screen.findByRole("button", { name: "Loop 0:41.2–0:47.2" })).toBeVisible();
});

test("a draft is changed, and what was begun before that is there again", async () => {
  const opened = await openRoom();
  const { user } = opened;
  await user.type(field(), "Something else");
  await user.click(notes().getByRole("button", { name: /Fade a bar later/ }));
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  await waitFor(() => expect(field()).toHaveFocus());
  expect(field()).toHaveValue("Fade a bar later?");
  await user.type(field(), " Or two?{Enter}");
  await waitFor(() => expect(field()).toHaveValue("Something else"));
  expect(actsOf(opened)).toEqual([
    {
      do: "edit",
      note: "bar",
      place: { is: "moment", at: at(188.6) },
      text: "Fade a bar later? Or two?",
      compare_with: null,
    },
  ]);
});

test("a draft is withdrawn with a way back; others are answered", async () => {
  const opened = await openRoom();
  const { user } = opened;
  await user.click(notes().getByRole("button", { name: /Fade a bar later/ }));
  await user.click(await screen.findByRole("button", { name: "Withdraw" }));
  await waitFor(() => expect(notes().queryByText("Fade a bar later?")).toBeNull());
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await notes().findByText("Fade a bar later?")).toBeVisible();
  await user.click(notes().getByRole("button", { name: /Delay throws/ }));
  await user.type(await screen.findByRole("textbox", { name: "Reply" }), "Half of it would do{Enter}");
  expect(
    await within(screen.getByRole("list", { name: "Replies" })).findByText("Half of it would do"),
  ).toBeVisible();
});

test("on a song of one's own, notes are marked done, and that is taken back", async () => {
  const opened = await openRoom();
  const { user } = opened;
  await user.click(notes().getByRole("button", { name: /Snare feels/ }));
  await user.click(await screen.findByRole("button", { name: "Mark done" }));
  await user.click(await screen.findByRole("button", { name: "Not done after all" }));
  expect(await screen.findByRole("button", { name: "Mark done" })).toBeVisible();
  expect(actsOf(opened)).toEqual([
    { do: "mark_done", note: "snare", mix: "mix-2" },
    { do: "take_done_back", note: "snare" },
  ]);
});

test("the notes are submitted; without any the button says why not", async () => {
  const opened = await openRoom();
  const { user } = opened;
  await user.click(screen.getByRole("button", { name: "Submit 2 notes" }));
  const button = await screen.findByRole("button", { name: "Submit notes" });
  expect(button).toBeDisabled();
  expect(button).toHaveAccessibleDescription(/^Nothing to submit yet/);
  expect(screen.getByText("2 rounds submitted")).toBeVisible();
  expect(actsOf(opened)).toEqual([{ do: "submit", mix: "mix-2" }]);
});

test("notes about the same stretch are read once more before they go off", async () => {
  const opened = await openRoom({
    notes: [
      note("up", { is: "range", from: 0, to: at(9) }, "Vocal up", "draft"),
      note("down", { is: "moment", at: at(3) }, "Vocal down", "draft"),
    ],
    overlaps: [["up", "down"]],
  });
  const { user } = opened;
  await user.click(screen.getByRole("button", { name: "Submit 2 notes" }));
  const dialog = await screen.findByRole("dialog", { name: "Do these belong together?" });
  expect(dialog).toHaveTextContent(/0:00.0–0:09.0 ?Vocal up/);
  expect(dialog).toHaveTextContent(/0:03.0 ?Vocal down/);
  await expectAccessible();
  await user.click(within(dialog).getByRole("button", { name: "Look again" }));
  expect(actsOf(opened)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Submit 2 notes" }));
  await user.click(await screen.findByRole("button", { name: "Submit anyway" }));
  await waitFor(() => expect(actsOf(opened)).toEqual([{ do: "submit", mix: "mix-2" }]));
});

test("of many notes only those in sight exist", async () => {
  const many = Array.from({ length: 500 }, (_, place) =>
    note(`n${place}`, { is: "moment", at: at(place * 0.4) }, `Note ${place + 1}`, "draft"),
  );
  await openRoom({ notes: many, counts: { drafts: 500, open: 0, done: 0, verified: 0 } });
  expect(await notes().findByRole("button", { name: /Note 1 / })).toBeVisible();
  expect(notes().getAllByRole("listitem").length).toBeLessThan(60);
  expect(screen.getByRole("button", { name: "Submit 500 notes" })).toBeVisible();
});

test("without notes the list says how to write one", async () => {
  await openRoom({ notes: [], counts: { drafts: 0, open: 0, done: 0, verified: 0 } });
  expect(screen.getByRole("list", { name: "Notes" })).toHaveTextContent("Press N and type what you hear.");
  expect(screen.getByRole("button", { name: "Markers…" })).toBeDisabled();
});

test("notes lie over the waveform: told under the pointer or the keyboard, and gone to", async () => {
  const { memory, user } = await openRoom();
  const lane = within(screen.getByRole("toolbar", { name: "Notes over time" }));
  expect(lane.getAllByRole("button")).toHaveLength(5);
  const vocal = lane.getByRole("button", { name: "0:43.2, done: Vocal up a touch in the verse" });
  await user.hover(vocal);
  expect(await screen.findByText(/Vocal up a touch in the verse/, { selector: ".tip" })).toBeVisible();
  await user.unhover(vocal);
  await waitFor(() => expect(document.querySelector(".tip")).toBeNull());
  vocal.focus();
  await user.keyboard("{ArrowRight}{ArrowRight}");
  const delay = lane.getByRole("button", { name: /^1:49.0–2:10.0, reopened/ });
  expect(delay).toHaveFocus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(memory.deck.now.position).toBe(at(109)));
  await waitFor(() =>
    expect(notes().getByRole("button", { name: /Delay throws/ })).toHaveAttribute("aria-expanded", "true"),
  );
});
