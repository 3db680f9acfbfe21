/** Knows one decoded frame and that somebody has to close it: whoever holds a Picture, until it is handed on. */
import type { FrameIndex } from "../domain/clip";

export interface Picture {
  readonly frameIndex: FrameIndex;
  /** What a texture is filled from. */
  readonly image: VideoFrame | ImageBitmap;
  /** Memory that it holds. */
  readonly bytes: number;
  close(): void;
}

export const pictureOf = (
  frameIndex: FrameIndex,
  image: VideoFrame | ImageBitmap,
  bytes: number,
): Picture => ({
  frameIndex,
  image,
  bytes,
  close: () => image.close(),
});
