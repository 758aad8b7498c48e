import type { VersionKind, VersionView } from "$lib/bindings";
import { decimal } from "$lib/ui/numbers";

/** What a version is, in words. */
export function kindWords(kind: VersionKind): string {
  return kind.is === "rough" ? "Rough mix" : kind.is === "mix" ? `Mix ${kind.number}` : "Reference";
}

/** What a version may be: numbers of mixes that others have are left out. */
export function kindsFor(version: VersionView, versions: readonly VersionView[]): VersionKind[] {
  const taken = versions.flatMap(({ id, kind }) =>
    kind.is === "mix" && id !== version.id ? [kind.number] : [],
  );
  const next = Math.max(0, ...taken) + 1;
  const free = Array.from({ length: next }, (_, at) => at + 1).filter((number) => !taken.includes(number));
  const own = version.kind.is === "mix" && !free.includes(version.kind.number) ? [version.kind.number] : [];
  const mixes = [...free, ...own].map((number): VersionKind => ({ is: "mix", number }));
  return [{ is: "rough" }, ...mixes, { is: "reference" }];
}

/** Whether two kinds are the same. */
export function sameKind(a: VersionKind, b: VersionKind): boolean {
  return kindWords(a) === kindWords(b);
}

/** Where a version begins on the timeline: `+2.000 s`, `−0.010 s`. */
export function startWords(startsAt: number, rate: number): string {
  const words = `${decimal(startsAt / rate, 3)} s`;
  return startsAt > 0 ? `+${words}` : words;
}
