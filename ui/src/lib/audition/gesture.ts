import type { Frames, Span } from "$lib/bindings";

import { frameAt, xOf, type Sight } from "./sight";

/** How far from an edge the pointer still has it, in pixels. */
const REACH = 6;

/** How far the pointer goes before it drags, in pixels. */
const STILL = 4;

/** What a drag does: it makes a loop, moves an edge of it, or chooses a stretch. */
export type Grip = "loop" | "from" | "to" | "select";

/** What the pointer has when it goes down at `x`. */
export function gripAt(
  x: number,
  looped: Readonly<Span> | undefined,
  sight: Sight,
  width: number,
  shift: boolean,
): Grip {
  if (shift) return "select";
  if (!looped) return "loop";
  const [from, to] = looped.map((edge) => Math.abs(xOf(sight, edge, width) - x)) as [number, number];
  if (Math.min(from, to) > REACH) return "loop";
  return from < to ? "from" : "to";
}

/** Whether the pointer went far enough to drag. */
export function drags(from: number, to: number): boolean {
  return Math.abs(to - from) > STILL;
}

/** The stretch from where the pointer went down to where it is; of a loop's edge, from the other edge. */
export function dragged(
  grip: Grip,
  down: number,
  x: number,
  looped: Readonly<Span> | undefined,
  { sight, width, length }: { sight: Sight; width: number; length: Frames },
): Span {
  const frame = (x: number) => Math.round(Math.min(Math.max(frameAt(sight, x, width), 0), length));
  const other = grip === "from" ? looped?.[1] : grip === "to" ? looped?.[0] : undefined;
  const [a, b] = [other ?? frame(down), frame(x)];
  return a < b ? [a, b] : [b, a];
}
