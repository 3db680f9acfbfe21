/** Knows of every mask its score, area, middle and box, and which masks overlap; compact, by object and frame. Keeps no mask. */
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { FrameMasks, ObjectMask } from "../domain/mask";
import { boxesMeet, type MaskMeasure, measureRuns, type RunEnds, runEnds, sharedArea } from "./run_measures";

/** Of a frame that nothing is known of. */
export const UNKNOWN = 255;

/** One entry for each frame of the clip. */
export interface ObjectMeasures {
  /** objectScore * 250, or UNKNOWN. */
  readonly scores: Uint8Array;
  /** Pixels. */
  readonly areas: Uint32Array;
  /** The middle, in pixels. */
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  /** x0, y0, x1, y1 in pixels, both ends included. */
  readonly boxes: Uint16Array;
}

/** `share` of the smaller one that the other covers too, 0..1. */
export interface Overlap {
  readonly objectId: ObjectId;
  readonly other: ObjectId;
  readonly share: number;
}

/** Less of the smaller one is a shared rim, which neighbours always have. */
const LEAST_SHARE = 0.05;

export const scoreAt = ({ scores }: ObjectMeasures, frame: number): number | null => {
  const score = scores[frame] ?? UNKNOWN;
  return score === UNKNOWN ? null : score / 250;
};

export class Measures {
  readonly #frameCount: number;
  readonly #objects = new Map<ObjectId, ObjectMeasures>();
  readonly #overlaps = new Map<FrameIndex, readonly Overlap[]>();
  /** Objects that are known on each frame, so that a frame is replaced whole. */
  readonly #known = new Map<FrameIndex, readonly ObjectId[]>();

  constructor(frameCount: number) {
    this.#frameCount = frameCount;
  }

  of(objectId: ObjectId): ObjectMeasures | undefined {
    return this.#objects.get(objectId);
  }

  get overlaps(): ReadonlyMap<FrameIndex, readonly Overlap[]> {
    return this.#overlaps;
  }

  /** Replaces everything about this frame. Damaged masks are left out: the player tells about them. */
  take({ frameIndex, masks }: FrameMasks): void {
    for (const objectId of this.#known.get(frameIndex) ?? []) this.#forget(objectId, frameIndex);
    const read = masks.flatMap((mask) => {
      const runs = runEnds(mask.rle.counts);
      return runs === null ? [] : [{ mask, runs, measure: measureRuns(runs, mask.rle.size[0]) }];
    });
    for (const { mask, measure } of read) this.#write(frameIndex, mask, measure);
    this.#known.set(
      frameIndex,
      read.map(({ mask }) => mask.objectId),
    );
    const overlaps = overlapsOf(read);
    if (overlaps.length > 0) this.#overlaps.set(frameIndex, overlaps);
    else this.#overlaps.delete(frameIndex);
  }

  /** Forgets these objects, or all. */
  clear(objectIds?: readonly ObjectId[]): void {
    for (const objectId of objectIds ?? [...this.#objects.keys()]) this.#objects.delete(objectId);
    if (objectIds === undefined) this.#overlaps.clear();
    for (const [frame, overlaps] of this.#overlaps) {
      const left = overlaps.filter(
        ({ objectId, other }) => this.#objects.has(objectId) && this.#objects.has(other),
      );
      if (left.length === 0) this.#overlaps.delete(frame);
      else if (left.length < overlaps.length) this.#overlaps.set(frame, left);
    }
  }

  #write(frame: FrameIndex, { objectId, objectScore }: ObjectMask, measure: MaskMeasure): void {
    const { scores, areas, xs, ys, boxes } = this.#made(objectId);
    scores[frame] = Math.round(Math.min(1, Math.max(0, objectScore)) * 250);
    areas[frame] = measure.area;
    xs[frame] = measure.x;
    ys[frame] = measure.y;
    if (measure.area > 0) boxes.set([measure.x0, measure.y0, measure.x1, measure.y1], 4 * frame);
  }

  #forget(objectId: ObjectId, frame: FrameIndex): void {
    const known = this.#objects.get(objectId);
    if (known === undefined) return;
    known.scores[frame] = UNKNOWN;
    known.areas[frame] = 0;
  }

  #made(objectId: ObjectId): ObjectMeasures {
    const known = this.#objects.get(objectId);
    if (known !== undefined) return known;
    const count = this.#frameCount;
    const made = {
      scores: new Uint8Array(count).fill(UNKNOWN),
      areas: new Uint32Array(count),
      xs: new Float32Array(count),
      ys: new Float32Array(count),
      boxes: new Uint16Array(4 * count),
    };
    this.#objects.set(objectId, made);
    return made;
  }
}

interface Read {
  readonly mask: ObjectMask;
  readonly runs: RunEnds;
  readonly measure: MaskMeasure;
}

function overlapsOf(read: readonly Read[]): Overlap[] {
  const seen = read.filter(({ measure }) => measure.area > 0);
  const overlaps: Overlap[] = [];
  seen.forEach((one, index) => {
    for (const two of seen.slice(index + 1)) {
      if (!boxesMeet(one.measure, two.measure)) continue;
      const share = sharedArea(one.runs, two.runs) / Math.min(one.measure.area, two.measure.area);
      if (share >= LEAST_SHARE)
        overlaps.push({ objectId: one.mask.objectId, other: two.mask.objectId, share });
    }
  });
  return overlaps;
}
