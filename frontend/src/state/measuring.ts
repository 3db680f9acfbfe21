/** Measures the masks that come, a slice at a time, so that the page never stalls; they go on to the player at once. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ObjectId } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";
import { Measures } from "../masks/measures";
import type { MaskSink } from "./maskPages";

/** A mask of 720p takes 0.02 ms: a slice is about 400 of them. */
const SLICE_MS = 8;

type Work = { readonly frames: readonly FrameMasks[] } | { readonly clear: readonly ObjectId[] | undefined };

export interface MeasuringTime {
  now(): number;
  /** Calls back when others had their turn. */
  later(call: () => void): void;
}

const browserTime: MeasuringTime = { now: () => performance.now(), later: (call) => setTimeout(call, 0) };

export class Measuring implements MaskSink {
  /** Changes whenever measures did. */
  readonly store: StoreApi<{ readonly version: number }> = createStore(() => ({ version: 0 }));
  readonly #time: MeasuringTime;
  #measures: Measures | null = null;
  #waiting: Work[] = [];
  /** In the frames of the first work that waits. */
  #position = 0;
  #busy = false;

  constructor(time: MeasuringTime = browserTime) {
    this.#time = time;
  }

  /** Null until the clip's length is known. */
  get measures(): Measures | null {
    return this.#measures;
  }

  /** Once, before the first masks. */
  begin(frameCount: number): void {
    this.#measures ??= new Measures(frameCount);
  }

  setMasks(frames: readonly FrameMasks[]): void {
    this.#put({ frames });
  }

  clearMasks(objectIds?: readonly ObjectId[]): void {
    this.#put({ clear: objectIds });
  }

  #put(work: Work): void {
    this.#waiting.push(work);
    if (this.#busy) return;
    this.#busy = true;
    this.#time.later(() => this.#slice());
  }

  #slice(): void {
    const end = this.#time.now() + SLICE_MS;
    while (this.#waiting.length > 0 && this.#time.now() < end) this.#step();
    this.#busy = this.#waiting.length > 0;
    this.store.setState(({ version }) => ({ version: version + 1 }));
    if (this.#busy) this.#time.later(() => this.#slice());
  }

  /** One frame, or one clearing. */
  #step(): void {
    const work = this.#waiting[0];
    const frame = work !== undefined && "frames" in work ? work.frames[this.#position++] : undefined;
    if (frame !== undefined) {
      this.#measures?.take(frame);
      return;
    }
    if (work !== undefined && "clear" in work) this.#measures?.clear(work.clear);
    this.#waiting.shift();
    this.#position = 0;
  }
}

/** Masks go to each. */
export function both(one: MaskSink, two: MaskSink): MaskSink {
  return {
    setMasks: (frames) => {
      one.setMasks(frames);
      two.setMasks(frames);
    },
    clearMasks: (objectIds) => {
      one.clearMasks(objectIds);
      two.clearMasks(objectIds);
    },
  };
}
