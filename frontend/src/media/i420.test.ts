/** Colours as encoders take them, against the standard's own numbers. */
import { describe, expect, it } from "vitest";
import { i420Bytes, toI420 } from "./i420";

const pixel = (r: number, g: number, b: number): number => (r | (g << 8) | (b << 16) | (255 << 24)) >>> 0;

function converted(pixels: readonly number[], width: number, height: number): number[] {
  const frame = new Uint8Array(i420Bytes(width, height));
  toI420(Uint32Array.from(pixels), width, height, frame);
  return [...frame];
}

describe("I420", () => {
  it("holds BT.709's values for the primaries, white and black", () => {
    const all = (r: number, g: number, b: number) => converted(Array(4).fill(pixel(r, g, b)), 2, 2);
    expect(all(255, 255, 255)).toEqual([235, 235, 235, 235, 128, 128]);
    expect(all(0, 0, 0)).toEqual([16, 16, 16, 16, 128, 128]);
    expect(all(255, 0, 0)).toEqual([63, 63, 63, 63, 102, 240]);
    expect(all(0, 255, 0)).toEqual([173, 173, 173, 173, 42, 26]);
    expect(all(0, 0, 255)).toEqual([32, 32, 32, 32, 240, 118]);
  });
  it("turns the rows and takes the mean of four colours", () => {
    const [white, black] = [pixel(255, 255, 255), pixel(0, 0, 0)];
    // From below: black, then white, which is the upper row.
    expect(converted([black, black, white, white], 2, 2)).toEqual([235, 235, 16, 16, 128, 128]);
    const red = pixel(255, 0, 0);
    expect(converted([black, black, red, red], 2, 2).slice(4)).toEqual([115, 184]);
  });
});
