import type { NoteView } from "$lib/bindings";

import { xOf, type Sight } from "./sight";

/** A note on the lane, in pixels. */
export interface LaneMark {
  note: NoteView;
  /** Its left edge; of a moment its middle. */
  x: number;
  /** How wide it is; 0 for a moment. */
  width: number;
}

/** The narrowest a range is drawn, in pixels. */
const NARROWEST = 6;

/** What is on show of the notes that have a place: ranges first, so that moments lie on them. */
export function laneMarks(notes: readonly NoteView[], sight: Sight, width: number): LaneMark[] {
  const marks = notes.flatMap((note): LaneMark[] => {
    const { place } = note;
    if (place.is === "whole") return [];
    if (place.is === "moment") return [{ note, x: xOf(sight, place.at, width), width: 0 }];
    const [from, to] = [xOf(sight, place.from, width), xOf(sight, place.to, width)];
    return [{ note, x: from, width: Math.max(to - from, NARROWEST) }];
  });
  const onShow = marks.filter((mark) => mark.x + mark.width >= 0 && mark.x <= width);
  return onShow.sort((a, b) => Number(a.width === 0) - Number(b.width === 0) || a.x - b.x);
}
