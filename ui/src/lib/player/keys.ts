import { createContext } from "svelte";

import type { Player } from "./player.svelte";

/** Takes a key, or says by `false` that it is none of its own. Most are only taken where they are `bare`. */
export type TakesKey = (event: KeyboardEvent) => boolean;

/** What takes keys while it is on the screen: it is asked before the player. */
export class Keys {
  #takers: TakesKey[] = [];
  #tabbed = false;

  /** Whether the keyboard was led to what has the focus: then the space bar presses that. A click leaves the
   * focus where it was made, and whoever clicked wants to play. */
  get tabbed(): boolean {
    return this.#tabbed;
  }

  /** Sees how the focus is led, by a key or a pointer. */
  see(event: KeyboardEvent | PointerEvent): void {
    if (!(event instanceof KeyboardEvent)) this.#tabbed = false;
    else if (event.key === "Tab") this.#tabbed = true;
  }

  /** Asks `taker` first from now on; returns what ends that. Made for an `$effect`. */
  claim(taker: TakesKey): () => void {
    this.#takers.unshift(taker);
    return () => (this.#takers = this.#takers.filter((other) => other !== taker));
  }

  /** Whether somebody took the key. */
  offer(event: KeyboardEvent): boolean {
    return this.#takers.some((taker) => taker(event));
  }
}

export const [getKeys, setKeys] = createContext<Keys>();

/** What the space bar presses. */
const PRESSED = "button, summary, a[href], [role=button], [role=radio], [role=checkbox], [role=switch]";
/** What the arrows move in. */
const MOVED = "[role=radiogroup], [role=tablist], [role=toolbar]";

/**
 * The keys of the player, wherever one is; false where it is none of them. The key is {@link free}; `tabbed`
 * says whether the space bar presses what has the focus.
 */
export function playerKey(player: Player, event: KeyboardEvent, tabbed: boolean): boolean {
  if (!player.loaded) return false;
  const target = event.target instanceof Element ? event.target : null;
  const letter = event.altKey || event.repeat ? "" : event.key.toLowerCase();
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    if (target?.closest(MOVED)) return false;
    const seconds = step(event, player.loaded.bpm ?? undefined);
    if (seconds !== undefined) void player.move(event.key === "ArrowLeft" ? -seconds : seconds);
    return seconds !== undefined;
  }
  if (letter === " " && !(tabbed && target?.matches(PRESSED))) void player.toggle();
  else if (letter === "home") void player.seek(0);
  else if (letter === "x") void player.swap();
  else if (letter === "m") void player.toggleMatch();
  else if (letter === "l" && player.now?.looped) void player.do({ do: "unloop" });
  else if (numberOf(event) > 0) void player.choose(numberOf(event) - 1);
  else return false;
  return true;
}

/** How far an arrow goes, in seconds: one, five with Shift, a bar of 4/4 with Alt where that is known. */
function step({ altKey, shiftKey }: KeyboardEvent, bpm: number | undefined): number | undefined {
  if (altKey) return bpm ? 240 / bpm : undefined;
  return shiftKey ? 5 : 1;
}

/** The number of a key, 0 where it has none. By its place, since some keyboards have figures only behind Shift. */
function numberOf({ key, code, shiftKey, altKey, repeat }: KeyboardEvent): number {
  if (altKey || repeat) return 0;
  return Number(/^[1-9]$/.exec(key)?.[0] ?? (shiftKey ? 0 : (/^Digit([1-9])$/.exec(code)?.[1] ?? 0)));
}
