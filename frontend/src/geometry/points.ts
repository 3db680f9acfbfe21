/** Knows the three places a point can stand in, and keeps them apart: the clip (0..1), its pixels, and the stage (CSS pixels). */

declare const place: unique symbol;

export interface Point<Place extends string> {
  readonly x: number;
  readonly y: number;
  readonly [place]?: Place;
}

/** x / width and y / height of the clip, 0..1: what goes over the wire. */
export type ClipPoint = Point<"clip">;
/** Pixels of the normalised clip; pixel (0, 0) covers 0..1 of both. */
export type PixelPoint = Point<"pixel">;
/** CSS pixels from the stage's upper left corner. */
export type StagePoint = Point<"stage">;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const clipPoint = (x: number, y: number): ClipPoint => ({ x, y });
export const pixelPoint = (x: number, y: number): PixelPoint => ({ x, y });
export const stagePoint = (x: number, y: number): StagePoint => ({ x, y });

export const pixelOfClip = (point: ClipPoint, clip: Size): PixelPoint =>
  pixelPoint(point.x * clip.width, point.y * clip.height);

export const clipOfPixel = (point: PixelPoint, clip: Size): ClipPoint =>
  clipPoint(point.x / clip.width, point.y / clip.height);

/** The pixel that holds a point of the clip; the right and lower borders belong to the last pixel. Null outside. */
export function pixelIndex(point: ClipPoint, clip: Size): { column: number; row: number } | null {
  const inside = point.x >= 0 && point.x <= 1 && point.y >= 0 && point.y <= 1;
  if (!inside) return null;
  const { x, y } = pixelOfClip(point, clip);
  return { column: Math.min(Math.floor(x), clip.width - 1), row: Math.min(Math.floor(y), clip.height - 1) };
}
