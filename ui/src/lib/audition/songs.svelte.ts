import { createContext } from "svelte";
import { SvelteMap } from "svelte/reactivity";

import { attempt } from "$lib/backend/attempt";
import type { Backend } from "$lib/backend/backend";
import type {
  Change,
  DropTarget,
  Failure,
  MarkersWish,
  SavedReport,
  SongAct,
  SongId,
  SongSummary,
  SongView,
  VersionId,
  VersionKind,
} from "$lib/bindings";

import { Composer } from "./composer.svelte";

/** Told why something was refused, or that nothing is wrong (any more). */
export type Tell = (refused: Failure | undefined) => void;

/** Every song that is remembered, and the one that is on the screen. */
export class Songs {
  #byId = new SvelteMap<SongId, SongSummary>();
  /** The song on the screen; none shows the list. */
  shown = $state.raw<SongId | null>(null);
  /** All of it, once it has come. */
  song = $state.raw<SongView | null>(null);
  /** Until the list has come. */
  loading = $state.raw(true);
  /** Why what the artist just asked for did not happen. */
  failure = $state.raw<Failure>();

  /** The one that was opened last first. */
  list = $derived([...this.#byId.values()].sort((a, b) => b.opened_at - a.opened_at));
  /** Where files go that are dropped on this screen. */
  dropTarget = $derived<DropTarget>(
    this.shown === null ? { to: "new_song" } : { to: "song", song: this.shown },
  );

  readonly #tell: Tell = (refused) => (this.failure = refused);

  /** What is being written about each song: it waits there while one looks elsewhere. */
  #composers = new Map<SongId, Composer>();
  /** Acts that were asked for and are not done yet. */
  #doing = new Set<string>();

  constructor(private readonly backend: Backend) {}

  /** Loads the list and follows it; returns what stops following. */
  follow(): () => void {
    const stop = this.backend.listen((change) => this.#apply(change));
    void attempt(async () => {
      for (const summary of await this.backend.call("songs", null)) this.#byId.set(summary.id, summary);
    }, this.#tell).finally(() => (this.loading = false));
    return stop;
  }

  /** Puts a song on the screen, and in the player. */
  open(id: SongId): Promise<boolean> {
    if (this.song?.id !== id) this.song = null;
    this.shown = id;
    return this.#view(() => this.backend.call("song_open", id), this.#tell);
  }

  /** The note that is being written about a song. */
  composerOf(id: SongId): Composer {
    const composer = this.#composers.get(id) ?? new Composer(this);
    this.#composers.set(id, composer);
    return composer;
  }

  /** Back to the list; what plays goes on. */
  close(): void {
    this.shown = this.song = null;
  }

  /** Lets the artist choose files that begin a song; nothing happens when they close the dialog. */
  begin(): Promise<boolean> {
    return attempt(async () => {
      const id = await this.backend.call("song_new", null);
      if (id !== null && this.shown !== id) await this.open(id);
    }, this.#tell);
  }

  /** Lets the artist choose versions to add. */
  add(tell: Tell = this.#tell): Promise<boolean> {
    const { shown } = this;
    return attempt(async () => {
      if (shown !== null) await this.backend.call("versions_choose", shown);
    }, tell);
  }

  /** Stops adding a file, or dismisses why it was not added. */
  cancelAdding(number: number): Promise<boolean> {
    return attempt(() => this.backend.call("version_cancel", number), this.#tell);
  }

  /** Takes a song off the list. */
  forget(id: SongId): Promise<boolean> {
    return attempt(async () => {
      await this.backend.call("song_forget", id);
      this.#drop(id);
    }, this.#tell);
  }

  /** Puts a song that was just forgotten back. */
  restore(id: SongId): Promise<boolean> {
    return attempt(async () => this.#byId.set(id, await this.backend.call("song_restore", id)), this.#tell);
  }

  /**
   * Does something to the song on the screen; false when it was refused, and why to `tell`. What is asked for
   * twice before it is done, by a key that bounced, say, is done once.
   */
  async act(act: SongAct, tell: Tell): Promise<boolean> {
    const name = JSON.stringify(act);
    if (this.#doing.has(name)) return false;
    this.#doing.add(name);
    const done = await this.#of((song) => this.backend.call("song_act", { song, act }), tell);
    this.#doing.delete(name);
    return done;
  }

  /** Lets the artist find the file of a version that is missing. */
  find(version: VersionId, tell: Tell): Promise<boolean> {
    return this.#of((song) => this.backend.call("version_find", { song, version }), tell);
  }

  /** Says what a version is. */
  as(version: VersionId, kind: VersionKind, tell: Tell): Promise<boolean> {
    return this.#of((song) => this.backend.call("version_as", { song, version, kind }), tell);
  }

  /** Aligns a version by its sound. */
  align(version: VersionId, tell: Tell): Promise<boolean> {
    return this.#of((song) => this.backend.call("version_align", { song, version }), tell);
  }

  /** Saves notes as markers; nothing when the dialog was closed or it was refused. */
  async saveMarkers(wish: MarkersWish, tell: Tell): Promise<SavedReport | undefined> {
    let saved: SavedReport | null = null;
    await attempt(async () => (saved = await this.backend.call("markers_save", wish)), tell);
    return saved ?? undefined;
  }

  #of(ask: (song: SongId) => Promise<SongView>, tell: Tell): Promise<boolean> {
    const { shown } = this;
    return shown === null ? Promise.resolve(false) : this.#view(() => ask(shown), tell);
  }

  #view(ask: () => Promise<SongView>, tell: Tell): Promise<boolean> {
    return attempt(async () => this.#put(await ask()), tell);
  }

  #apply(change: Change): void {
    if (change.change === "song") {
      this.#put(change.song);
      if (change.show && this.shown !== change.song.id) {
        this.song = change.song;
        void this.open(change.song.id);
      }
    } else if (change.change === "song_forgotten") this.#drop(change.id);
  }

  #put(song: SongView): void {
    const { id, title, counts, versions } = song;
    const opened_at = this.#byId.get(id)?.opened_at ?? Date.now();
    const { open, drafts } = counts;
    this.#byId.set(id, { id, title, open, drafts, versions: versions.length, opened_at });
    if (this.shown === id) this.song = song;
  }

  #drop(id: SongId): void {
    this.#byId.delete(id);
    if (this.shown === id) this.close();
  }
}

export const [getSongs, setSongs] = createContext<Songs>();
