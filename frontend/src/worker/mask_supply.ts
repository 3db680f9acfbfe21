/** Knows how a movie gets its masks: page by page from the tab's page, the next one fetched ahead, few in memory. */
import { type FrameIndex, frameIndex } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";

/** Frames of a page, as many as the stage asks for at once. */
export const PAGE_FRAMES = 120;

/** Rejects where they cannot be had. */
export type WantMasks = (first: FrameIndex, last: FrameIndex) => Promise<readonly FrameMasks[]>;

/** Who draws with the masks. */
export interface MaskTaker {
  set(frames: readonly FrameMasks[]): void;
  clear(): void;
}

export class MaskSupply {
  readonly #frameCount: number;
  readonly #want: WantMasks;
  readonly #taker: MaskTaker;
  readonly #pages = new Map<number, Promise<readonly FrameMasks[]>>();
  #page = -1;

  constructor(frameCount: number, want: WantMasks, taker: MaskTaker) {
    this.#frameCount = frameCount;
    this.#want = want;
    this.#taker = taker;
  }

  /** The taker has the masks of this frame and, for trails, those before it. Frames come in order. */
  async bring(frame: FrameIndex): Promise<void> {
    const page = Math.floor(frame / PAGE_FRAMES);
    if (page === this.#page) return;
    const frames = [...(await this.#fetch(page - 1)), ...(await this.#fetch(page))];
    this.#taker.clear();
    this.#taker.set(frames);
    this.#page = page;
    this.#pages.delete(page - 1);
    // Its failure is told when it is its turn.
    this.#fetch(page + 1).catch(() => undefined);
  }

  #fetch(page: number): Promise<readonly FrameMasks[]> {
    const first = page * PAGE_FRAMES;
    if (first < 0 || first >= this.#frameCount) return Promise.resolve([]);
    const last = Math.min(first + PAGE_FRAMES, this.#frameCount) - 1;
    const coming = this.#pages.get(page) ?? this.#want(frameIndex(first), frameIndex(last));
    this.#pages.set(page, coming);
    return coming;
  }
}
