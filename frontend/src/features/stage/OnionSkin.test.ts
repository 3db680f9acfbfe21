/** Which frames' contours are shown. */
import { describe, expect, it } from "vitest";
import { neighbours } from "./OnionSkin";

const runs = [
  [2, 5],
  [9, 9],
  [12, 20],
] as const;

describe("neighbours", () => {
  it("are the nearest masked frames, across gaps", () => {
    expect(neighbours(runs, 3)).toEqual({ before: 2, after: 4 });
    expect(neighbours(runs, 5)).toEqual({ before: 4, after: 9 });
    expect(neighbours(runs, 7)).toEqual({ before: 5, after: 9 });
    expect(neighbours(runs, 9)).toEqual({ before: 5, after: 12 });
  });
  it("end where the masks do", () => {
    expect(neighbours(runs, 2)).toEqual({ before: null, after: 3 });
    expect(neighbours(runs, 20)).toEqual({ before: 19, after: null });
    expect(neighbours([], 4)).toEqual({ before: null, after: null });
  });
});
