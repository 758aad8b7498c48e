import type {
  Change,
  CheckId,
  CheckView,
  Commands,
  Failure,
  Guide,
  NewFolder,
  Peaks,
  Plan,
  Preferences,
  PreparePlan,
  SavedReport,
  SongView,
  StemRow,
} from "$lib/bindings";

import type { Backend } from "./backend";
import { Deck } from "./deck";
import { MemorySongs, type SongChoices } from "./songs";

type Name = keyof Commands;
type Handlers = { [N in Name]: (argument: Commands[N][0]) => Commands[N][1] };

const NO_PLAN: Plan = {
  version: 1,
  folder: "",
  trim_gain: false,
  could_trim: 0,
  stems: [],
  reference: null,
  left_out: [],
  remains: [],
  kept: [],
  bytes: 0,
};

/** What a window finds when it opens. */
export interface Contents {
  views?: CheckView[];
  guides?: Guide[];
  preferences?: Partial<Preferences>;
  /** What a dialog chooses, one after the other; nothing is a closed dialog. */
  choices?: CheckView[];
  wave?: (file: string, points: number) => Peaks;
  /** What *Fix automatically* would do, and the folder that its dialog chooses. */
  plan?: PreparePlan;
  folder?: NewFolder;
  /** Whether the check is of files, not of a folder. */
  files?: boolean;
  /** Where the dialog saves a report or a sound. */
  saves?: SavedReport;
  show?: CheckId;
  songs?: SongView[];
  /** What the dialogs of songs choose. */
  songChoices?: SongChoices;
}

/** A backend that lives in this page: for component tests, and for a look in a browser. */
export class Memory implements Backend {
  /** Every call, in order: what the window asked for. */
  readonly calls: { [N in Name]: [N, Commands[N][0]] }[Name][] = [];
  /** Commands that are refused from now on, and with which sentence. */
  readonly refusals = new Map<Name, Failure>();
  readonly views: Map<CheckId, CheckView>;
  preferences: Preferences;
  /** The player, without sound. */
  readonly deck: Deck;
  readonly songs: MemorySongs;
  #forgotten = new Map<CheckId, CheckView>();
  #listeners = new Set<(change: Change) => void>();

  constructor(private readonly contents: Contents = {}) {
    this.views = new Map(contents.views?.map((view) => [view.summary.id, view]));
    this.preferences = { theme: "system", daw: "pro_tools", profile: null, ...contents.preferences };
    const emit = (change: Change) => this.emit(change);
    this.deck = new Deck(emit, (id) => this.#view(id));
    this.songs = new MemorySongs(contents.songs ?? [], contents.songChoices ?? {}, this.deck, emit);
    this.#handlers = { ...this.#ofChecks, ...this.songs.handlers, ...this.deck.handlers };
  }

  async call<N extends Name>(name: N, argument: Commands[N][0]): Promise<Commands[N][1]> {
    this.calls.push([name, argument] as (typeof this.calls)[number]);
    const refusal = this.refusals.get(name);
    if (refusal) throw Object.assign(new Error(refusal.message), refusal);
    return Promise.resolve(this.#handlers[name](argument));
  }

  listen(onChange: (change: Change) => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  /** Tells the window what moved. */
  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** A check begins, as by a drop. */
  drop(view: CheckView): void {
    this.views.set(view.summary.id, view);
    this.emit({ change: "check", summary: view.summary, show: true });
  }

  readonly #handlers: Handlers;
  readonly #ofChecks: Omit<Handlers, keyof MemorySongs["handlers"] | keyof Deck["handlers"]> = {
    start: () => ({ show: this.contents.show ?? null, trouble: null }),
    checks_recent: () => [...this.views.values()].map(({ summary }) => summary),
    check_choose: () => {
      const view = this.contents.choices?.shift();
      if (view) this.drop(view);
      return view?.summary.id ?? null;
    },
    check_open: (id) => this.#view(id),
    check_again: () => null,
    check_cancel: (id) => {
      const { summary } = this.#view(id);
      this.#put({ ...this.#view(id), summary: { ...summary, state: "cancelled" }, progress: null });
      return null;
    },
    check_forget: (id) => {
      this.#forgotten.set(id, this.#view(id));
      this.views.delete(id);
      return null;
    },
    check_restore: (id) => {
      const view = this.#forgotten.get(id) ?? this.#view(id);
      this.views.set(id, view);
      return view.summary;
    },
    folder_reveal: () => !this.contents.files,
    reference_choose: ({ check }) => {
      this.#put({ ...this.#view(check), reference: "Rough mix.wav" });
      return null;
    },
    report_save: () => this.contents.saves ?? null,
    residual_save: (id) => {
      const saved = this.contents.saves ?? null;
      if (saved) this.emit({ change: "residual", id, state: { state: "saving", done: 0 } });
      return saved;
    },
    residual_cancel: (id) => {
      this.emit({ change: "residual", id, state: { state: "cancelled" } });
      return null;
    },
    finding_explain: ({ check, file, code, text }) => {
      const view = this.#view(check);
      const row = view.stems.find(({ report }) => report.file === file);
      if (!row) throw new Error(`no stem ${file}`);
      const others = row.explained.filter((said) => said.code !== code);
      const said: StemRow = { ...row, explained: text === null ? others : [...others, { code, text }] };
      this.views.set(check, { ...view, stems: view.stems.map((stem) => (stem === row ? said : stem)) });
      return said;
    },
    set_explain: ({ check, about, code, message, text }) => {
      const view = this.#view(check);
      const others = view.words.explained.filter((said) => said.message !== message || said.about !== about);
      const explained = text === null ? others : [...others, { about, code, message, text }];
      const words = { ...view.words, explained };
      this.views.set(check, { ...view, words });
      return words;
    },
    stem_waveform: ({ file, points }) =>
      this.contents.wave?.(file, points) ?? { points: [], frames_per_point: 1 },
    guides: () => this.contents.guides ?? [],
    prepare_plan: () => this.contents.plan ?? { plan: NO_PLAN, trimmed: null, progress: null },
    prepare_start: ({ check }) => {
      const folder = this.contents.folder ?? null;
      if (folder) {
        const progress = { folder, done: 0, seconds_left: null };
        this.emit({ change: "preparing", id: check, progress });
      }
      return folder;
    },
    prepare_cancel: (id) => {
      this.emit({ change: "prepared", id, outcome: { outcome: "cancelled" } });
      return null;
    },
    prepare_reveal: () => null,
    prepare_check: (id) => {
      const { summary } = this.#view(id);
      this.emit({ change: "check", summary, show: true });
      return id;
    },
    preferences: () => this.preferences,
    preferences_set: (preferences) => (this.preferences = preferences),
    profile_choose: (from) =>
      (this.preferences = { ...this.preferences, profile: from === "studio" ? null : "Dry and early" }),
  };

  #view(id: CheckId): CheckView {
    const view = this.views.get(id);
    if (!view) throw new Error(`no check ${id}`);
    return view;
  }

  #put(view: CheckView): void {
    this.views.set(view.summary.id, view);
    this.emit({ change: "finished", view });
  }
}
