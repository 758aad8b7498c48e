import { createContext } from "svelte";

import { attempt } from "$lib/backend/attempt";
import type { Backend } from "$lib/backend/backend";
import type { Deed, Failure, Frames, Hearing, PlayerView } from "$lib/bindings";

import { positionAfter } from "./position";

/** What is heard, on every screen. */
export class Player {
  /** Nothing until it was asked for. */
  view = $state.raw<PlayerView | null>(null);
  /** The side (in a blind test the place) that was heard before this one; nothing before the first switch. */
  lastSide = $state.raw<number>();
  /** Why what was just asked for did not happen. */
  failure = $state.raw<Failure>();
  /** When `view` came, by `performance.now()`. */
  #cameAt = 0;

  constructor(private readonly backend: Backend) {}

  get now() {
    return this.view?.now;
  }

  get loaded() {
    return this.view?.loaded ?? undefined;
  }

  /** Frames per second of the timeline that is loaded. */
  get rate(): number {
    return this.loaded?.rate ?? 48_000;
  }

  get running(): boolean {
    return this.now?.running ?? false;
  }

  /** The side that is heard; in a blind test the place; nothing in an ABX trial. */
  get side(): number | undefined {
    if (!this.loaded) return undefined;
    return this.blind ? (this.blind.heard ?? undefined) : this.now?.side;
  }

  /** The blind test that goes on. */
  get blind() {
    return this.view?.blind ?? undefined;
  }

  /** Whether what is heard is hidden: names, waveforms and figures would tell. */
  get hidden(): boolean {
    return this.blind !== undefined && this.blind.revealed === null;
  }

  /** Frame at which everything ends; 0 while nobody knows. */
  get length(): Frames {
    return this.now?.length ?? 0;
  }

  /** The frame that is heard at a moment of `performance.now()`. */
  position(at = performance.now()): Frames {
    return this.now ? positionAfter(this.now, this.rate, at - this.#cameAt) : 0;
  }

  /** Asks for what is loaded and follows it; returns what stops following. */
  follow(): () => void {
    const stop = this.backend.listen((change) => {
      if (change.change === "player") this.#take(change.player);
    });
    void this.#attempt(() => this.backend.call("player", null));
    return stop;
  }

  /** Does something; why it was refused is told in `failure`. */
  do(deed: Deed): Promise<void> {
    return this.#attempt(() => this.backend.call("player_do", deed));
  }

  /** Loads something of a check and plays it. */
  hear(hearing: Hearing): Promise<void> {
    return this.#attempt(() => this.backend.call("check_hear", hearing));
  }

  /** Plays, or holds; from the beginning once the end was reached. */
  async toggle(): Promise<void> {
    if (!this.loaded) return;
    if (this.now?.ended) await this.do({ do: "seek", to: 0 });
    await this.do({ do: this.running ? "pause" : "play" });
  }

  /** Lets what has a number be heard, from 0: a side, a place of a blind test, or A, B and X. */
  async choose(number: number): Promise<void> {
    const { blind } = this;
    const letter = (["a", "b", "x"] as const)[number];
    if (blind?.abx && !blind.revealed) {
      if (letter) await this.do({ do: "hear_letter", letter });
      return;
    }
    // Once nothing is hidden, numbers are those of the sides again.
    const side = blind?.revealed ? blind.revealed.order.indexOf(number) : number;
    if (side >= 0 && number < (this.loaded?.sides.length ?? 0)) await this.do({ do: "hear", side });
  }

  /** Turns louder sides down to the quietest, or not any more; a blind test needs it. */
  async toggleMatch(): Promise<void> {
    if (this.now && !this.hidden) await this.do({ do: "match", on: !this.now.match_levels });
  }

  /** Goes to a frame, or to the nearest that there is. */
  seek(to: Frames): Promise<void> {
    const end = this.now?.length ?? Infinity;
    return this.do({ do: "seek", to: Math.round(Math.min(Math.max(to, 0), end)) });
  }

  /** Goes so many seconds on, or back. */
  move(seconds: number): Promise<void> {
    return this.seek(this.position() + seconds * this.rate);
  }

  /** Lets the side be heard that was heard before. */
  async swap(): Promise<void> {
    if (this.lastSide !== undefined) await this.do({ do: "hear", side: this.lastSide });
  }

  async #attempt(step: () => Promise<PlayerView>): Promise<void> {
    await attempt(
      async () => this.#take(await step()),
      (refused) => (this.failure = refused),
    );
  }

  #take(view: PlayerView): void {
    const before = this.side;
    // Sides of something else, or places instead of sides, are nothing to go back to.
    const another =
      JSON.stringify(this.loaded?.of) !== JSON.stringify(view.loaded?.of) ||
      (this.view?.blind === null) !== (view.blind === null);
    this.view = view;
    this.#cameAt = performance.now();
    if (another) this.lastSide = undefined;
    else if (this.side !== undefined && before !== undefined && this.side !== before) this.lastSide = before;
  }
}

export const [getPlayer, setPlayer] = createContext<Player>();
