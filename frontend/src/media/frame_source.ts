/** Knows what a clip's frames are had from: a decoder here, or the server. */
import type { FrameIndex } from "../domain/clip";
import type { Picture } from "./picture";

export interface FrameSource {
  readonly decoder: "webcodecs" | "server";
  /** The frame at or before this one where a run has to begin to reach it. */
  runStart(frame: FrameIndex): Promise<FrameIndex>;
  /** A run that is so many frames short of a wanted one goes on to it, even if a new run could begin nearer. */
  readonly patience: number;
  /** Frames in order from a run's start on. Whoever takes a picture closes it. Rejects where the clip cannot be read. */
  pictures(from: FrameIndex): AsyncGenerator<Picture, void, undefined>;
  close(): void;
}

/** The sentence is for the person. */
export class FrameUnreadable extends Error {
  override readonly name = "FrameUnreadable";
}
