import type {
  CheckSummary,
  CheckView,
  Code,
  Finding,
  Format,
  Guide,
  InMix,
  Measured,
  Peaks,
  SetFinding,
  SetReport,
  Severity,
  StemRow,
} from "$lib/bindings";

/** Frames of a song of 4:02 at 48 kHz. */
export const LENGTH = 242 * 48_000;

const MONO: Format = {
  container: "wav",
  encoding: "pcm",
  bits: 24,
  rate: 48_000,
  channels: 1,
  frames: LENGTH,
};

/** A finding, of which a test only says what matters to it. */
export function finding(
  code: Code,
  severity: Severity,
  message: string,
  part: Partial<Finding> = {},
): Finding {
  return { code, severity, message, at: [], fix: null, ...part };
}

/** A finding about no single stem. */
export function setFinding(
  code: Code,
  severity: Severity,
  message: string,
  part: Partial<SetFinding> = {},
): SetFinding {
  return { ...finding(code, severity, message), about: null, band_hz: null, ...part };
}

/** What a test says of a stem; the rest is as good stems have it. */
interface StemPart {
  format?: Partial<Format>;
  measured?: Partial<Measured>;
  in_mix?: InMix;
  findings?: Finding[];
}

/** A judged stem. */
export function stem(file: string, part: StemPart = {}): StemRow {
  const format = { ...MONO, ...part.format };
  const measured: Measured = {
    peak_dbfs: -6.1,
    true_peak_dbtp: -5.9,
    integrated_lufs: -23.4,
    lra_lu: 6.2,
    max_momentary_lufs: -14,
    max_short_term_lufs: -17.2,
    rms_dbfs: -24,
    dc: format.channels === 2 ? [0.00001, -0.00002] : [0.00001],
    clip_runs: 0,
    bits_used: format.bits,
    offset_frames: null,
    blake3: `hash of ${file}`,
    silence_head_frames: 24_000,
    silence_tail_frames: 96_000,
    correlation: format.channels === 2 ? 0.62 : null,
    bandwidth_hz: 11_400,
    ...part.measured,
  };
  return {
    index: 0,
    judged: true,
    report: { file, format, measured, in_mix: part.in_mix ?? null, findings: part.findings ?? [] },
    explained: [],
  };
}

const SET: SetReport = {
  rate: 48_000,
  frames: LENGTH,
  tempo: null,
  mix: null,
  explained: null,
  unexplained: null,
  findings: [],
};

/** What a test says of a check; the rest is as usual. */
export interface CheckPart extends Partial<Omit<CheckView, "summary" | "stems" | "set">> {
  set?: Partial<SetReport>;
  summary?: Partial<CheckSummary>;
}

/** A check of these stems; they get their places here. */
export function check(id: string, stems: StemRow[], part: CheckPart = {}): CheckView {
  const ready = stems.filter(
    ({ judged, report }) => judged && report.findings.every(({ severity }) => severity !== "blocks"),
  ).length;
  const summary = {
    id,
    name: id,
    place: `/home/ana/Songs/${id}`,
    state: "done" as const,
    ready,
    total: stems.length,
    checked_at: 0,
  };
  return {
    reference: null,
    sessions: [],
    words: { explained: [], suggested: [] },
    skipped: [],
    progress: null,
    failure: null,
    ...part,
    set: { ...SET, ...part.set },
    stems: stems.map((row, index) => ({ ...row, index })),
    summary: { ...summary, ...part.summary },
  };
}

const STEPS = (what: string): Guide["steps"] => [
  ["pro_tools", `File › Bounce Mix: ${what}`],
  ["logic", `File › Export › All Tracks as Audio Files: ${what}`],
  ["cubase", `File › Export › Audio Mixdown: ${what}`],
  ["ableton", `File › Export Audio/Video: ${what}`],
  ["reaper", `File › Render: ${what}`],
  ["studio_one", `Song › Export Stems: ${what}`],
];

/** A few guides; the app's own come from Rust. */
export const GUIDES: Guide[] = [
  {
    code: "depth.low",
    title: "16-bit",
    why: "A mix turns quiet parts up: the noise of 16 bits then comes up with them.",
    steps: STEPS("set Bit Depth to 24."),
  },
  {
    code: "level.clipped",
    title: "Clipped",
    why: "The tops of the wave are cut off. No tool brings them back as they were.",
    steps: STEPS("pull the track down by 6 dB before you bounce; the level of a stem does not matter."),
  },
  {
    code: "channels.dual_mono",
    title: "Mono in a stereo file",
    why: "It plays the same, but takes twice the room and hides that the part is mono.",
    steps: STEPS("choose a mono output for this track."),
  },
  {
    code: "length.differs",
    title: "Shorter than the others",
    why: "If all stems begin and end together, nobody has to guess where one belongs.",
    steps: STEPS("select the whole song, then export."),
  },
  {
    code: "dry.reverb",
    title: "Reverb printed?",
    why: "An engineer can add a room, but not take one away.",
    steps: STEPS("bypass reverbs and sends."),
  },
  {
    code: "set.no_reference",
    title: "No rough mix",
    why: "With a rough mix the engineer hears what you heard.",
    steps: [],
  },
  {
    code: "start.late",
    title: "Starts late",
    why: "Stems that do not all begin at bar 1 must be shifted by ear until they fit the song.",
    steps: STEPS("select the whole song from bar 1, then export."),
  },
  {
    code: "set.missing",
    title: "Part missing",
    why: "What was not sent cannot be mixed; often it is a muted track, a bus or an overdub.",
    steps: STEPS("unmute every track, then export again."),
  },
  {
    code: "set.differs",
    title: "Sounds different",
    why: "The engineer mixes what you send; if the rough mix has an effect you want, say so or send it.",
    steps: [],
  },
  {
    code: "session.found",
    title: "Session",
    why: "The engineer can look up in it what you did; the stems are still what is mixed.",
    steps: [],
  },
  {
    code: "session.media_missing",
    title: "Files missing",
    why: "The session opens with holes where these recordings were, on every other computer.",
    steps: [],
  },
  {
    code: "name.unclear",
    title: "Unclear name",
    why: "A name that says the part saves the engineer a listen.",
    steps: STEPS("name the track before you export."),
  },
  {
    code: "file.unreadable",
    title: "Cannot be read",
    why: "What cannot be opened here cannot be opened in the studio.",
    steps: STEPS("bounce this track again."),
  },
  {
    code: "rate.mixed",
    title: "Other sample rate",
    why: "It would play at another speed and pitch beside the others.",
    steps: STEPS("set Sample Rate as for the others."),
  },
  {
    code: "glitch.click",
    title: "Click",
    why: "A click that is not music is heard as soon as the part is turned up.",
    steps: [],
  },
];

/** A waveform that looks like music, the same for the same name. */
export function music(file: string, points: number): Peaks {
  let seed = [...file].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 2147483647, 7) || 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const [sections, beat] = [4 + Math.floor(random() * 6), 60 + random() * 90];
  const drums = /kick|snare|hat|oh|tom|drum/i.test(file);
  const levels = Array.from({ length: sections + 1 }, () => (random() < 0.18 ? 0.04 : 0.35 + 0.6 * random()));
  const all = Array.from({ length: points }, (_, at) => {
    const along = (at / points) * sections;
    const section = levels[Math.floor(along)] ?? 0.5;
    const hit = drums
      ? Math.exp(-(((at / points) * beat * 4) % 1) * 3)
      : 0.7 + 0.3 * Math.sin((at / points) * beat);
    const edge = Math.min(1, at / points / 0.02, (1 - at / points) / 0.03);
    const peak = Math.min(1, section * hit * edge * (0.7 + 0.3 * random()));
    return [-peak * 127 * (0.85 + 0.15 * random()), peak * 127, peak * 127 * (drums ? 0.35 : 0.5)].map(
      Math.round,
    );
  });
  return { points: all.flat(), frames_per_point: LENGTH / points };
}
