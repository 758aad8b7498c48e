import { createContext } from "svelte";

import type { Backend } from "$lib/backend/backend";
import type { Failure, Frames, NoteView, SongView, Span, VersionView } from "$lib/bindings";
import type { Player } from "$lib/player/player.svelte";

import type { Composer } from "./composer.svelte";
import { Loudness } from "./loudness.svelte";
import { begun, ended, heardAround, runUp, startOf, stepped } from "./notes";
import { fitted, holds, isWhole, moved, paged, zoomed, type Sight } from "./sight";
import type { Songs } from "./songs.svelte";
import { Tiles } from "./tiles";
import { Verifying } from "./verifying.svelte";

/** One step of zooming, by key or button. */
const STEP = 2;

/** The room in which a song is listened to: what is on show of it, what is selected, what is being written. */
export class Room {
  readonly composer: Composer;
  readonly verifying: Verifying;
  readonly tiles: Tiles;
  readonly loudness: Loudness;
  /** A stretch for a note or a loop. */
  selection = $state.raw<Span>();
  /** The note that is looked at. */
  chosen = $state.raw<string>();
  /** Counts the tiles that came: whoever draws them reads it. */
  arrivals = $state.raw(0);
  /** The page turns with the play head, until it is scrolled away from it. */
  following = $state.raw(true);
  /** Whether the figures of all versions are looked at. */
  figures = $state.raw(false);
  /** Counts how often a draft was taken into the field: the keyboard goes there. */
  edits = $state.raw(0);
  /** Why what was asked for of the song as a whole did not happen. */
  failure = $state.raw<Failure>();
  #blindOpen = $state.raw(false);
  /** Nothing shows the whole song, however long it is. */
  #sight = $state.raw<Sight>();

  constructor(
    backend: Backend,
    readonly songs: Songs,
    readonly player: Player,
    private readonly id: string,
    /** Says what was done. */
    say: (what: string) => void,
  ) {
    this.composer = songs.composerOf(id);
    this.verifying = new Verifying(songs, player, (many, verified) =>
      say(`${many === 1 ? "The note is" : `All ${many} notes are`} heard: ${verified} verified.`),
    );
    this.loudness = new Loudness(backend, id);
    this.tiles = new Tiles(backend, id, () => (this.arrivals += 1));
  }

  /** The song; the room is only shown while there is one. */
  get song(): SongView {
    const { song } = this.songs;
    if (song?.id !== this.id) throw new Error("the room of another song");
    return song;
  }

  get length(): Frames {
    return Math.max(this.song.frames, 1);
  }

  /** Whether it is this song that the player has. */
  get here(): boolean {
    const { loaded } = this.player;
    return loaded?.of.is === "song" && loaded.of.song === this.id;
  }

  /** Where playback is; the beginning where something else plays. */
  position(): Frames {
    return this.here ? this.player.position() : 0;
  }

  /** The version that is heard, by its place; nothing while a blind test hides it. */
  get heard(): number | undefined {
    if (!this.here) return this.#shownOn();
    const { blind, side } = this.player;
    if (!blind) return side ?? this.#shownOn();
    if (!blind.revealed) return undefined;
    return side === undefined ? undefined : blind.revealed.order[side];
  }

  /** Whether a blind test of this song hides what would tell versions apart. */
  get hidden(): boolean {
    return this.here && this.player.hidden;
  }

  get heardVersion(): VersionView | undefined {
    return this.heard === undefined ? undefined : this.song.versions[this.heard];
  }

  /** What plays over and over. */
  get looped(): Span | undefined {
    return (this.here ? this.player.now?.looped : undefined) ?? undefined;
  }

  get note(): NoteView | undefined {
    return this.song.notes.find(({ id }) => id === this.chosen);
  }

  get sight(): Sight {
    return this.#sight ? fitted(this.#sight, this.length) : [0, this.length];
  }

  get isWhole(): boolean {
    return isWhole(this.sight, this.length);
  }

  /** Shows another stretch, as the listener wants it: the page turns on only while the play head is in it. */
  show(sight: Sight): void {
    this.#sight = isWhole(sight, this.length) ? undefined : sight;
    this.following = holds(this.sight, this.position());
  }

  zoom(factor: number, around: Frames): void {
    this.show(zoomed(this.sight, factor, around, this.length));
  }

  /** Zooms by a step around the play head, or the middle where that is not on show. */
  zoomStep(by: 1 | -1): void {
    const [from, to] = this.sight;
    const at = this.position();
    this.zoom(STEP ** -by, holds(this.sight, at) ? at : (from + to) / 2);
  }

  zoomOut(): void {
    this.show([0, this.length]);
  }

  scroll(frames: number): void {
    this.show(moved(this.sight, frames, this.length));
  }

  /** Turns the page where the play head leaves it. */
  follow(at: Frames): void {
    if (holds(this.sight, at)) this.following = true;
    else if (this.following) this.#sight = paged(this.sight, at, this.length);
  }

  /** Whether blind tests are offered, or one goes on. */
  get blind(): boolean {
    return this.#blindOpen || (this.here && this.player.blind !== undefined);
  }

  /** Offers blind tests, or not any more; ends the one that goes on. */
  async toggleBlind(): Promise<void> {
    if (!this.blind) {
      if (this.verifying.note) await this.verifying.end();
      await this.#load();
      this.#blindOpen = true;
      return;
    }
    const { blind } = this.player;
    // What was heard blind is told before it is let go.
    if (this.here && blind && !blind.revealed) return this.player.do({ do: "reveal" });
    this.#blindOpen = false;
    if (this.here && blind) await this.player.do({ do: "end_blind" });
  }

  /** Lets a version be heard, by its place. */
  async hear(version: number): Promise<void> {
    await this.#load();
    const order = this.player.blind?.revealed?.order;
    const side = order ? order.indexOf(version) : version;
    await this.player.do({ do: "hear", side });
  }

  /** Goes to a place, which is shown. */
  async seek(at: Frames): Promise<void> {
    await this.#load();
    await this.player.seek(at);
    this.following = true;
    this.follow(at);
  }

  async loop(span: Readonly<Span> | undefined): Promise<void> {
    await this.#load();
    await this.player.do(span ? { do: "loop", from: span[0], to: span[1] } : { do: "unloop" });
  }

  /** Loops what is selected, else the note that is looked at; where something loops, it ends. */
  async toggleLoop(): Promise<void> {
    if (this.looped) return this.loop(undefined);
    const around = this.note && heardAround(this.note.place, this.song.rate, this.length);
    const span = this.selection ?? around;
    if (span) await this.loop(span);
  }

  /** Sets the beginning or the end of what is selected, and of the loop, to where playback is. */
  async mark(edge: "from" | "to"): Promise<void> {
    const at = Math.round(this.position());
    const now = this.selection ?? this.looped;
    const span = edge === "from" ? begun(now, at, this.length) : ended(now, at);
    if (span[1] <= span[0]) return;
    this.selection = span;
    if (this.looped) await this.loop(span);
  }

  /** Looks at a note, and goes to it. */
  async choose(note: NoteView): Promise<void> {
    this.chosen = note.id;
    await this.seek(startOf(note.place));
  }

  /** Goes to the next note, or the one before, and plays from a little before it. */
  async step(by: 1 | -1): Promise<void> {
    const note = stepped(this.song.notes, this.chosen, by, this.position());
    if (!note) return;
    this.chosen = note.id;
    await this.seek(runUp(note.place, this.song.rate));
    await this.player.do({ do: "play" });
  }

  /** Leaves what is selected, else the note that is looked at. */
  leave(): void {
    if (this.selection) this.selection = undefined;
    else this.chosen = undefined;
  }

  /** Changes a draft in the field of new notes. */
  edit(note: NoteView): void {
    this.composer.edit(note);
    this.edits += 1;
  }

  /** Keeps the note that is written. What is heard is what it is about; a blind test hides that. */
  saveNote(): Promise<boolean> {
    const on = this.heardVersion?.id ?? this.song.shown_on ?? this.song.versions[0]?.id;
    return on === undefined ? Promise.resolve(false) : this.composer.save(on, this.position());
  }

  /** Begins to verify; what plays is this song from then on. */
  async verify(): Promise<void> {
    while (this.blind) await this.toggleBlind();
    await this.#load();
    await this.verifying.begin(this.song);
  }

  /** Something else may have been heard meanwhile. */
  async #load(): Promise<void> {
    if (!this.here) await this.songs.open(this.id);
  }

  #shownOn(): number | undefined {
    const { versions, shown_on } = this.song;
    const at = versions.findIndex(({ id }) => id === shown_on);
    return at >= 0 ? at : versions.length > 0 ? 0 : undefined;
  }
}

export const [getRoom, setRoom] = createContext<Room>();
