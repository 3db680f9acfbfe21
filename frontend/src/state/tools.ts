/** What is in the hand and how it looks at the picture: changed by buttons and keys alike. Nothing of the server. */
import { changeOverlayOpacity, nextOverlayMode } from "./overlayLook";
import type { StageStore, ToolName } from "./stageStore";

export const SMALLEST_BRUSH = 2;
export const LARGEST_BRUSH = 240;

/** One press of a key. */
const GROWTH = 1.25;

export class Tools {
  readonly #stage: StageStore;

  readonly #mayEdit: () => boolean;

  constructor(stage: StageStore, mayEdit: () => boolean = () => true) {
    this.#stage = stage;
    this.#mayEdit = mayEdit;
  }

  /** What is in the hand where nothing else was taken: who may only look, chooses objects. */
  get resting(): ToolName {
    return this.#mayEdit() ? "point" : "select";
  }

  take(tool: ToolName): void {
    this.#stage.setState({ tool });
  }

  /** Takes the tool, or the resting one again where it is in the hand already. */
  toggle(tool: ToolName): void {
    this.take(this.#stage.getState().tool === tool ? this.resting : tool);
  }

  /** Plain clicks take away instead of adding, and back. */
  swapSign(): void {
    this.#stage.setState(({ sign }) => ({ sign: sign === 1 ? 0 : 1 }));
  }

  /** In CSS pixels across; kept in its limits. */
  setBrushSize(size: number): void {
    const brushSize = Math.min(LARGEST_BRUSH, Math.max(SMALLEST_BRUSH, Math.round(size)));
    this.#stage.setState({ brushSize });
  }

  growBrush(): void {
    const { brushSize } = this.#stage.getState();
    this.setBrushSize(Math.max(brushSize + 1, brushSize * GROWTH));
  }

  shrinkBrush(): void {
    const { brushSize } = this.#stage.getState();
    this.setBrushSize(Math.min(brushSize - 1, brushSize / GROWTH));
  }

  toggleOnionSkin(): void {
    this.#stage.setState(({ onionSkin }) => ({ onionSkin: !onionSkin }));
  }

  nextOverlayMode(): void {
    nextOverlayMode(this.#stage);
  }

  moreOpaque(): void {
    changeOverlayOpacity(this.#stage, 1);
  }

  lessOpaque(): void {
    changeOverlayOpacity(this.#stage, -1);
  }

  /** The whole picture, as large as it fits. */
  fit(): void {
    this.#stage.setState({ zoom: null });
  }
}
