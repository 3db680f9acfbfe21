/** Where the picture lies in its area: fitted, or zoomed and moved. Knows the area's size because the screen tells it. */
import type { StoreApi } from "zustand/vanilla";
import { fit as fitInto, keepInView, move, type Placement, zoom } from "../geometry/placement";
import { type Size, stagePoint } from "../geometry/points";
import type { SessionState } from "./sessionState";
import type { StageStore } from "./stageStore";

const LARGEST = 12;
const STEP = 1.25;

export class PictureZoom {
  readonly #server: StoreApi<SessionState>;
  readonly #stage: StageStore;
  #area: Size = { width: 1, height: 1 };

  constructor(server: StoreApi<SessionState>, stage: StageStore) {
    this.#server = server;
    this.#stage = stage;
  }

  /** In CSS pixels. */
  setArea(area: Size): void {
    this.#area = area;
  }

  /** Around a place in the area; no smaller than what fits, and no larger than twelve times that. */
  zoomAt(x: number, y: number, factor: number): void {
    const next = zoom(this.#now, factor, stagePoint(x, y));
    const scale = next.width / this.#fitted.width;
    if (scale <= 1.001) this.#stage.setState({ zoom: null });
    else if (scale <= LARGEST) this.#stage.setState({ zoom: next });
  }

  /** One step nearer (1) or farther (-1), around the middle. */
  step(way: 1 | -1): void {
    this.zoomAt(this.#area.width / 2, this.#area.height / 2, way > 0 ? STEP : 1 / STEP);
  }

  moveBy(dx: number, dy: number): void {
    if (this.#stage.getState().zoom !== null) this.#stage.setState({ zoom: move(this.#now, dx, dy) });
  }

  /** Of a zoom that the stage holds; null: fitted. */
  placed(from: Placement | null): Placement {
    return from === null ? this.#fitted : keepInView(from, this.#area);
  }

  /** Several events may come between two drawings: each goes on from the one before. */
  get #now(): Placement {
    return this.placed(this.#stage.getState().zoom);
  }

  get #fitted(): Placement {
    const { width = 1, height = 1 } = this.#server.getState().session?.video ?? {};
    return fitInto({ width, height }, this.#area);
  }
}
