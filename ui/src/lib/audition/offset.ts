/** A place in a session in milliseconds, from `m:ss.mmm`, `h:mm:ss.mmm` or seconds; nothing where it is none. */
export function parseOffset(text: string): number | undefined {
  const found = /^\s*([−-])?(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,4})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!found) return undefined;
  const [, minus, hours, minutes, seconds = "0", rest = ""] = found;
  if (minutes !== undefined && Number(seconds) >= 60) return undefined;
  if (hours !== undefined && Number(minutes) >= 60) return undefined;
  const whole = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds);
  const milliseconds = whole * 1000 + Number(rest.padEnd(3, "0"));
  return minus && milliseconds > 0 ? -milliseconds : milliseconds;
}

/** The same as people write it: `1:02.500`. */
export function offsetWords(milliseconds: number): string {
  const all = Math.abs(milliseconds);
  const seconds = `${Math.floor(all / 1000) % 60}`.padStart(2, "0");
  const sign = milliseconds < 0 ? "−" : "";
  return `${sign}${Math.floor(all / 60_000)}:${seconds}.${`${all % 1000}`.padStart(3, "0")}`;
}
