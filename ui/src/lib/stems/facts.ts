import type { Code, SetReport, StemRow } from "$lib/bindings";
import { kilohertz, moment } from "$lib/ui/numbers";

import { tempoInWords } from "./mix";
import { isGap, isOpen, type Together } from "./together";
import { open, type Tone } from "./verdict";

/** What a card says, in the words of the report: `1 late, 2 shorter` of `4:02.0`. */
export interface Fact {
  title: string;
  /** How many stems are how; none when all are as they should be. */
  differ: readonly [stems: number, how: string][];
  /** How long the song is. */
  line: string;
  /** Its sample rate, and its tempo where a session tells it. */
  also: string;
  tone: Tone;
}

const LATE: readonly Code[] = ["start.late"];
const SHORT: readonly Code[] = ["length.differs"];
const RATE: readonly Code[] = ["rate.mixed", "rate.unsupported", "rate.mislabelled"];

/** Whether the stems begin at bar 1, and have one length and one sample rate. */
export function sameness(rows: readonly StemRow[], { rate, frames, mix, tempo }: SetReport): Fact {
  const [late, short, odd] = [LATE, SHORT, RATE].map((codes) => having(rows, codes)) as [Had, Had, Had];
  const parts: [number, string][] = [
    [late.stems, "late"],
    [short.stems, "shorter"],
  ];
  const differ = parts.filter(([stems]) => stems > 0);
  const length = rate && frames ? moment(frames, rate) : undefined;
  const also = [
    odd.stems > 0 ? `${odd.stems} at another rate` : rate && kilohertz(rate),
    tempo && tempoInWords(tempo),
  ];
  return {
    // Where nothing was aligned, nobody can say that all begin at bar 1.
    title: late.stems > 0 || mix ? "From bar 1, same length" : "Same length",
    differ,
    line: length ? (differ.length > 0 ? `of ${length}` : `${length} long`) : "",
    also: also.filter(Boolean).join(" · "),
    tone: [late, short, odd].some(({ blocks }) => blocks)
      ? "bad"
      : differ.length + odd.stems > 0
        ? "warn"
        : "ok",
  };
}

/** What the rough mix says, and how grave it is. */
export function mixLine(together: readonly Together[]): { line: string; tone: Tone } {
  const gaps = together.filter(isGap);
  const has = (code: Code) => gaps.some((gap) => gap.finding.code === code && isOpen(gap));
  if (has("set.missing")) return { line: "a part is missing", tone: "bad" };
  if (has("set.differs")) return { line: "something sounds different", tone: "warn" };
  if (gaps.length > 0) return { line: "the rest is explained by you", tone: "kept" };
  return { line: "nothing is missing", tone: "ok" };
}

/** Stems of which something is said. */
interface Had {
  stems: number;
  /** One of them cannot be sent as it is, because of that. */
  blocks: boolean;
}

function having(rows: readonly StemRow[], codes: readonly Code[]): Had {
  const had = rows.filter(({ report }) => report.findings.some(({ code }) => codes.includes(code)));
  const blocks = had.some((row) =>
    open(row).some(({ code, severity }) => codes.includes(code) && severity === "blocks"),
  );
  return { stems: had.length, blocks };
}
