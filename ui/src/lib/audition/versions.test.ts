import { expect, test } from "vitest";

import type { VersionKind } from "$lib/bindings";
import { version } from "$lib/backend/song-samples";

import { kindsFor, kindWords, startWords } from "./versions";

const mix = (number: number) => version(`mix-${number}`, `Mix ${number}`, { is: "mix", number });
const rough = version("rough", "Rough", { is: "rough" });

test.each<[string, VersionKind, number[], string[]]>([
  ["a rough mix", { is: "rough" }, [1, 2], ["Rough mix", "Mix 3", "Reference"]],
  ["a mix with its number", { is: "mix", number: 2 }, [1, 3], ["Rough mix", "Mix 2", "Mix 4", "Reference"]],
  ["a mix with a high number", { is: "mix", number: 9 }, [1], ["Rough mix", "Mix 2", "Mix 9", "Reference"]],
  ["the first version", { is: "reference" }, [], ["Rough mix", "Mix 1", "Reference"]],
])("%s may become what is free", (_, kind, others, words) => {
  const self = version("self", "Self", kind);
  expect(kindsFor(self, [rough, ...others.map(mix), self]).map(kindWords)).toEqual(words);
});

test.each([
  [0, "0.000 s"],
  [96_000, "+2.000 s"],
  [-480, "−0.010 s"],
])("a version that begins at %d says %s", (at, words) => expect(startWords(at, 48_000)).toBe(words));
