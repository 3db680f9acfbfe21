/** What one lane shows, in pixels along it: computed from what is known of the object, drawn elsewhere. Pure. */
import type { FrameIndex } from "../../domain/clip";
import type { PlannedStretch, Runs, TrackedObject } from "../../domain/session";
import { type ObjectMeasures, UNKNOWN } from "../../masks/measures";
import type { View } from "../../state/view";

/** From and to, in pixels. */
export type Bar = readonly [from: number, to: number];

export interface LaneShapes {
  readonly present: readonly Bar[];
  readonly planned: readonly Bar[];
  readonly absent: readonly Bar[];
  readonly accepted: readonly Bar[];
  /** Middles of prompted frames. */
  readonly prompts: readonly number[];
  /** Stretches of like scores, 0..4 from bad to good. */
  readonly heat: readonly (readonly [from: number, to: number, level: number])[];
}

export interface LaneFacts {
  readonly object: TrackedObject;
  readonly runs: Runs;
  readonly promptedFrames: readonly number[];
  readonly plan: readonly PlannedStretch[];
  readonly measures: ObjectMeasures | undefined;
}

/** Upper ends of the levels, as objectScore. */
const LEVELS = [0.35, 0.5, 0.7, 0.9];

/** Narrower would not be seen. */
const LEAST_BAR = 2;

export const levelOf = (score: number): number => {
  const level = LEVELS.findIndex((end) => score < end);
  return level < 0 ? LEVELS.length : level;
};

export function barsOf(runs: Runs, { first, span }: View, width: number): Bar[] {
  const scale = width / span;
  const bars: Bar[] = [];
  for (const [start, end] of runs) {
    const from = Math.max(0, (start - first) * scale);
    const to = Math.min(width, (end + 1 - first) * scale);
    if (to <= 0 || from >= width) continue;
    bars.push([from, Math.max(to, from + LEAST_BAR)]);
  }
  return bars;
}

/** The worst score in each pixel counts, so that no bad frame hides among good ones. */
export function heatOf(
  { scores, areas }: ObjectMeasures,
  { first, span }: View,
  width: number,
): (readonly [from: number, to: number, level: number])[] {
  const heat: [from: number, to: number, level: number][] = [];
  const perPixel = span / width;
  for (let pixel = 0; pixel < width; pixel++) {
    const begin = Math.floor(first + pixel * perPixel);
    const end = Math.max(begin + 1, Math.floor(first + (pixel + 1) * perPixel));
    let worst = UNKNOWN;
    for (let frame = begin; frame < end; frame++) {
      const score = scores[frame] ?? UNKNOWN;
      if (score < worst && areas[frame] !== 0) worst = score;
    }
    if (worst === UNKNOWN) continue;
    const level = levelOf(worst / 250);
    const open = heat.at(-1);
    if (open !== undefined && open[1] === pixel && open[2] === level) open[1] = pixel + 1;
    else heat.push([pixel, pixel + 1, level]);
  }
  return heat;
}

export function laneShapes(facts: LaneFacts, view: View, width: number): LaneShapes {
  const { object, runs, promptedFrames, plan, measures } = facts;
  const scale = width / view.span;
  const planned = plan
    .filter(({ objectId }) => objectId === object.objectId)
    .map(({ firstFrame, lastFrame }) => [firstFrame, lastFrame] as const);
  return {
    present: barsOf(runs, view, width),
    planned: barsOf(planned, view, width),
    absent: barsOf(object.absent, view, width),
    accepted: barsOf(object.accepted, view, width),
    prompts: promptedFrames
      .map((frame) => (frame + 0.5 - view.first) * scale)
      .filter((at) => at >= -8 && at <= width + 8),
    heat: measures === undefined ? [] : heatOf(measures, view, width),
  };
}

/** The prompted frame whose diamond is under a place along the lane, or null. */
export function promptAt(
  place: number,
  promptedFrames: readonly FrameIndex[],
  view: View,
  width: number,
): FrameIndex | null {
  const distance = (frame: FrameIndex) => Math.abs(((frame + 0.5 - view.first) * width) / view.span - place);
  const near = promptedFrames.filter((frame) => distance(frame) <= 7);
  return near.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
