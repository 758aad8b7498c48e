import type { SampleRate, VersionView } from "$lib/bindings";

import { frameAt, type Sight } from "./sight";
import { levelFor, type Extremes, type Tiles } from "./tiles";

/** Colours as the canvas wants them. */
export interface Ink {
  /** Minimum to maximum. */
  peak: string;
  /** The RMS around the middle. */
  body: string;
  /** How much of the peaks' colour is seen, 0 to 1. */
  dim: number;
}

/** What to draw: a version over `width` × `height` CSS pixels. */
export interface Picture {
  tiles: Tiles;
  version: VersionView;
  /** Of the timeline. */
  rate: SampleRate;
  sight: Sight;
  width: number;
  height: number;
}

/** From so many pixels a frame on, samples are lines; from so many, they have dots. */
const [LINES, DOTS] = [1, 6];

/** A place of the timeline in a version's own file, in its own frames. */
export function inFile(at: number, { starts_at, rate }: VersionView, timeline: SampleRate): number {
  return ((at - starts_at) * rate) / timeline;
}

/** Fits a canvas to its size on the screen; nothing where there is nothing to draw on. */
function penOf(canvas: HTMLCanvasElement, width: number, height: number, scale: number) {
  const [columns, rows] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const pen = canvas.getContext("2d");
  pen?.clearRect(0, 0, columns, rows);
  return pen;
}

/** Draws what is on show of a version on each canvas in its ink, and asks for what is missing of it. */
export function paint(layers: readonly (readonly [HTMLCanvasElement, Ink])[], picture: Picture): void {
  const { tiles, version, rate, sight, width, height } = picture;
  const scale = window.devicePixelRatio || 1;
  const place = (x: number) => inFile(frameAt(sight, x / scale, width), version, rate);
  const columns = Math.round(width * scale);
  const framesPerPixel = (place(columns) - place(0)) / Math.max(columns, 1);
  const level = levelFor(framesPerPixel);
  tiles.want(version, level, place(0), place(columns));
  const over = tiles.reader(version, level);

  const lines = framesPerPixel * LINES < 1;
  const points: [x: number, most: Extremes][] = [];
  // As lines, there is a point to each frame, and one more on either side; else to each pixel.
  const first = lines ? Math.floor(place(0)) : 0;
  const last = lines ? Math.ceil(place(columns)) : columns - 1;
  for (let at = first; at <= last; at++) {
    const from = lines ? at : place(at);
    const to = lines ? at + 1 : place(at + 1);
    if (to <= 0 || from >= version.frames) continue;
    const most = over(Math.max(from, 0), to);
    if (most) points.push([lines ? (at - place(0)) / framesPerPixel : at, most]);
  }
  for (const [canvas, ink] of layers) {
    const pen = penOf(canvas, width, height, scale);
    if (!pen) continue;
    if (lines) drawLines(pen, points, ink, height, scale, 1 / framesPerPixel / scale >= DOTS);
    else drawColumns(pen, points, ink, height, scale);
  }
}

type Points = readonly (readonly [x: number, most: Extremes])[];
type Pen = CanvasRenderingContext2D;

function drawColumns(pen: Pen, points: Points, ink: Ink, height: number, scale: number): void {
  const middle = (height * scale) / 2;
  const draw = (colour: string, alpha: number, level: (most: Extremes) => readonly [number, number]) => {
    pen.fillStyle = colour;
    pen.globalAlpha = alpha;
    for (const [x, most] of points) {
      const [up, down] = level(most);
      const top = middle - up * middle;
      pen.fillRect(x, top - scale / 2, 1, Math.max((up - down) * middle, scale));
    }
  };
  draw(ink.peak, ink.dim, ({ min, max }) => [max, min]);
  draw(ink.body, 1, ({ rms }) => [rms, -rms]);
}

/** Two lines, since left and right may differ: where they do not, they are one. */
function drawLines(pen: Pen, points: Points, ink: Ink, height: number, scale: number, dots: boolean): void {
  const middle = (height * scale) / 2;
  pen.strokeStyle = pen.fillStyle = ink.body;
  pen.lineWidth = 1.5 * scale;
  for (const side of ["min", "max"] as const) {
    pen.beginPath();
    for (const [x, most] of points) pen.lineTo(x, middle - most[side] * middle);
    pen.stroke();
    if (!dots) continue;
    for (const [x, most] of points) {
      pen.beginPath();
      pen.arc(x, middle - most[side] * middle, 2.5 * scale, 0, 2 * Math.PI);
      pen.fill();
    }
  }
}
