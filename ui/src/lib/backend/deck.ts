import type {
  BlindView,
  Change,
  CheckView,
  Commands,
  Deed,
  Device,
  Devices,
  Frames,
  Hearing,
  Loaded,
  Meters,
  Now,
  PlayerView,
} from "$lib/bindings";

import { positionAfter } from "$lib/player/position";

type Handlers<Name extends keyof Commands> = {
  [N in Name]: (argument: Commands[N][0]) => Commands[N][1];
};

const SILENT: Meters = {
  momentary_lufs: null,
  short_term_lufs: null,
  integrated_lufs: null,
  range_lu: null,
  max_momentary_lufs: null,
  max_short_term_lufs: null,
  true_peak_dbtp: null,
  peak_dbfs: null,
  levels_dbfs: [null, null],
  correlation: null,
  seconds: 0,
  missed: 0,
};

/** Two devices, the second of which the system would take. */
export const DEVICES: Device[] = [
  { id: "alsa:scarlett", name: "Scarlett 2i2", is_default: false, rates: [44_100, 48_000, 96_000] },
  { id: "alsa:built-in", name: "Built-in speakers", is_default: true, rates: [48_000] },
];

const STILL: Now = {
  reel: 0,
  position: 0,
  length: null,
  running: false,
  ended: false,
  ready: true,
  side: 0,
  match_levels: true,
  match_db: [],
  strips: [],
  volume_db: 0,
  looped: null,
  output: { device: "Built-in speakers", rate: 48_000, buffer: 256, lead_ms: 12, changes: [] },
  device_trouble: null,
  troubles: [],
  underruns: 0,
  meters: SILENT,
};

/** A player without sound: its clock goes on when it is told to. */
export class Deck {
  /** What plays, with nothing hidden. */
  now: Now = STILL;
  loaded: Loaded | null = null;
  devices: Devices = { devices: DEVICES, chosen: null, trouble: null };
  #blind: BlindView | null = null;
  /** The side behind each place. */
  #order: number[] = [];
  #right = 0;

  constructor(
    private readonly emit: (change: Change) => void,
    private readonly check: (id: string) => CheckView,
  ) {}

  /** What the window is told: in a blind test nothing that would give a side away. */
  get view(): PlayerView {
    const { now, loaded } = this;
    const blind = this.#blind;
    if (blind) {
      const hidden = { ...now, side: blind.heard ?? 0, match_db: [], meters: SILENT };
      return { loaded, now: hidden, line: "Blind test, levels matched", exact: false, blind };
    }
    const db = now.match_levels ? (now.match_db[now.side] ?? 0) : 0;
    const exact = db === 0 && now.volume_db === 0;
    const line = exact
      ? "Bit-exact, 48 kHz"
      : db < 0
        ? `Level match ${spoken(db)}`
        : `Volume ${spoken(now.volume_db)}`;
    return { loaded, now, line, exact, blind };
  }

  /** Something else is true from now on, as by the sound card or the disk. */
  push(part: Partial<Now>): void {
    this.now = { ...this.now, ...part };
    this.tell();
  }

  /** So many milliseconds go by. */
  advance(milliseconds: number): void {
    if (!this.loaded || !this.now.running) return;
    const position = Math.round(positionAfter(this.now, this.loaded.rate, milliseconds));
    const ended = this.now.length !== null && position >= this.now.length;
    this.push({ position, ended, running: !ended });
  }

  /** Puts something in place, paused; nothing happens where it is there already. */
  load(loaded: Loaded, length: Frames, side = 0): void {
    const same = JSON.stringify(this.loaded?.of) === JSON.stringify(loaded.of);
    this.loaded = loaded;
    const quietest = Math.min(...loaded.sides.flatMap(({ lufs }) => lufs ?? []));
    const match_db = loaded.sides.map(({ lufs }) => (lufs === null ? 0 : quietest - lufs));
    if (same) return this.push({ length, match_db });
    this.#blind = null;
    const { volume_db, match_levels, output, reel } = this.now;
    const kept = { volume_db, match_levels, output, reel: reel + 1 };
    const strips = loaded.tapes.map(() => ({ gain_db: 0, mute: false, solo: false }));
    this.push({ ...STILL, ...kept, length, match_db, strips, side });
  }

  /** Tells the window what is heard. */
  tell(): void {
    this.emit({ change: "player", player: this.view });
  }

  readonly handlers: Handlers<"player" | "player_do" | "devices" | "check_hear"> = {
    player: () => this.view,
    player_do: (deed) => {
      this.#carryOut(deed);
      return this.view;
    },
    devices: () => this.devices,
    check_hear: (hearing) => this.#hear(hearing),
  };

  #carryOut(deed: Deed): void {
    const put = (part: Partial<Now>) => (this.now = { ...this.now, ...part });
    switch (deed.do) {
      case "play":
        return void put({ running: true, ended: false });
      case "pause":
        return void put({ running: false });
      case "seek":
        return void put({ position: deed.to, ended: false });
      case "hear":
        if (this.#blind) this.#blind = { ...this.#blind, heard: deed.side, abx: null };
        return void put({ side: this.#blind ? (this.#order[deed.side] ?? 0) : deed.side });
      case "match":
        return void put({ match_levels: deed.on });
      case "loop":
        return void put({ looped: [deed.from, deed.to] });
      case "unloop":
        return void put({ looped: null });
      case "strip":
        return void put({
          strips: this.now.strips.map((strip, at) => (at === deed.tape ? deed.strip : strip)),
        });
      case "volume":
        return void put({ volume_db: deed.db });
      case "device": {
        this.devices = { ...this.devices, chosen: deed.device };
        const named = this.devices.devices.find(
          ({ id, is_default }) => deed.device === id || (!deed.device && is_default),
        );
        return void put({ output: { ...this.now.output, device: named?.name ?? "" } });
      }
      case "reset_meters":
        return void put({ meters: SILENT });
      case "unload":
        this.loaded = this.#blind = null;
        return void put({ ...STILL, reel: this.now.reel + 1, volume_db: this.now.volume_db });
      default:
        return this.#blindly(deed);
    }
  }

  /** What concerns blind tests. Places hide the sides in reverse, and X is always B. */
  #blindly(deed: Deed): void {
    const sides = this.loaded?.sides.length ?? 0;
    const blind = this.#blind;
    if (deed.do === "begin_blind" || deed.do === "begin_abx") {
      if (sides < 2) throw new Error("There is nothing to compare: add another version.");
      this.#order = Array.from({ length: sides }, (_, place) => sides - 1 - place);
      const abx =
        deed.do === "begin_abx" ? { pair: [deed.a, deed.b] as [number, number], heard: "a" as const } : null;
      const answered = blind?.revealed ? 0 : (blind?.abx?.answered ?? 0);
      if (answered === 0) this.#right = 0;
      this.#blind = {
        places: sides,
        heard: abx ? null : 0,
        abx: abx && { ...abx, answered },
        revealed: null,
      };
      this.now = { ...this.now, match_levels: true };
    }
    if (deed.do === "end_blind") this.#blind = null;
    if (!blind) return;
    if (deed.do === "hear_letter" && blind.abx)
      this.#blind = { ...blind, abx: { ...blind.abx, heard: deed.letter } };
    if (deed.do === "answer" && blind.abx) {
      if (deed.letter === "b") this.#right += 1;
      this.#blind = { ...blind, abx: { ...blind.abx, heard: "x", answered: blind.abx.answered + 1 } };
    }
    if (deed.do === "reveal") {
      const trials = blind.abx?.answered ?? 0;
      const score = trials > 0 ? { right: this.#right, trials, p_value: chance(this.#right, trials) } : null;
      this.#blind = { ...blind, revealed: { order: this.#order, score } };
    }
  }

  #hear({ check, what }: Hearing): PlayerView {
    const { summary, stems, reference, set } = this.check(check);
    const tapes = [...stems.map(({ report }) => report.file), ...(reference ? [reference] : [])];
    const rate = set.rate ?? 48_000;
    const side = (name: string, tapes: number[]) => ({ name, version: null, tapes, lufs: null });
    const sides = [
      side(
        "Stems",
        stems.map((_, at) => at),
      ),
    ];
    if (reference) sides.push(side("Rough mix", [stems.length]));
    if (what.is === "residual" || this.loaded?.sides.length === 3) {
      sides.push(side("What no stem explains", [tapes.length]));
      tapes.push("What no stem explains");
    }
    const bpm = set.tempo?.meter.join() === "4,4" ? set.tempo.bpm : null;
    const loaded = { of: { is: "check" as const, check }, title: summary.name, bpm, rate, sides, tapes };
    this.load(loaded, set.frames ?? 0);
    const only = what.is === "stem" ? tapes.indexOf(what.file) : -1;
    const looped = "over" in what ? what.over : null;
    const strips = tapes.map((_, at) => ({
      gain_db: 0,
      mute: false,
      ...this.now.strips[at],
      solo: at === only,
    }));
    const heard = { stems: 0, stem: 0, mix: 1, part: 1, residual: 2 }[what.is];
    const position = looped ? looped[0] : this.now.position;
    this.now = { ...this.now, side: heard, looped, strips, position, running: true, ended: false };
    return this.view;
  }
}

function spoken(db: number): string {
  return `−${Math.abs(db).toFixed(1)} dB`;
}

/** How likely as many right answers or more are by guessing. */
function chance(right: number, trials: number): number {
  let [ways, sum] = [1, 0];
  for (let k = trials; k >= right; k--) {
    sum += ways;
    ways = (ways * k) / (trials - k + 1);
  }
  return sum / 2 ** trials;
}
