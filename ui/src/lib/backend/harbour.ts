import type { InMix, PlannedStem, PreparePlan, SessionReport, StemRow, Unexplained } from "$lib/bindings";

import { finding, LENGTH, setFinding, stem, type CheckPart } from "./samples";

// A song with a few honest mistakes, held against its rough mix: one stem starts late, one was never bounced.

const RATE = 48_000;

const at = (seconds: number) => Math.round(seconds * RATE);
const STEREO = { channels: 2 };

/** How a stem is heard in the rough mix. */
const heard = (share: number, part: Partial<InMix> = {}): InMix => ({
  certainty: 0.97,
  inverted: false,
  share,
  ...part,
});

/** Its stems. */
export function harbourLights(): StemRow[] {
  const clips = Array.from({ length: 41 }, (_, run): [number, number] => [
    at(52.3 + run * 3.7),
    at(52.3 + run * 3.7) + 9,
  ]);
  return [
    stem("Kick.wav", { in_mix: heard(0.21) }),
    stem("Snare top.wav", { measured: { peak_dbfs: -7.4 }, in_mix: heard(0.09, { inverted: true }) }),
    stem("OH.wav", { format: STEREO, measured: { peak_dbfs: -9 }, in_mix: heard(0.07) }),
    stem("Bass DI.wav", { measured: { peak_dbfs: -5.2 }, in_mix: heard(0.16) }),
    stem("Gtr L.wav", {
      format: { bits: 16 },
      measured: { peak_dbfs: -8.8 },
      findings: [
        finding("depth.low", "blocks", "This file holds 16 bits per sample; the engineer works with 24."),
        finding("name.unclear", "advises", "“Gtr L” does not say which guitar it is."),
      ],
    }),
    stem("Gtr R.wav", {
      format: STEREO,
      measured: { peak_dbfs: -8.7, correlation: 1 },
      findings: [
        finding(
          "channels.dual_mono",
          "advises",
          "Left and right are the same: this is a mono part in a stereo file.",
          {
            fix: "Bounce it as mono.",
          },
        ),
      ],
    }),
    stem("Keys.wav", {
      format: STEREO,
      measured: { peak_dbfs: 0, true_peak_dbtp: 1.4, clip_runs: 41 },
      findings: [
        finding(
          "level.clipped",
          "blocks",
          "The sound hits full scale and is cut off 41 times, first at 0:52.3.",
          { at: clips },
        ),
        finding("glitch.click", "advises", "There are 2 clicks that do not sound like music.", {
          at: [
            [at(12.41), at(12.41) + 1],
            [at(181.9), at(181.9) + 1],
          ],
        }),
      ],
    }),
    stem("Lead Vox.wav", {
      measured: { peak_dbfs: -4.4 },
      findings: [
        finding("dry.reverb", "informs", "The tails spread in stereo, about 1.9 s: was reverb printed?", {
          at: [
            [at(61.2), at(63.1)],
            [at(118.4), at(120.3)],
          ],
        }),
      ],
    }),
    stem("BVs.wav", {
      format: { ...STEREO, frames: LENGTH - at(3.69) },
      measured: { peak_dbfs: -11.3, offset_frames: at(3.69) },
      in_mix: heard(0.05, { certainty: 0.93 }),
      findings: [
        finding("start.late", "blocks", "This stem starts 2 bars (3.69 s) late.", {
          fix: "Bounce it from bar 1, or let Bar One pad a copy.",
        }),
      ],
    }),
    stem("FX/Riser 1.wav", { format: STEREO, measured: { peak_dbfs: -18.2 } }),
    stem("FX/Riser 2.wav", { format: STEREO, measured: { peak_dbfs: -17.9 } }),
    stem("Pad.wav", { format: STEREO, measured: { peak_dbfs: -14.6 } }),
    stem("Shaker.wav", { measured: { peak_dbfs: -20.3 } }),
    stem("Tambourine.wav", { measured: { peak_dbfs: -16 } }),
  ];
}

/** Mostly explained, but for a guitar that was never bounced, and a delay that was left out. */
function unexplained(missing: boolean): Unexplained {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const share = Array.from({ length: 484 }, (_, half) => {
    const second = half / 2;
    if (second < 2) return null;
    if (missing && second >= 118 && second < 160) return 0.55 + 0.4 * random();
    if (missing && second >= 201 && second < 207) return 0.28 + 0.15 * random();
    return 0.02 + 0.16 * random();
  });
  return { frames_per_cell: RATE / 2, share };
}

/** The same song, where nothing is missing. */
export const EXPLAINED = unexplained(false);

const SESSIONS: SessionReport[] = [
  {
    file: "Harbour Lights Project/Harbour Lights.als",
    daw: "Ableton Live",
    version: "11.3.20",
    tempo: { bpm: 130.08, meter: [4, 4], told_by: "Harbour Lights.als" },
    rate: 48_000,
    media: {
      named: 31,
      missing: ["Samples/Recorded/Gtr solo 2.wav", "Samples/Imported/Riser.wav"],
      unused: ["Samples/Recorded/Vox take 1.wav"],
    },
    findings: [
      finding(
        "session.media_missing",
        "blocks",
        "The session plays 2 files that are not there: “Gtr solo 2.wav” and “Riser.wav”.",
        { fix: "In Live: File › Collect All and Save, then put the whole project folder here." },
      ),
      finding("session.found", "informs", "A session of Ableton Live."),
    ],
  },
];

/** What is known of it once it was held against its rough mix. */
export const COMPARED: CheckPart = {
  reference: "Harbour Lights rough mix.mp3",
  sessions: SESSIONS,
  skipped: [
    { file: ".DS_Store", reason: "A file of the system, not of the song." },
    { file: "Cover.jpg", reason: "This is a picture." },
  ],
  set: {
    tempo: { bpm: 130.08, meter: [4, 4], told_by: "Harbour Lights.als" },
    mix: { offset_frames: at(2), drift_ppm: 0.4 },
    explained: 0.81,
    unexplained: unexplained(true),
    findings: [
      setFinding(
        "set.missing",
        "blocks",
        "Something plays in the rough mix from 1:58 to 2:40, around 200 Hz–2 kHz, that no stem holds.",
        {
          at: [[at(118), at(160)]],
          band_hz: [200, 2000],
          fix: "Often a guitar overdub or a muted bus: bounce it and put it into the folder.",
        },
      ),
      setFinding(
        "set.differs",
        "advises",
        "“Lead Vox.wav” sounds different in the rough mix from 3:21 to 3:27, around 1 kHz–8 kHz: as if it had been tuned, delayed or played through an effect there.",
        {
          at: [[at(201), at(207)]],
          band_hz: [1000, 8000],
          fix: "Often a delay or an effect on a bus: if it matters to you, send it as a stem of its own.",
        },
      ),
    ],
  },
};

const copied = ({ report }: StemRow): PlannedStem => ({
  file: report.file,
  to: report.file,
  steps: [],
  remains: [],
  kept: [],
});

/** What can be fixed in it. */
export function prepared(): PreparePlan {
  const stems = harbourLights().map(copied);
  const put = (file: string, part: Partial<PlannedStem>) => {
    const at = stems.findIndex((stem) => stem.file === file);
    stems[at] = { ...stems[at]!, ...part };
  };
  put("BVs.wav", {
    steps: [{ kind: "start", words: "3.69 s of silence are put in front of it.", mends: ["start.late"] }],
  });
  put("Gtr R.wav", {
    steps: [
      { kind: "mono", words: "It becomes mono: left and right are the same.", mends: ["channels.dual_mono"] },
    ],
  });
  put("Gtr L.wav", {
    remains: [
      {
        code: "depth.low",
        severity: "blocks",
        message: "This file holds 16 bits per sample; the engineer works with 24.",
        fix: "Bounce it again at 24 bits.",
      },
    ],
  });
  const plan: PreparePlan["plan"] = {
    version: 1,
    folder: "Harbour Lights",
    trim_gain: false,
    could_trim: 1,
    stems,
    reference: { file: "Harbour Lights rough mix.mp3", to: "Harbour Lights rough mix.mp3" },
    left_out: [{ file: "Cover.jpg", reason: "This is a picture." }],
    remains: [
      {
        code: "set.missing",
        severity: "blocks",
        message: "Something plays in the rough mix from 1:58 to 2:40 that no stem holds.",
        fix: null,
      },
    ],
    kept: [],
    bytes: 412_000_000,
  };
  const turned = stems.map((stem) =>
    stem.file === "Keys.wav"
      ? { ...stem, steps: [{ kind: "turn_down" as const, words: "It is turned down by 1.4 dB.", mends: [] }] }
      : stem,
  );
  return { plan, trimmed: { ...plan, trim_gain: true, stems: turned }, progress: null };
}
