/** Knows when each frame is shown: frame k from k / rate up to (k + 1) / rate. Times are seconds. */
import { type FrameIndex, type FrameRate, frameIndex } from "../domain/clip";

/** When a frame begins. */
export const startOf = (frame: number, rate: FrameRate): number =>
  (frame * rate.denominator) / rate.numerator;

/** The middle of a frame's time: no rounding anywhere on the way can make its neighbour of it. */
export const middleOf = (frame: FrameIndex, rate: FrameRate): number =>
  ((frame + 0.5) * rate.denominator) / rate.numerator;

/** The frame that a decoder's timestamp means. Files store times in ticks and microseconds, so the nearest is meant. */
export const frameOfTimestamp = (timestamp: number, rate: FrameRate): FrameIndex =>
  frameIndex(Math.round((timestamp * rate.numerator) / rate.denominator));

/** The frame whose time a clock is in. A frame's own start, whatever its last bit, belongs to that frame. */
export const frameAt = (seconds: number, rate: FrameRate): FrameIndex =>
  frameIndex(Math.floor((seconds * rate.numerator) / rate.denominator + 1e-6));
