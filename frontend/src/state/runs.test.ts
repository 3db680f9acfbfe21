/** Runs against the plain set of frames that they stand for. */
import { describe, expect, it } from "vitest";
import type { Runs } from "../domain/session";
import { countFrames, hasFrame, isEmptyMask, withFrame, withoutFrame } from "./runs";

const framesOf = (runs: Runs): number[] =>
  runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));

describe("runs", () => {
  it("join, split and grow exactly as a set of frames does", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const frames = new Set<number>();
    let runs: Runs = [];
    for (let step = 0; step < 600; step++) {
      const frame = random(24);
      if (random(3) === 0) {
        frames.delete(frame);
        runs = withoutFrame(runs, frame);
      } else {
        frames.add(frame);
        runs = withFrame(runs, frame);
      }
      expect(framesOf(runs)).toEqual([...frames].sort((a, b) => a - b));
      expect(runs.every((run, i) => i === 0 || run[0] > (runs[i - 1]?.[1] ?? -1) + 1)).toBe(true);
    }
    expect(countFrames(runs)).toBe(frames.size);
    expect(hasFrame(runs, 3)).toBe(frames.has(3));
  });

  it("stay the same object when nothing changes", () => {
    const runs: Runs = [[2, 5]];
    expect(withFrame(runs, 3)).toBe(runs);
    expect(withoutFrame(runs, 9)).toBe(runs);
  });
});

describe("isEmptyMask", () => {
  // pycocotools: encode(zeros((4, 6))) -> b'h0'; encode(ones) -> b'0h0'; one pixel at (1, 2) -> b'91>'
  it.each([
    ["h0", true],
    ["0h0", false],
    ["91>", false],
    ["", true],
  ])("reads %s as empty: %s", (counts, empty) => {
    expect(isEmptyMask({ size: [4, 6], counts })).toBe(empty);
  });
});
