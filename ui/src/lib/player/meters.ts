/** The lowest level that a bar shows, in dBFS. */
const FLOOR = -60;
/** How fast a bar falls, in decibels a second: 20 dB in 1.7 s (IEC 60268-10, type I). */
const FALL = 20 / 1.7;
/** How long a peak is held, in milliseconds. */
const HELD = 1500;
/** Loudness that is 0 LU (EBU R 128). */
const TARGET = -23;

/** What a level bar shows: the level as it falls, and the peak that is held. */
export interface Needle {
  level: number;
  peak: number;
  /** How old the peak is, in milliseconds. */
  age: number;
}

/** A bar that shows nothing. */
export const AT_REST: Needle = { level: FLOOR, peak: FLOOR, age: 0 };

/** A bar `elapsed` milliseconds later, when this level (in dBFS; `null` is silence) is told. It rises at once. */
export function moved({ level, peak, age }: Needle, told: number | null, elapsed: number): Needle {
  const now = Math.max(told ?? FLOOR, FLOOR);
  const fallen = Math.max(now, level - (FALL * elapsed) / 1000);
  if (now >= peak) return { level: fallen, peak: now, age: 0 };
  if (age + elapsed < HELD) return { level: fallen, peak, age: age + elapsed };
  return { level: fallen, peak: Math.max(fallen, peak - (FALL * elapsed) / 1000), age: HELD };
}

/** How much of a bar a level fills, 0 to 1. */
export function shareOfBar(dbfs: number): number {
  return Math.min(Math.max(1 - dbfs / FLOOR, 0), 1);
}

/** The two scales of EBU Tech 3341, in LU against the target. */
export const SCALES = { 9: [-18, 9], 18: [-36, 18] } as const;
export type Scale = keyof typeof SCALES;

/** How much of a scale a loudness (in LUFS) fills, 0 to 1. */
export function shareOfScale(lufs: number | null, scale: Scale): number {
  const [from, to] = SCALES[scale];
  if (lufs === null) return 0;
  return Math.min(Math.max((lufs - TARGET - from) / (to - from), 0), 1);
}

/** The marks of a scale, in LU. */
export function marksOfScale(scale: Scale): number[] {
  const [from, to] = SCALES[scale];
  const step = scale === 9 ? 3 : 6;
  return Array.from({ length: (to - from) / step + 1 }, (_, mark) => from + mark * step);
}
