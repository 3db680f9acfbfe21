import { describe, expect, it } from "vitest";
import { bytesOf } from "./gl";
import { conversionOf } from "./video_texture";

/** What the shader computes, in 0..255. */
function rgbOf(yuv: readonly number[], wanted: Parameters<typeof conversionOf>[0]): number[] {
  const { toRgb, black } = conversionOf(wanted);
  const centred = yuv.map((value, index) => value / 255 - (black[index] ?? 0));
  return [0, 1, 2].map((row) => {
    const sum = centred.reduce((total, value, column) => total + value * (toRgb[column * 3 + row] ?? 0), 0);
    return Math.round(Math.max(0, Math.min(1, sum)) * 255);
  });
}

describe("planes to RGB", () => {
  it.each([
    ["black", [16, 128, 128], [0, 0, 0]],
    ["white", [235, 128, 128], [255, 255, 255]],
    ["red of BT.601", [81, 90, 240], [254, 0, 0]],
    ["blue of BT.601", [41, 240, 110], [0, 0, 255]],
  ])("%s", (_name, yuv, rgb) => expect(rgbOf(yuv, { matrix: "bt601", fullRange: false })).toEqual(rgb));

  it("knows BT.709 and full range", () => {
    expect(rgbOf([63, 102, 240], { matrix: "bt709", fullRange: false })).toEqual([255, 1, 0]);
    expect(rgbOf([200, 128, 128], { matrix: "bt709", fullRange: true })).toEqual([200, 200, 200]);
  });
});

describe("colours", () => {
  it("are read as bytes, and anything else refused", () => {
    expect(bytesOf("#3b9DFF")).toEqual([59, 157, 255]);
    for (const wrong of ["red", "#fff", "#12345g", "#1234567"])
      expect(() => bytesOf(wrong)).toThrow(RangeError);
  });
});
