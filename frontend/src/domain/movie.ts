/** What a movie that is made here is to be, as plain values. */
import type { FrameIndex } from "./clip";

/** H.264 in MP4; VP9, or what the browser has instead, in WebM. */
export type MovieKind = "mp4" | "webm";
export const isMovieKind = (name: string): name is MovieKind => name === "mp4" || name === "webm";

export type MovieQuality = "high" | "small";

/** The clip with its effect, or the objects white on black. */
export type MoviePicture = "effect" | "matte";

/** First and last frame, both included. */
export interface FrameRange {
  readonly first: FrameIndex;
  readonly last: FrameIndex;
}

/** What encodes the pictures: `codec` as containers call it, `parameters` as browsers want it ("avc1.64001f"). */
export interface MovieEncoder {
  readonly codec: "avc" | "vp9" | "av1" | "vp8";
  readonly parameters: string;
}

/** Why a movie has none of its clip's sound. */
export type Silence = "no-encoder" | "undecodable";
