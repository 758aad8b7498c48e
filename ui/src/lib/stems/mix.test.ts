import { expect, test } from "vitest";

import { certaintyInWords, inMixInWords, lies, placeInWords, tempoInWords, why } from "./mix";

const tempo = (bpm: number, meter: [number, number] = [4, 4]) => ({ bpm, meter, told_by: "Song.rpp" });

// The same table as in `bar-stems/src/phrase/mix.rs`: window and report say the same.
test.each<[number, number, string | undefined]>([
  [0, 0, undefined],
  [10, -1, undefined],
  [2_544, 0, "The rough mix begins 53 ms later than the stems."],
  [-177_120, 0, "The rough mix begins 3.69 s earlier than the stems."],
  [0, 12.3, "The rough mix begins with the stems, but its clock runs 12 ppm faster."],
  [2_544, -30, "The rough mix begins 53 ms later than the stems, and its clock runs 30 ppm slower."],
])("a rough mix at %d frames and %d ppm", (offset_frames, drift_ppm, said) =>
  expect(lies({ offset_frames, drift_ppm }, 48_000)).toBe(said),
);

test.each<[number, string | undefined]>([
  [96_000, "A count-in?"],
  [2_544, "It was taken into account."],
  [-96_000, "It was taken into account."],
  [0, undefined],
])("why it lies at %d frames", (offset_frames, said) =>
  expect(why({ offset_frames, drift_ppm: 0 }, 48_000)).toBe(said),
);

test.each<[number, ReturnType<typeof tempo> | null, string]>([
  [0, null, "in place"],
  [177_120, null, "3.69 s late"],
  [177_120, tempo(130.081), "2 bars late (3.69 s)"],
  [-88_600, tempo(130.081), "1 bar early (1.85 s)"],
  [150_000, tempo(130.081), "3.13 s late"],
  [48_000, tempo(120, [2, 4]), "1 bar late (1.00 s)"],
  [480, tempo(120), "10 ms late"],
])("a stem %d frames off at %j is %s", (offset, at, said) =>
  expect(placeInWords(offset, 48_000, at)).toBe(said),
);

test("a tempo reads as in a DAW, a share as in the report", () => {
  expect(tempoInWords(tempo(120))).toBe("120 bpm, 4/4");
  expect(tempoInWords(tempo(92.5, [6, 8]))).toBe("92.5 bpm, 6/8");
  expect(inMixInWords({ share: 0.08, inverted: true, certainty: 1 })).toBe(
    "8 % of the rough mix, polarity turned around",
  );
  expect(inMixInWords({ share: 0.001, inverted: false, certainty: 1 })).toBe("under 1 % of the rough mix");
  expect([0.95, 0.7, 0.2].map(certaintyInWords)).toEqual(["certain", "fairly certain", "not certain"]);
});
