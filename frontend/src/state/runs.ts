/** Where an object has masks, as runs of frames, kept up to date one frame at a time. */
import type { Rle } from "../domain/mask";
import type { Runs } from "../domain/session";

/** True when nothing is set: COCO counts with a single run, which is background. Reads only the first number. */
export function isEmptyMask(rle: Rle): boolean {
  for (let position = 0; position < rle.counts.length; position++) {
    const more = ((rle.counts.charCodeAt(position) - 48) & 32) !== 0;
    if (!more) return position === rle.counts.length - 1;
  }
  return true;
}

/** Position of the first run that ends at or after the frame. */
function firstEndingFrom(runs: Runs, frame: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.[1] ?? 0) < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function hasFrame(runs: Runs, frame: number): boolean {
  const run = runs[firstEndingFrom(runs, frame)];
  return run !== undefined && run[0] <= frame;
}

export function withFrame(runs: Runs, frame: number): Runs {
  if (hasFrame(runs, frame)) return runs;
  const position = firstEndingFrom(runs, frame);
  const before = runs[position - 1];
  const after = runs[position];
  const joinsBefore = before !== undefined && before[1] === frame - 1;
  const joinsAfter = after !== undefined && after[0] === frame + 1;
  const merged = [joinsBefore ? before[0] : frame, joinsAfter ? after[1] : frame] as const;
  return [
    ...runs.slice(0, joinsBefore ? position - 1 : position),
    merged,
    ...runs.slice(joinsAfter ? position + 1 : position),
  ];
}

export function withoutFrame(runs: Runs, frame: number): Runs {
  const position = firstEndingFrom(runs, frame);
  const run = runs[position];
  if (run === undefined || run[0] > frame) return runs;
  const pieces = [[run[0], frame - 1] as const, [frame + 1, run[1]] as const];
  return [
    ...runs.slice(0, position),
    ...pieces.filter(([first, last]) => first <= last),
    ...runs.slice(position + 1),
  ];
}

export const countFrames = (runs: Runs): number =>
  runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
