import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { openRoom } from "./audition";
import { expectAccessible } from "./window";

const saves = { name: "Harbour Lights Mix 2 open.csv", place: "/home/ana/Songs" };

test("notes are saved as the markers that a DAW imports, from where the mix starts in the session", async () => {
  const { memory, user } = await openRoom({}, { songChoices: { saves } });
  await user.click(screen.getByRole("button", { name: "Markers…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Save notes as markers" }));
  expect(
    dialog.getByRole("radio", { name: /MIDI markers Pro Tools, Logic, Cubase, Studio One/ }),
  ).toBeChecked();
  await expectAccessible();
  await user.click(dialog.getByRole("radio", { name: /^REAPER/ }));
  await user.selectOptions(dialog.getByRole("combobox", { name: "Which notes" }), "All notes");
  await user.selectOptions(dialog.getByRole("combobox", { name: "Laid on" }), "Mix 1");
  const starts = dialog.getByRole("textbox", { name: "The mix starts in the session at" });
  await user.clear(starts);
  await user.type(starts, "1:75");
  expect(await dialog.findByRole("alert")).toHaveTextContent("Write it as minutes, seconds and milliseconds");
  expect(dialog.getByRole("button", { name: "Save…" })).toBeDisabled();
  await user.clear(starts);
  await user.type(starts, "1:02.5");
  await user.click(dialog.getByRole("button", { name: "Save…" }));
  expect(memory.calls).toContainEqual([
    "markers_save",
    { song: "harbour-lights", version: "mix-1", format: "reaper", which: "all", offset_ms: 62_500 },
  ]);
  expect(await screen.findByText(`Saved as ${saves.name} in ${saves.place}.`)).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a closed dialog says nothing; what cannot be written says why", async () => {
  const { memory, user } = await openRoom();
  await user.click(screen.getByRole("button", { name: "Markers…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Save notes as markers" }));
  await user.click(dialog.getByRole("button", { name: "Save…" }));
  expect(dialog.getByRole("button", { name: "Save…" })).toBeVisible();
  memory.refusals.set("markers_save", { code: "markers", message: "There are no open notes on Mix 2." });
  await user.click(dialog.getByRole("button", { name: "Save…" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("There are no open notes on Mix 2.");
});
