import type { Format, InMix, Measured, Tempo } from "$lib/bindings";
import { decimal, level, timecode } from "$lib/ui/numbers";

import { certaintyInWords, placeInWords, shareOfMix } from "./mix";

/** What was measured, in the order in which an engineer asks; what does not exist is left out or an em dash. */
export function figures(measured: Measured, format: Format | null): [name: string, figure: string][] {
  const rate = format?.rate;
  const rows: [string, string | undefined][] = [
    ["Sample peak", level(measured.peak_dbfs, "dBFS")],
    ["True peak", level(measured.true_peak_dbtp, "dBTP")],
    ["Loudness, integrated", level(measured.integrated_lufs, "LUFS")],
    ["Loudness range", level(measured.lra_lu, "LU")],
    ["Loudest moment", level(measured.max_momentary_lufs, "LUFS")],
    ["Loudest 3 seconds", level(measured.max_short_term_lufs, "LUFS")],
    ["RMS", level(measured.rms_dbfs, "dBFS")],
    ["DC offset", measured.dc.length > 0 ? measured.dc.map(offset).join(" · ") : undefined],
    ["Clipped runs", measured.clip_runs.toLocaleString("en")],
    ["Bits used", bits(measured.bits_used, format?.bits)],
    ["Left and right alike", measured.correlation == null ? undefined : decimal(measured.correlation, 2)],
    ["Bandwidth", measured.bandwidth_hz == null ? undefined : `${decimal(measured.bandwidth_hz / 1000)} kHz`],
    ["Silence before", rate ? timecode(measured.silence_head_frames, rate) : undefined],
    ["Silence after", rate ? timecode(measured.silence_tail_frames, rate) : undefined],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}

/** A constant shift of the wave, as a level; below −120 dBFS there is none. */
function offset(dc: number): string {
  const db = 20 * Math.log10(Math.abs(dc));
  return db < -120 ? "none" : level(db, "dBFS", 0);
}

function bits(used: number | null, held: number | null | undefined): string | undefined {
  if (used == null) return undefined;
  return held == null ? `${used}` : `${used} of ${held}`;
}

/** How a stem is heard in the rough mix. */
export function inMixFigures(
  { certainty, inverted, share }: InMix,
  measured: Measured | null,
  format: Format | null,
  tempo: Tempo | null,
): [name: string, figure: string][] {
  const offset = measured?.offset_frames;
  const place = offset == null || !format ? undefined : placeInWords(offset, format.rate, tempo);
  const rows: [string, string | undefined][] = [
    ["Share of the mix", shareOfMix(share)],
    ["Place against the set", place && `${place}, ${certaintyInWords(certainty)}`],
    ["Polarity", inverted ? "turned around" : "as in the rough mix"],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}
