import type { SetReport } from "$lib/bindings";
import { kilohertz, moment, percent } from "$lib/ui/numbers";

import type { Check } from "./check.svelte";
import { lies, shareOfMix, tempoInWords, why } from "./mix";
import type { Row } from "./row.svelte";

/** As many stems as anybody goes through by eye. */
const MOST = 60;

/** What is true of the files together; what nobody knows is left out. */
export function setFigures({ set, reference }: Check): [name: string, figure: string][] {
  const { rate, frames, tempo, explained } = set;
  const rows: [string, string | undefined | null][] = [
    ["Sample rate", rate ? kilohertz(rate) : undefined],
    ["Length", rate && frames ? moment(frames, rate) : undefined],
    ["Tempo", tempo && tempoInWords(tempo)],
    ["Tempo told by", tempo?.told_by],
    ["Rough mix", reference ?? "none"],
    ["Explained by the stems", explained == null ? undefined : percent(explained)],
  ];
  return rows.flatMap(([name, figure]) => (figure ? [[name, figure] as [string, string]] : []));
}

/** How the rough mix lies to the stems, in a sentence or two; nothing where they were not compared. */
export function lieOfMix({ mix, rate }: SetReport): string | undefined {
  if (!mix || !rate) return undefined;
  const said = lies(mix, rate) ?? "The rough mix begins and runs with the stems.";
  return [said, why(mix, rate)].filter(Boolean).join(" ");
}

/** How each stem is heard in the rough mix, the loudest first. */
export function shares(rows: readonly Row[]): [name: string, figure: string][] {
  const heard = rows.flatMap(({ view: { report } }) =>
    report.in_mix ? [{ file: report.file, heard: report.in_mix }] : [],
  );
  heard.sort((a, b) => b.heard.share - a.heard.share);
  const named = heard.slice(0, MOST).map(({ file, heard }): [string, string] => {
    const turned = heard.inverted ? ", polarity turned around" : "";
    return [file, `${shareOfMix(heard.share)}${turned}`];
  });
  const more = heard.length - named.length;
  return more > 0 ? [...named, [`and ${more.toLocaleString("en")} more`, ""]] : named;
}
