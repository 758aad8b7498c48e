import type { Code, Daw, Finding, Format, Guide, Severity, Span, StemRow } from "$lib/bindings";
import { timecode } from "$lib/ui/numbers";

/** How a verdict looks; always beside an icon and words. */
export type Tone = "ok" | "bad" | "warn" | "info" | "kept" | "quiet";

/** What places are on: the length and the rate of a file, or of the set. */
export type Tape = Pick<Format, "rate" | "frames">;

/** What the chip of a stem says. */
export interface Verdict {
  tone: Tone;
  words: string;
  /** Findings beyond the one that the words name. */
  more: number;
}

const TONE: Record<Severity, Tone> = { blocks: "bad", advises: "warn", informs: "info" };
const GRAVITY: Record<Severity, number> = { blocks: 2, advises: 1, informs: 0 };

export const toneOf = (severity: Severity): Tone => TONE[severity];

/** What is still open: not explained by the artist, the gravest first. */
export function open({ report, explained }: StemRow): Finding[] {
  if (explained.length === 0) return report.findings;
  const kept = new Set(explained.map(({ code }) => code));
  return report.findings.filter(({ code }) => !kept.has(code));
}

/** Whether somebody should look at it: something blocks or advises, and nobody explained it. */
export function isProblem(row: StemRow): boolean {
  return row.judged && open(row).some(({ severity }) => severity !== "informs");
}

/** Whether it cannot be sent as it is. */
export function isBlocked(row: StemRow): boolean {
  return row.judged && open(row).some(({ severity }) => severity === "blocks");
}

/** The gravest thing to say, in a few words. */
export function verdict(row: StemRow, guides: ReadonlyMap<Code, Guide>): Verdict {
  const [first, ...others] = open(row).filter(({ severity }) => severity !== "informs");
  if (!first)
    return {
      tone: row.explained.length > 0 ? "kept" : "ok",
      words: row.explained.length > 0 ? "Explained" : "Ready",
      more: 0,
    };
  return { tone: TONE[first.severity], words: words(first, row.report.format, guides), more: others.length };
}

function words(
  { code, message, at }: Finding,
  format: Format | null,
  guides: ReadonlyMap<Code, Guide>,
): string {
  const title = guides.get(code)?.title ?? message;
  const first = at[0];
  if (!first || !format || isEdge(at, format)) return title;
  return `${title} · ${timecode(first[0], format.rate)}`;
}

/** A place at an edge of the file, or all of it, says nothing that the title does not. */
function isEdge(at: Span[], { frames }: Format): boolean {
  return at.length === 1 && (at[0]![0] === 0 || at[0]![1] >= frames);
}

/** Orders rows by how badly they need somebody: blocked first, waiting last. */
export function gravity(row: StemRow): number {
  if (!row.judged) return -1;
  const found = open(row);
  const worst = found.reduce((most, { severity }) => Math.max(most, GRAVITY[severity] + 1), 0);
  return worst * 1000 + found.length;
}

/** Where the open findings can be heard. */
export function marksOf(row: StemRow): Span[] {
  const { format } = row.report;
  return format ? open(row).flatMap(({ at }) => places(at, format)) : [];
}

/** The places worth marking: a stretch over all of the file says nothing. */
export function places(at: readonly Span[], { frames }: Tape): Span[] {
  return at.filter(([from, to]) => from > 0 || to < frames);
}

/** What to do about each finding in a DAW; what two of them share is told once, at the first. */
export function stepsOnce(
  findings: readonly Finding[],
  guides: ReadonlyMap<Code, Guide>,
  daw: Daw,
): Map<Code, string> {
  const told = new Map<Code, string>();
  for (const { code } of findings) {
    const steps = guides.get(code)?.steps.find(([whose]) => whose === daw)?.[1];
    if (steps && ![...told.values()].includes(steps)) told.set(code, steps);
  }
  return told;
}
