import type { BlindView, Loaded } from "$lib/bindings";

/** A place of a blind test, counted from 0. */
export function placeName(place: number): string {
  return `Place ${place + 1}`;
}

/** Something to hear in a blind test. */
export interface Stop {
  /** The number of its key, from 0. */
  number: number;
  /** `Place 2`, `X`, or the side itself once nothing is hidden. */
  name: string;
  /** What else is known of it. */
  line: string | undefined;
  heard: boolean;
}

/** The side that is heard, as far as it is known: of A and B always, of places once they are revealed. */
export function knownSide({ abx, heard, revealed }: BlindView): number | undefined {
  if (abx) return abx.heard === "x" ? undefined : abx.pair[abx.heard === "a" ? 0 : 1];
  return heard === null ? undefined : revealed?.order[heard];
}

/** What can be heard in a blind test, in the order of its keys. */
export function stopsOf(blind: BlindView, { sides }: Loaded): Stop[] {
  const { abx, heard, revealed, places } = blind;
  if (revealed) {
    const now = knownSide(blind);
    // Places say nothing about an ABX test.
    const trials = abx !== null || revealed.score !== null;
    return sides.map(({ name }, side) => ({
      number: side,
      name,
      line: trials ? undefined : `was ${placeName(revealed.order.indexOf(side)).toLowerCase()}`,
      heard: now === side,
    }));
  }
  if (abx) {
    return (["a", "b", "x"] as const).map((letter, number) => ({
      number,
      name: letter.toUpperCase(),
      line: sides[abx.pair[number] ?? -1]?.name,
      heard: abx.heard === letter,
    }));
  }
  return Array.from({ length: places }, (_, place) => ({
    number: place,
    name: placeName(place),
    line: undefined,
    heard: heard === place,
  }));
}
