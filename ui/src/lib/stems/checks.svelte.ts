import { createContext } from "svelte";
import { SvelteMap } from "svelte/reactivity";

import { attempt } from "$lib/backend/attempt";
import type { Backend } from "$lib/backend/backend";
import type { Change, CheckId, CheckSummary, Failure } from "$lib/bindings";

import { Check } from "./check.svelte";

/** Every check that is remembered, and the one that is on the screen. */
export class Checks {
  #byId = new SvelteMap<CheckId, Check>();
  /** The check on the screen; none shows where to begin. */
  #shown = $state.raw<CheckId>();
  /** Files are being held over the window. */
  dragging = $state.raw(false);
  /** Until the list of recent checks has come. */
  loading = $state.raw(true);
  /** Why what the artist just asked for did not happen. */
  failure = $state.raw<Failure>();
  /** What is wrong with the app's own memory, though it works; stands until it is dismissed. */
  trouble = $state.raw<Failure>();

  /** Newest first. */
  recent = $derived([...this.#byId.values()].sort((a, b) => b.summary.checked_at - a.summary.checked_at));
  shown = $derived(this.#shown === undefined ? undefined : this.#byId.get(this.#shown));
  /** What goes on elsewhere. */
  elsewhere = $derived(this.recent.filter((check) => check.running && check !== this.shown));

  constructor(private readonly backend: Backend) {}

  /** Loads the list and follows it; returns what stops following. */
  follow(): () => void {
    const stop = this.backend.listen((change) => this.#apply(change));
    void this.#attempt(async () => {
      for (const summary of await this.backend.call("checks_recent", null)) this.#upsert(summary);
      const { show, trouble } = await this.backend.call("start", null);
      if (show !== null && this.#shown === undefined) this.open(show);
      this.trouble = trouble ?? undefined;
    }).finally(() => (this.loading = false));
    return stop;
  }

  /** A check that is remembered. */
  get(id: CheckId): Check | undefined {
    return this.#byId.get(id);
  }

  /** Puts a check on the screen. */
  open(id: CheckId): void {
    this.#shown = id;
    void this.#byId.get(id)?.open();
  }

  /** Back to where checks begin; what runs goes on. */
  close(): void {
    this.#shown = undefined;
  }

  /** Lets the artist choose what to check; nothing happens when they close the dialog. */
  choose(what: "folder" | "files"): Promise<boolean> {
    return this.#attempt(() => this.backend.call("check_choose", what));
  }

  /** Takes a check from the list. */
  forget(id: CheckId): Promise<boolean> {
    return this.#attempt(async () => {
      await this.backend.call("check_forget", id);
      this.#drop(id);
    });
  }

  /** Puts a check that was just forgotten back. */
  restore(id: CheckId): Promise<boolean> {
    return this.#attempt(async () => this.#upsert(await this.backend.call("check_restore", id)));
  }

  #apply(change: Change): void {
    switch (change.change) {
      case "check":
        this.#upsert(change.summary);
        if (change.show || (this.shown?.id === change.summary.id && this.shown.unexplained)) {
          this.open(change.summary.id);
        }
        return;
      case "rows":
        return this.#byId.get(change.id)?.expect(change.reference, change.files);
      case "progress":
        return this.#byId.get(change.id)?.follow(change.progress);
      case "stems":
        return this.#byId.get(change.id)?.put(change.rows);
      case "finished":
        return this.#upsert(change.view.summary).show(change.view);
      case "failed":
        this.failure = change.failure;
        return;
      case "preparing":
        return this.#byId.get(change.id)?.prepare.follow(change.progress);
      case "prepared":
        return this.#byId.get(change.id)?.prepare.end(change.outcome);
      case "residual":
        return this.#byId.get(change.id)?.residual.follow(change.state);
      case "forgotten":
        return this.#drop(change.id);
      case "dragging":
        this.dragging = change.over;
    }
  }

  #upsert(summary: CheckSummary): Check {
    const known = this.#byId.get(summary.id);
    if (known) {
      known.note(summary);
      return known;
    }
    const check = new Check(this.backend, summary);
    this.#byId.set(summary.id, check);
    return check;
  }

  #drop(id: CheckId): void {
    this.#byId.delete(id);
    if (this.#shown === id) this.#shown = undefined;
  }

  #attempt(step: () => Promise<unknown>): Promise<boolean> {
    return attempt(step, (refused) => (this.failure = refused));
  }
}

export const [getChecks, setChecks] = createContext<Checks>();
