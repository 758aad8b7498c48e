import type { SessionReport } from "$lib/bindings";
import { count, kilohertz } from "$lib/ui/numbers";

import { tempoInWords } from "./mix";

/** Whose session it is: `Ableton Live 11.3`. */
export const dawOf = ({ daw, version }: SessionReport): string => (version ? `${daw} ${version}` : daw);

/** What is known of a session in a line: `120 bpm, 4/4 · 48 kHz · plays 14 files`. */
export function sessionInWords({ tempo, rate, media }: SessionReport): string {
  const known = [
    tempo && tempoInWords(tempo),
    rate && kilohertz(rate),
    media ? `plays ${count(media.named, "file")}` : "its list of files cannot be read",
    media && media.missing.length > 0 && `${media.missing.length} missing`,
    media && media.unused.length > 0 && `${media.unused.length} not used`,
  ];
  return known.filter(Boolean).join(" · ");
}
