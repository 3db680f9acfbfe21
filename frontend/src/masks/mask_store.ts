/** Knows every mask of the clip as text, and the last few frames' id maps. Nothing is decoded before it is asked for. */
import { type FrameIndex, frameIndex, type ObjectId } from "../domain/clip";
import type { Draft, FrameMasks, ObjectMask, Rle } from "../domain/mask";
import type { Ghost } from "./ghosts";
import { MOST_OBJECTS, paintIdMap } from "./id_map";

/** Enough for stepping to and fro; a map of 720p is 0.9 MB. */
const KEPT_MAPS = 6;

export class MaskStore {
  readonly #bytes: number;
  readonly #masks = new Map<FrameIndex, readonly ObjectMask[]>();
  readonly #maps = new Map<FrameIndex, Uint8Array>();
  #drawn: readonly ObjectId[] = [];
  #slots = new Map<ObjectId, number>();
  #draft: Draft | null = null;

  constructor(width: number, height: number) {
    this.#bytes = width * height;
  }

  /** The objects that are drawn, bottom first. Objects above the 255th have no slot and are not drawn. */
  setDrawn(objects: readonly ObjectId[]): void {
    const same = objects.length === this.#drawn.length && objects.every((id, i) => id === this.#drawn[i]);
    if (same) return;
    this.#drawn = [...objects];
    this.#slots = this.#slotsOf(this.#draft);
    this.#maps.clear();
  }

  setDraft(draft: Draft | null): void {
    for (const { frameIndex } of [this.#draft, draft].filter((one) => one !== null))
      this.#maps.delete(frameIndex);
    this.#draft = draft;
    this.#slots = this.#slotsOf(draft);
  }

  /** What the object has there, draft or not; null for none. */
  maskOf(frame: FrameIndex, object: ObjectId): Rle | null {
    return this.#masksOf(frame).find(({ objectId }) => objectId === object)?.rle ?? null;
  }

  /** Replaces all masks of each of these frames. */
  set(frames: readonly FrameMasks[]): void {
    for (const { frameIndex, masks } of frames) {
      this.#masks.set(frameIndex, masks);
      this.#maps.delete(frameIndex);
    }
  }

  /** Forgets the masks of these objects, or of all. */
  clear(objects?: readonly ObjectId[]): void {
    this.#maps.clear();
    if (objects === undefined) this.#masks.clear();
    const kept = (mask: ObjectMask): boolean => !objects?.includes(mask.objectId);
    for (const [frame, masks] of this.#masks) this.#masks.set(frame, masks.filter(kept));
  }

  /** Column-major slots of a frame; the same array as long as nothing changed, null where nothing is drawn. */
  idMap(frame: FrameIndex): Uint8Array | null {
    const masks = this.#masksOf(frame).filter((mask) => this.#slots.has(mask.objectId));
    if (masks.length === 0) return null;
    const ids = this.#maps.get(frame) ?? this.#paint(frame, masks);
    this.#maps.delete(frame);
    this.#maps.set(frame, ids);
    return ids;
  }

  /** What was drawn `count` times before, `spacing` frames apart, newest first; for masks/ghosts.ts. */
  ghosts(frame: FrameIndex, count: number, spacing: number): Ghost[] {
    return Array.from({ length: count }, (_, index) => this.#ghost(frame - (index + 1) * spacing));
  }

  /** The object at a column-major position of a frame, topmost first. */
  objectAt(frame: FrameIndex, position: number): ObjectId | null {
    const slot = this.idMap(frame)?.[position] ?? 0;
    return this.#drawn[slot - 1] ?? null;
  }

  #masksOf(frame: FrameIndex): readonly ObjectMask[] {
    const stored = this.#masks.get(frame) ?? [];
    const draft = this.#draft;
    if (draft?.frameIndex !== frame) return stored;
    const others = stored.filter(({ objectId }) => objectId !== draft.objectId);
    return [...others, { objectId: draft.objectId, rle: draft.rle, objectScore: 1 }];
  }

  /** A draft of an object that has no slot gets the one above all others. */
  #slotsOf(draft: Draft | null): Map<ObjectId, number> {
    const slots = new Map(this.#drawn.slice(0, MOST_OBJECTS).map((id, index) => [id, index + 1]));
    if (draft !== null && !slots.has(draft.objectId) && slots.size < MOST_OBJECTS)
      slots.set(draft.objectId, slots.size + 1);
    return slots;
  }

  #ghost(frame: number): Ghost {
    const masks = this.#masks.get(frameIndex(frame)) ?? [];
    const drawn = masks.flatMap(({ objectId, rle }) => {
      const label = this.#slots.get(objectId);
      return label === undefined ? [] : [{ label, rle }];
    });
    return drawn.sort((a, b) => a.label - b.label);
  }

  #paint(frame: FrameIndex, masks: readonly ObjectMask[]): Uint8Array {
    const ids = new Uint8Array(this.#bytes);
    paintIdMap(masks, this.#slots, ids);
    this.#maps.set(frame, ids);
    const oldest = this.#maps.keys().next();
    if (this.#maps.size > KEPT_MAPS && !oldest.done) this.#maps.delete(oldest.value);
    return ids;
  }
}
