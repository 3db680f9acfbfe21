import { describe, expect, it } from "vitest";
import { EdgeMap, FARTHEST_EDGE, starAt } from "./edges";

const [width, height] = [61, 47];

/** The slow way: every star around every pixel. */
function edgesOf(ids: Uint8Array, reach: number): number[] {
  const at = (x: number, y: number): number | undefined =>
    ids[Math.max(0, Math.min(x, width - 1)) * height + Math.max(0, Math.min(y, height - 1))];
  return Array.from(ids, (label, place) => {
    const [x, y] = [Math.floor(place / height), place % height];
    for (let distance = 1; label !== 0 && distance <= reach; distance++)
      if (starAt(distance).some(([dx, dy]) => at(x + dx, y + dy) !== label)) return distance;
    return 0;
  });
}

const blocks = (): Uint8Array => {
  const ids = new Uint8Array(width * height);
  for (let x = 10; x < 45; x++) ids.fill(3, x * height + 9, x * height + 37);
  for (let x = 30; x < 61; x++) ids.fill(200, x * height + 20, x * height + 47);
  ids[12 * height + 12] = 0;
  ids[5 * height + 40] = 7;
  return ids;
};

describe("EdgeMap", () => {
  it.each([1, 2, 5, FARTHEST_EDGE])("says how near the edge is, to a reach of %i", (reach) => {
    const map = new EdgeMap(width, height);
    map.measure(blocks(), reach);
    expect([...map.distances]).toEqual(edgesOf(blocks(), reach));
    expect(new Set(map.distances)).toEqual(new Set(Array.from({ length: reach + 1 }, (_, k) => k)));
  });

  it("forgets what it said before", () => {
    const map = new EdgeMap(width, height);
    map.measure(blocks(), 4);
    map.measure(new Uint8Array(width * height), 4);
    expect(map.distances.every((distance) => distance === 0)).toBe(true);
  });

  it("looks at eight points, slanting ones nearer", () => {
    expect(starAt(5)).toHaveLength(8);
    expect(starAt(5)).toContainEqual([5, 0]);
    expect(starAt(5)).toContainEqual([-4, 4]);
  });

  it("takes a millisecond or two for a 720p frame", () => {
    const ids = new Uint8Array(1280 * 720);
    for (const middle of [200, 600, 1000])
      for (let x = middle - 120; x < middle + 120; x++) {
        const half = Math.floor(Math.sqrt(120 ** 2 - (x - middle) ** 2));
        ids.fill(1, x * 720 + 360 - half, x * 720 + 360 + half);
      }
    const map = new EdgeMap(1280, 720);
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now();
      map.measure(ids, 2);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    console.info(`edges of three discs in 720p measured in ${times[7]?.toFixed(2)} ms (median of 15)`);
    expect(times[0]).toBeLessThan(50);
  });
});
