import { count } from "$lib/ui/numbers";

import type { Check } from "./check.svelte";

/** What a screen reader hears of a check while it goes on: quarters, then the outcome. */
export function spoken({ summary, progress, tally, setBlocked }: Check): string {
  const { state, ready, total } = summary;
  if (state === "running") {
    const quarter = Math.floor((progress?.done ?? 0) * 4) * 25;
    return quarter > 0 ? `${quarter} percent measured` : `Checking ${summary.name}`;
  }
  if (state === "cancelled") return `Stopped after ${count(tally.judged, "stem")}`;
  if (state === "failed") return "The check could not be run";
  const rough = setBlocked ? `. The ${setBlocked.toLowerCase()} must be fixed` : "";
  return `Check done: ${ready} of ${count(total, "stem")} ready${rough}`;
}
