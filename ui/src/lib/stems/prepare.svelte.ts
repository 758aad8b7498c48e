import { attempt } from "$lib/backend/attempt";
import type { Backend } from "$lib/backend/backend";
import type { CheckId, Failure, Plan, PrepareOutcome, PreparePlan, PrepareProgress } from "$lib/bindings";

/** *Fix automatically*: what would be done, how far it is, and how it ended. */
export class Prepare {
  #plan = $state.raw<PreparePlan>();
  /** Stems that exceed full scale are turned down. */
  trims = $state.raw(false);
  /** While copies are written. */
  progress = $state.raw<PrepareProgress>();
  /** How it ended the last time, until it is begun anew. */
  outcome = $state.raw<PrepareOutcome>();
  /** Why what the artist just asked for did not happen. */
  refusal = $state.raw<Failure>();

  /** What is done with the stems, as it was chosen; nothing until it is known. */
  plan = $derived<Plan | undefined>((this.trims && this.#plan?.trimmed) || this.#plan?.plan);
  /** Whether turning stems down would mend anything. */
  canTrim = $derived(this.#plan?.trimmed != null);
  /** Stems that something is done to. */
  fixes = $derived(this.plan ? fixed(this.plan).length : 0);

  constructor(
    private readonly backend: Backend,
    private readonly id: CheckId,
  ) {}

  /** Fetches what would be done now. */
  load(): Promise<boolean> {
    return this.#attempt(async () => {
      this.#plan = await this.backend.call("prepare_plan", this.id);
      if (!this.outcome) this.progress = this.#plan.progress ?? this.progress;
    });
  }

  /** What was known of it is not true any more. */
  stale(): void {
    this.#plan = undefined;
  }

  /** Lets the artist choose where the copies go, and begins. */
  start(): Promise<boolean> {
    this.outcome = undefined;
    return this.#attempt(async () => {
      const asked = { check: this.id, trim_gain: this.trims && this.canTrim };
      const folder = await this.backend.call("prepare_start", asked);
      // It may have gone on, or be over, before the reply came.
      if (folder && !this.outcome) this.progress ??= { folder, done: 0, seconds_left: null };
    });
  }

  cancel(): Promise<boolean> {
    return this.#attempt(() => this.backend.call("prepare_cancel", this.id));
  }

  /** Shows the new folder in the file manager. */
  reveal(): Promise<boolean> {
    return this.#attempt(() => this.backend.call("prepare_reveal", this.id));
  }

  /** Checks the new folder. */
  check(): Promise<boolean> {
    return this.#attempt(() => this.backend.call("prepare_check", this.id));
  }

  follow(progress: PrepareProgress): void {
    this.progress = progress;
  }

  end(outcome: PrepareOutcome): void {
    this.progress = undefined;
    this.outcome = outcome;
  }

  #attempt(step: () => Promise<unknown>): Promise<boolean> {
    return attempt(step, (refused) => (this.refusal = refused));
  }
}

/** The stems of a plan that something is done to. */
export const fixed = ({ stems }: Plan) => stems.filter(({ steps }) => steps.length > 0);
