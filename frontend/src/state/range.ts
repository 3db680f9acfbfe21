/** The In and the Out point: what tracking, marking and looking are limited to. */
import type { StoreApi } from "zustand/vanilla";
import { type FrameIndex, frameIndex } from "../domain/clip";
import type { SessionState } from "./sessionState";
import type { StageStore } from "./stageStore";

export class Range {
  readonly #server: StoreApi<SessionState>;
  readonly #stage: StageStore;

  constructor(server: StoreApi<SessionState>, stage: StageStore) {
    this.#server = server;
    this.#stage = stage;
  }

  /** On the frame that is shown, where no other is said. An Out point before it is taken away. */
  setIn(frame: number = this.#stage.getState().frame): void {
    const rangeIn = this.#kept(frame);
    this.#stage.setState(({ rangeOut }) => ({
      rangeIn,
      rangeOut: rangeOut !== null && rangeOut < rangeIn ? null : rangeOut,
    }));
  }

  setOut(frame: number = this.#stage.getState().frame): void {
    const rangeOut = this.#kept(frame);
    this.#stage.setState(({ rangeIn }) => ({
      rangeOut,
      rangeIn: rangeIn !== null && rangeIn > rangeOut ? null : rangeIn,
    }));
  }

  clear(): void {
    this.#stage.setState({ rangeIn: null, rangeOut: null });
  }

  /** First and last frame; a missing point is the clip's end. Null where neither is set. */
  frames(): readonly [first: FrameIndex, last: FrameIndex] | null {
    const { rangeIn, rangeOut } = this.#stage.getState();
    if (rangeIn === null && rangeOut === null) return null;
    return [rangeIn ?? frameIndex(0), rangeOut ?? frameIndex(this.#count - 1)];
  }

  get #count(): number {
    return this.#server.getState().session?.video.frameCount ?? 1;
  }

  #kept(frame: number): FrameIndex {
    return frameIndex(Math.max(0, Math.min(this.#count - 1, Math.round(frame))));
  }
}
