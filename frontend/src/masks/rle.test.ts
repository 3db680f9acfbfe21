import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { countsOf, decode, encode, paint, runsOf } from "./rle";

interface GoldenMask {
  readonly name: string;
  readonly size: [number, number];
  readonly counts: string;
  readonly area: number;
  readonly row_runs: [number, number, number][];
}

const golden = JSON.parse(readFileSync("../contract/rle/golden.json", "utf8")) as { masks: GoldenMask[] };

function fromRowRuns({ size: [height, width], row_runs }: GoldenMask): Uint8Array {
  const mask = new Uint8Array(height * width);
  for (const [row, first, last] of row_runs)
    for (let column = first; column <= last; column++) mask[column * height + row] = 1;
  return mask;
}

describe("COCO run lengths", () => {
  it("has golden masks to read", () => expect(golden.masks.length).toBeGreaterThan(8));

  it.each(golden.masks)("$name decodes and encodes as the server does", (mask) => {
    const pixels = fromRowRuns(mask);
    expect(Buffer.compare(decode(mask), pixels)).toBe(0);
    expect(encode(pixels, ...mask.size).counts).toBe(mask.counts);
  });

  it("keeps long runs through the text", () => {
    const runs = [0, 921_599, 1, 0, 40_000_000, 3, 17, 2];
    expect(runsOf(countsOf(runs))).toEqual(runs);
  });

  it("encodes long and short runs, any value but 0, and masks at odd places in memory", () => {
    const mask = new Uint8Array(1001);
    mask.fill(1, 7, 95).fill(9, 100, 131).fill(1, 500, 501).fill(1, 504, 1001);
    const runs = [7, 88, 5, 31, 369, 1, 3, 497];
    const odd = new Uint8Array(1008).subarray(3, 1004);
    odd.set(mask);
    expect([runsOf(encode(mask, 7, 143).counts), runsOf(encode(odd, 7, 143).counts)]).toEqual([runs, runs]);
  });

  it("refuses damaged text and masks of another size", () => {
    expect(() => runsOf("P11o")).toThrow(RangeError);
    expect(() => runsOf("\u0007")).toThrow(RangeError);
    expect(() => paint({ size: [6, 8], counts: "0`1" }, new Uint8Array(40), 1)).toThrow(RangeError);
  });
});
