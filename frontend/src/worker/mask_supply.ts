/** Knows how a movie gets its masks: page by page from the tab's page, one page ahead, never more than two in memory. */
import { type FrameIndex, frameIndex } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";
import type { FrameRange } from "../domain/movie";
import { MaskStore } from "../masks/mask_store";
import type { ObjectStyle } from "./protocol";

/** Frames of a page, as many as the stage asks for at once. */
export const PAGE_FRAMES = 120;

/** Rejects where they cannot be had. */
export type WantMasks = (first: FrameIndex, last: FrameIndex) => Promise<readonly FrameMasks[]>;

export class MaskSupply {
  readonly #range: FrameRange;
  readonly #want: WantMasks;
  readonly #store: MaskStore;
  readonly #coming = new Map<number, Promise<readonly FrameMasks[]>>();
  #page = -1;

  constructor(
    clip: { readonly width: number; readonly height: number },
    range: FrameRange,
    styles: readonly ObjectStyle[],
    want: WantMasks,
  ) {
    this.#range = range;
    this.#want = want;
    this.#store = new MaskStore(clip.width, clip.height);
    this.#store.setDrawn(styles.filter(({ visible }) => visible).map(({ objectId }) => objectId));
  }

  /** Column-major labels of a frame, null where nothing is drawn. Frames come in order. */
  async labels(frame: FrameIndex): Promise<Uint8Array | null> {
    const page = Math.floor((frame - this.#range.first) / PAGE_FRAMES);
    if (page !== this.#page) {
      const frames = await this.#fetch(page);
      this.#coming.delete(page);
      this.#store.clear();
      this.#store.set(frames);
      this.#page = page;
      // Its failure is told when it is its turn.
      this.#fetch(page + 1).catch(() => undefined);
    }
    return this.#store.idMap(frame);
  }

  #fetch(page: number): Promise<readonly FrameMasks[]> {
    const first = this.#range.first + page * PAGE_FRAMES;
    if (first > this.#range.last) return Promise.resolve([]);
    const last = Math.min(first + PAGE_FRAMES - 1, this.#range.last);
    const coming = this.#coming.get(page) ?? this.#want(frameIndex(first), frameIndex(last));
    this.#coming.set(page, coming);
    return coming;
  }
}
