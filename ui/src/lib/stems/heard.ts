import type { CheckId, Heard, PlayerView, SampleRate, Span } from "$lib/bindings";

/** The sides of a check, by their number in the player. */
const SIDES = { stems: 0, stem: 0, mix: 1, part: 1, residual: 2 } as const;
/** What is heard before and after a moment, in seconds: a clip alone would be a click. */
const AROUND = 0.5;

/** Whether the player holds a check. */
export function holds(view: PlayerView | null, check: CheckId): view is PlayerView & { loaded: object } {
  return view?.loaded?.of.is === "check" && view.loaded.of.check === check;
}

/** The tapes that are soloed; none where all are heard. */
export function soloed({ loaded, now }: PlayerView): string[] {
  return (loaded?.tapes ?? []).filter((_, tape) => now.strips[tape]?.solo);
}

/** Whether it is this that is in the player, playing or held. `rate` is that of the frames of `what`. */
export function isHeard(view: PlayerView, what: Heard, rate: SampleRate): boolean {
  const { loaded, now } = view;
  if (!loaded || now.side !== SIDES[what.is]) return false;
  if (SIDES[what.is] === SIDES.stems) {
    const only = soloed(view);
    if (what.is === "stem" ? only.length !== 1 || only[0] !== what.file : only.length > 0) return false;
  }
  const over = "over" in what ? what.over : null;
  if (!over || !now.looped) return !over && !now.looped;
  const scale = loaded.rate / Math.max(rate, 1);
  return now.looped.every((edge, at) => Math.abs(edge - over[at]! * scale) <= 1);
}

/** A moment, with enough around it to be made out. */
export function momentAround([from, to]: Span, { rate, frames }: { rate: SampleRate; frames: number }): Span {
  const around = Math.round(AROUND * rate);
  return [Math.max(from - around, 0), Math.min(to + around, frames)];
}
