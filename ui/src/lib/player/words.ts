import type { Frames, PlayerView, SampleRate, TapeTrouble } from "$lib/bindings";
import { count, decimal, timecode } from "$lib/ui/numbers";

import { knownSide, placeName } from "./blind";

/** From here down nothing is heard: JSON knows no −∞, and this is silence in every format. */
export const SILENCE_DB = -1000;

/** What is heard, and of what: `Mix 2` of `Harbour Lights`. Nothing when nothing is loaded. */
export function whatPlays({ loaded, now, blind }: PlayerView): [what: string, of: string] | undefined {
  if (!loaded) return undefined;
  if (blind && !blind.revealed) {
    const what = blind.abx ? blind.abx.heard.toUpperCase() : placeName(blind.heard ?? 0);
    return [what, loaded.title];
  }
  const heard = blind ? knownSide(blind) : now.side;
  if (heard === undefined) return ["X", loaded.title];
  const side = loaded.sides[heard];
  const soloed = (side?.tapes ?? []).filter((tape) => now.strips[tape]?.solo);
  const one = soloed.length === 1 ? loaded.tapes[soloed[0]!] : undefined;
  if (one) return [one, `soloed of ${count(side?.tapes.length ?? 0, "stem")}`];
  return [side?.name ?? "", loaded.title];
}

/** Where playback is, to a hundredth of a second: `1:14.93`. Cut, not rounded. */
export function clock(at: Frames, rate: SampleRate): string {
  const hundredths = Math.floor((at * 100) / Math.max(rate, 1) + 1e-6);
  return `${timecode(Math.floor(hundredths / 10) / 10, 1)}${hundredths % 10}`;
}

/** A volume: `−12 dB`, or `−∞ dB`. */
export function volumeInWords(db: number): string {
  return db <= SILENCE_DB ? "−∞ dB" : `${decimal(db, 0)} dB`;
}

/** What is wrong with a tape, as a sentence that says what to do. */
export function troubleInWords({ tape, trouble }: TapeTrouble, tapes: readonly string[]): string {
  return `${tapes[tape] ?? `File ${tape + 1}`}: ${what(trouble)}`;
}

function what(trouble: TapeTrouble["trouble"]): string {
  switch (trouble.kind) {
    case "unreadable":
      return trouble.why;
    case "not_finite":
      return trouble.samples === 1
        ? "one sample is no number and is heard as silence. Bounce it again."
        : `${trouble.samples.toLocaleString("en")} samples are no numbers and are heard as silence. Bounce it again.`;
    case "short":
      return `it ends ${count(trouble.missing, "frame")} before the place that its header promises. Copy it again.`;
  }
}

/** How a listener did: `9 of 12 right; by guessing that happens in 7.3 % of tests`. */
export function scoreInWords({
  right,
  trials,
  p_value,
}: {
  right: number;
  trials: number;
  p_value: number;
}): string {
  const share = p_value * 100;
  const often = share < 0.1 ? "in fewer than 0.1 %" : `in ${decimal(share, share >= 99.95 ? 0 : 1)} %`;
  return `${right} of ${trials} right; by guessing that happens ${often} of tests`;
}
