import { describe, expect, it } from "vitest";
import { calmTiles, TILE, tilesAlong } from "./calm_tiles";

const [width, height] = [53, 42];

describe("calmTiles", () => {
  it("are exactly those whose neighbourhood has one label", () => {
    const ids = new Uint8Array(width * height);
    for (let x = 20; x < 45; x++) ids.fill(3, x * height + 9, x * height + 37);
    ids[52 * height + 41] = 1;
    const labelsAround = (column: number, row: number): Set<number | undefined> => {
      const labels = new Set<number | undefined>();
      for (let x = Math.max(0, (column - 1) * TILE); x < Math.min(width, (column + 2) * TILE); x++)
        for (let y = Math.max(0, (row - 1) * TILE); y < Math.min(height, (row + 2) * TILE); y++)
          labels.add(ids[x * height + y]);
      return labels;
    };
    const calm = calmTiles(ids, width, height);
    const wanted = Array.from(calm, (_, tile) =>
      Number(labelsAround(Math.floor(tile / tilesAlong(height)), tile % tilesAlong(height)).size === 1),
    );
    expect([...calm]).toEqual(wanted);
    expect(new Set(wanted)).toEqual(new Set([0, 1]));
  });
});
