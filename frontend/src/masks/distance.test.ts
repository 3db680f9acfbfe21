/** Distances and facts against a plain reading of their words. */
import { describe, expect, it } from "vitest";
import { DistanceField, MIDDLE } from "./distance";
import { FACTS, factsOf } from "./facts";
import { paintGhosts } from "./ghosts";
import { encode } from "./rle";

const [width, height] = [23, 17];
/** Labels 0..3, column-major, the same each time. */
const ids = Uint8Array.from({ length: width * height }, (_, at) => {
  const [x, y] = [Math.floor(at / height), at % height];
  if ((x - 8) ** 2 + (y - 7) ** 2 < 20) return (x + y) % 9 === 0 ? 0 : 1;
  return x > 17 && y > 11 ? 2 : x === 12 && y === 2 ? 3 : 0;
});
const chosen = (...labels: number[]): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, label) => Number(labels.includes(label)));

/** Signed distance to the edge, looked for in the whole picture. */
function awayAt(x: number, y: number, meant: Uint8Array, reach: number): number {
  const isIn = (at: number): boolean => meant[ids[at] ?? 0] === 1;
  const own = isIn(x * height + y);
  let best = reach + 1;
  for (let at = 0; at < ids.length; at++)
    if (isIn(at) !== own) best = Math.min(best, Math.hypot(Math.floor(at / height) - x, (at % height) - y));
  return own ? 0.5 - best : best - 0.5;
}

describe("a distance field", () => {
  it.each([
    [[1], 4],
    [[1, 2, 3], 30],
    [[3], 64],
  ])("of labels %j up to %i pixels is exact", (labels, reach) => {
    const field = new DistanceField(width, height);
    const meant = chosen(...labels);
    field.measure(ids, meant, reach);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const texel = field.packed[y * width + x] ?? 0;
        const label = Math.floor(texel / 256);
        expect(texel - label * 256 - MIDDLE).toBeCloseTo(awayAt(x, y, meant, reach), 3);
        const own = ids[x * height + y] ?? 0;
        if (meant[own] === 1) expect(label).toBe(own);
        else if (label !== 0) expect(labels).toContain(label);
      }
  });

  it("of nothing is far away everywhere", () => {
    const field = new DistanceField(width, height);
    field.measure(ids, chosen(9), 10);
    expect(new Set(field.packed)).toEqual(new Set([MIDDLE + 10.5]));
  });
});

describe("facts", () => {
  it("are boxes, middles and areas of what shows", () => {
    const facts = factsOf(ids, height);
    expect([...facts.subarray(3 * 4, 3 * 4 + 4)]).toEqual([12, 2, 13, 3]);
    expect([...facts.subarray((256 + 3) * 4, (256 + 3) * 4 + 3)]).toEqual([12.5, 2.5, 1]);
    expect([...facts.subarray(2 * 4, 2 * 4 + 4)]).toEqual([18, 12, 23, 17]);
    expect(facts[(256 + 2) * 4 + 2]).toBe(25);
    expect([...facts.subarray(4 * 4, 4 * 4 + 4)]).toEqual([0, 0, 0, 0]);
    expect(facts).toHaveLength(256 * FACTS);
  });
});

describe("ghosts", () => {
  it("lie over each other, the newest on top", () => {
    const half = (from: number) =>
      encode(
        Uint8Array.from([0, 1, 2, 3], (at) => Number(at >= from)),
        2,
        2,
      );
    const words = new Uint16Array(4);
    paintGhosts([[{ label: 5, rle: half(2) }], [], [{ label: 6, rle: half(1) }]], words);
    expect([...words]).toEqual([0, 6 + 3 * 256, 5 + 256, 5 + 256]);
  });
});
