import type { InMix, MixReport, SampleRate, Tempo } from "$lib/bindings";
import { decimal, duration, percent } from "$lib/ui/numbers";

// How stems and rough mix lie to each other, in the words of `bar-stems/src/phrase/mix.rs`.

/** Closer than this, nobody hears a difference. */
const TOGETHER_SECONDS = 0.0005;
/** A clock that is this far off shifts a song of four minutes by a millisecond. */
const DRIFT_PPM = 4;
/** Later than any encoder makes it, and earlier than an intro would be forgotten. */
const COUNT_IN_SECONDS = [1, 12] as const;

/** How the rough mix lies against the stems, in a sentence; nothing where it begins and runs with them. */
export function lies({ offset_frames, drift_ppm }: MixReport, rate: SampleRate): string | undefined {
  const seconds = offset_frames / Math.max(rate, 1);
  const offset =
    Math.abs(seconds) >= TOGETHER_SECONDS &&
    `begins ${duration(Math.abs(seconds))} ${seconds > 0 ? "later" : "earlier"} than the stems`;
  const drift =
    Math.abs(drift_ppm) >= DRIFT_PPM &&
    `its clock runs ${decimal(Math.abs(drift_ppm), 0)} ppm ${drift_ppm > 0 ? "faster" : "slower"}`;
  if (offset && drift) return `The rough mix ${offset}, and ${drift}.`;
  if (offset) return `The rough mix ${offset}.`;
  return drift ? `The rough mix begins with the stems, but ${drift}.` : undefined;
}

/** What an offset is often due to. */
export function why({ offset_frames }: MixReport, rate: SampleRate): string | undefined {
  const seconds = offset_frames / Math.max(rate, 1);
  if (seconds >= COUNT_IN_SECONDS[0] && seconds <= COUNT_IN_SECONDS[1]) return "A count-in?";
  return Math.abs(seconds) >= TOGETHER_SECONDS ? "It was taken into account." : undefined;
}

/** `120 bpm, 4/4` */
export function tempoInWords({ bpm, meter: [beats, value] }: Tempo): string {
  return `${Number(bpm.toFixed(2))} bpm, ${beats}/${value}`;
}

/** How much of the rough mix a stem explains. */
export function shareOfMix(share: number): string {
  return share < 0.01 ? "under 1 %" : percent(share);
}

/** `8 % of the rough mix, polarity turned around` */
export function inMixInWords({ share, inverted }: InMix): string {
  return `${shareOfMix(share)} of the rough mix${inverted ? ", polarity turned around" : ""}`;
}

/** How sure its place is. */
export function certaintyInWords(certainty: number): string {
  if (certainty >= 0.9) return "certain";
  return certainty >= 0.6 ? "fairly certain" : "not certain";
}

/** Where a stem sits against the set: in bars where the tempo is known, always in seconds. */
export function placeInWords(offset: number, rate: SampleRate, tempo: Tempo | null): string {
  const seconds = offset / Math.max(rate, 1);
  if (Math.abs(seconds) < TOGETHER_SECONDS) return "in place";
  const side = seconds > 0 ? "late" : "early";
  if (tempo && tempo.bpm > 0) {
    const [beats, value] = tempo.meter;
    const bars = Math.abs(seconds) / ((60 / tempo.bpm) * beats * (4 / value));
    // Only whole bars are a mistake of the range that was exported.
    if (Math.round(bars) >= 1 && Math.abs(bars - Math.round(bars)) < 0.02) {
      const whole = Math.round(bars);
      return `${whole} ${whole === 1 ? "bar" : "bars"} ${side} (${duration(Math.abs(seconds))})`;
    }
  }
  return `${duration(Math.abs(seconds))} ${side}`;
}
