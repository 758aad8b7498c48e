import type { Code, Guide, SetReport, StemRow } from "$lib/bindings";
import { count, kilohertz, timecode } from "$lib/ui/numbers";

import { open } from "./verdict";

/** What a card says: a figure, a line below it, and whether it is as it should be. */
export interface Fact {
  figure: string;
  /** What the figure counts. */
  unit: string;
  line: string;
  fine: boolean;
}

const LENGTH: readonly Code[] = ["length.differs"];
const RATE: readonly Code[] = ["rate.mixed", "rate.unsupported"];

/** Whether the stems have one length and one sample rate. */
export function sameness(rows: readonly StemRow[], { rate, frames }: SetReport): Fact {
  const shorter = having(rows, LENGTH);
  const otherRate = having(rows, RATE);
  // A stem may be both.
  const differ = having(rows, [...LENGTH, ...RATE]);
  const usual = rate ? [kilohertz(rate), frames == null ? "" : timecode(frames, rate)] : [];
  if (differ === 0) {
    const [figure = "—", unit = ""] = usual[0] ? usual[0].split(" ") : [];
    return { figure, unit, line: usual[1] ? `all ${usual[1]} long` : "", fine: true };
  }
  const parts = [shorter && `${shorter} shorter`, otherRate && `${otherRate} at another rate`].filter(
    Boolean,
  );
  return {
    figure: `${differ}`,
    unit: differ === 1 ? "differs" : "differ",
    line: parts.join(" · "),
    fine: false,
  };
}

/** The findings that most stems share, the most frequent first: `Clipped 3 · 16-bit 1`. */
export function commonest(rows: readonly StemRow[], guides: ReadonlyMap<Code, Guide>, most = 3): string {
  const often = new Map<Code, number>();
  for (const row of rows) {
    for (const { code, severity } of open(row)) {
      if (severity !== "informs") often.set(code, (often.get(code) ?? 0) + 1);
    }
  }
  const ranked = [...often].sort((a, b) => b[1] - a[1]);
  const named = ranked
    .slice(0, most)
    .map(([code, times]) => `${guides.get(code)?.title ?? code}${times > 1 ? ` ×${times}` : ""}`);
  const rest = ranked.length - named.length;
  return rest > 0 ? `${named.join(" · ")} · ${count(rest, "other kind")}` : named.join(" · ");
}

function having(rows: readonly StemRow[], codes: readonly Code[]): number {
  return rows.filter(({ report }) => report.findings.some(({ code }) => codes.includes(code))).length;
}
