import type { MarkerFormat, WhichNotes } from "$lib/bindings";

/** What each kind of file is for. */
export const FORMATS: readonly (readonly [MarkerFormat, title: string, daws: string])[] = [
  ["midi", "MIDI markers", "Pro Tools, Logic, Cubase, Studio One"],
  ["reaper", "REAPER markers", "REAPER: Region/Marker Manager, Import"],
  ["wav", "WAV with markers", "Samplitude, Sound Forge, WaveLab, REAPER"],
  ["audacity", "Audacity labels", "Audacity"],
  ["cubase", "Cubase track archive", "Cubase, Nuendo"],
  ["csv", "Table (CSV)", "Excel, Numbers, anything else"],
  ["text", "Plain text", "To read, to print, to send"],
];

/** Which notes can become markers. */
export const WHICH: readonly (readonly [WhichNotes, string])[] = [
  ["open", "Open notes"],
  ["done", "Done notes"],
  ["drafts", "Drafts"],
  ["all", "All notes"],
];
