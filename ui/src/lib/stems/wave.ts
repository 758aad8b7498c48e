import type { Span } from "$lib/bindings";

/** Minimum, maximum and RMS of each point, one after the other; ±127 is full scale. */
export type Wave = Int8Array;

/** Colours as the canvas wants them. */
export interface Ink {
  /** The outline: minimum to maximum. */
  peak: string;
  /** The body: the RMS around the middle. */
  body: string;
  /** Marked places. */
  mark: string;
}

/** What to draw: a wave over `width` × `height` CSS pixels, marks in frames of `frames`. */
export interface Drawing {
  wave: Wave;
  width: number;
  height: number;
  frames: number;
  marks: readonly Span[];
  /** The stretch that is drawn. */
  view: Span;
  ink: Ink;
  /** Width of a bar in CSS pixels, one pixel apart; 0 draws without gaps. */
  bar: number;
}

/** The narrowest a mark may be, in pixels: a clip of three samples must be seen too. */
const NARROWEST_MARK = 2;

/** Between amplitude (1) and loudness: a part 20 dB down is still seen, and full scale is still full. */
const CURVE = 0.65;

/** Draws the wave as columns around the middle; marks lie behind it, with a cap at the top. */
export function draw(
  canvas: HTMLCanvasElement,
  { wave, width, height, frames, marks, view, ink, bar }: Drawing,
): void {
  const scale = window.devicePixelRatio || 1;
  const [columns, rows] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const pen = canvas.getContext("2d");
  if (!pen || columns === 0) return;
  pen.clearRect(0, 0, columns, rows);

  pen.fillStyle = ink.mark;
  for (const [x, wide] of markColumns(
    within(marks, view),
    view[1] - view[0],
    columns,
    NARROWEST_MARK * scale,
  )) {
    pen.globalAlpha = 0.22;
    pen.fillRect(x, 0, wide, rows);
    pen.globalAlpha = 1;
    pen.fillRect(x, 0, wide, NARROWEST_MARK * scale);
  }

  const [thick, step] = bar ? [Math.round(bar * scale), Math.round((bar + 1) * scale)] : [1, 1];
  const tall = (level: number) => (rows / 2) * (Math.abs(level) / 127) ** CURVE;
  const column = (x: number, up: number, down: number) => {
    const top = Math.min(rows / 2 - tall(up), rows / 2 - scale / 2);
    pen.fillRect(x, top, thick, Math.max(rows / 2 + tall(down) - top, scale));
  };
  const points = wave.length / 3;
  const [first, last] = view.map((at) => (at / Math.max(frames, 1)) * points) as [number, number];
  const pointAt = (x: number) => first + (x * (last - first)) / columns;
  for (let x = 0; x + thick <= columns; x += step) {
    const from = Math.floor(pointAt(x));
    const to = Math.max(Math.ceil(pointAt(x + step)), from + 1);
    const { min, max, rms } = extremes(wave, from, Math.min(to, points));
    pen.fillStyle = ink.peak;
    column(x, max, -min);
    pen.fillStyle = ink.body;
    column(x, rms, rms);
  }
}

function extremes(wave: Wave, from: number, to: number): { min: number; max: number; rms: number } {
  const most = { min: 0, max: 0, rms: 0 };
  for (let at = from * 3; at < to * 3; at += 3) {
    most.min = Math.min(most.min, wave[at] ?? 0);
    most.max = Math.max(most.max, wave[at + 1] ?? 0);
    most.rms = Math.max(most.rms, wave[at + 2] ?? 0);
  }
  return most;
}

/** Marks as they lie in a stretch: those outside it are left out, the others are cut and counted from its start. */
export function within(marks: readonly Span[], [start, end]: Span): Span[] {
  const inside = marks.filter(([from, to]) => from < end && Math.max(to, from + 1) > start);
  return inside.map(([from, to]) => [Math.max(from, start) - start, Math.min(to, end) - start]);
}

/** The stretch to draw so that a place is seen with what is around it. */
export function around([from, to]: Span, frames: number, rate: number): Span {
  /** The least that is shown, in seconds: enough to recognise the place. */
  const least = 2 * rate;
  const air = Math.max((to - from) / 2, (least - (to - from)) / 2);
  return [Math.max(0, Math.floor(from - air)), Math.min(frames, Math.ceil(to + air))];
}

/** Where marks lie, in whole columns; marks that would touch are drawn as one. */
export function markColumns(
  marks: readonly Span[],
  frames: number,
  columns: number,
  narrowest: number,
): [number, number][] {
  const drawn: [number, number][] = [];
  for (const [from, to] of [...marks].sort((a, b) => a[0] - b[0])) {
    const x = Math.min((from / Math.max(frames, 1)) * columns, columns - narrowest);
    const end = Math.max((to / Math.max(frames, 1)) * columns, x + narrowest);
    const last = drawn.at(-1);
    if (last && x <= last[0] + last[1] + 1) last[1] = Math.max(last[1], end - last[0]);
    else drawn.push([x, end - x]);
  }
  return drawn;
}
