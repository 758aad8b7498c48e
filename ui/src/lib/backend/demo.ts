import type { CheckProgress, CheckView, StemRow } from "$lib/bindings";

import type { Backend } from "./backend";
import { COMPARED, EXPLAINED, harbourLights, prepared } from "./harbour";
import { Memory } from "./memory";
import { check, GUIDES, music, setFinding, type CheckPart } from "./samples";
import { harbourSong } from "./song-samples";

const hour = 3_600_000;

function song(id: string, part: CheckPart = {}): CheckView {
  return check(id, harbourLights(), {
    ...COMPARED,
    ...part,
    summary: { checked_at: Date.now() - hour, ...part.summary },
  });
}

/** A song of which nothing is missing; one that nobody can tell, without a rough mix. */
const whole = (id: string) => check(id, harbourLights().slice(0, 4), complete(id));
const unheard = (id: string) =>
  check(id, harbourLights().slice(0, 4), {
    set: {
      findings: [
        setFinding(
          "set.no_reference",
          "informs",
          "No rough mix was given: what is missing was not looked for.",
        ),
      ],
    },
    summary: { checked_at: Date.now() - 50 * hour },
  });

function complete(id: string): CheckPart {
  const { set } = COMPARED;
  return {
    reference: `${id} rough mix.wav`,
    set: { ...set, explained: 0.97, unexplained: EXPLAINED, findings: [] },
    summary: { checked_at: Date.now() - 26 * hour },
  };
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

/**
 * Plays a check that runs: rows get measured two at a time, in about `seconds`, then they are compared.
 * It stands still at `until`; at 1 all are measured, at 2 all is over.
 */
function run(memory: Memory, whole: CheckView, seconds: number, until = 2): void {
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
    const along = (performance.now() - began) / 1000 / seconds;
    const done = Math.min(along, until, 1);
    const comparing = along < 1 || until < 1 ? null : Math.min((along - 1) * 3, until - 1);
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
    const progress: CheckProgress = {
      done,
      seconds_left: (1 - done) * seconds,
      measuring,
      unpacking: null,
      comparing,
    };
    memory.emit({ change: "progress", id, progress });
    if (memory.views.get(id)?.summary.state !== "running") return clearInterval(clock);
    if (comparing === null || comparing < 1) return;
    clearInterval(clock);
    memory.views.set(id, whole);
    memory.emit({ change: "finished", view: whole });
  }, 100);
}

/** Lets time go by in the player, with meters that move as if it sounded. */
function keepTime({ deck }: Memory): void {
  const every = 33;
  setInterval(() => {
    if (!deck.now.running) return;
    const sway = Math.sin(deck.now.position / 9000) + Math.sin(deck.now.position / 3100);
    const { meters } = deck.now;
    deck.now.meters = {
      ...meters,
      momentary_lufs: -12.2 + sway,
      short_term_lufs: -12.8 + sway / 4,
      integrated_lufs: -13.1,
      range_lu: 6.4,
      max_momentary_lufs: -10.3,
      max_short_term_lufs: -12.1,
      true_peak_dbtp: -1.1,
      levels_dbfs: [-7 + 2 * sway, -8 + 1.6 * sway],
      correlation: 0.7 + sway / 20,
    };
    deck.advance(every);
  }, every);
}

/** A browser has no folders to drop: `#running`, `#many` and so on choose what to look at. */
export function demo(scene: string): Backend {
  const recents = [
    song("Harbour Lights"),
    whole("Glass"),
    unheard("Salt"),
    check("Tidal", [], {
      summary: { checked_at: Date.now() - 80 * hour, state: "failed" },
      failure: {
        code: "nothing_to_check",
        message:
          "There is no sound file in /home/ana/Songs/Tidal: drop the folder your stems were bounced to.",
      },
    }),
  ];
  const shows: Record<string, string> = {
    done: "Harbour Lights",
    ready: "Glass",
    unheard: "Salt",
    failed: "Tidal",
  };
  const memory = new Memory({
    views: scene === "empty" ? [] : recents,
    guides: GUIDES,
    choices: [song("Chosen song")],
    wave: music,
    show: shows[scene],
    plan: prepared(),
    folder: { name: "Harbour Lights prepared", place: "/home/ana/Songs" },
    saves: { name: "Harbour Lights stem check.html", place: "/home/ana/Songs" },
    songs: scene === "empty" ? [] : [harbourSong()],
    songChoices: { songs: [harbourSong({ id: "first-light", title: "First Light" })] },
  });
  keepTime(memory);
  setTimeout(() => {
    if (scene === "running") run(memory, song("Night Ferry"), 12, 0.45);
    if (scene === "comparing") run(memory, song("Night Ferry"), 1, 1.42);
    if (scene === "play") run(memory, song("Night Ferry"), 12);
    if (scene === "two") run(memory, song("Night Ferry"), 40);
    if (scene === "two") setTimeout(() => run(memory, song("First Light"), 60), 1000);
    if (scene === "many") memory.drop(many(5000));
    if (scene === "manyrun") run(memory, many(5000), 60);
    if (scene === "audition") memory.songs.push(harbourSong(), true);
    if (scene === "drag") memory.emit({ change: "dragging", over: true });
  }, 300);
  return memory;
}
