/** Knows a mask's area, middle and box, and what two masks share, from run lengths alone: no pixel is ever made. */
import type { Rle } from "../domain/mask";

/** Ends of runs in pixel order: entry i is where run i ends; runs are background and object in turn. */
export interface RunEnds {
  readonly ends: Int32Array;
  readonly count: number;
}

/** In pixels of the clip; an empty mask has area 0 and a box of nothing. */
export interface MaskMeasure {
  readonly area: number;
  readonly x: number;
  readonly y: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export const NOTHING: MaskMeasure = { area: 0, x: 0, y: 0, x0: 0, y0: 0, x1: -1, y1: -1 };

/** As masks/rle.ts reads them, without a list for each mask. Null where the text is damaged. */
export function runEnds(counts: string): RunEnds | null {
  // No run takes less than a character.
  const ends = new Int32Array(counts.length);
  let [count, at, end, before, beforeThat] = [0, 0, 0, 0, 0];
  while (at < counts.length) {
    let [value, shift, group] = [0, 0, 32];
    while ((group & 32) !== 0) {
      group = counts.charCodeAt(at++) - 48;
      if (!(group >= 0 && group < 64) || shift > 30) return null;
      value |= (group & 31) << shift;
      shift += 5;
    }
    if ((group & 16) !== 0) value |= -1 << shift;
    const run: number = count > 2 ? value + beforeThat : value;
    beforeThat = before;
    before = run;
    end += run;
    ends[count++] = end;
  }
  return { ends, count };
}

/** `height` is the length of a column. */
export function measureRuns({ ends, count }: RunEnds, height: number): MaskMeasure {
  let [area, sumX, sumY] = [0, 0, 0];
  let [x0, y0, x1, y1] = [Number.POSITIVE_INFINITY, height, -1, -1];
  for (let run = 1; run < count; run += 2) {
    const stop = ends[run] ?? 0;
    let start = ends[run - 1] ?? 0;
    if (start < stop) x0 = Math.min(x0, Math.floor(start / height));
    // A run that goes on in the next column is one piece there.
    while (start < stop) {
      const column = Math.floor(start / height);
      const top = start - column * height;
      const length = Math.min(stop - start, height - top);
      area += length;
      sumX += column * length;
      sumY += length * (top + (length - 1) / 2);
      x1 = column;
      if (top < y0) y0 = top;
      if (top + length - 1 > y1) y1 = top + length - 1;
      start += length;
    }
  }
  return area === 0 ? NOTHING : { area, x: sumX / area, y: sumY / area, x0, y0, x1, y1 };
}

export const boxesMeet = (a: MaskMeasure, b: MaskMeasure): boolean =>
  a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;

/** How many pixels two masks share. */
export function sharedArea(a: RunEnds, b: RunEnds): number {
  let [i, j, shared] = [1, 1, 0];
  while (i < a.count && j < b.count) {
    const [endA, endB] = [a.ends[i] ?? 0, b.ends[j] ?? 0];
    const start = Math.max(a.ends[i - 1] ?? 0, b.ends[j - 1] ?? 0);
    shared += Math.max(0, Math.min(endA, endB) - start);
    if (endA <= endB) i += 2;
    else j += 2;
  }
  return shared;
}

/** A mask from outside, whole. */
export function measure(rle: Rle): MaskMeasure {
  const runs = runEnds(rle.counts);
  return runs === null ? NOTHING : measureRuns(runs, rle.size[0]);
}
