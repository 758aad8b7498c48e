import type { Failure, Frames, NoteView, Place, Span, VersionId } from "$lib/bindings";

import type { Songs } from "./songs.svelte";

/** A note that is being written, or one that is being changed. What was typed is only let go once it is kept. */
export class Composer {
  #text = $state.raw("");
  /** Where it is pinned; nothing until the first key. */
  pin = $state.raw<Place>();
  compareWith = $state.raw<VersionId | null>(null);
  /** The note that is changed; a new one is written where there is none. */
  editing = $state.raw<NoteView>();
  failure = $state.raw<Failure>();

  /** A new note that was begun when a draft was taken instead. */
  #begun: Pick<Composer, "text" | "pin" | "compareWith"> | undefined;

  constructor(private readonly songs: Songs) {}

  get text(): string {
    return this.#text;
  }

  /** What is typed at a moment: the first key pins the note to where playback is, or to what is selected. */
  type(text: string, at: Frames, selected: Readonly<Span> | undefined): void {
    if (this.#text === "" && text !== "" && !this.editing) this.pin ??= placeOf(at, selected);
    this.#text = text;
    if (text === "" && !this.editing) this.pin = undefined;
  }

  /** Changes a draft; a new note that was begun is there again after that. */
  edit(note: NoteView): void {
    const { text, pin, compareWith } = this;
    if (!this.editing) this.#begun = { text, pin, compareWith };
    this.editing = note;
    this.#text = note.text;
    this.pin = note.place;
    this.compareWith = note.compare_with;
    this.failure = undefined;
  }

  /** Begins anew, or goes on with what was begun before a draft was changed. */
  clear(): void {
    this.#text = this.#begun?.text ?? "";
    this.pin = this.#begun?.pin;
    this.compareWith = this.#begun?.compareWith ?? null;
    this.editing = this.failure = this.#begun = undefined;
  }

  /** Keeps it as a draft. The field is free for the next note at once; on a failure the text is back in it. */
  async save(on: VersionId, at: Frames): Promise<boolean> {
    const { compareWith, editing } = this;
    const text = this.#text.trim();
    if (text === "") return false;
    const place = this.pin ?? placeOf(at, undefined);
    const said = { place, text, compare_with: compareWith };
    this.clear();
    let failure: Failure | undefined;
    const kept = await this.songs.act(
      editing ? { do: "edit", note: editing.id, ...said } : { do: "write", on, ...said },
      (refused) => (failure = refused),
    );
    if (kept) return true;
    // What was typed meanwhile stays behind it.
    this.#text = [text, this.#text].filter(Boolean).join("\n");
    this.pin = place;
    this.compareWith = compareWith;
    this.editing = editing;
    this.failure = failure;
    return false;
  }
}

function placeOf(at: Frames, selected: Readonly<Span> | undefined): Place {
  if (selected) return { is: "range", from: selected[0], to: selected[1] };
  return { is: "moment", at: Math.max(Math.round(at), 0) };
}
