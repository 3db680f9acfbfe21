/** Knows the pictures of a movie: each frame drawn as the stage draws it, or its matte, as encoders take it. */

import { type FrameIndex, frameIndex } from "../domain/clip";
import type { FrameRange } from "../domain/movie";
import { Fault } from "../domain/problem";
import { MaskStore } from "../masks/mask_store";
import { matteOf } from "../masks/matte";
import { openDecodedFrames } from "../media/decoded_frames";
import { framesInOrder } from "../media/frames_in_order";
import { i420Bytes, toI420 } from "../media/i420";
import { openServedFrames } from "../media/served_frames";
import { readCanvas } from "../render/canvas_pixels";
import { applyLook } from "./look";
import { MaskSupply, type WantMasks } from "./mask_supply";
import type { MovieOrder } from "./movie_messages";
import { Screen } from "./screen";

/** Frames in I420, each good until the next is asked for. */
export type MovieFrames = AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;

export async function* drawnFrames(order: MovieOrder, wantMasks: WantMasks, mayDecode: boolean): MovieFrames {
  const { width, height, frameCount } = order.clip;
  const canvas = new OffscreenCanvas(width, height);
  const faults: unknown[] = [];
  const screen = new Screen(canvas, width, height, {
    onFrame: () => undefined,
    onError: (error) => faults.push(error),
    // A frame may have been lost by then.
    onRestored: () =>
      faults.push(new Fault({ code: "GRAPHICS_LOST", message: "The graphics card took the picture away." })),
  });
  screen.setShownWidth(width);
  const taker = { set: screen.setMasks.bind(screen), clear: () => screen.clearMasks() };
  const masks = new MaskSupply(frameCount, wantMasks, taker);
  const pixels = new Uint32Array(width * height);
  const frame = new Uint8Array(i420Bytes(width, height));
  try {
    screen.setObjects(order.styles);
    await applyLook(screen, order.look);
    for await (const picture of pictures(order, mayDecode)) {
      try {
        await masks.bring(picture.frameIndex);
        screen.show(picture);
        readCanvas(canvas, pixels);
      } finally {
        picture.close();
      }
      if (faults.length > 0) throw faults[0];
      toI420(pixels, width, height, frame);
      yield frame;
    }
  } finally {
    screen.close();
  }
}

function pictures({ clip, range }: MovieOrder, mayDecode: boolean) {
  const decoded = mayDecode ? openDecodedFrames : async () => null;
  return framesInOrder(clip, range, { decoded, served: openServedFrames });
}

export async function* matteFrames({ clip, range, styles }: MovieOrder, wantMasks: WantMasks): MovieFrames {
  const { width, height, frameCount } = clip;
  const store = new MaskStore(width, height);
  store.setDrawn(styles.filter(({ visible }) => visible).map(({ objectId }) => objectId));
  const masks = new MaskSupply(frameCount, wantMasks, store);
  for (const frame of inOrder(range)) {
    await masks.bring(frame);
    yield matteOf(store.idMap(frame), width, height);
  }
}

function* inOrder({ first, last }: FrameRange): Generator<FrameIndex, void, undefined> {
  for (let frame = first; frame <= last; frame = frameIndex(frame + 1)) yield frame;
}
