/** Which stretch of the clip the timeline shows: all of it, or a part that follows the frame that is shown. */
import type { StoreApi } from "zustand/vanilla";
import type { SessionState } from "./sessionState";
import type { StageStore } from "./stageStore";
import { panned, showing, type View, wholeOf, zoomed } from "./view";

const STEP = 1.6;

export class TimeView {
  readonly #server: StoreApi<SessionState>;
  readonly #stage: StageStore;

  constructor(server: StoreApi<SessionState>, stage: StageStore) {
    this.#server = server;
    this.#stage = stage;
    stage.subscribe(({ frame, view }, before) => {
      if (view !== null && frame !== before.frame) this.#set(showing(view, frame, this.#count));
    });
  }

  zoomIn(): void {
    this.zoom(STEP);
  }

  zoomOut(): void {
    this.zoom(1 / STEP);
  }

  /** Around a frame; around the one that is shown where none is said. */
  zoom(factor: number, around: number = this.#stage.getState().frame): void {
    this.#set(zoomed(this.#current, factor, around, this.#count));
  }

  fit(): void {
    this.#stage.setState({ view: null });
  }

  pan(frames: number): void {
    this.#set(panned(this.#current, frames, this.#count));
  }

  get #count(): number {
    return this.#server.getState().session?.video.frameCount ?? 1;
  }

  get #current(): View {
    return this.#stage.getState().view ?? wholeOf(this.#count);
  }

  #set(view: View): void {
    const isWhole = view.span >= this.#count;
    if (view !== this.#stage.getState().view) this.#stage.setState({ view: isWhole ? null : view });
  }
}
