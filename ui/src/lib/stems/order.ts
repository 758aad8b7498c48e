import type { Row } from "./row.svelte";
import { gravity } from "./verdict";

/** What the table can be ordered by. */
export type Column = "stem" | "format" | "peak" | "verdict";

const COLLATOR = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Rows in the order of a column; what is equal stays in the order of the report. */
export function sorted(rows: readonly Row[], column: Column, descending: boolean): readonly Row[] {
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
