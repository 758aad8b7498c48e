import type {
  Change,
  Commands,
  Counts,
  NoteState,
  NoteView,
  SavedReport,
  SongAct,
  SongId,
  SongSummary,
  SongView,
  VersionId,
  VersionView,
} from "$lib/bindings";

import type { Deck } from "./deck";
import { ARTIST, curveOf, waveOf } from "./song-samples";

type Name =
  | "songs"
  | "song_new"
  | "song_open"
  | "song_act"
  | "song_forget"
  | "song_restore"
  | "drop_target"
  | "markers_save"
  | "versions_choose"
  | "version_cancel"
  | "version_find"
  | "version_as"
  | "version_align"
  | "version_wave"
  | "version_loudness";
type Handlers = { [N in Name]: (argument: Commands[N][0]) => Commands[N][1] };

/** What the dialogs of songs choose, one after the other; nothing is a closed dialog. */
export interface SongChoices {
  /** Songs that begin. */
  songs?: SongView[];
  /** Files that are added. */
  versions?: VersionView[];
  /** Where markers are saved. */
  saves?: SavedReport | undefined;
}

/** The songs of a backend in memory. */
export class MemorySongs {
  readonly views: Map<SongId, SongView>;
  #forgotten = new Map<SongId, SongView>();
  #removed = new Map<VersionId, { version: VersionView; at: number }>();
  #withdrawn = new Map<string, NoteView>();
  #named = 0;

  constructor(
    songs: readonly SongView[],
    private readonly choices: SongChoices,
    private readonly deck: Deck,
    private readonly emit: (change: Change) => void,
  ) {
    this.views = new Map(songs.map((song) => [song.id, song]));
  }

  /** Something else is true of a song, as by a drop. */
  push(song: SongView, show = false): void {
    this.views.set(song.id, song);
    this.emit({ change: "song", song, show });
  }

  readonly handlers: Handlers = {
    songs: () => [...this.views.values()].map(summaryOf),
    song_new: () => {
      const song = this.choices.songs?.shift();
      if (song) this.push(song, true);
      return song?.id ?? null;
    },
    song_open: (id) => {
      this.#load(this.#song(id));
      return this.#song(id);
    },
    song_act: ({ song, act }) => {
      const view = this.#acted(this.#song(song), act);
      const notes = view.notes.toSorted((a, b) => startOf(a) - startOf(b));
      const counted = { ...view, notes, counts: countsOf(notes) };
      this.views.set(song, counted);
      if (this.deck.loaded?.of.is === "song" && this.deck.loaded.of.song === song) this.#load(counted);
      return counted;
    },
    song_forget: (id) => {
      this.#forgotten.set(id, this.#song(id));
      this.views.delete(id);
      this.emit({ change: "song_forgotten", id });
      return null;
    },
    song_restore: (id) => {
      const song = this.#forgotten.get(id) ?? this.#song(id);
      this.views.set(id, song);
      return summaryOf(song);
    },
    drop_target: () => null,
    markers_save: () => this.choices.saves ?? null,
    versions_choose: (id) => {
      const version = this.choices.versions?.shift();
      const song = this.#song(id);
      if (version) this.push({ ...song, versions: [...song.versions, version] });
      return null;
    },
    version_cancel: (number) => {
      for (const song of this.views.values()) {
        const adding = song.adding.filter((one) => one.number !== number);
        if (adding.length < song.adding.length) this.push({ ...song, adding });
      }
      return null;
    },
    version_find: ({ song, version }) => this.#put(song, version, { missing: null }),
    version_as: ({ song, version, kind }) => this.#put(song, version, { kind }),
    version_align: ({ song, version }) => this.#put(song, version, { starts_at: 0 }),
    version_wave: (query) => waveOf(this.#version(query.song, query.version), query),
    version_loudness: ({ song, version }) => curveOf(this.#version(song, version)),
  };

  #load({ id, title, bpm, rate, versions, frames, shown_on }: SongView): void {
    const sides = versions.map(({ id, name, integrated_lufs }, at) => ({
      name,
      version: id,
      tapes: [at],
      lufs: integrated_lufs,
    }));
    const tapes = versions.map(({ name }) => name);
    const side = Math.max(
      versions.findIndex((version) => version.id === shown_on),
      0,
    );
    this.deck.load({ of: { is: "song", song: id }, title, bpm, rate, sides, tapes }, frames, side);
  }

  #acted(view: SongView, act: SongAct): SongView {
    const { versions, notes } = view;
    const version = (id: VersionId, part: Partial<VersionView>) => ({
      ...view,
      versions: versions.map((one) => (one.id === id ? { ...one, ...part } : one)),
    });
    const note = (id: string, part: Partial<NoteView>) => ({
      ...view,
      notes: notes.map((one) => (one.id === id ? { ...one, ...part } : one)),
    });
    switch (act.do) {
      case "rename":
        return { ...view, title: act.title };
      case "set_bpm":
        return { ...view, bpm: act.bpm };
      case "rename_version":
        return version(act.version, { name: act.name });
      case "align":
        return version(act.version, { starts_at: act.starts_at });
      case "remove_version": {
        const at = versions.findIndex(({ id }) => id === act.version);
        if (versions[at]) this.#removed.set(act.version, { version: versions[at], at });
        return { ...view, versions: versions.filter(({ id }) => id !== act.version) };
      }
      case "restore_version": {
        const removed = this.#removed.get(act.version);
        return removed ? { ...view, versions: versions.toSpliced(removed.at, 0, removed.version) } : view;
      }
      case "write": {
        const { place, text, compare_with } = act;
        const written: NoteView = {
          ...{ id: `note-${++this.#named}`, on: view.shown_on ?? act.on, carried: false },
          ...{
            place,
            text,
            compare_with,
            state: "draft",
            by: ARTIST,
            round: null,
            marked_in: null,
            replies: [],
          },
        };
        return { ...view, notes: [...notes, written] };
      }
      case "edit":
        return note(act.note, { place: act.place, text: act.text, compare_with: act.compare_with });
      case "withdraw": {
        const gone = notes.find(({ id }) => id === act.note);
        if (gone) this.#withdrawn.set(act.note, gone);
        return { ...view, notes: notes.filter((one) => one !== gone) };
      }
      case "restore_note": {
        const gone = this.#withdrawn.get(act.note);
        return gone ? { ...view, notes: [...notes, gone] } : view;
      }
      case "reply": {
        const said = { id: `reply-${++this.#named}`, text: act.text, by: ARTIST, at: 1_764_000_000_000 };
        return note(act.note, {
          replies: [...(notes.find(({ id }) => id === act.note)?.replies ?? []), said],
        });
      }
      case "submit": {
        const number = view.rounds.length + 1;
        const drafts = notes.filter(({ state }) => state === "draft");
        const round = {
          number,
          mix: act.mix,
          notes: drafts.map(({ id }) => id),
          by: ARTIST,
          at: 1_764_000_000_000,
        };
        const sent = notes.map((one): NoteView =>
          one.state === "draft" ? { ...one, state: "open", round: number } : one,
        );
        return { ...view, notes: sent, rounds: [...view.rounds, round] };
      }
      case "mark_done":
        return note(act.note, { state: "done", marked_in: act.mix });
      case "take_done_back":
        return note(act.note, { state: "open", marked_in: null });
      case "verify":
        return note(act.note, { state: "verified" });
      case "reopen":
        return note(act.note, { state: "reopened" });
      case "take_verdict_back":
        return note(act.note, { state: "done" });
    }
  }

  #put(id: SongId, version: VersionId, part: Partial<VersionView>): SongView {
    const song = this.#song(id);
    const versions = song.versions.map((one) => (one.id === version ? { ...one, ...part } : one));
    this.views.set(id, { ...song, versions });
    return this.#song(id);
  }

  #song(id: SongId): SongView {
    const song = this.views.get(id);
    if (!song) throw new Error(`no song ${id}`);
    return song;
  }

  #version(song: SongId, version: VersionId): VersionView {
    const found = this.#song(song).versions.find(({ id }) => id === version);
    if (!found) throw new Error(`no version ${version}`);
    return found;
  }
}

function summaryOf({ id, title, counts, versions }: SongView): SongSummary {
  return { id, title, open: counts.open, drafts: counts.drafts, versions: versions.length, opened_at: 0 };
}

function countsOf(notes: readonly NoteView[]): Counts {
  const count = (...states: NoteState[]) => notes.filter(({ state }) => states.includes(state)).length;
  return {
    drafts: count("draft"),
    open: count("open", "reopened"),
    done: count("done"),
    verified: count("verified"),
  };
}

/** What is about the whole song comes first. */
function startOf({ place }: NoteView): number {
  return place.is === "whole" ? -1 : place.is === "moment" ? place.at : place.from;
}
