import type { Failure } from "$lib/bindings";

import { failureOf } from "./backend";

/** Does what the artist asked for. When it is refused: false, and why to `tell`, which first hears of nothing. */
export async function attempt(
  step: () => Promise<unknown>,
  tell: (refused: Failure | undefined) => void,
): Promise<boolean> {
  try {
    tell(undefined);
    await step();
    return true;
  } catch (thrown) {
    tell(failureOf(thrown));
    return false;
  }
}
