import { attempt } from "$lib/backend/attempt";
import type { Backend } from "$lib/backend/backend";
import type {
  CheckProgress,
  CheckSummary,
  CheckView,
  Code,
  Failure,
  ReferenceFrom,
  SavedReport,
  SessionReport,
  SetReport,
  SetWords,
  Skipped,
  StemRow,
} from "$lib/bindings";

import { Prepare } from "./prepare.svelte";
import { Residual } from "./residual.svelte";
import { Row, waiting } from "./row.svelte";
import { standsInTheWay, togetherOf, type Together } from "./together";
import { isBlocked, isProblem } from "./verdict";

const NOTHING: SetReport = {
  rate: null,
  frames: null,
  tempo: null,
  mix: null,
  explained: null,
  unexplained: null,
  findings: [],
};
const NO_WORDS: SetWords = { explained: [], suggested: [] };

/** What about no single stem can stand in the way of sending them. */
export type Obstacle = "Part" | "Rough mix" | "Folder" | "Session";

/** How many rows are in which case; kept up to date row by row, never counted anew. */
export interface Tally {
  judged: number;
  blocked: number;
  problems: number;
}

/** One check: its line in the list of recent ones, and, once it was looked at, its rows. */
export class Check {
  summary = $state.raw<CheckSummary>() as CheckSummary;
  /** In the order of the report; undefined until they are known. */
  rows = $state.raw<readonly Row[]>();
  reference = $state.raw<string | null>(null);
  set = $state.raw<SetReport>(NOTHING);
  sessions = $state.raw<readonly SessionReport[]>([]);
  /** What the artist said about findings of the set and of sessions. */
  words = $state.raw<SetWords>(NO_WORDS);
  skipped = $state.raw<readonly Skipped[]>([]);
  progress = $state.raw<CheckProgress | null>(null);
  /** Why it could not be run. */
  failure = $state.raw<Failure | null>(null);
  /** Why what the artist just asked for did not happen. */
  refusal = $state.raw<Failure>();
  tally = $state.raw<Tally>({ judged: 0, blocked: 0, problems: 0 });
  /** The findings about no single stem. */
  together = $derived(togetherOf(this.set, this.sessions, this.words));
  /** *Fix automatically*. */
  readonly prepare: Prepare;
  /** What no stem explains, as a sound. */
  readonly residual: Residual;
  /** Rows judged before the view that names them arrived. */
  #early: StemRow[] = [];

  constructor(
    private readonly backend: Backend,
    summary: CheckSummary,
  ) {
    this.summary = summary;
    this.prepare = new Prepare(backend, summary.id);
    this.residual = new Residual(backend, summary.id, (refused) => (this.refusal = refused));
  }

  get id(): string {
    return this.summary.id;
  }

  get running(): boolean {
    return this.summary.state === "running";
  }

  /** It could not be run, and why was not told yet. */
  get unexplained(): boolean {
    return this.summary.state === "failed" && !this.failure;
  }

  /** What about no single stem stands in the way, and was not explained. */
  get setBlocked(): Obstacle | undefined {
    const blocking = this.together.filter(standsInTheWay);
    const first = blocking.find(({ finding }) => finding.code === "set.missing") ?? blocking[0];
    if (!first) return undefined;
    if (first.ofSession) return "Session";
    if (first.finding.code === "set.missing") return "Part";
    return blocking.some(({ about }) => about !== null && about === this.reference) ? "Rough mix" : "Folder";
  }

  /**
   * Says that it is looked at, so that it follows its files from now on, and fetches what there is
   * to show. Rows that are known stay: what moved since then was told row by row.
   */
  async open(): Promise<void> {
    await this.attempt(async () => {
      const view = await this.backend.call("check_open", this.id);
      // Rows that came before are newer than the view.
      if (!this.rows || view.failure) this.show(view);
    });
  }

  /** It began, ended, or its counts moved. What runs again has not failed yet. */
  note(summary: CheckSummary): void {
    this.summary = summary;
    if (this.running) this.failure = null;
  }

  /** Takes everything there is to show. */
  show(view: CheckView): void {
    this.summary = view.summary;
    this.reference = view.reference;
    this.set = view.set;
    this.sessions = view.sessions;
    this.words = view.words;
    this.skipped = view.skipped;
    this.failure = view.failure;
    this.#fill(view.stems);
    this.follow(view.progress);
  }

  /** The files are known, nothing of them is judged. */
  expect(reference: string | null, files: readonly string[]): void {
    this.reference = reference;
    this.#fill(files.map(waiting));
  }

  /** Some rows were judged, or judged anew. */
  put(views: readonly StemRow[]): void {
    if (!this.rows) return void this.#early.push(...views);
    const tally = { ...this.tally };
    for (const view of views) {
      const row = this.rows[view.index];
      if (!row) continue;
      count(tally, row.view, -1);
      count(tally, view, 1);
      row.view = view;
      row.share = undefined;
    }
    this.tally = tally;
  }

  /** Came further; touches only the rows that are being measured. */
  follow(progress: CheckProgress | null): void {
    for (const [index] of this.progress?.measuring ?? []) this.#share(index, undefined);
    for (const [index, share] of progress?.measuring ?? []) this.#share(index, share);
    this.progress = progress;
  }

  cancel(): Promise<boolean> {
    return this.attempt(() => this.backend.call("check_cancel", this.id));
  }

  again(): Promise<boolean> {
    return this.attempt(() => this.backend.call("check_again", this.id));
  }

  /** Asks which file is the rough mix, or lets its name tell again. */
  chooseReference(from: ReferenceFrom): Promise<boolean> {
    return this.attempt(() => this.backend.call("reference_choose", { check: this.id, from }));
  }

  /**
   * Shows where it lies in the desktop's own file manager. Whether what is put there joins the check;
   * nothing when it was refused.
   */
  async reveal(): Promise<boolean | undefined> {
    let joins: boolean | undefined;
    await this.attempt(async () => (joins = await this.backend.call("folder_reveal", this.id)));
    return joins;
  }

  /** Keeps a finding for the reason that the artist gives, or takes the reason back. */
  explain(row: Row, code: Code, text: string | null): Promise<boolean> {
    const { file } = row.view.report;
    return this.attempt(async () =>
      this.put([await this.backend.call("finding_explain", { check: this.id, file, code, text })]),
    );
  }

  /** The same for a finding of the set or of a session. */
  explainTogether({ about, finding: { code, message } }: Together, text: string | null): Promise<boolean> {
    const said = { check: this.id, about, code, message, text };
    return this.attempt(async () => (this.words = await this.backend.call("set_explain", said)));
  }

  /** Writes the report to a file that the artist names; nothing when they name none, or it was refused. */
  async saveReport(): Promise<SavedReport | undefined> {
    let saved: SavedReport | null = null;
    await this.attempt(async () => (saved = await this.backend.call("report_save", this.id)));
    return saved ?? undefined;
  }

  /** Does what the artist asked for; false, and a sentence in `refusal`, when it was refused. */
  private attempt(step: () => Promise<unknown>): Promise<boolean> {
    return attempt(step, (refused) => (this.refusal = refused));
  }

  /**
   * Rows that stay the same stem stay the same object: what was fetched for them, and the focus, stay
   * too. Names may repeat (where two differ only in bytes that are no text): each row is taken once.
   */
  #fill(views: readonly StemRow[]): void {
    const before = new Map<string, Row[]>();
    for (const row of this.rows ?? []) {
      const { file } = row.view.report;
      const namesakes = before.get(file);
      if (namesakes) namesakes.push(row);
      else before.set(file, [row]);
    }
    const tally = { judged: 0, blocked: 0, problems: 0 };
    this.rows = views.map((view) => {
      count(tally, view, 1);
      const row = before.get(view.report.file)?.shift() ?? new Row(view);
      row.view = view;
      return row;
    });
    this.tally = tally;
    this.put(this.#early.splice(0));
  }

  #share(index: number, share: number | undefined): void {
    const row = this.rows?.[index];
    if (row && !row.view.judged) row.share = share;
  }
}

function count(tally: Tally, view: StemRow, by: 1 | -1): void {
  if (view.judged) tally.judged += by;
  if (isBlocked(view)) tally.blocked += by;
  if (isProblem(view)) tally.problems += by;
}
