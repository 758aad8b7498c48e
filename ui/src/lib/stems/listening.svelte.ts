import { createContext } from "svelte";

import type { Heard, SampleRate, Strip } from "$lib/bindings";
import type { Player } from "$lib/player/player.svelte";

import type { Check } from "./check.svelte";
import { holds, isHeard, soloed } from "./heard";
import type { Row } from "./row.svelte";

/** Listening to a check: what of it the player has, and what is done to its stems. */
export class Listening {
  /** What no stem explains is being made, to be heard. */
  making = $state.raw(false);
  #view = $derived.by(() => {
    const { view } = this.player;
    return holds(view, this.check.id) ? view : undefined;
  });
  /** It is in the player. */
  here = $derived(this.#view !== undefined);
  /** What can be switched between. */
  sides = $derived(this.#view?.loaded?.sides ?? []);
  /** The side that is heard. */
  side = $derived(this.#view?.now.side);
  /** The one stem that is heard alone, playing or held. */
  #alone = $derived.by(() => {
    const only = this.#view?.now.side === 0 ? soloed(this.#view) : [];
    return only.length === 1 ? only[0] : undefined;
  });
  #cancelled = false;

  constructor(
    private readonly player: Player,
    private readonly check: Check,
  ) {}

  get running(): boolean {
    return this.here && this.player.running;
  }

  /** Whether it is this that plays. `rate` is that of its frames. */
  plays(what: Heard, rate: SampleRate): boolean {
    return this.running && this.#has(what, rate);
  }

  /** Whether a stem is heard, and all others are not. */
  alone(row: Row): boolean {
    return this.running && this.#alone === row.view.report.file;
  }

  /** Plays it, or holds it where it plays. */
  async toggle(what: Heard, rate: SampleRate): Promise<void> {
    if (this.#has(what, rate)) return this.player.toggle();
    this.making = what.is === "residual";
    this.#cancelled = false;
    await this.player.hear({ check: this.check.id, what });
    this.making = false;
    // Who stopped it knows why nothing is heard.
    if (this.#cancelled) this.player.failure = undefined;
  }

  /** Plays a stem alone, or holds it, whatever of it is looped. */
  async toggleStem(row: Row): Promise<void> {
    const { file } = row.view.report;
    if (this.#alone === file) return this.player.toggle();
    if (row.view.report.format) await this.toggle({ is: "stem", file, over: null }, 1);
  }

  /** Stops making what no stem explains. */
  async cancel(): Promise<void> {
    this.#cancelled = true;
    await this.check.residual.cancel();
  }

  hear(side: number): Promise<void> {
    return this.player.do({ do: "hear", side });
  }

  /** What the mixer does to a stem, while it is in the player. */
  strip(row: Row): Strip | undefined {
    const tape = this.#tape(row);
    return tape < 0 ? undefined : this.#view?.now.strips[tape];
  }

  /** Changes what the mixer does to a stem. */
  async mix(row: Row, part: Partial<Strip>): Promise<void> {
    const strip = this.strip(row);
    if (strip) await this.player.do({ do: "strip", tape: this.#tape(row), strip: { ...strip, ...part } });
  }

  #has(what: Heard, rate: SampleRate): boolean {
    return this.#view !== undefined && isHeard(this.#view, what, rate);
  }

  #tape({ index, view }: Row): number {
    const { file } = view.report;
    const tapes = this.#view?.loaded?.tapes;
    if (!tapes) return -1;
    // Most often its place in the report; not where a file before it cannot be read.
    return tapes[index] === file ? index : tapes.indexOf(file);
  }
}

export const [getListening, setListening] = createContext<Listening>();
