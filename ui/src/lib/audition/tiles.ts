import type { Backend } from "$lib/backend/backend";
import type { SongId, VersionView } from "$lib/bindings";

/** Points that are asked for at once. */
export const TILE = 1024;

/** The coarsest that is ever asked for. */
const COARSEST = 65_536;

/** Tiles that are kept: some megabytes. */
const KEPT = 800;

/** Minimum, maximum and RMS of a stretch, full scale 1. */
export interface Extremes {
  min: number;
  max: number;
  rms: number;
}

/** The power of two that is fine enough for so many frames a pixel. */
export function levelFor(framesPerPixel: number): number {
  const power = 2 ** Math.floor(Math.log2(Math.max(framesPerPixel, 1)));
  return Math.min(power, COARSEST);
}

/** The first and the last tile that hold a stretch of a file; none where it lies beside the file. */
export function tilesOver(
  from: number,
  to: number,
  level: number,
  frames: number,
): [number, number] | undefined {
  const [start, end] = [Math.max(from, 0), Math.min(to, frames)];
  if (start >= end) return undefined;
  return [Math.floor(start / level / TILE), Math.floor((Math.ceil(end) - 1) / level / TILE)];
}

/** What a version sounds like changes its name here, so that a file found anew is drawn anew. */
const nameOf = ({ id, file, frames, true_peak_dbtp }: VersionView) =>
  [id, file, frames, true_peak_dbtp].join("/");

/** The waveforms of a song's versions in tiles: what was seen once stays, at every zoom. */
export class Tiles {
  #levels = new Map<string, Map<number, Int16Array | undefined>>();
  /** Tiles in the order in which they were asked for. */
  #asked: [levelOf: string, tile: number][] = [];

  constructor(
    private readonly backend: Backend,
    private readonly song: SongId,
    /** Told when a tile came. */
    private readonly arrived: () => void,
  ) {}

  /** Asks for what a stretch of a version needs, and was not asked for before. */
  want(version: VersionView, level: number, from: number, to: number): void {
    const tiles = tilesOver(from, to, level, version.frames);
    if (!tiles || version.missing !== null) return;
    for (let tile = tiles[0]; tile <= tiles[1]; tile++) void this.#fetch(version, level, tile);
  }

  /** Tells the extremes of stretches of a version's file, as fine as they are known; nothing while none are. */
  reader(version: VersionView, level: number): (from: number, to: number) => Extremes | undefined {
    const levels: [number, ReadonlyMap<number, Int16Array | undefined>][] = [];
    for (let fine = level; fine <= COARSEST; fine *= 2) {
      const tiles = this.#levels.get(`${nameOf(version)}/${fine}`);
      if (tiles) levels.push([fine, tiles]);
    }
    return (from, to) => {
      for (const [fine, tiles] of levels) {
        const most = extremes(tiles, fine, from, Math.min(to, version.frames));
        if (most) return most;
      }
      return undefined;
    };
  }

  async #fetch(version: VersionView, level: number, tile: number): Promise<void> {
    const name = `${nameOf(version)}/${level}`;
    const tiles = this.#levels.get(name) ?? new Map<number, Int16Array | undefined>();
    this.#levels.set(name, tiles);
    if (tiles.has(tile)) return;
    tiles.set(tile, undefined);
    this.#asked.push([name, tile]);
    const oldest = this.#asked.length > KEPT ? this.#asked.shift() : undefined;
    if (oldest) this.#levels.get(oldest[0])?.delete(oldest[1]);
    try {
      const query = { song: this.song, version: version.id, frames_per_point: level, points: TILE };
      const wave = await this.backend.call("version_wave", { ...query, from: tile * TILE * level });
      tiles.set(tile, Int16Array.from(wave.points));
      this.arrived();
    } catch {
      // It is asked for again when it is wanted again; until then what is coarser stands in.
      tiles.delete(tile);
    }
  }
}

/** The extremes of a stretch in tiles of one level; nothing where one of them is not there. */
export function extremes(
  tiles: ReadonlyMap<number, Int16Array | undefined>,
  level: number,
  from: number,
  to: number,
): Extremes | undefined {
  const first = Math.floor(from / level);
  const last = Math.max(Math.ceil(to / level), first + 1);
  const most = { min: 1, max: -1, rms: 0 };
  for (let point = first; point < last; point++) {
    const tile = tiles.get(Math.floor(point / TILE));
    if (!tile) return undefined;
    const at = (point % TILE) * 3;
    if (at >= tile.length) break;
    most.min = Math.min(most.min, (tile[at] ?? 0) / 32_767);
    most.max = Math.max(most.max, (tile[at + 1] ?? 0) / 32_767);
    most.rms = Math.max(most.rms, (tile[at + 2] ?? 0) / 32_767);
  }
  return most.min > most.max ? undefined : most;
}
