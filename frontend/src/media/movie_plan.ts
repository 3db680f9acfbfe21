/** Knows a movie's arithmetic: which frames, when each is shown, how large it becomes. Pure. */
import { type Clip, type FrameRate, frameIndex } from "../domain/clip";
import type { FrameRange, MovieEncoder, MovieQuality } from "../domain/movie";
import { startOf } from "./frame_times";

export const wholeRange = (frameCount: number): FrameRange => ({
  first: frameIndex(0),
  last: frameIndex(Math.max(0, frameCount - 1)),
});

/** Kept inside the clip and in order. */
export function rangeWithin(first: number, last: number, frameCount: number): FrameRange {
  const inside = (frame: number): number => Math.max(0, Math.min(Math.round(frame), frameCount - 1));
  const [a, b] = [inside(first), inside(last)];
  return { first: frameIndex(Math.min(a, b)), last: frameIndex(Math.max(a, b)) };
}

export const framesIn = ({ first, last }: FrameRange): number => last - first + 1;

/** Seconds that the frames are shown. */
export const lengthOf = (range: FrameRange, rate: FrameRate): number => startOf(framesIn(range), rate);

export const perSecond = ({ numerator, denominator }: FrameRate): number => numerator / denominator;

/** When frame `position` of a movie is shown and for how long, in seconds: position k from k / rate on, always. */
export function shownAt(position: number, rate: FrameRate): { timestamp: number; duration: number } {
  return { timestamp: startOf(position, rate), duration: rate.denominator / rate.numerator };
}

const BITS_PER_PIXEL: Readonly<Record<MovieQuality, number>> = { high: 0.24, small: 0.08 };

/** What newer encoders need for a picture as good. */
const SHARE: Readonly<Record<MovieEncoder["codec"], number>> = { avc: 1, vp8: 1.1, vp9: 0.75, av1: 0.65 };

/** Small pictures need more for each pixel. */
const LEAST_BITRATE = 800_000;

export const SOUND_BITRATE = 128_000;

type Shape = Pick<Clip, "width" | "height" | "frameRate">;

/** Bits a second for the pictures. */
export function bitrateFor(
  { width, height, frameRate }: Shape,
  quality: MovieQuality,
  codec: MovieEncoder["codec"],
): number {
  const bits = width * height * perSecond(frameRate) * BITS_PER_PIXEL[quality] * SHARE[codec];
  return Math.round(Math.max(bits, LEAST_BITRATE * SHARE[codec] * (quality === "high" ? 1 : 0.5)));
}

/** About how large the file becomes. Encoders stay below on easy pictures. */
export function estimatedBytes(
  clip: Shape & Pick<Clip, "hasAudio">,
  range: FrameRange,
  bitrate: number,
): number {
  const sound = clip.hasAudio ? SOUND_BITRATE : 0;
  return Math.round((lengthOf(range, clip.frameRate) * (bitrate + sound)) / 8);
}
