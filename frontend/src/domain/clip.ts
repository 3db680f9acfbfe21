/** What the client knows of a clip, and the branded numbers that keep frames and objects apart. */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Position in time, from 0. Frame k here is frame k of the server. */
export type FrameIndex = Branded<number, "FrameIndex">;
/** A tracked object's id, chosen by the client, from 0. */
export type ObjectId = Branded<number, "ObjectId">;

export const frameIndex = (value: number): FrameIndex => value as FrameIndex;
export const objectId = (value: number): ObjectId => value as ObjectId;

export interface FrameRate {
  readonly numerator: number;
  readonly denominator: number;
}

/** A normalised clip: constant frame rate H.264 at `url`; `frameUrl` is a template with `{frame}` for JPEGs. */
export interface Clip {
  readonly path: string;
  readonly url: string;
  readonly frameUrl: string;
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  readonly frameRate: FrameRate;
  readonly hasAudio: boolean;
}
