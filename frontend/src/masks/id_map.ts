/**
 * Knows which object lies on top at each pixel. One byte per pixel, column-major like the RLE masks, so that painting
 * a run is one fill; the shader swaps the coordinates instead of us. 0 is background, n is the n-th style from below.
 */
import type { ObjectId } from "../domain/clip";
import type { ObjectMask } from "../domain/mask";
import { paint } from "./rle";

/** One byte holds so many objects beside the background. */
export const MOST_OBJECTS = 255;

/** Slots of the objects that are drawn, bottom first: objectId -> 1..255. Hidden ones have none. */
export type Slots = ReadonlyMap<ObjectId, number>;

/** Paints from below upwards, so the topmost object wins. Throws RangeError for a damaged mask. */
export function paintIdMap(masks: readonly ObjectMask[], slots: Slots, ids: Uint8Array): void {
  ids.fill(0);
  const drawn = masks.flatMap((mask) => {
    const slot = slots.get(mask.objectId);
    return slot === undefined ? [] : [{ slot, rle: mask.rle }];
  });
  for (const { slot, rle } of drawn.sort((a, b) => a.slot - b.slot)) paint(rle, ids, slot);
}
