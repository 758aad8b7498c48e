import { attempt } from "$lib/backend/attempt";
import type { Backend } from "$lib/backend/backend";
import type { CheckId, Failure, ResidualState } from "$lib/bindings";

/** How the saving of what no stem explains ends. */
export type Ending = Exclude<ResidualState, { state: "saving" }>;

/** Saving what no stem explains of the rough mix. */
export class Residual {
  /** Share that is done, 0 to 1, while it is saved. */
  share = $state.raw<number>();
  #over: ((ending: Ending) => void) | undefined;

  constructor(
    private readonly backend: Backend,
    private readonly id: CheckId,
    private readonly refuse: (refused: Failure | undefined) => void,
  ) {}

  /** Asks for a place and saves there; how it ended, or nothing when no place was chosen or it was refused. */
  async save(): Promise<Ending | undefined> {
    if (this.#over) return undefined;
    // It may be over before the reply comes.
    const over = new Promise<Ending>((resolve) => (this.#over = resolve));
    let begun = false;
    await attempt(
      async () => (begun = (await this.backend.call("residual_save", this.id)) !== null),
      this.refuse,
    );
    const ending = begun ? await over : undefined;
    this.#over = undefined;
    if (ending?.state === "failed") this.refuse(ending.failure);
    return ending;
  }

  cancel(): Promise<boolean> {
    return attempt(() => this.backend.call("residual_cancel", this.id), this.refuse);
  }

  follow(state: ResidualState): void {
    this.share = state.state === "saving" ? state.done : undefined;
    if (state.state !== "saving") this.#over?.(state);
  }
}
