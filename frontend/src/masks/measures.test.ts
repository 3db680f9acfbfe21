/** Measures from run lengths agree with those of the decoded pixels. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import type { Rle } from "../domain/mask";
import { Measures, scoreAt } from "./measures";
import { decode, encode } from "./rle";
import { measure, NOTHING, runEnds, sharedArea } from "./run_measures";

/** A noisy but repeatable mask. */
function aMask(height: number, width: number, seed: number, fill: number): Rle {
  let state = seed;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  return encode(
    Uint8Array.from({ length: height * width }, () => Number(next() < fill)),
    height,
    width,
  );
}

function byPixels(rle: Rle) {
  const [height, width] = rle.size;
  const mask = decode(rle);
  const at: [number, number][] = [];
  for (let x = 0; x < width; x++) for (let y = 0; y < height; y++) if (mask[x * height + y]) at.push([x, y]);
  const xs = at.map(([x]) => x);
  const ys = at.map(([, y]) => y);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    area: at.length,
    x: mean(xs),
    y: mean(ys),
    x0: Math.min(...xs),
    y0: Math.min(...ys),
    x1: Math.max(...xs),
    y1: Math.max(...ys),
  };
}

describe("measures of runs", () => {
  it.each([
    [7, 5, 1, 0.5],
    [12, 40, 2, 0.05],
    [3, 9, 3, 0.95],
    [8, 8, 4, 1],
  ])("agree with the pixels: %i x %i", (height, width, seed, fill) => {
    const rle = aMask(height, width, seed, fill);
    const [got, wanted] = [measure(rle), byPixels(rle)];
    for (const key of ["area", "x0", "y0", "x1", "y1"] as const) expect(got[key]).toBe(wanted[key]);
    expect(got.x).toBeCloseTo(wanted.x, 9);
    expect(got.y).toBeCloseTo(wanted.y, 9);
  });

  it("know an empty mask and refuse damaged text", () => {
    expect(measure({ size: [4, 6], counts: "h0" })).toEqual(NOTHING);
    expect(runEnds("P11o")).toBeNull();
  });

  it("count what two masks share", () => {
    const [a, b] = [aMask(9, 11, 5, 0.4), aMask(9, 11, 6, 0.6)];
    const other = decode(b);
    const shared = decode(a).filter((pixel, at) => pixel === 1 && other[at] === 1).length;
    const [runsA, runsB] = [runEnds(a.counts), runEnds(b.counts)];
    expect(runsA && runsB && sharedArea(runsA, runsB)).toBe(shared);
    expect(runsA && sharedArea(runsA, runsA)).toBe(measure(a).area);
  });
});

describe("Measures", () => {
  const [one, two] = [objectId(0), objectId(1)];
  const frame = frameIndex(3);
  const mask = (id: typeof one, objectScore: number, rle: Rle) => ({ objectId: id, objectScore, rle });
  const square = (from: number, to: number): Rle =>
    encode(
      Uint8Array.from({ length: 100 }, (_, at) => Number(at >= from * 10 && at < to * 10)),
      10,
      10,
    );

  it("keep scores, areas and overlaps by frame", () => {
    const measures = new Measures(10);
    measures.take({ frameIndex: frame, masks: [mask(one, 0.8, square(0, 4)), mask(two, 0.2, square(2, 8))] });
    const known = measures.of(one);
    expect(known && scoreAt(known, 3)).toBeCloseTo(0.8, 2);
    expect(known && scoreAt(known, 4)).toBeNull();
    expect(measures.of(two)?.areas[3]).toBe(60);
    expect(measures.overlaps.get(frame)).toEqual([{ objectId: one, other: two, share: 0.5 }]);
  });

  it("replace a frame whole and forget objects", () => {
    const measures = new Measures(10);
    measures.take({ frameIndex: frame, masks: [mask(one, 1, square(0, 4)), mask(two, 1, square(2, 8))] });
    measures.take({ frameIndex: frame, masks: [mask(two, 1, square(0, 1))] });
    expect(measures.of(one)?.areas[3]).toBe(0);
    expect(measures.overlaps.size).toBe(0);
    measures.clear([two]);
    expect(measures.of(two)).toBeUndefined();
  });
});
