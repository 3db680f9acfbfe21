/** Knows one decoded frame and that somebody has to close it: whoever holds a Picture, until it is handed on. */
import type { FrameIndex } from "../domain/clip";

/** A frame nearly as decoders leave it, NV12: brightness in full size, then colour in half, U and V in turn. */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each plane begins in `bytes`, and how far its rows are apart. */
  readonly layout: readonly PlaneLayout[];
  readonly matrix: "bt601" | "bt709";
  /** Brightness in 0..255 rather than 16..235. */
  readonly fullRange: boolean;
}

export type Image = Planes | ImageBitmap;

export const isPlanes = (image: Image): image is Planes => "layout" in image;

export interface Picture {
  readonly frameIndex: FrameIndex;
  /** What textures are filled from. */
  readonly image: Image;
  /** Memory that it holds. */
  readonly bytes: number;
  close(): void;
}

export const pictureOf = (frameIndex: FrameIndex, image: Image): Picture =>
  isPlanes(image)
    ? { frameIndex, image, bytes: image.bytes.byteLength, close: () => undefined }
    : { frameIndex, image, bytes: image.width * image.height * 4, close: () => image.close() };
