import { createContext } from "svelte";
import { MediaQuery } from "svelte/reactivity";

import { failureOf, type Backend } from "$lib/backend/backend";
import type { Code, Failure, Guide, Preferences, ProfileFrom } from "$lib/bindings";

/** What the artist chose, and what we know about each finding: both come once, at the start. */
export class Settings {
  #chosen = $state.raw<Preferences>({ theme: "system", daw: "pro_tools", profile: null });
  #prefersLight = new MediaQuery("prefers-color-scheme: light");
  guides = $state.raw<ReadonlyMap<Code, Guide>>(new Map());
  failure = $state.raw<Failure>();

  /** What the window looks like now; whoever paints by hand reads it to paint anew. */
  look = $derived(
    this.#chosen.theme !== "system" ? this.#chosen.theme : this.#prefersLight.current ? "light" : "dark",
  );

  constructor(private readonly backend: Backend) {}

  get theme() {
    return this.#chosen.theme;
  }

  get daw() {
    return this.#chosen.daw;
  }

  /** Name of the engineer's profile; null is the studio's own. */
  get profile() {
    return this.#chosen.profile;
  }

  load(): Promise<void> {
    return this.#attempt(async () => {
      this.#chosen = await this.backend.call("preferences", null);
      this.guides = new Map((await this.backend.call("guides", null)).map((guide) => [guide.code, guide]));
    });
  }

  /** Shown at once, kept when Rust has it; goes back where it was when that fails. */
  choose(part: Partial<Preferences>): Promise<void> {
    const before = this.#chosen;
    this.#chosen = { ...before, ...part };
    return this.#attempt(
      async () => (this.#chosen = await this.backend.call("preferences_set", this.#chosen)),
      () => (this.#chosen = before),
    );
  }

  /** Takes the studio's own profile, or lets the artist choose the file that the engineer sent. */
  chooseProfile(from: ProfileFrom): Promise<void> {
    return this.#attempt(async () => (this.#chosen = await this.backend.call("profile_choose", from)));
  }

  async #attempt(step: () => Promise<unknown>, undo?: () => void): Promise<void> {
    try {
      this.failure = undefined;
      await step();
    } catch (thrown) {
      undo?.();
      this.failure = failureOf(thrown);
    }
  }
}

export const [getSettings, setSettings] = createContext<Settings>();
