import { count } from "$lib/ui/numbers";

import type { Check, Obstacle } from "./check.svelte";

/** What stands in the way, in the list of checks and as it is spoken. */
export const OBSTACLES: Record<Obstacle, { chip: string; spoken: string }> = {
  Part: { chip: "Part missing", spoken: "A part of the song is in none of the stems" },
  "Rough mix": { chip: "Rough mix to fix", spoken: "The rough mix must be fixed" },
  Folder: { chip: "Folder to fix", spoken: "The folder must be fixed" },
  Session: { chip: "Session to fix", spoken: "A session must be fixed" },
};

/** What a screen reader hears of a check while it goes on: quarters, then the outcome. */
export function spoken({ summary, progress, tally, setBlocked }: Check): string {
  const { state, ready, total } = summary;
  if (state === "running") {
    if (progress?.comparing != null) return "Comparing with the rough mix";
    if (progress?.unpacking != null) return "Unpacking the archive";
    const quarter = Math.floor((progress?.done ?? 0) * 4) * 25;
    return quarter > 0 ? `${quarter} percent measured` : `Checking ${summary.name}`;
  }
  if (state === "cancelled") return `Stopped after ${count(tally.judged, "stem")}`;
  if (state === "failed") return "The check could not be run";
  const rough = setBlocked ? `. ${OBSTACLES[setBlocked].spoken}` : "";
  if (total === 0) return `Check done: no stems, only a session${rough}`;
  return `Check done: ${ready} of ${count(total, "stem")} ready${rough}`;
}
