import type { Format, Frames, SampleRate } from "$lib/bindings";

/** A number with so many decimals, a true minus sign and no negative zero: `−6.1`. */
export function decimal(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A level with its unit, or an em dash where there is none (the loudness of silence). */
export function level(value: number | null | undefined, unit = "", digits = 1): string {
  if (value == null) return "—";
  return unit ? `${decimal(value, digits)} ${unit}` : decimal(value, digits);
}

/** A place on tape: `m:ss.s`, and `h:mm:ss.s` from an hour on. Cut, not rounded: never later than the place. */
export function timecode(at: Frames, rate: SampleRate): string {
  const tenths = Math.floor((at * 10) / Math.max(rate, 1));
  const minutes = Math.floor(tenths / 600);
  const seconds = `${pad(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${seconds}`;
}

/** The same for a place that is worked out: a hair below a tenth is that tenth. */
export function moment(at: number, rate: SampleRate): string {
  return timecode(at + 1e-6, rate);
}

/** A stretch of time in words: `53 ms`, `3.69 s`. */
export function duration(seconds: number): string {
  return seconds < 0.9995 ? `${decimal(seconds * 1000, 0)} ms` : `${decimal(seconds, 2)} s`;
}

/** A frequency: `200 Hz`, `2 kHz`, `2.5 kHz`. */
export function hertz(hz: number): string {
  return hz < 999.5 ? `${decimal(hz, 0)} Hz` : `${Number((hz / 1000).toFixed(1))} kHz`;
}

/** Several things in a sentence: `a, b and c`. */
export function listed(things: readonly string[]): string {
  const last = things.at(-1) ?? "";
  return things.length > 1 ? `${things.slice(0, -1).join(", ")} and ${last}` : last;
}

/** Bytes, as file managers say it: `412 MB`. */
export function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${decimal(bytes / 1e9)} GB`;
}

/** How long something still takes, to the precision that people can use. */
export function timeLeft(seconds: number): string {
  if (seconds < 1.5) return "about a second left";
  if (seconds < 10) return `about ${Math.ceil(seconds)} s left`;
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60 ? `about ${minutes} min left` : `about ${decimal(minutes / 60)} h left`;
}

/** Frames a second, as musicians write it: `44.1 kHz`. */
export function kilohertz(rate: SampleRate): string {
  return `${Number((rate / 1000).toFixed(3))} kHz`;
}

/** What a file is, in one line: `48 kHz · 24 · mono`. */
export function formatLine({ rate, encoding, bits, channels }: Format): string {
  return [kilohertz(rate), depth(encoding, bits), layout(channels)].join(" · ");
}

function depth(encoding: Format["encoding"], bits: number | null): string {
  if (encoding === "pcm") return `${bits ?? "?"}`;
  if (encoding === "float") return `${bits ?? 32} float`;
  const name = { flac: "FLAC", alac: "ALAC", mp3: "MP3", aac: "AAC", vorbis: "Vorbis", opus: "Opus" }[
    encoding
  ];
  return bits ? `${bits} ${name}` : name;
}

function layout(channels: number): string {
  return channels === 1 ? "mono" : channels === 2 ? "stereo" : `${channels} channels`;
}

/** `1 stem`, `14 stems`, `5,000 stems`. */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${many.toLocaleString("en")} ${many === 1 ? one : more}`;
}

/** A share as a whole percentage that only says 100 when all is done. */
export function percent(share: number): string {
  // A hair below a whole one is that one: 0.29 × 100 is 28.999….
  return `${Math.floor(Math.min(Math.max(share, 0), 1) * 100 + 1e-6)} %`;
}

/** When something was, seen from `now`: `Today 12:04`, `Yesterday 9:30`, else the date. Both in ms since 1970. */
export function when(at: number, now: number): string {
  const day = new Date(at);
  const today = new Date(now);
  const time = day.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  if (at >= midnight) return `Today ${time}`;
  if (at >= midnight - 86_400_000) return `Yesterday ${time}`;
  return day.toLocaleDateString([], { day: "numeric", month: "short", year: "numeric" });
}

function pad(part: number): string {
  return String(part).padStart(2, "0");
}
