import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { COMPARED, harbourLights } from "$lib/backend/harbour";
import { check, finding, music, setFinding, stem, type CheckPart } from "$lib/backend/samples";

import { expectAccessible, openWindow, rows, type Opened } from "./window";

/** The demo song, held against its rough mix: a guitar is missing, one stem is late. */
function compared(part: CheckPart = {}): Promise<Opened> {
  const view = check("Harbour Lights", harbourLights(), { ...COMPARED, ...part });
  return openWindow({ views: [view], show: "Harbour Lights", wave: music });
}

const card = (name: string) => screen.findByRole("region", { name });
const strip = () => screen.findByRole("slider", { name: "What no stem explains, over time" });
const setDetails = () => screen.findByRole("complementary", { name: "Details of the set" });

test("the cards say how the set stands, in the words of the report", async () => {
  await compared();
  expect(await card("Ready")).toHaveTextContent("11/ 14 3 to fix · 1 to look at");
  expect(await card("From bar 1, same length")).toHaveTextContent("1late of 4:02.0 48 kHz · 130.08 bpm, 4/4");
  expect(await card("Explains the rough mix")).toHaveTextContent(
    "81 % a part is missing Harbour Lights rough mix.mp3",
  );
  await expectAccessible();
});

test.each<[string, CheckPart, string, string]>([
  ["all from bar 1", { set: { mix: { offset_frames: 0, drift_ppm: 0 } } }, "From bar 1, same length", "All"],
  ["nothing was aligned", {}, "Same length", "All 4:02.0 long"],
])("where %s, the card says so", async (_, part, title, said) => {
  await openWindow({ views: [check("Song", [stem("A.wav")], part)], show: "Song" });
  expect(await card(title)).toHaveTextContent(said);
});

test("without a rough mix the window teaches what it is for, and takes one", async () => {
  const { memory, user } = await openWindow({ views: [check("Song", [stem("A.wav")])], show: "Song" });
  expect(await card("Explains the rough mix")).toHaveTextContent("to hear what is missing");
  expect(await card("What no stem explains")).toHaveTextContent("With your rough mix, Bar One shows when");
  await user.click(screen.getByRole("button", { name: "Choose rough mix…" }));
  expect(memory.calls).toContainEqual(["reference_choose", { check: "Song", from: "dialog" }]);
});

test("while stems are held against the rough mix, the verdicts stand and it can be stopped", async () => {
  const state = "running" as const;
  const { memory, user } = await compared({ summary: { state } });
  await screen.findByRole("grid");
  const progress = { done: 1, seconds_left: 0, measuring: [], unpacking: null, comparing: 0.42 };
  memory.emit({ change: "progress", id: "Harbour Lights", progress });
  expect(await screen.findByText("Comparing the stems with the rough mix")).toBeVisible();
  expect(screen.getByText(/42 % · the verdicts so far stand/)).toBeVisible();
  const bar = screen.getByRole("progressbar", { name: "Comparing with the rough mix" });
  expect(bar).toHaveAttribute("aria-valuenow", "42");
  expect(within(rows()[0]!).getByText("Ready")).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(memory.calls).toContainEqual(["check_cancel", "Harbour Lights"]);
});

test.each<[string, CheckPart, string]>([
  ["it is broken", { set: { findings: [broken()] } }, "it must be fixed first"],
  ["it was stopped", { summary: { state: "cancelled" } }, "stopped before that"],
  ["nobody knows", {}, "not compared"],
])("a rough mix that was not compared says why: %s", async (_, part, why) => {
  const view = check("Song", [stem("A.wav")], { reference: "Rough.wav", ...part });
  await openWindow({ views: [view], show: "Song" });
  expect(await card("Explains the rough mix")).toHaveTextContent(`— ${why} Rough.wav`);
  expect(await card("What no stem explains")).toHaveTextContent("was not compared");
});

function broken() {
  return setFinding("file.unreadable", "blocks", "The rough mix cannot be read.", { about: "Rough.wav" });
}

test("the strip is a sentence, and tells every moment to the keyboard", async () => {
  const { user } = await compared();
  const slider = await strip();
  expect(slider).toHaveAccessibleDescription("No stem explains most of what is heard at 1:58.0–2:40.0.");
  expect(slider).toHaveAttribute("aria-valuetext", "0:00.0: the rough mix is silent");
  await user.keyboard("m");
  expect(slider).toHaveFocus();
  await user.keyboard("{PageDown}");
  expect(slider).toHaveAttribute(
    "aria-valuetext",
    expect.stringMatching(/^1:58.0: \d+ % is in no stem · Part missing$/),
  );
  expect(await card("What no stem explains")).toHaveTextContent(/1:58.0: \d+ % is in no stem · Part missing/);
  await user.keyboard("{PageDown}");
  expect(slider).toHaveAttribute("aria-valuetext", expect.stringMatching(/^3:21.0: .*Sounds different$/));
  await user.keyboard("{PageUp}{ArrowLeft}");
  expect(slider).toHaveAttribute("aria-valuetext", expect.stringMatching(/^1:57.5: \d+ % is in no stem$/));
  await user.keyboard("{End}{ArrowRight}");
  expect(slider).toHaveAttribute("aria-valuenow", "483");
  await user.keyboard("{Home}{Shift>}{ArrowRight}{/Shift}");
  expect(slider).toHaveAttribute("aria-valuenow", "10");
});

test("a marked place opens what was found there, and Escape leads back", async () => {
  const { user } = await compared();
  const slider = await strip();
  slider.focus();
  await user.keyboard("{PageDown}{Enter}");
  const details = await setDetails();
  const missing = within(details).getByText("Part missing").closest("li");
  await waitFor(() => expect(missing).toHaveFocus());
  expect(missing).toHaveTextContent("1:58.0–2:40.0");
  expect(missing).toHaveTextContent("200 Hz–2 kHz");
  expect(missing).toHaveTextContent("What was not sent cannot be mixed");
  await expectAccessible();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("complementary")).toBeNull();
  await waitFor(() => expect(slider).toHaveFocus());
});

test("a click on the strip opens what lies under it; where nothing was found, nothing opens", async () => {
  const { user } = await compared();
  const slider = await strip();
  const box = new DOMRect(0, 0, 484, 40);
  slider.getBoundingClientRect = () => box;
  await user.pointer({ keys: "[MouseLeft]", target: slider, coords: { clientX: 20.5 } });
  expect(screen.queryByRole("complementary")).toBeNull();
  await user.pointer({ keys: "[MouseLeft]", target: slider, coords: { clientX: 404.5 } });
  const differs = within(await setDetails())
    .getByText("Sounds different")
    .closest("li");
  await waitFor(() => expect(differs).toHaveFocus());
});

test("what is missing stands below the table, with what to do about it", async () => {
  const { memory, user } = await compared();
  const about = await card("About all files together");
  expect(about).toHaveTextContent(/Part missing Something plays in the rough mix from 1:58 to 2:40/);
  await user.click(within(about).getByRole("button", { name: "Add a stem…" }));
  expect(memory.calls).toContainEqual(["folder_reveal", "Harbour Lights"]);
  expect(await screen.findByText(/Put the stem that is missing into this folder/)).toBeVisible();
  await user.click(within(about).getByRole("button", { name: "Details: Part missing" }));
  const details = await setDetails();
  await user.click(within(details).getAllByRole("button", { name: "Choose another rough mix…" })[0]!);
  expect(memory.calls).toContainEqual(["reference_choose", { check: "Harbour Lights", from: "dialog" }]);
});

const missing = COMPARED.set!.findings![0]!;

test("ready stems are held back by what is missing, until the artist says that it is meant to be so", async () => {
  const set = { ...COMPARED.set, findings: [missing] };
  const view = check("Song", [stem("A.wav")], { reference: "Rough.wav", set });
  const { memory, user } = await openWindow({ views: [view], show: "Song" });
  expect(await screen.findByText("A part of the song is in none of the stems.")).toBeVisible();
  expect(screen.getByText(/1 of 1 stem ready. A part of the song is in none/)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Show it" }));
  await setDetails();
  await user.keyboard("e");
  expect(await screen.findByRole("textbox", { name: /Why is it meant to be so/ })).toHaveFocus();
  await user.keyboard("The solo is recorded anew at the studio.{Enter}");
  const { code, message } = missing;
  expect(memory.calls).toContainEqual([
    "set_explain",
    { check: "Song", about: null, code, message, text: "The solo is recorded anew at the studio." },
  ]);
  expect(await screen.findByText("The stem is ready for an engineer.")).toBeVisible();
  expect(within(await card("About all files together")).getByText("Explained")).toBeVisible();
  expect(await card("Explains the rough mix")).toHaveTextContent("81 % the rest is explained by you");
  await user.click(screen.getByRole("button", { name: "Take back" }));
  expect(await screen.findByText("A part of the song is in none of the stems.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("The stem is ready for an engineer.")).toBeVisible();
});

test("of stems that were dropped one by one, nobody promises that a new one joins by itself", async () => {
  const view = check("2 files", harbourLights(), COMPARED);
  const { user } = await openWindow({ views: [view], show: "2 files", files: true });
  const about = await card("About all files together");
  await user.click(within(about).getByRole("button", { name: "Add a stem…" }));
  expect(await screen.findByText(/drop it together with the others/)).toBeVisible();
  expect(screen.queryByText(/the check follows\.$/)).toBeNull();
});

test("an archive is seen to be unpacked before any stem is known", async () => {
  const state = "running" as const;
  const view = check("Song.zip", [], { summary: { state } });
  const { memory } = await openWindow({ views: [view], show: "Song.zip" });
  expect(await screen.findByText("Looking for stems")).toBeVisible();
  const progress = { done: 0, seconds_left: null, measuring: [], unpacking: 0.42, comparing: null };
  memory.emit({ change: "progress", id: "Song.zip", progress });
  expect(await screen.findByText("Unpacking the archive", { selector: "strong" })).toBeVisible();
  const bar = screen.getByRole("progressbar", { name: "Unpacking Song.zip" });
  expect(bar).toHaveAttribute("aria-valuenow", "42");
  await expectAccessible();
});

test("a session alone is no 0 stems", async () => {
  const [session] = COMPARED.sessions!;
  const view = check("Song", [], { sessions: [{ ...session!, findings: [] }] });
  await openWindow({ views: [view], show: "Song" });
  expect(await screen.findByText("No stems, only a session.")).toBeVisible();
  expect(screen.getByText(/Nothing stands in the way of sending it\./)).toBeVisible();
  expect(screen.getByText("Check done: no stems, only a session")).toBeInTheDocument();
  await expectAccessible();
});

test("words that were said of another gap are offered, and explain nothing", async () => {
  const { code, message } = missing;
  const suggested = [{ about: null, code, message, text: "I leave it out." }];
  const { user } = await compared({ words: { explained: [], suggested } });
  await user.keyboard("s");
  expect(await screen.findByText("You said before: “I leave it out.”")).toBeVisible();
  expect(within(await card("About all files together")).queryByText("Explained")).toBeNull();
});

test("N goes through the stems, then through what concerns them together, and round again", async () => {
  const view = check(
    "Song",
    [stem("A.wav"), stem("B.wav", { findings: [finding("depth.low", "blocks", "16.")] })],
    {
      ...COMPARED,
      summary: { ready: 1, total: 2 },
    },
  );
  const { user } = await openWindow({ views: [view], show: "Song" });
  await screen.findByRole("grid");
  const shown = () => screen.queryByRole("complementary")?.querySelector("li:focus, h2")?.textContent;
  const focused = () => document.activeElement?.getAttribute("data-code");
  await user.keyboard("n");
  await waitFor(() => expect(shown()).toBe("B.wav"));
  for (const code of ["set.missing", "set.differs", "session.media_missing"]) {
    await user.keyboard("n");
    await waitFor(() => expect(focused()).toBe(code));
  }
  await user.keyboard("n");
  await waitFor(() => expect(shown()).toBe("B.wav"));
  await user.keyboard("{Shift>}N{/Shift}");
  await waitFor(() => expect(focused()).toBe("session.media_missing"));
});

test("the set's details say how the rough mix lies, who tells the tempo, and what each stem gives", async () => {
  const { user } = await compared();
  await screen.findByRole("grid");
  await user.keyboard("s");
  const details = await setDetails();
  const row = (name: string) => within(details).getByRole("row", { name });
  expect(details).toHaveTextContent("The rough mix begins 2.00 s later than the stems. A count-in?");
  expect(row("Tempo told by Harbour Lights.als")).toBeVisible();
  expect(row("Explained by the stems 81 %")).toBeVisible();
  expect(row("Kick.wav 21 %")).toBeVisible();
  expect(row("Snare top.wav 9 %, polarity turned around")).toBeVisible();
  await expectAccessible();
});

test("a stem's details say where it sits in the rough mix", async () => {
  const { user } = await compared();
  await user.click(await screen.findByText("BVs.wav"));
  const details = await screen.findByRole("complementary", { name: "Details of BVs.wav" });
  expect(
    within(details).getByRole("row", { name: "Place against the set 2 bars late (3.69 s), certain" }),
  ).toBeVisible();
  expect(within(details).getByRole("row", { name: "Polarity as in the rough mix" })).toBeVisible();
});

test("a session says whose it is and what it plays, and opens with what is missing", async () => {
  const { user } = await compared();
  const about = await card("About all files together");
  expect(about).toHaveTextContent(
    "Files missing Harbour Lights Project/Harbour Lights.als Ableton Live 11.3.20 · 130.08 bpm, 4/4 · 48 kHz · plays 31 files · 2 missing · 1 not used",
  );
  await user.click(
    within(about).getByRole("button", { name: "Details: Harbour Lights Project/Harbour Lights.als" }),
  );
  const details = await setDetails();
  await user.click(within(details).getByText("Not there: 2"));
  expect(within(details).getByText("Samples/Imported/Riser.wav")).toBeVisible();
  expect(within(details).getByText(/The session plays 2 files that are not there/)).toBeVisible();
  await expectAccessible();
});

test("a session that must be fixed holds ready stems back", async () => {
  const { sessions } = COMPARED;
  await openWindow({ views: [check("Song", [stem("A.wav")], { sessions })], show: "Song" });
  expect(await screen.findByText("A session must be fixed before it is sent.")).toBeVisible();
});

test("the decay that looks like reverb is shown in the waveform, and the whole stem again", async () => {
  const { memory, user } = await compared();
  await user.click(await screen.findByText("Lead Vox.wav"));
  await user.click(await screen.findByRole("button", { name: "Show the decay" }));
  expect(screen.getByRole("button", { name: "Show the decay" })).toHaveAttribute("aria-pressed", "true");
  const details = screen.getByRole("complementary", { name: "Details of Lead Vox.wav" });
  expect(details.querySelector(".ends")).toHaveTextContent(/^1:00.2 Whole stem 1:04.0$/);
  const points = memory.calls.flatMap(([name, asked]) => (name === "stem_waveform" ? [asked.points] : []));
  expect(Math.max(...points)).toBeGreaterThan(50_000);
  await user.click(screen.getByRole("button", { name: "1:58.4–2:00.3" }));
  expect(details.querySelector(".ends")).toHaveTextContent(/^1:57.4/);
  await user.click(screen.getByRole("button", { name: "Whole stem" }));
  expect(details.querySelector(".ends")).toHaveTextContent(/^0:00.0 4:02.0$/);
});

test("clips and clicks are shown in the waveform as well", async () => {
  const { user } = await compared();
  await user.click(await screen.findByText("Keys.wav"));
  await user.click(await screen.findByRole("button", { name: "0:12.4" }));
  expect(screen.getByRole("button", { name: "Whole stem" })).toBeVisible();
});
