import type { Code, Guide } from "$lib/bindings";

import type { Check } from "./check.svelte";
import type { Row } from "./row.svelte";
import { gravity, isProblem } from "./verdict";

export type Column = "stem" | "format" | "peak" | "verdict";

/** What the table shows of a check, in which order, and where the cursor is. */
export class StemList {
  problemsOnly = $state.raw(false);
  search = $state.raw("");
  sort = $state.raw<{ column: Column; descending: boolean }>();
  /** The row under the cursor. */
  cursor = $state.raw<Row>();
  #opened = $state.raw<Row>();
  /** The row whose details are open; none once its file is gone. */
  opened = $derived.by(() => {
    const row = this.#opened;
    return row && this.check.rows?.includes(row) ? row : undefined;
  });

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

  /** The cursor goes to the next (or the one before) stem that needs somebody; −1 when there is none. */
  nextProblem(step: 1 | -1): number {
    const { rows } = this;
    const at = this.cursor ? rows.indexOf(this.cursor) : -1;
    for (let round = 1; round <= rows.length; round++) {
      const place =
        ((((at < 0 && step < 0 ? 0 : at) + step * round) % rows.length) + rows.length) % rows.length;
      if (isProblem(rows[place]!.view)) return this.to(place);
    }
    return -1;
  }

  /** Opens the details of a row. */
  open(row: Row | undefined): void {
    this.#opened = row;
    if (row) this.cursor = row;
  }

  close(): void {
    this.#opened = undefined;
  }
}

const COLLATOR = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function sorted(rows: readonly Row[], column: Column, descending: boolean): readonly Row[] {
  const sign = descending ? -1 : 1;
  const compare = COMPARE[column];
  return [...rows].sort((a, b) => sign * compare(a, b) || a.index - b.index);
}

const COMPARE: Record<Column, (a: Row, b: Row) => number> = {
  stem: (a, b) => COLLATOR.compare(a.view.report.file, b.view.report.file),
  format: (a, b) => formatKey(a) - formatKey(b),
  peak: (a, b) => peak(a) - peak(b),
  verdict: (a, b) => gravity(a.view) - gravity(b.view),
};

function peak({ view }: Row): number {
  return view.report.measured?.peak_dbfs ?? -1000;
}

function formatKey({ view }: Row): number {
  const format = view.report.format;
  return format ? format.rate * 1000 + (format.bits ?? 0) * 10 + format.channels : -1;
}

/** Guides by the code they are about. */
export type Guides = ReadonlyMap<Code, Guide>;
