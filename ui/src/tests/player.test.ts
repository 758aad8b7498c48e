import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";

import type { Deed, Now } from "$lib/bindings";
import { harbourSong } from "$lib/backend/song-samples";

import { expectAccessible, openWindow, type Opened } from "./window";

const SONG = harbourSong();

/** The window with a song in the player. */
async function playing(now: Partial<Now> = {}): Promise<Opened> {
  const opened = await openWindow({ songs: [SONG] });
  await opened.memory.call("song_open", SONG.id);
  opened.memory.deck.push(now);
  await bar().findByText("Harbour Lights");
  return opened;
}

const bar = () => within(screen.getByRole("region", { name: "Player" }));
const deeds = ({ memory }: Opened): Deed[] =>
  memory.calls.flatMap(([name, deed]) => (name === "player_do" ? [deed] : []));

test("before anything is loaded the bar says so, and where sound would go", async () => {
  await openWindow();
  expect(bar().getByText("Nothing playing")).toBeVisible();
  expect(bar().getByRole("button", { name: "Play" })).toBeDisabled();
  expect(await bar().findByRole("button", { name: "Sound: Built-in speakers" })).toBeVisible();
  await expectAccessible();
});

test("what is loaded is named, and plays on while screens change", async () => {
  const opened = await playing({ position: 3_596_640 });
  expect(bar().getByText("Mix 2")).toBeVisible();
  expect(bar().getByText("1:14.93")).toBeVisible();
  expect(bar().getByText(/4:02\.0/)).toBeVisible();
  await opened.user.click(bar().getByRole("button", { name: "Play" }));
  expect(await bar().findByRole("button", { name: "Pause" })).toBeVisible();
  await opened.user.click(screen.getByRole("button", { name: "Settings" }));
  expect(bar().getByRole("button", { name: "Pause" })).toBeVisible();
  await expectAccessible();
});

test("keys play, switch, swap, match and seek, on every screen", async () => {
  const opened = await playing({ position: 480_000 });
  const { user, memory } = opened;
  await user.keyboard(" ");
  expect(await bar().findByRole("button", { name: "Pause" })).toBeVisible();
  await user.keyboard(" ");
  await user.keyboard("1");
  expect(await bar().findByText("Rough")).toBeVisible();
  await user.keyboard("x");
  expect(await bar().findByText("Mix 2")).toBeVisible();
  await user.keyboard("9m");
  await waitFor(() => expect(memory.deck.now.match_levels).toBe(false));
  await user.keyboard("{ArrowRight}");
  await waitFor(() => expect(memory.deck.now.position).toBe(528_000));
  await user.keyboard("{Shift>}{ArrowLeft}{/Shift}");
  await waitFor(() => expect(memory.deck.now.position).toBe(288_000));
  await user.keyboard("{Home}");
  await waitFor(() => expect(memory.deck.now.position).toBe(0));
  expect(deeds(opened).filter((deed) => deed.do === "hear")).toEqual([
    { do: "hear", side: 0 },
    { do: "hear", side: 2 },
  ]);
});

test("space plays after a click, and presses what Tab has led to", async () => {
  const { user } = await playing({ position: 480_000 });
  await user.click(screen.getByRole("button", { name: "Settings" }));
  await user.keyboard(" ");
  expect(await bar().findByRole("button", { name: "Pause" })).toBeVisible();
  await user.keyboard(" ");
  expect(await bar().findByRole("button", { name: "Play" })).toBeVisible();
  await user.tab({ shift: true });
  const check = screen.getByRole("button", { name: "Stem check" });
  expect(check).toHaveFocus();
  await user.keyboard(" ");
  await waitFor(() => expect(check).toHaveAttribute("aria-current", "page"));
  expect(bar().getByRole("button", { name: "Play" })).toBeVisible();
});

test("figures are keys wherever the keyboard has them", async () => {
  await playing();
  await fireEvent.keyDown(window, { key: "&", code: "Digit1" });
  expect(await bar().findByText("Rough")).toBeVisible();
  await fireEvent.keyDown(window, { key: "2", code: "Digit2", shiftKey: true });
  expect(await bar().findByText("Mix 1")).toBeVisible();
  await fireEvent.keyDown(window, { key: "!", code: "Digit1", shiftKey: true });
  await fireEvent.keyDown(window, { key: "3", code: "Numpad3" });
  expect(await bar().findByText("Mix 2")).toBeVisible();
});

test("keys that are typed, or that belong to a dialog, play nothing", async () => {
  const opened = await playing();
  const { user } = opened;
  await user.keyboard("?");
  const sheet = await screen.findByRole("dialog", { name: "Keys" });
  expect(sheet).toHaveTextContent("Play, pause");
  await user.keyboard("m1");
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "Settings" }));
  await user.click(screen.getByRole("combobox", { name: "Your DAW" }));
  await user.keyboard("{ArrowDown}1");
  expect(deeds(opened)).toEqual([]);
});

test("a loop is shown, and switched off", async () => {
  const { user, memory } = await playing({ looped: [72 * 48_000, 88 * 48_000] });
  await user.click(await bar().findByRole("button", { name: "Switch the loop 1:12.0–1:28.0 off" }));
  await waitFor(() => expect(memory.deck.now.looped).toBeNull());
  await waitFor(() => expect(bar().queryByText("1:12.0–1:28.0")).toBeNull());
});

test("the upper edge seeks by keys", async () => {
  const { user, memory } = await playing();
  const slider = bar().getByRole("slider", { name: "Position" });
  slider.focus();
  await user.keyboard("{PageUp}");
  await waitFor(() => expect(memory.deck.now.position).toBe(30 * 48_000));
  await waitFor(() => expect(slider).toHaveAttribute("aria-valuetext", "0:30.0 of 4:02.0"));
  await user.keyboard("{End}");
  await waitFor(() => expect(memory.deck.now.position).toBe(242 * 48_000));
});

test("the pointer drags: the volume at once, the position when it is let go", async () => {
  const opened = await playing();
  const { memory } = opened;
  const drag = async (name: string, ...places: number[]) => {
    const slider = bar().getByRole("slider", { name });
    slider.getBoundingClientRect = () => new DOMRect(100, 0, 200, 20);
    await fireEvent.pointerDown(slider, { button: 0, clientX: places[0] });
    for (const clientX of places) await fireEvent.pointerMove(slider, { clientX });
    return slider;
  };
  const volume = await drag("Volume", 300, 290, 250);
  await waitFor(() => expect(memory.deck.now.volume_db).toBe(-15));
  await fireEvent.pointerUp(volume);
  await fireEvent.pointerMove(volume, { clientX: 300 });
  const position = await drag("Position", 120, 200);
  expect(deeds(opened).filter((deed) => deed.do === "seek")).toEqual([]);
  await fireEvent.pointerUp(position);
  await waitFor(() => expect(memory.deck.now.position).toBe(121 * 48_000));
  expect(memory.deck.now.volume_db).toBe(-15);
});

test("the volume goes down to silence", async () => {
  const { user, memory } = await playing();
  const slider = bar().getByRole("slider", { name: "Volume" });
  slider.focus();
  await user.keyboard("{PageDown}");
  await waitFor(() => expect(memory.deck.now.volume_db).toBe(-6));
  expect(await bar().findByText("−6 dB")).toBeVisible();
  await user.keyboard("{Home}");
  await waitFor(() => expect(slider).toHaveAttribute("aria-valuetext", "−∞ dB"));
});

test("the line is honest, and behind it are the devices", async () => {
  const { user, memory } = await playing();
  await user.click(bar().getByRole("button", { name: "Sound: Built-in speakers · Level match −0.9 dB" }));
  const choice = await screen.findByRole("radiogroup", { name: "Device" });
  await expectAccessible();
  expect(within(choice).getByRole("radio", { name: /Follow the system/ })).toBeChecked();
  await user.click(within(choice).getByRole("radio", { name: /Scarlett 2i2/ }));
  await waitFor(() => expect(memory.deck.devices.chosen).toBe("alsa:scarlett"));
  await waitFor(() => expect(within(choice).getByRole("radio", { name: /Scarlett 2i2/ })).toBeChecked());
  expect(screen.getByText(/No interruption/)).toBeVisible();
  await user.keyboard("{Escape}m");
  expect(await bar().findByRole("button", { name: "Sound: Scarlett 2i2 · Bit-exact, 48 kHz" })).toBeVisible();
});

test("what stands in the way is told in the bar until it is gone", async () => {
  const { memory } = await playing({
    device_trouble: "No sound device is there: plug one in.",
    troubles: [
      { tape: 1, trouble: { kind: "unreadable", why: "The disk is gone: plug it in." } },
      { tape: 2, trouble: { kind: "not_finite", samples: 3 } },
    ],
  });
  expect(await bar().findByText("No sound device is there: plug one in.")).toBeVisible();
  expect(bar().getByText("Mix 1: The disk is gone: plug it in. And 1 other file.")).toBeVisible();
  await expectAccessible();
  memory.deck.push({ device_trouble: null, troubles: [] });
  await waitFor(() => expect(bar().queryAllByRole("alert")).toEqual([]));
});

test("what was refused is a sentence that can be dismissed", async () => {
  const { user, memory } = await playing();
  memory.refusals.set("player_do", {
    code: "x",
    message: "The sound card does not answer: plug it in again.",
  });
  await user.keyboard(" ");
  expect(await bar().findByRole("alert")).toHaveTextContent("The sound card does not answer");
  await user.click(bar().getByRole("button", { name: "Dismiss" }));
  expect(bar().queryByRole("alert")).toBeNull();
});

test("all meters open beside the keys, on either scale, and begin anew", async () => {
  const opened = await playing();
  const { user, memory } = opened;
  memory.deck.push({
    meters: {
      ...memory.deck.now.meters,
      momentary_lufs: -11.04,
      short_term_lufs: -12.84,
      integrated_lufs: -13.1,
      range_lu: 6.4,
      true_peak_dbtp: -1.1,
      correlation: 0.72,
    },
  });
  await user.click(await bar().findByRole("button", { name: /Meters.*−12\.8.*−1\.1/ }));
  const panel = screen.getByRole("region", { name: "Meters" });
  for (const figure of ["−11.0 LUFS", "−12.8 LUFS", "−13.1 LUFS", "6.4 LU", "−1.1 dBTP", "0.7"]) {
    expect(within(panel).getByText(figure)).toBeVisible();
  }
  await expectAccessible();
  expect(within(panel).getByText("−36")).toBeVisible();
  await user.click(within(panel).getByRole("radio", { name: "EBU +9" }));
  expect(await within(panel).findByText("+9")).toBeVisible();
  await user.click(within(panel).getByRole("button", { name: "Begin anew" }));
  await waitFor(() => expect(deeds(opened)).toContainEqual({ do: "reset_meters" }));
  await user.keyboard("1");
  expect(await bar().findByText("Rough")).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("region", { name: "Meters" })).toBeNull());
});

test("the play head moves between what Rust tells", async () => {
  const { memory } = await playing({ position: 48_000, running: true });
  await waitFor(() => expect(bar().getByRole("timer")).not.toHaveTextContent("0:01.00"));
  memory.deck.advance(60_000_000);
  expect(await bar().findByRole("button", { name: "Play" })).toBeVisible();
  await fireEvent.keyDown(window, { key: " " });
  await waitFor(() => expect(memory.deck.now.running).toBe(true));
  expect(memory.deck.now.position).toBe(0);
});

test("what is dropped goes where one looks, and a song that comes of it is shown", async () => {
  const { memory, user } = await openWindow({ songs: [SONG] });
  const targets = () => memory.calls.flatMap(([name, to]) => (name === "drop_target" ? [to] : []));
  expect(targets()).toEqual([{ to: "stems" }]);
  await user.click(screen.getByRole("button", { name: "Audition" }));
  await waitFor(() => expect(targets().at(-1)).toEqual({ to: "new_song" }));
  await user.click(screen.getByRole("button", { name: "Settings" }));
  await waitFor(() => expect(targets().at(-1)).toEqual({ to: "stems" }));
  memory.songs.push(SONG, true);
  await waitFor(() => expect(targets().at(-1)).toEqual({ to: "song", song: SONG.id }));
  expect(screen.getByRole("button", { name: "Audition" })).toHaveAttribute("aria-current", "page");
});

test("Ctrl+O chooses what belongs on the screen: stems, a song, its versions", async () => {
  const { memory, user } = await openWindow({ songs: [SONG] });
  await user.keyboard("{Control>}o{/Control}");
  await user.click(screen.getByRole("button", { name: "Audition" }));
  await user.keyboard("{Control>}o{/Control}");
  memory.songs.push(SONG, true);
  await bar().findByText("Mix 2");
  await user.keyboard("{Control>}o{/Control}");
  await waitFor(() => expect(memory.calls).toContainEqual(["versions_choose", SONG.id]));
  expect(memory.calls).toContainEqual(["check_choose", "folder"]);
  expect(memory.calls).toContainEqual(["song_new", null]);
  expect(bar().getByText(/bar 1\.1/)).toBeVisible();
});
