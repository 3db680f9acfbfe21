/** The round brush on a column-major mask. */
import { describe, expect, it } from "vitest";
import { pixelPoint } from "../geometry/points";
import { dab } from "./brush";

const size = { width: 40, height: 30 };
const at = (mask: Uint8Array, column: number, row: number) => mask[column * size.height + row];
const count = (mask: Uint8Array) => mask.reduce((sum, pixel) => sum + pixel, 0);
const painted = (...parts: Parameters<typeof dab>[2][]) => {
  const mask = new Uint8Array(size.width * size.height);
  for (const part of parts) dab(mask, size, part);
  return mask;
};

describe("dab", () => {
  it("is a disc where the brush stands", () => {
    const middle = pixelPoint(20, 15);
    const mask = painted({ from: middle, to: middle, radius: 6, value: 1 });
    expect(Math.abs(count(mask) - Math.PI * 36)).toBeLessThan(6);
    expect([at(mask, 20, 15), at(mask, 25, 15), at(mask, 26, 15), at(mask, 24, 19)]).toEqual([1, 1, 0, 0]);
  });
  it("leaves no gap along a fast stroke", () => {
    const mask = painted({ from: pixelPoint(3, 3), to: pixelPoint(36, 25), radius: 2, value: 1 });
    for (let step = 0; step <= 33; step++)
      expect(at(mask, 3 + step, Math.floor(3 + (step * 22) / 33))).toBe(1);
  });
  it("erases what it painted, and ends at the border", () => {
    const stroke = { from: pixelPoint(-5, 4), to: pixelPoint(60, 4), radius: 3 };
    expect(count(painted({ ...stroke, value: 1 }))).toBe(6 * 40);
    expect(count(painted({ ...stroke, value: 1 }, { ...stroke, value: 0 }))).toBe(0);
  });
  it("marks one pixel at the least", () => {
    const spot = pixelPoint(7.5, 9.5);
    expect(count(painted({ from: spot, to: spot, radius: 0.1, value: 1 }))).toBe(1);
  });
});
