/** Masks as they travel: COCO run-length strings, column-major. */
import type { FrameIndex, ObjectId } from "./clip";

/** COCO compressed counts; size = [height, width] in pixels of the normalised clip. */
export interface Rle {
  readonly size: readonly [height: number, width: number];
  readonly counts: string;
}

export interface ObjectMask {
  readonly objectId: ObjectId;
  readonly rle: Rle;
  /** 0..1: is the object visible here. */
  readonly objectScore: number;
}

export interface FrameMasks {
  readonly frameIndex: FrameIndex;
  readonly masks: readonly ObjectMask[];
}
