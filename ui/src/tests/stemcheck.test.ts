import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import type { CheckView } from "$lib/bindings";
import { check, finding, music, setFinding, stem, type CheckPart } from "$lib/backend/samples";

import { expectAccessible, openWindow, rows, stems } from "./window";

const clipped = finding("level.clipped", "blocks", "The sound is cut off twice, first at 0:52.3.", {
  at: [
    [2_510_400, 2_510_409],
    [9_600_000, 9_648_000],
  ],
});
const dualMono = finding("channels.dual_mono", "advises", "Left and right are the same.", {
  fix: "Bounce it as mono.",
});
const reverb = finding("dry.reverb", "informs", "The tails spread in stereo, about 1.9 s.");

function song(part: CheckPart = {}): CheckView {
  const made = [
    stem("Kick.wav"),
    stem("Keys.wav", {
      format: { channels: 2 },
      measured: { peak_dbfs: 0, clip_runs: 2 },
      findings: [clipped, dualMono],
    }),
    stem("Gtr.wav", { findings: [dualMono], measured: { peak_dbfs: -8.7 } }),
    stem("Lead Vox.wav", { findings: [reverb], measured: { peak_dbfs: -4.4 } }),
  ];
  return check("Harbour Lights", made, part);
}

const opened = (view: CheckView) => openWindow({ views: [view], show: view.summary.id, wave: music });

test("who opens the app for the first time learns what to drop, and can choose it", async () => {
  const { memory, user } = await openWindow({ choices: [song()] });
  expect(await screen.findByRole("heading", { name: "Drop a folder of stems on this window" })).toBeVisible();
  expect(screen.getByText(/None yet/)).toBeVisible();
  expect(screen.getByText("Works offline; nothing is sent")).toBeVisible();
  await expectAccessible();

  await user.click(screen.getByRole("button", { name: "Choose folder…" }));
  expect(memory.calls).toContainEqual(["check_choose", "folder"]);
  expect(await screen.findByRole("heading", { name: "Harbour Lights", level: 1 })).toBeVisible();
});

test("closing the dialog changes nothing", async () => {
  const { user } = await openWindow();
  await user.click(await screen.findByRole("button", { name: "Choose files…" }));
  expect(screen.getByRole("heading", { name: "Stem check" })).toBeVisible();
});

test("files held over the window light it up until they are let go or taken away", async () => {
  const { memory } = await openWindow();
  memory.emit({ change: "dragging", over: true });
  expect(await screen.findByText("Let go to check these stems")).toBeVisible();
  memory.emit({ change: "dragging", over: false });
  await waitFor(() => expect(screen.queryByText("Let go to check these stems")).toBeNull());
});

test("a drop shows its rows at once, then what is found, then the verdict", async () => {
  const { memory } = await openWindow();
  const whole = song();
  const { id } = whole.summary;
  const running = { ...whole.summary, state: "running" as const, ready: 0, total: 0 };
  memory.drop({ ...whole, summary: running, stems: [] });
  expect(await screen.findByText("Looking for stems")).toBeVisible();

  memory.emit({ change: "rows", id, reference: null, files: whole.stems.map(({ report }) => report.file) });
  await waitFor(() => expect(stems()).toEqual(["Kick.wav", "Keys.wav", "Gtr.wav", "Lead Vox.wav"]));
  expect(within(rows()[0]!).getByText("Waiting")).toBeVisible();

  memory.emit({
    change: "progress",
    id,
    progress: { done: 0.3, seconds_left: 7.2, measuring: [[1, 0.42]], unpacking: null, comparing: null },
  });
  expect(await within(rows()[1]!).findByText("Measuring 42 %")).toBeVisible();
  expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "30");
  expect(screen.getByText(/about 8 s left/)).toBeVisible();
  await expectAccessible();

  memory.emit({ change: "stems", id, rows: whole.stems.slice(0, 2) });
  expect(await within(rows()[0]!).findByText("Ready")).toBeVisible();
  expect(within(rows()[1]!).getByText("Clipped · 0:52.3")).toBeVisible();
  expect(within(rows()[1]!).getByTitle("1 more")).toHaveTextContent("+1");
  expect(rows()[1]).toHaveTextContent("48 kHz · 24 · stereo");

  memory.emit({ change: "finished", view: whole });
  expect(await screen.findByText("Check done: 3 of 4 stems ready")).toBeInTheDocument();
  expect(screen.getByText(/1 stem must be fixed/)).toBeVisible();
  expect(screen.queryByRole("progressbar")).toBeNull();
});

test("rows judged before the window knows their names are not lost", async () => {
  const whole = song();
  const { id } = whole.summary;
  const bare = { ...whole, summary: { ...whole.summary, state: "running" as const } };
  bare.stems = whole.stems.map((row) => ({ ...row, judged: false }));
  const { memory } = await openWindow();
  memory.views.set(id, bare);
  memory.emit({ change: "check", summary: bare.summary, show: true });
  memory.emit({ change: "stems", id, rows: [whole.stems[0]!] });
  await waitFor(() => expect(within(rows()[0]!).getByText("Ready")).toBeVisible());
  expect(within(rows()[1]!).getByText("Waiting")).toBeVisible();
});

test("Cancel stops a check and keeps what was measured", async () => {
  const whole = song();
  const { memory, user } = await opened({ ...whole, summary: { ...whole.summary, state: "running" } });
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(await screen.findByText("Stopped.")).toBeVisible();
  await waitFor(() => expect(stems()).toHaveLength(4));
  await user.click(screen.getByRole("button", { name: "Go on" }));
  expect(memory.calls).toContainEqual(["check_again", "Harbour Lights"]);
});

test("a second drop is shown, and the first goes on beside the navigation", async () => {
  const { memory, user } = await openWindow();
  const state = "running" as const;
  memory.drop(song({ summary: { id: "a", name: "Night Ferry", state } }));
  memory.drop(song({ summary: { id: "b", name: "First Light", state } }));
  expect(await screen.findByRole("heading", { name: "First Light", level: 1 })).toBeVisible();
  memory.emit({
    change: "progress",
    id: "a",
    progress: { done: 0.62, seconds_left: 40, measuring: [], unpacking: null, comparing: null },
  });
  await user.click(await screen.findByRole("button", { name: /Night Ferry.*62 %/ }));
  expect(screen.getByRole("heading", { name: "Night Ferry", level: 1 })).toBeVisible();
  expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "62");
});

test("what could not be run says so where the check would be, until something is done", async () => {
  const failure = {
    code: "nothing_to_check",
    message: "There is no sound file in Photos: drop the folder of your stems.",
  };
  const { memory, user } = await opened(check("Photos", [], { failure, summary: { state: "failed" } }));
  expect(await screen.findByRole("alert")).toHaveTextContent(failure.message);
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(memory.calls).toContainEqual(["check_again", "Photos"]);
});

test("a command that is refused leaves its sentence until it is dismissed", async () => {
  const { memory, user } = await openWindow();
  memory.refusals.set("check_choose", {
    code: "dialog",
    message: "The dialog could not be opened. Drop the folder instead.",
  });
  await user.click(await screen.findByRole("button", { name: "Choose folder…" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Drop the folder instead.");
  await user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("the figures sum the check up", async () => {
  const other = finding("rate.mixed", "blocks", "This stem has another sample rate.");
  const short = finding("length.differs", "advises", "This stem is shorter.");
  const made = [
    stem("A.wav"),
    stem("B.wav", { findings: [other, short] }),
    stem("C.wav", { findings: [short] }),
  ];
  await opened(check("Song", made, { reference: "Rough mix.wav" }));
  const ready = await screen.findByRole("region", { name: "Ready" });
  expect(ready).toHaveTextContent("2/ 3 1 to fix · 1 to look at");
  expect(screen.getByRole("region", { name: "Same length" })).toHaveTextContent(
    "2shorter of 4:02.0 1 at another rate",
  );
  expect(screen.getByRole("region", { name: "Explains the rough mix" })).toHaveTextContent(
    "— not compared Rough mix.wav",
  );
});

test("stems that agree say so, and the rough mix can be named", async () => {
  const { memory, user } = await opened(check("Song", [stem("A.wav"), stem("B.wav")]));
  expect(await screen.findByRole("region", { name: "Same length" })).toHaveTextContent(
    "All 4:02.0 long 48 kHz",
  );
  expect(screen.getByText("All 2 stems are ready for an engineer.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Choose rough mix…" }));
  expect(memory.calls).toContainEqual(["reference_choose", { check: "Song", from: "dialog" }]);
  expect(await screen.findByText("Rough mix.wav")).toBeVisible();
});

test("findings of the set stand below the table, files that take no part behind a count", async () => {
  const without = setFinding("set.no_reference", "informs", "No rough mix was given.");
  const { user } = await opened(
    song({
      set: { findings: [without] },
      skipped: [{ file: "Cover.jpg", reason: "This is a picture." }],
    }),
  );
  const about = await screen.findByRole("region", { name: "About all files together" });
  expect(about).toHaveTextContent("No rough mix was given.");
  await user.click(within(about).getByText("1 file takes no part"));
  expect(within(about).getByText("This is a picture.")).toBeVisible();
});

test("columns sort: first up, then down, then as in the report; the verdict puts the worst first", async () => {
  const { user } = await opened(song());
  const sort = async (name: string) => user.click(await screen.findByRole("button", { name }));
  await sort("Peak");
  await waitFor(() => expect(stems()).toEqual(["Gtr.wav", "Kick.wav", "Lead Vox.wav", "Keys.wav"]));
  expect(screen.getByRole("columnheader", { name: "Peak" })).toHaveAttribute("aria-sort", "ascending");
  await sort("Peak");
  await waitFor(() => expect(stems()).toEqual(["Keys.wav", "Lead Vox.wav", "Kick.wav", "Gtr.wav"]));
  await sort("Peak");
  await waitFor(() => expect(stems()).toEqual(["Kick.wav", "Keys.wav", "Gtr.wav", "Lead Vox.wav"]));
  await sort("Verdict");
  await waitFor(() => expect(stems()).toEqual(["Keys.wav", "Gtr.wav", "Lead Vox.wav", "Kick.wav"]));
});

test("the keyboard alone leads through a check", async () => {
  const { user } = await opened(song());
  const grid = await screen.findByRole("grid");
  grid.focus();
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(grid).toHaveAttribute("aria-activedescendant", "stem-1");
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("complementary", { name: "Details of Keys.wav" })).toBeVisible();
  await user.keyboard("{ArrowDown}");
  expect(await screen.findByRole("complementary", { name: "Details of Gtr.wav" })).toBeVisible();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("complementary")).toBeNull();
  expect(grid).toHaveFocus();

  await user.keyboard("p");
  await waitFor(() => expect(stems()).toEqual(["Keys.wav", "Gtr.wav"]));
  await user.keyboard("p/");
  expect(screen.getByRole("searchbox")).toHaveFocus();
  await user.keyboard("vox");
  await waitFor(() => expect(stems()).toEqual(["Lead Vox.wav"]));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(stems()).toHaveLength(4));

  await user.keyboard("{End}");
  expect(grid).toHaveAttribute("aria-activedescendant", "stem-3");
  await user.keyboard("n");
  expect(await screen.findByRole("complementary", { name: "Details of Keys.wav" })).toBeVisible();
  await user.keyboard("{Shift>}N{/Shift}");
  expect(await screen.findByRole("complementary", { name: "Details of Gtr.wav" })).toBeVisible();
});

test("a search that finds nothing says so and leads back", async () => {
  const { user } = await opened(song());
  await user.type(await screen.findByRole("searchbox"), "tuba");
  expect(screen.getByText(/No name holds “tuba”/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show all" }));
  await waitFor(() => expect(stems()).toHaveLength(4));
});

test("details say what, where, why, how in the artist's DAW, and what was measured", async () => {
  const { memory, user } = await opened(song());
  await user.click(await screen.findByText("Keys.wav"));
  const details = await screen.findByRole("complementary", { name: "Details of Keys.wav" });
  expect(details).toHaveTextContent("The sound is cut off twice, first at 0:52.3.");
  expect(details).toHaveTextContent("The tops of the wave are cut off.");
  const places = within(details).getAllByRole("list", { name: "Where it can be heard" })[0]!;
  expect(
    within(places)
      .getAllByRole("listitem")
      .map((place) => place.textContent),
  ).toEqual(["0:52.3", "3:20.0–3:21.0"]);
  expect(within(details).getByRole("row", { name: "Sample peak 0.0 dBFS" })).toBeVisible();
  expect(within(details).getByRole("row", { name: "Loudness, integrated −23.4 LUFS" })).toBeVisible();
  expect(within(details).getAllByText(/In Pro Tools:/)[0]).toBeVisible();
  await expectAccessible();

  await user.selectOptions(within(details).getByRole("combobox", { name: "Steps for" }), "REAPER");
  expect(await within(details).findAllByText(/In REAPER:/)).not.toHaveLength(0);
  expect(memory.preferences.daw).toBe("reaper");
});

test("a finding can be explained, which makes the stem ready, and taken back, which can be undone", async () => {
  const { memory, user } = await opened(check("Song", [stem("Keys.wav", { findings: [clipped] })]));
  await user.click(await screen.findByText("Keys.wav"));
  await user.click(await screen.findByRole("button", { name: "Explain why it stays…" }));
  const keep = screen.getByRole("button", { name: "Keep it" });
  expect(keep).toBeDisabled();
  await user.keyboard("That is how the organ sounds.");
  await user.click(keep);
  expect(memory.calls).toContainEqual([
    "finding_explain",
    { check: "Song", file: "Keys.wav", code: "level.clipped", text: "That is how the organ sounds." },
  ]);
  expect(await screen.findByText("Explained by you")).toBeVisible();
  await waitFor(() => expect(screen.getByRole("button", { name: "Take back" })).toHaveFocus());
  expect(within(rows()[0]!).getByText("Explained")).toBeVisible();

  await user.click(screen.getByRole("button", { name: "Take back" }));
  expect(await within(rows()[0]!).findByText("Clipped · 0:52.3")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("That is how the organ sounds.")).toBeVisible();
});

test("what was said of an earlier bounce is offered for the new one, and does not count by itself", async () => {
  const suggested = [{ code: "level.clipped" as const, text: "That is how the organ sounds." }];
  const { memory, user } = await opened(
    check("Song", [{ ...stem("Keys.wav", { findings: [clipped] }), suggested }]),
  );
  await user.click(await screen.findByText("Keys.wav"));
  expect(await screen.findByText(/You explained an earlier bounce/)).toBeVisible();
  expect(screen.queryByText("Explained by you")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Explain why it stays…" }));
  await user.click(screen.getByRole("button", { name: "Keep it" }));
  expect(memory.calls).toContainEqual([
    "finding_explain",
    { check: "Song", file: "Keys.wav", code: "level.clipped", text: "That is how the organ sounds." },
  ]);
});

test("an explanation that could not be kept stays in its field, with the reason", async () => {
  const { memory, user } = await opened(check("Song", [stem("Keys.wav", { findings: [clipped] })]));
  memory.refusals.set("finding_explain", {
    code: "disk",
    message: "The disk is full. Make room, then try again.",
  });
  await user.click(await screen.findByText("Keys.wav"));
  await user.keyboard("e");
  await user.keyboard("Meant so.{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full.");
  expect(screen.getByRole("textbox", { name: /Why should it stay/ })).toHaveValue("Meant so.");
});

test("recent checks are opened again, forgotten, and brought back", async () => {
  const { memory, user } = await openWindow({ views: [song(), check("Glass", [stem("A.wav")])] });
  expect(await screen.findByText("3 of 4 ready")).toBeVisible();
  expect(screen.getByText("1 stem ready")).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Forget Glass" }));
  await waitFor(() => expect(screen.queryByText("1 stem ready")).toBeNull());
  expect(memory.views.has("Glass")).toBe(false);
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("1 stem ready")).toBeVisible();

  await user.click(screen.getByRole("button", { name: /^Harbour Lights/ }));
  await waitFor(() => expect(stems()).toHaveLength(4));
  await user.click(screen.getByRole("button", { name: "All checks" }));
  expect(await screen.findByRole("heading", { name: "Recent checks" })).toBeVisible();
});

test("a file bounced anew keeps its row and shows the new verdict", async () => {
  const whole = song();
  const { memory, user } = await opened(whole);
  await user.click(await screen.findByText("Keys.wav"));
  const mended = { ...stem("Keys.wav"), index: 1 };
  memory.emit({ change: "stems", id: whole.summary.id, rows: [mended] });
  expect(await within(rows()[1]!).findByText("Ready")).toBeVisible();
  expect(screen.getByText("Nothing to fix in this stem.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Problems 1" })).toBeVisible();
  expect(screen.getByText("Nothing blocks. 1 stem should be looked at.")).toBeVisible();
});

test("of 5,000 stems only those in sight exist, and the last is one key away", async () => {
  const many = Array.from({ length: 5_000 }, (_, place) => stem(`Take ${place + 1}.wav`));
  const { user } = await opened(check("Everything", many));
  const grid = await screen.findByRole("grid");
  await waitFor(() => expect(rows().length).toBeGreaterThan(5));
  expect(rows().length).toBeLessThan(60);
  expect(grid).toHaveAttribute("aria-rowcount", "5001");
  grid.focus();
  await user.keyboard("{End}");
  expect(await screen.findByText("Take 5000.wav")).toBeInTheDocument();
});

test("when files come and go, the rows follow and the details of a file that is gone close", async () => {
  const whole = song();
  const { memory, user } = await opened(whole);
  await user.click(await screen.findByText("Keys.wav"));
  const left = check("Harbour Lights", [
    ...whole.stems.filter(({ index }) => index !== 1),
    stem("Organ.wav"),
  ]);
  memory.emit({ change: "finished", view: left });
  await waitFor(() => expect(stems()).toEqual(["Kick.wav", "Gtr.wav", "Lead Vox.wav", "Organ.wav"]));
  expect(screen.queryByRole("complementary")).toBeNull();
});

test("a check that breaks down while it is shown tells why", async () => {
  const whole = song();
  const { memory } = await openWindow();
  memory.drop({ ...whole, summary: { ...whole.summary, state: "running" } });
  await waitFor(() => expect(stems()).toHaveLength(4));
  const failure = { code: "gone", message: "The disk is no longer there. Connect it and try again." };
  const summary = { ...whole.summary, state: "failed" as const };
  memory.views.set(whole.summary.id, { ...whole, summary, failure });
  memory.emit({ change: "check", summary, show: false });
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is no longer there.");
  await waitFor(() => expect(stems()).toHaveLength(4));
});

test("a verdict stands while its disk is away, and says so", async () => {
  const failure = { code: "gone", message: "The folder cannot be opened: connect its disk and try again." };
  await opened(song({ failure }));
  expect(await screen.findByRole("alert")).toHaveTextContent("connect its disk");
  expect(screen.getByText(/1 stem must be fixed/)).toBeVisible();
  await waitFor(() => expect(stems()).toHaveLength(4));
});

test("a check is asked for each time it is opened, so that it goes on following its files", async () => {
  const { memory, user } = await openWindow({ views: [song(), check("Glass", [stem("A.wav")])] });
  const opens = () => memory.calls.filter(([name, id]) => name === "check_open" && id === "Harbour Lights");
  for (const times of [1, 2]) {
    await user.click(await screen.findByRole("button", { name: /^Harbour Lights/ }));
    await waitFor(() => expect(stems()).toHaveLength(4));
    expect(opens()).toHaveLength(times);
    await user.click(screen.getByRole("button", { name: "All checks" }));
  }
});

test("a check opened again keeps what it shows, also where it cannot be asked for", async () => {
  const { memory, user } = await opened(song());
  await waitFor(() => expect(stems()).toHaveLength(4));
  await user.click(screen.getByRole("button", { name: "All checks" }));
  memory.refusals.set("check_open", { code: "thread", message: "This cannot be followed now." });
  await user.click(await screen.findByRole("button", { name: /^Harbour Lights/ }));
  expect(await screen.findByRole("alert")).toHaveTextContent("This cannot be followed now.");
  expect(stems()).toHaveLength(4);
});

const brokenMix = setFinding(
  "file.unreadable",
  "blocks",
  "The rough mix “Rough.wav” cannot be compared with.",
  { about: "Rough.wav" },
);
const withBrokenMix = { findings: [brokenMix] };

test("stems that are ready do not hide a rough mix that must be fixed", async () => {
  const { memory, user } = await opened(
    check("Song", [stem("A.wav"), stem("B.wav")], { set: withBrokenMix, reference: "Rough.wav" }),
  );
  const next = await screen.findByRole("region", { name: "What is next" });
  await waitFor(() =>
    expect(next).toHaveTextContent("The rough mix must be fixed before the stems are sent."),
  );
  expect(screen.queryByText(/Nothing to do here/)).toBeNull();
  expect(screen.getByText("Check done: 2 of 2 stems ready. The rough mix must be fixed")).toBeInTheDocument();
  expect(screen.getByRole("region", { name: "Explains the rough mix" })).toHaveTextContent(
    "— it must be fixed first Rough.wav",
  );
  await expectAccessible();
  await user.click(within(next).getByRole("button", { name: "Choose rough mix…" }));
  expect(memory.calls).toContainEqual(["reference_choose", { check: "Song", from: "dialog" }]);
  await user.click(screen.getByRole("button", { name: "All checks" }));
});

test("the list of checks says of a rough mix that must be fixed, as the check does", async () => {
  const { user } = await opened(
    check("Song", [stem("A.wav")], { set: withBrokenMix, reference: "Rough.wav" }),
  );
  await screen.findByText(/The rough mix must be fixed before/);
  await user.click(screen.getByRole("button", { name: "All checks" }));
  expect(await screen.findByText("Rough mix to fix")).toBeVisible();
  expect(screen.queryByText("1 stem ready")).toBeNull();
});

test("a folder that stayed closed stands in the way, and is not taken for the rough mix", async () => {
  const closed = setFinding("file.unreadable", "blocks", "The folder “Locked” could not be read.", {
    about: "Locked",
  });
  const set = { findings: [closed] };
  const { memory, user } = await opened(check("Song", [stem("A.wav")], { set, reference: "Rough.wav" }));
  expect(await screen.findByText(/A folder could not be read/)).toBeVisible();
  expect(screen.queryByText(/rough mix must be fixed/i)).toBeNull();
  await user.click(screen.getByRole("button", { name: "Check again" }));
  expect(memory.calls.some(([name]) => name === "check_again")).toBe(true);
});

test("stems to be fixed come before a rough mix to be fixed, and one to be looked at after it", async () => {
  const { memory } = await opened(song({ set: withBrokenMix, reference: "Rough.wav" }));
  expect(await screen.findByText(/1 stem must be fixed/)).toBeVisible();
  memory.emit({ change: "stems", id: "Harbour Lights", rows: [{ ...stem("Keys.wav"), index: 1 }] });
  expect(await screen.findByText(/The rough mix must be fixed before/)).toBeVisible();
  expect(screen.getByText("1 stem should be looked at, too.")).toBeVisible();
});

test("one name may stand twice: each stem keeps its own row, each file its own reason", async () => {
  const twins = check("Song", [stem("Gr�n.wav"), stem("Gr�n.wav", { findings: [clipped] })], {
    skipped: [
      { file: "x.wav", reason: "A folder, although it is called like a sound." },
      { file: "x.wav", reason: "This folder cannot be opened." },
    ],
  });
  const { memory, user } = await opened(twins);
  const firstIsReady = async () => {
    await waitFor(() => expect(stems()).toEqual(["Gr�n.wav", "Gr�n.wav"]));
    expect(within(rows()[0]!).getByText("Ready")).toBeVisible();
    expect(within(rows()[1]!).getByText("Clipped · 0:52.3")).toBeVisible();
  };
  await firstIsReady();
  await user.click(await screen.findByText("2 files take no part"));
  expect(screen.getByText("This folder cannot be opened.")).toBeVisible();
  await user.click(rows()[1]!);
  memory.emit({ change: "finished", view: twins });
  await firstIsReady();
  expect(rows().map((row) => row.getAttribute("aria-selected"))).toEqual(["false", "true"]);
});

test("a waveform that does not come is asked for once more", async () => {
  let asked = 0;
  await openWindow({
    views: [check("Song", [stem("A.wav")])],
    show: "Song",
    wave: (file, points) => {
      if (asked++ === 0) throw new Error("The disk is busy.");
      return music(file, points);
    },
  });
  expect(await screen.findByText("No waveform")).toBeVisible();
  await waitFor(() => expect(screen.queryByText("No waveform")).toBeNull());
  expect(document.querySelector("canvas")).not.toBeNull();
});

test("details say when a waveform cannot be loaded, and load it when asked to", async () => {
  const { memory, user } = await opened(check("Song", [stem("A.wav")]));
  memory.refusals.set("stem_waveform", { code: "disk", message: "The disk is busy." });
  await user.click(await screen.findByText("A.wav"));
  expect(await screen.findByText(/The waveform could not be loaded/)).toBeVisible();
  memory.refusals.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText(/could not be loaded/)).toBeNull());
  const details = screen.getByRole("complementary", { name: "Details of A.wav" });
  await waitFor(() => expect(details.querySelector("canvas")).not.toBeNull());
});

test("a drop that came to nothing says so, also while another check is looked at", async () => {
  const { memory, user } = await opened(song());
  await waitFor(() => expect(stems()).toHaveLength(4));
  const failure = { code: "disk", message: "The disk is full: this check is not remembered." };
  memory.emit({ change: "failed", failure });
  expect(await screen.findByRole("alert")).toHaveTextContent(failure.message);
  await user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByRole("alert")).toBeNull();
  expect(stems()).toHaveLength(4);
});
