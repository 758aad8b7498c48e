import type { Check } from "./check.svelte";
import { sorted, type Column } from "./order";
import type { Row } from "./row.svelte";
import { isOpen, same, type Together } from "./together";
import { isProblem } from "./verdict";

/** What of the set is to be seen first: a finding, a session (by its place), or nothing in particular. */
export type SetPlace = { finding: Together } | { session: number } | undefined;

/** What the table shows of a check, in which order, where the cursor is, and what lies open beside it. */
export class StemList {
  problemsOnly = $state.raw(false);
  search = $state.raw("");
  sort = $state.raw<{ column: Column; descending: boolean }>();
  /** The row under the cursor. */
  cursor = $state.raw<Row>();
  #opened = $state.raw<Row | "set">();
  /** What of the set is to be seen first; another object each time, though it be the same place. */
  #place = $state.raw<{ of: SetPlace }>();

  /** The row whose details are open; none once its file is gone. */
  opened = $derived.by(() => {
    const row = this.#opened;
    return row && row !== "set" && this.check.rows?.includes(row) ? row : undefined;
  });
  /** What of the set is shown, while its details are open. */
  setShown = $derived(this.#opened === "set" ? this.#place : undefined);
  /** Something lies open beside the table. */
  beside = $derived(this.opened !== undefined || this.setShown !== undefined);

  /** The rows on show. Reads what the rows say only when the filter or the order asks for it. */
  rows = $derived.by(() => {
    const words = this.search.trim().toLocaleLowerCase();
    let rows = this.check.rows ?? [];
    if (words) rows = rows.filter((row) => row.view.report.file.toLocaleLowerCase().includes(words));
    if (this.problemsOnly) rows = rows.filter((row) => isProblem(row.view));
    return this.sort ? sorted(rows, this.sort.column, this.sort.descending) : rows;
  });

  constructor(readonly check: Check) {}

  /** Orders by a column: first up (verdict: the gravest first), then down, then as in the report. */
  sortBy(column: Column): void {
    const first = column === "verdict";
    if (this.sort?.column !== column) this.sort = { column, descending: first };
    else this.sort = this.sort.descending === first ? { column, descending: !first } : undefined;
  }

  /** Moves the cursor by so many rows, and the details with it; returns its place. */
  move(by: number): number {
    const { rows } = this;
    if (rows.length === 0) return -1;
    const at = this.cursor ? rows.indexOf(this.cursor) : -1;
    const from = at < 0 ? (by > 0 ? -1 : 0) : at;
    return this.to(Math.min(Math.max(from + by, 0), rows.length - 1));
  }

  /** Puts the cursor on a place. */
  to(place: number): number {
    this.cursor = this.rows[place];
    if (this.opened) this.#opened = this.cursor;
    return place;
  }

  /**
   * Opens what needs somebody next (or before): the stems in their order, then what concerns them
   * together. False when there is nothing.
   */
  nextProblem(step: 1 | -1): boolean {
    const { rows } = this;
    const together = this.check.together.filter(isOpen);
    const stops = rows.length + together.length;
    const at = this.#stop(together);
    const from = at < 0 && step < 0 ? 0 : at;
    for (let round = 1; round <= stops; round++) {
      const stop = (((from + step * round) % stops) + stops) % stops;
      const row = rows[stop];
      if (row && !isProblem(row.view)) continue;
      if (row) this.open(row);
      else this.openSet({ finding: together[stop - rows.length]! });
      return true;
    }
    return false;
  }

  /** Where the round of problems stands: at the finding that is shown, else at the cursor. */
  #stop(together: readonly Together[]): number {
    const place = this.setShown?.of;
    const shown = place && "finding" in place ? place.finding : undefined;
    const at = shown ? together.findIndex((one) => same(one, shown)) : -1;
    if (at >= 0) return this.rows.length + at;
    return this.cursor ? this.rows.indexOf(this.cursor) : -1;
  }

  /** Opens the details of a row. */
  open(row: Row | undefined): void {
    this.#opened = row;
    if (row) this.cursor = row;
  }

  /** Opens the details of the set. */
  openSet(of?: SetPlace): void {
    this.#opened = "set";
    this.#place = { of };
  }

  close(): void {
    this.#opened = undefined;
  }
}
