import type { Backend } from "$lib/backend/backend";
import type { LoudnessCurve, SongId, VersionView } from "$lib/bindings";

/** What a version sounds like changes its name here, so that a file found anew is asked for anew. */
const nameOf = ({ id, file, frames, true_peak_dbtp, integrated_lufs }: VersionView) =>
  [id, file, frames, true_peak_dbtp, integrated_lufs].join("/");

/** How loud the versions of a song are over time. */
export class Loudness {
  #curves = $state.raw<ReadonlyMap<string, LoudnessCurve>>(new Map());
  #asked = new Set<string>();

  constructor(
    private readonly backend: Backend,
    private readonly song: SongId,
  ) {}

  /** The curve of a version, once it has come. */
  of(version: VersionView): LoudnessCurve | undefined {
    return this.#curves.get(nameOf(version));
  }

  /** Asks for a curve that was not asked for yet. */
  want(version: VersionView): void {
    const name = nameOf(version);
    if (this.#asked.has(name) || version.missing !== null) return;
    this.#asked.add(name);
    this.backend.call("version_loudness", { song: this.song, version: version.id }).then(
      (curve) => (this.#curves = new Map(this.#curves).set(name, curve)),
      () => this.#asked.delete(name), // it is asked for again with the next switch
    );
  }
}
