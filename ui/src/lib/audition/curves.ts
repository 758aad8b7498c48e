import type { LoudnessCurve, SampleRate, VersionView } from "$lib/bindings";

import { inFile } from "./paint";
import { frameAt, xOf, type Sight } from "./sight";

/** A curve to draw: how loud a version is, and what level match takes away from it. */
export interface Curve {
  version: VersionView;
  curve: LoudnessCurve;
  match_db: number;
}

/** Loudness at the top and at the bottom, in LUFS. */
export type Scale = readonly [top: number, bottom: number];

/** How much is between top and bottom, in LU: verses and choruses differ by less. */
const RANGE = 18;

/** A scale on which the loudest of all curves fits, to the next 3 LU. */
export function scaleOf(curves: readonly Curve[]): Scale {
  const loudest = curves.flatMap(({ curve, match_db }) =>
    curve.short_term.map((value) => (value === null ? -Infinity : value + match_db)),
  );
  const most = loudest.reduce((most, value) => Math.max(most, value), -Infinity);
  const top = Number.isFinite(most) ? Math.ceil(most / 3) * 3 : 0;
  return [top, top - RANGE];
}

/** The curve as the path of an SVG; it is broken where there is silence. */
export function pathOf(
  { version, curve, match_db }: Curve,
  {
    sight,
    width,
    height,
    rate,
    scale,
  }: {
    sight: Sight;
    width: number;
    height: number;
    rate: SampleRate;
    scale: Scale;
  },
): string {
  const { short_term, frames_per_value } = curve;
  const valueAt = (x: number) => inFile(frameAt(sight, x, width), version, rate) / frames_per_value;
  const first = Math.max(Math.floor(valueAt(0)), 0);
  const last = Math.min(Math.ceil(valueAt(width)), short_term.length - 1);
  // No more than a value a pixel: more cannot be seen.
  const stride = Math.max(1, Math.floor((valueAt(width) - valueAt(0)) / Math.max(width, 1)));
  const [top, bottom] = scale;
  let path = "";
  let broken = true;
  for (let at = first - (first % stride); at <= last; at += stride) {
    const value = short_term[at] ?? null;
    if (value !== null) {
      const frame = (at * frames_per_value * rate) / version.rate + version.starts_at;
      const y = ((top - Math.max(value + match_db, bottom)) / (top - bottom)) * height;
      path += `${broken ? "M" : "L"}${xOf(sight, frame, width).toFixed(1)} ${y.toFixed(1)}`;
    }
    broken = value === null;
  }
  return path;
}

/** The version that is compared with the one that is heard: the one before it, else the rough mix or the newest. */
export function comparedWith(
  versions: readonly VersionView[],
  heard: number | undefined,
  before: number | undefined,
): number | undefined {
  const rough = versions.findIndex(({ kind }) => kind.is === "rough");
  const newest = versions.findLastIndex(({ kind }) => kind.is === "mix");
  return [before, rough, newest].find((side) => side !== undefined && side !== heard && versions[side]);
}
