/** What is to be seen. Parts are compared by identity: the same object means that nothing changed. */
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { Picture } from "../media/picture";

/** The objects that are drawn, bottom first: the k-th (from 1) has label k. */
export interface DrawnObject {
  readonly objectId: ObjectId;
  /** #rrggbb */
  readonly colour: string;
  readonly name: string;
}

export interface Scene {
  /** Null keeps the picture that is there. */
  readonly picture: Picture | null;
  readonly frame: FrameIndex;
  /** Column-major labels of the clip's size, or null for none. */
  readonly labels: Uint8Array | null;
  readonly objects: readonly DrawnObject[];
  readonly stack: EffectStack;
  /** Decoded pictures of the stack, by their data URL; those that are still to come are not drawn. */
  readonly images: ReadonlyMap<string, ImageBitmap>;
  /** Another number where earlier masks changed that an effect shows. */
  readonly ghostVersion: number;
  /** Column-major words of earlier masks, label + 256 * age (masks/ghosts.ts); asked only where an effect shows them. */
  ghosts(count: number, spacing: number): Uint16Array;
}
