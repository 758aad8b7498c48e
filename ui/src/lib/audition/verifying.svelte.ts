import type { Failure, NoteId, NoteView, SongView } from "$lib/bindings";
import type { Player } from "$lib/player/player.svelte";

import { heardAround, startOf } from "./notes";
import type { Songs } from "./songs.svelte";
import { sidesOf, toVerify } from "./verify";

/** Hearing notes one after the other, in the mix before and in the newest, and saying whether each is done. */
export class Verifying {
  /** The notes as they were when it began: what is verified meanwhile does not change their number. */
  #queue = $state.raw<readonly NoteId[]>([]);
  /** Which one it is, counted from 0. */
  at = $state.raw(0);
  /** What is still missing, while that is being said. */
  missing = $state.raw<string>();
  /** How many were found to be done. */
  #verified = 0;
  failure = $state.raw<Failure>();

  constructor(
    private readonly songs: Songs,
    private readonly player: Player,
    /** Told when all were heard, and how many of them are done. */
    private readonly onheard: (many: number, verified: number) => void,
  ) {}

  get many(): number {
    return this.#queue.length;
  }

  /** The note that is heard; nothing while none are being verified. */
  get note(): NoteView | undefined {
    return this.songs.song?.notes.find(({ id }) => id === this.#queue[this.at]);
  }

  /** Begins with the first note. */
  async begin(song: SongView): Promise<void> {
    this.#queue = toVerify(song).map(({ id }) => id);
    this.at = this.#verified = 0;
    await this.#hear();
  }

  /** Lets the other mix be heard. */
  async swap(): Promise<void> {
    const { note } = this;
    const { song } = this.songs;
    if (!note || !song) return;
    const { before, after } = sidesOf(note, song);
    const side = this.player.side === after ? before : after;
    if (side !== undefined) await this.player.do({ do: "hear", side });
  }

  /** It is done. */
  async verify(): Promise<void> {
    const { note } = this;
    const mix = this.songs.song?.shown_on;
    if (!note || !mix) return;
    if (!(await this.songs.act({ do: "verify", note: note.id, mix }, this.#tell))) return;
    this.#verified += 1;
    await this.next();
  }

  /** It is not done: what is missing may be said, and stays where it is when that is refused. */
  async reopen(): Promise<void> {
    const { note } = this;
    const mix = this.songs.song?.shown_on;
    const text = this.missing?.trim();
    if (!note || !mix) return;
    // What was never said to be done is open as it is.
    const reopens =
      note.state !== "done" || (await this.songs.act({ do: "reopen", note: note.id, mix }, this.#tell));
    if (!reopens) return;
    if (text && !(await this.songs.act({ do: "reply", note: note.id, text }, this.#tell))) return;
    await this.next();
  }

  /** On to the next note; after the last one it is over. */
  async next(): Promise<void> {
    this.missing = undefined;
    this.at += 1;
    if (this.note) return this.#hear();
    const [many, verified] = [this.many, this.#verified];
    await this.end();
    this.onheard(many, verified);
  }

  async end(): Promise<void> {
    this.#queue = [];
    this.missing = this.failure = undefined;
    await this.player.do({ do: "unloop" });
  }

  readonly #tell = (refused: Failure | undefined) => (this.failure = refused);

  async #hear(): Promise<void> {
    const { note } = this;
    const { song } = this.songs;
    if (!note || !song) return;
    const around = heardAround(note.place, song.rate, song.frames);
    await this.player.do({ do: "hear", side: sidesOf(note, song).after });
    await this.player.do(around ? { do: "loop", from: around[0], to: around[1] } : { do: "unloop" });
    await this.player.seek(around?.[0] ?? startOf(note.place));
    await this.player.do({ do: "play" });
  }
}
