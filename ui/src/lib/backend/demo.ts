import type { CheckProgress, CheckView, StemRow } from "$lib/bindings";

import type { Backend } from "./backend";
import { Memory } from "./memory";
import { check, finding, GUIDES, LENGTH, music, setFinding, stem, type CheckPart } from "./samples";

const at = (seconds: number) => Math.round(seconds * 48_000);
const STEREO = { channels: 2 };
const hour = 3_600_000;

/** A song with a few honest mistakes. */
function harbourLights(): StemRow[] {
  const clips = Array.from({ length: 41 }, (_, run): [number, number] => [
    at(52.3 + run * 3.7),
    at(52.3 + run * 3.7) + 9,
  ]);
  return [
    stem("Kick.wav"),
    stem("Snare top.wav", { measured: { peak_dbfs: -7.4 } }),
    stem("OH.wav", { format: STEREO, measured: { peak_dbfs: -9 } }),
    stem("Bass DI.wav", { measured: { peak_dbfs: -5.2 } }),
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
        finding("dry.reverb", "informs", "The tails spread in stereo, about 1.9 s: was reverb printed?"),
      ],
    }),
    stem("BVs.wav", {
      format: { ...STEREO, frames: LENGTH - at(3.69) },
      measured: { peak_dbfs: -11.3 },
      findings: [
        finding("length.differs", "advises", "This stem is 3.7 s shorter than the longest one.", {
          fix: "Pad it with silence to the length of the others.",
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

function song(id: string, part: CheckPart = {}): CheckView {
  return check(id, harbourLights(), {
    skipped: [
      { file: ".DS_Store", reason: "A file of the system, not of the song." },
      { file: "Cover.jpg", reason: "This is a picture." },
    ],
    set: {
      findings: [setFinding("set.no_reference", "informs", "There is no rough mix here.")],
    },
    ...part,
    summary: { checked_at: Date.now() - hour, ...part.summary },
  });
}

function many(rows: number): CheckView {
  const kinds = harbourLights();
  const stems = Array.from({ length: rows }, (_, place) => {
    const kind = kinds[place % kinds.length] as StemRow;
    const file = `Take ${String(place + 1).padStart(4, "0")}/${kind.report.file}`;
    return { ...kind, report: { ...kind.report, file } };
  });
  return check("Everything we ever recorded", stems, { summary: { checked_at: Date.now() } });
}

/** Plays a check that runs: rows get measured two at a time, in about `seconds`. */
function run(memory: Memory, whole: CheckView, seconds: number, until = 1): void {
  const { summary, stems } = whole;
  const id = summary.id;
  const waiting = stems.map(({ index, report }): StemRow => {
    return {
      index,
      judged: false,
      explained: [],
      report: { file: report.file, format: null, measured: null, in_mix: null, findings: [] },
    };
  });
  memory.drop({
    ...whole,
    summary: { ...summary, state: "running", ready: 0 },
    stems: waiting,
    set: { ...whole.set, findings: [] },
  });
  const began = performance.now();
  let judged = 0;
  const clock = setInterval(() => {
    const done = Math.min((performance.now() - began) / 1000 / seconds, until);
    const place = done * stems.length;
    const rows = stems.slice(judged, Math.floor(place));
    judged = Math.floor(place);
    if (rows.length > 0) memory.emit({ change: "stems", id, rows });
    const ready = stems
      .slice(0, judged)
      .filter(({ report }) => report.findings.every(({ severity }) => severity !== "blocks"));
    memory.emit({
      change: "check",
      summary: { ...summary, state: "running", ready: ready.length },
      show: false,
    });
    const measuring = [judged, judged + 1]
      .filter((row) => row < stems.length)
      .map((row): [number, number] => [row, (place % 1) / (row - judged + 1)]);
    const progress: CheckProgress = { done, seconds_left: (1 - done) * seconds, measuring, comparing: null };
    memory.emit({ change: "progress", id, progress });
    if (memory.views.get(id)?.summary.state !== "running") return clearInterval(clock);
    if (done < 1) return;
    clearInterval(clock);
    memory.views.set(id, whole);
    memory.emit({ change: "finished", view: whole });
  }, 100);
}

/** A browser has no folders to drop: `#running`, `#many` and so on choose what to look at. */
export function demo(scene: string): Backend {
  const recents = [
    song("Harbour Lights"),
    check("Glass", harbourLights().slice(0, 4), {
      reference: "Glass rough mix.wav",
      summary: { checked_at: Date.now() - 26 * hour },
    }),
    check("Tidal", [], {
      summary: { checked_at: Date.now() - 80 * hour, state: "failed" },
      failure: {
        code: "nothing_to_check",
        message:
          "There is no sound file in /home/ana/Songs/Tidal: drop the folder your stems were bounced to.",
      },
    }),
  ];
  const shows: Record<string, string> = { done: "Harbour Lights", ready: "Glass", failed: "Tidal" };
  const memory = new Memory({
    views: scene === "empty" ? [] : recents,
    guides: GUIDES,
    choices: [song("Chosen song")],
    wave: music,
    show: shows[scene],
  });
  setTimeout(() => {
    if (scene === "running") run(memory, song("Night Ferry"), 12, 0.45);
    if (scene === "play") run(memory, song("Night Ferry"), 12);
    if (scene === "two") run(memory, song("Night Ferry"), 40);
    if (scene === "two") setTimeout(() => run(memory, song("First Light"), 60), 1000);
    if (scene === "many") memory.drop(many(5000));
    if (scene === "manyrun") run(memory, many(5000), 60);
    if (scene === "drag") memory.emit({ change: "dragging", over: true });
  }, 300);
  return memory;
}
