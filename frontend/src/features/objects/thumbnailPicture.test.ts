/** What is cut out of a frame for an object's small picture. */
import { describe, expect, it } from "vitest";
import { encode } from "../../masks/rle";
import { cropOf, shadeOf } from "./thumbnailPicture";

/** 20 high, 30 wide; an upright bar of 4 × 10 at (10, 5). */
const bar = encode(
  Uint8Array.from({ length: 600 }, (_, at) => {
    const [x, y] = [Math.floor(at / 20), at % 20];
    return Number(x >= 10 && x < 14 && y >= 5 && y < 15);
  }),
  20,
  30,
);

describe("thumbnails", () => {
  it("take a square around the object with some air", () => {
    const crop = cropOf(bar);
    expect(crop?.side).toBeCloseTo(12.4);
    expect(crop && crop.x + crop.side / 2).toBeCloseTo(12);
    expect(crop && crop.y + crop.side / 2).toBeCloseTo(10);
  });
  it("are nothing without a mask", () => expect(cropOf({ size: [4, 6], counts: "h0" })).toBeNull());
  it("are dark where the object is not, and outside the clip", () => {
    const shade = shadeOf(bar, { x: -1, y: 0, side: 20 }, 20);
    const alpha = (x: number, y: number) => shade[(y * 20 + x) * 4 + 3];
    expect([alpha(12, 10), alpha(5, 10), alpha(0, 0)]).toEqual([0, 150, 150]);
  });
});
