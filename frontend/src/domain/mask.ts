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

/** One of the things that points may mean; quality 0..1. */
export interface MaskCandidate {
  readonly rle: Rle;
  readonly quality: number;
}

/** A mask that is not the session's (yet): painted, offered, foreseen. It stands in for the object's own on its frame. */
export interface Draft {
  readonly frameIndex: FrameIndex;
  readonly objectId: ObjectId;
  /** Of an object that the session does not have yet. */
  readonly colour: string;
  readonly rle: Rle;
}
