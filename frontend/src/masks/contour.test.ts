/** Outlines of small masks. */
import { describe, expect, it } from "vitest";
import { contourPath } from "./contour";
import { encode } from "./rle";

/** Rows of text, # is object. */
function path(...rows: string[]): string {
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  const mask = new Uint8Array(height * width);
  rows.forEach((row, y) => {
    [...row].forEach((sign, x) => {
      mask[x * height + y] = Number(sign === "#");
    });
  });
  return contourPath(encode(mask, height, width));
}
const loops = (d: string) => d.split("Z").length - 1;
const steps = (d: string) => d.split(/[ML]/).length - 1;

describe("contourPath", () => {
  it("goes round a pixel through its edges' middles", () => {
    expect(path("...", ".#.", "...")).toBe("M1.5 1L2 1.5L1.5 2L1 1.5Z");
  });
  it("is as long as the border, also at the picture's edge", () => {
    expect(steps(path("####", "####"))).toBe(12);
  });
  it("goes round parts and holes, each once", () => {
    const ring = path("#####", "#...#", "#.#.#", "#...#", "#####");
    expect([loops(ring), steps(ring)]).toEqual([3, 20 + 12 + 4]);
  });
  it("keeps parts apart that touch by a corner", () => {
    expect(loops(path("#.", ".#"))).toBe(2);
    expect(loops(path(".#", "#."))).toBe(2);
  });
  it("is empty for nothing", () => expect(path("...", "...")).toBe(""));
});
