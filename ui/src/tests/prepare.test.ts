import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { COMPARED, harbourLights, prepared } from "$lib/backend/harbour";
import type { Contents } from "$lib/backend/memory";
import { check, music, stem } from "$lib/backend/samples";

import { expectAccessible, openWindow, type Opened } from "./window";

const ID = "Harbour Lights";
const folder = { name: "Harbour Lights prepared", place: "/home/ana/Songs" };

function song(part: Contents = {}): Promise<Opened> {
  const view = check(ID, harbourLights(), COMPARED);
  return openWindow({ views: [view], show: ID, wave: music, plan: prepared(), folder, ...part });
}

const fix = () => screen.findByRole("button", { name: "Fix 2 automatically" });
const sheet = () => screen.findByRole("dialog", { name: "Fix automatically" });

test("what will be done is shown before it is done, and what is left to do by hand", async () => {
  const { user } = await song();
  await user.click(await fix());
  const dialog = await sheet();
  expect(dialog).toHaveTextContent(
    "Fixed copies of 14 stems go into a new folder (412 MB). Your own files stay as they are.",
  );
  const will = within(dialog).getByRole("region", { name: "What will be done" });
  expect(will).toHaveTextContent("BVs.wav 3.69 s of silence are put in front of it.");
  expect(will).toHaveTextContent("12 other stems are copied byte for byte.");
  const left = within(dialog).getByRole("region", { name: "Left to do by hand" });
  expect(left).toHaveTextContent(/Gtr L.wav 16-bit .* Bounce it again at 24 bits. File › Bounce Mix/);
  expect(left).toHaveTextContent("All stems together Part missing");
  await expectAccessible();
});

test("the keyboard alone chooses a folder, follows the copies, and checks them", async () => {
  const { memory, user } = await song();
  await fix();
  await user.keyboard("f");
  await waitFor(async () =>
    expect(within(await sheet()).getByRole("button", { name: "Choose a folder…" })).toHaveFocus(),
  );
  await user.keyboard("{Enter}");
  expect(memory.calls).toContainEqual(["prepare_start", { check: ID, trim_gain: false }]);
  await waitFor(() => expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus());
  expect(await screen.findByText("Writing copies into “Harbour Lights prepared”")).toBeVisible();
  memory.emit({ change: "preparing", id: ID, progress: { folder, done: 0.4, seconds_left: 7 } });
  expect(await screen.findByRole("progressbar", { name: "Writing copies" })).toHaveAttribute(
    "aria-valuenow",
    "40",
  );
  expect(screen.getByText("40 % · about 7 s left")).toBeVisible();
  await expectAccessible();

  memory.emit({ change: "prepared", id: ID, outcome: { outcome: "done", folder, plan: prepared().plan } });
  expect(await screen.findByText("The new folder “Harbour Lights prepared” is whole.")).toBeVisible();
  await waitFor(() => expect(screen.getByRole("button", { name: "Check it" })).toHaveFocus());
  await user.click(screen.getByRole("button", { name: "Open the folder" }));
  expect(memory.calls).toContainEqual(["prepare_reveal", ID]);
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Check it" }));
  expect(memory.calls).toContainEqual(["prepare_check", ID]);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("turning down is offered where it mends something, and shown before it is done", async () => {
  const { memory, user } = await song();
  await user.click(await fix());
  await user.click(await screen.findByRole("checkbox", { name: /Turn down what exceeds full scale/ }));
  expect(await screen.findByText("It is turned down by 1.4 dB.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Choose a folder…" }));
  expect(memory.calls).toContainEqual(["prepare_start", { check: ID, trim_gain: true }]);
});

test("turning down is not offered where it mends nothing", async () => {
  const { user } = await song({ plan: { ...prepared(), trimmed: null } });
  await user.click(await fix());
  await sheet();
  expect(screen.queryByRole("checkbox")).toBeNull();
});

test("closing the folder dialog changes nothing; a folder that will not do says why", async () => {
  const { memory, user } = await song({ folder: undefined });
  await user.click(await fix());
  await user.click(await screen.findByRole("button", { name: "Choose a folder…" }));
  expect(screen.queryByRole("progressbar")).toBeNull();
  memory.refusals.set("prepare_start", {
    code: "prepare.folder",
    message: "This folder is not empty: choose another.",
  });
  await user.click(screen.getByRole("button", { name: "Choose a folder…" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("This folder is not empty: choose another.");
  memory.refusals.clear();
  await user.click(screen.getByRole("button", { name: "Choose a folder…" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

test("it can be stopped, and goes on when the sheet is closed", async () => {
  const { memory, user } = await song();
  await user.click(await fix());
  await user.click(await screen.findByRole("button", { name: "Choose a folder…" }));
  memory.emit({ change: "preparing", id: ID, progress: { folder, done: 0.42, seconds_left: null } });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(await screen.findByRole("button", { name: "Fixing 42 %" }));
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(memory.calls).toContainEqual(["prepare_cancel", ID]);
  expect(await screen.findByText(/Nothing of it is left on your disk/)).toBeVisible();
  await waitFor(() => expect(screen.getByRole("button", { name: "Choose a folder…" })).toHaveFocus());
});

test("what could not be written says why, and can be tried again", async () => {
  const { memory, user } = await song();
  await user.click(await fix());
  await user.click(await screen.findByRole("button", { name: "Choose a folder…" }));
  const failure = {
    code: "prepare.failed",
    message: "The disk is full: nothing was left behind. Make room, then try again.",
  };
  memory.emit({ change: "prepared", id: ID, outcome: { outcome: "failed", failure } });
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full");
  expect(screen.getByRole("button", { name: "Choose a folder…" })).toBeVisible();
});

test("where nothing can be fixed, nothing is offered", async () => {
  await openWindow({ views: [check("Song", [stem("A.wav")])], show: "Song" });
  await screen.findByRole("button", { name: "Save report" });
  expect(screen.queryByRole("button", { name: /automatically/ })).toBeNull();
});

test("the report is saved, and said where; a closed dialog says nothing", async () => {
  const saves = { name: "Harbour Lights stem check.html", place: "/home/ana/Songs" };
  const { memory, user } = await song({ saves });
  await user.click(await screen.findByRole("button", { name: "Save report" }));
  expect(
    await screen.findByText("Saved as Harbour Lights stem check.html in /home/ana/Songs."),
  ).toBeVisible();
  await user.keyboard("{Control>}s{/Control}");
  expect(memory.calls.filter(([name]) => name === "report_save")).toHaveLength(2);
});

test("a report that could not be written says why", async () => {
  const { memory, user } = await song();
  memory.refusals.set("report_save", {
    code: "report",
    message: "This folder is read-only: choose another.",
  });
  await user.click(await screen.findByRole("button", { name: "Save report" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("This folder is read-only: choose another.");
});
