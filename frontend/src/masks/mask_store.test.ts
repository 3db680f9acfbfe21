import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import type { FrameMasks, ObjectMask } from "../domain/mask";
import { MaskStore } from "./mask_store";
import { encode } from "./rle";

const [height, width] = [4, 5];
const [dog, cat] = [objectId(7), objectId(2)];

/** A mask of whole columns first..last. */
function columns(object: typeof dog, first: number, last: number): ObjectMask {
  const mask = new Uint8Array(height * width).fill(1, first * height, (last + 1) * height);
  return { objectId: object, rle: encode(mask, height, width), objectScore: 1 };
}

/** A disc with a ragged border: a run for every column, as real masks have. */
function disc(object: typeof dog, centre: number, radius: number): ObjectMask {
  const mask = new Uint8Array(1280 * 720);
  for (let x = -radius; x <= radius; x++) {
    const half = Math.floor(Math.sqrt(radius * radius - x * x)) + (x & 3);
    mask.fill(1, (centre + x) * 720 + 360 - half, (centre + x) * 720 + 360 + half);
  }
  return { objectId: object, rle: encode(mask, 720, 1280), objectScore: 1 };
}

const frame = (index: number, ...masks: ObjectMask[]): FrameMasks => ({
  frameIndex: frameIndex(index),
  masks,
});

/** The slot of each column's first row. */
const slots = (store: MaskStore, index: number): number[] | null => {
  const ids = store.idMap(frameIndex(index));
  return ids && Array.from({ length: width }, (_, column) => ids[column * height] ?? -1);
};

function storeWithTwo(): MaskStore {
  const store = new MaskStore(width, height);
  store.setDrawn([dog, cat]);
  store.set([frame(3, columns(cat, 2, 3), columns(dog, 0, 2))]);
  return store;
}

describe("MaskStore", () => {
  it("lets the object that is last in order win, whatever order masks come in", () => {
    const store = storeWithTwo();
    expect(slots(store, 3)).toEqual([1, 1, 2, 2, 0]);
    store.setDrawn([cat, dog]);
    expect(slots(store, 3)).toEqual([2, 2, 2, 1, 0]);
    expect(store.objectAt(frameIndex(3), 2 * height)).toBe(dog);
    expect(store.objectAt(frameIndex(3), 4 * height)).toBeNull();
  });

  it("lets a draft stand in for an object's mask on its frame, and knows the masks of both", () => {
    const store = storeWithTwo();
    const at = { frameIndex: frameIndex(3), colour: "#ffffff" };
    store.setDraft({ ...at, objectId: dog, rle: columns(dog, 4, 4).rle });
    expect(slots(store, 3)).toEqual([0, 0, 2, 2, 1]);
    expect(store.maskOf(frameIndex(3), dog)).toEqual(columns(dog, 4, 4).rle);
    store.setDraft({ ...at, objectId: objectId(9), rle: columns(dog, 3, 4).rle });
    expect(slots(store, 3)).toEqual([1, 1, 2, 3, 3]);
    expect(store.idMap(frameIndex(4))).toBeNull();
    store.setDraft(null);
    expect(slots(store, 3)).toEqual([1, 1, 2, 2, 0]);
    expect([store.maskOf(frameIndex(3), objectId(9)), store.maskOf(frameIndex(4), dog)]).toEqual([
      null,
      null,
    ]);
  });

  it("draws nothing for hidden objects and frames without masks", () => {
    const store = storeWithTwo();
    store.setDrawn([cat]);
    expect(slots(store, 3)).toEqual([0, 0, 1, 1, 0]);
    store.setDrawn([]);
    expect(store.idMap(frameIndex(3))).toBeNull();
    expect(store.idMap(frameIndex(4))).toBeNull();
  });

  it("replaces a frame's masks, and forgets objects", () => {
    const store = storeWithTwo();
    store.set([frame(3, columns(cat, 0, 0))]);
    expect(slots(store, 3)).toEqual([2, 0, 0, 0, 0]);
    store.set([frame(3, columns(cat, 0, 0), columns(dog, 1, 1))]);
    store.clear([cat]);
    expect(slots(store, 3)).toEqual([0, 1, 0, 0, 0]);
    store.clear();
    expect(store.idMap(frameIndex(3))).toBeNull();
  });

  it("gives the same map while nothing changed, so that nothing is uploaded again", () => {
    const store = storeWithTwo();
    const before = store.idMap(frameIndex(3));
    store.setDrawn([dog, cat]);
    store.set([frame(4, columns(dog, 0, 1))]);
    expect(store.idMap(frameIndex(3))).toBe(before);
    store.set([frame(3, columns(cat, 2, 3), columns(dog, 0, 2))]);
    expect(store.idMap(frameIndex(3))).not.toBe(before);
  });

  it("keeps few maps", () => {
    const store = storeWithTwo();
    const first = store.idMap(frameIndex(3));
    for (let index = 10; index < 20; index++) {
      store.set([frame(index, columns(dog, 0, 1))]);
      store.idMap(frameIndex(index));
    }
    expect(store.idMap(frameIndex(3))).not.toBe(first);
  });

  it("paints ten masks of 720p in a few milliseconds", () => {
    const store = new MaskStore(1280, 720);
    const objects = Array.from({ length: 10 }, (_, index) => objectId(index));
    const masks = objects.map((id, index) => disc(id, 250 + index * 80, 240));
    store.setDrawn(objects);
    const times = Array.from({ length: 15 }, () => {
      store.set([frame(0, ...masks)]);
      const start = performance.now();
      store.idMap(frameIndex(0));
      return performance.now() - start;
    }).sort((a, b) => a - b);
    console.info(`ten masks of 720p painted in ${times[7]?.toFixed(2)} ms (median of 15)`);
    expect(times[0]).toBeLessThan(4);
  });
});
