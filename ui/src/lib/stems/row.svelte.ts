import type { Backend } from "$lib/backend/backend";
import type { CheckId, StemRow } from "$lib/bindings";

import type { Wave } from "./wave";

/** Points of a waveform in the table: more than its pixels at any usual width. */
const TABLE_POINTS = 300;

/** One stem of a check, as the table and the details show it. */
export class Row {
  view = $state.raw<StemRow>() as StemRow;
  /** Share that is measured, while it is being measured. */
  share = $state.raw<number>();
  wave = $state.raw<Wave>();
  /** The waveform did not come. */
  waveless = $state.raw(false);
  /** The content that `wave` was asked for: a file bounced anew has another hash. */
  #waveOf: string | undefined;

  constructor(view: StemRow) {
    this.view = view;
  }

  get index(): number {
    return this.view.index;
  }

  /** The name without the folders before it. */
  get name(): string {
    return this.view.report.file.slice(this.folder.length);
  }

  /** The folders before the name, with the `/` at their end; empty at the top. */
  get folder(): string {
    const { file } = this.view.report;
    return file.slice(0, file.lastIndexOf("/") + 1);
  }

  /** Fetches what the table draws, once for each content; what did not come is fetched again when asked again. */
  async loadWave(backend: Backend, id: CheckId): Promise<void> {
    const hash = this.view.report.measured?.blake3;
    if (hash === undefined || hash === this.#waveOf) return;
    this.#waveOf = hash;
    try {
      const wave = await fetchWave(backend, id, this, TABLE_POINTS);
      if (this.#waveOf !== hash) return;
      this.wave = wave;
      this.waveless = false;
    } catch {
      if (this.#waveOf !== hash) return;
      this.#waveOf = this.wave = undefined;
      this.waveless = true;
    }
  }
}

/** The waveform of a row in at most `points` points. */
export async function fetchWave(backend: Backend, check: CheckId, row: Row, points: number): Promise<Wave> {
  const peaks = await backend.call("stem_waveform", { check, file: row.view.report.file, points });
  return Int8Array.from(peaks.points);
}

/** A row of which only the name is known. */
export function waiting(file: string, index: number): StemRow {
  const report = { file, format: null, measured: null, in_mix: null, findings: [] };
  return { index, judged: false, report, explained: [] };
}
