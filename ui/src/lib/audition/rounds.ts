import type { NoteView, SongView } from "$lib/bindings";
import { count } from "$lib/ui/numbers";

/** How many rounds there were, or are left; nothing before the first of a song without a limit. */
export function roundWords({ rounds, allowed, rounds_left }: SongView): string | undefined {
  if (allowed === null) return rounds.length > 0 ? `${count(rounds.length, "round")} submitted` : undefined;
  if (rounds_left === 0) return `All ${count(allowed, "included revision")} used`;
  return `Revision ${rounds.length + 1} of ${allowed} included`;
}

/** Why notes cannot be submitted now, as a sentence; nothing where they can. */
export function whyNotSubmit({ counts, rounds_left, shown_on }: SongView): string | undefined {
  if (shown_on === null) return "There is no mix yet that notes could be about.";
  if (counts.drafts === 0) return "Nothing to submit yet: press N and say what you hear.";
  if (rounds_left === 0) return "The included revisions are used up: a further one needs a small quote.";
  return undefined;
}

/** What can be done with a note. */
export type NoteAct =
  "edit" | "withdraw" | "reply" | "mark_done" | "verify" | "reopen" | "take_done_back" | "take_verdict_back";

/** What the artist can do with a note now. On a song of their own they say themselves what is done. */
export function actsOn({ state, carried }: NoteView, { allowed, versions, shown_on }: SongView): NoteAct[] {
  if (state === "draft") return ["edit", "withdraw"];
  const own = allowed === null;
  const later = carried && versions.some(({ id, kind }) => id === shown_on && kind.is === "mix");
  const when = (...pairs: [boolean, NoteAct][]) => pairs.flatMap(([is, act]) => (is ? [act] : []));
  switch (state) {
    case "done":
      return when([later, "verify"], [later, "reopen"], [own, "take_done_back"], [true, "reply"]);
    case "verified":
      return when([true, "take_verdict_back"], [true, "reply"]);
    case "reopened":
      return when([own && later, "mark_done"], [true, "take_verdict_back"], [true, "reply"]);
    case "open":
      return when([own && later, "mark_done"], [own && later, "verify"], [true, "reply"]);
    default:
      return [];
  }
}
