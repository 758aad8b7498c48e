import type {
  Finding,
  SetExplanation,
  SetFinding,
  SetReport,
  SessionReport,
  SetWords,
  Span,
} from "$lib/bindings";

/** A finding about no single stem, with what the artist said about it. */
export interface Together {
  finding: Finding;
  /** The rough mix, folder or session that it is about; nothing for the set as a whole. */
  about: string | null;
  band_hz: SetFinding["band_hz"];
  /** Whether a session says it, not the set. */
  ofSession: boolean;
  /** The artist's reason to keep it. */
  explained: string | undefined;
  /** Their reason when it read otherwise. */
  before: string | undefined;
}

/** Every finding about no single stem, those of the set first. */
export function togetherOf(
  set: SetReport,
  sessions: readonly SessionReport[],
  { explained, suggested }: SetWords,
): Together[] {
  const text = (said: readonly SetExplanation[], about: string | null, { code, message }: Finding) =>
    said.find((one) => one.about === about && one.code === code && one.message === message)?.text;
  const one = (
    finding: Finding,
    about: string | null,
    band_hz: SetFinding["band_hz"],
    ofSession: boolean,
  ) => {
    const [why, before] = [text(explained, about, finding), text(suggested, about, finding)];
    return { finding, about, band_hz, ofSession, explained: why, before };
  };
  return [
    ...set.findings.map((found) => one(found, found.about, found.band_hz, false)),
    ...sessions.flatMap(({ file, findings }) => findings.map((found) => one(found, file, null, true))),
  ];
}

/** Whether it is the same finding, also in a later view. */
export function same(a: Together | undefined, b: Together | undefined): boolean {
  return (
    a === b ||
    (a?.about === b?.about &&
      a?.finding.code === b?.finding.code &&
      a?.finding.message === b?.finding.message)
  );
}

/** Whether somebody should look at it. */
export function isOpen({ finding, explained }: Together): boolean {
  return explained === undefined && finding.severity !== "informs";
}

/** Whether it stands in the way of sending the stems. */
export function standsInTheWay({ finding, explained }: Together): boolean {
  return explained === undefined && finding.severity === "blocks";
}

/** What the rough mix holds and no stem: the findings that the strip marks. */
export function isGap({ finding }: Together): boolean {
  return finding.code === "set.missing" || finding.code === "set.differs";
}

/** A place of a gap on the strip. */
export interface Mark {
  span: Span;
  of: Together;
}

/** The places that the strip marks, in the order of time. */
export function marksOnStrip(together: readonly Together[]): Mark[] {
  const all = together.filter(isGap).flatMap((of) => of.finding.at.map((span): Mark => ({ span, of })));
  return all.sort((a, b) => a.span[0] - b.span[0]);
}
