import type { Room } from "./room.svelte";

/** The keys of the room, those of verifying first; false where a key is none of them. Called for bare keys only. */
export function roomKey(room: Room, event: KeyboardEvent, write: () => void): boolean {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const { verifying } = room;
  const act = (verifying.note && ofVerifying(room)[key]) || ofRoom(room, write)[key] || other(room, key);
  if (!act) return false;
  if (!event.repeat || key === "+" || key === "-") act();
  return true;
}

type Acts = Record<string, (() => unknown) | undefined>;

const ofVerifying = ({ verifying }: Room): Acts => ({
  x: () => verifying.swap(),
  y: () => verifying.verify(),
  r: () => (verifying.missing = ""),
  Escape: () => verifying.end(),
});

const ofRoom = (room: Room, write: () => void): Acts => ({
  b: () => room.toggleBlind(),
  l: () => room.toggleLoop(),
  i: () => room.mark("from"),
  o: () => room.mark("to"),
  n: write,
  v: () => room.verify(),
  "[": () => room.step(-1),
  "]": () => room.step(1),
  "+": () => room.zoomStep(1),
  "=": () => room.zoomStep(1),
  "-": () => room.zoomStep(-1),
  "0": () => room.zoomOut(),
});

/** What only sometimes is a key of the room. */
function other(room: Room, key: string): (() => unknown) | undefined {
  if (key === "Escape" && (room.selection || room.chosen !== undefined)) return () => room.leave();
  // While something else is loaded, the player's own numbers would be those of that.
  if (!room.here && /^[1-9]$/.test(key) && room.song.versions[Number(key) - 1]) {
    return () => room.hear(Number(key) - 1);
  }
  return undefined;
}
