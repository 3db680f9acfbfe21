/** Knows what is on the canvas: a frame, its masks in their colours, an effect. Draws at once or soon, never for nothing. */
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { EffectSetting } from "../domain/effect";
import type { Draft, FrameMasks, Rle } from "../domain/mask";
import { defaultSetting, effectNamed } from "../effects/registry";
import { pixelIndex } from "../geometry/points";
import { MaskStore } from "../masks/mask_store";
import type { Picture } from "../media/picture";
import { Compositor } from "../render/compositor";
import type { Canvas } from "../render/gl";
import { sharedNow } from "./messages";
import type { DrawStats, ObjectStyle } from "./protocol";

const KEPT_TIMES = 8;

export interface ScreenListeners {
  onFrame(frame: FrameIndex): void;
  onError(error: unknown): void;
  /** The graphics card gave the canvas back; the shown frame has to come again. */
  onRestored(): void;
}

export class Screen {
  readonly #canvas: Canvas;
  readonly #width: number;
  readonly #height: number;
  readonly #listeners: ScreenListeners;
  readonly #masks: MaskStore;
  #compositor: Compositor;
  #colours: readonly string[] = [];
  #draft: Draft | null = null;
  /** Those of the objects, and above them the draft's. */
  #drawnColours: readonly string[] = [];
  #effect: EffectSetting = defaultSetting(effectNamed("overlay"));
  #shown: FrameIndex | null = null;
  #drawSoon = false;
  #shownWidth = 0;
  #draws = 0;
  #drawTimes: readonly number[] = [];

  /** Throws GraphicsError where there is no WebGL2. */
  constructor(canvas: Canvas, width: number, height: number, listeners: ScreenListeners) {
    this.#canvas = canvas;
    this.#width = width;
    this.#height = height;
    this.#listeners = listeners;
    this.#masks = new MaskStore(width, height);
    this.#compositor = new Compositor(canvas, width, height);
    canvas.addEventListener("webglcontextlost", this.#onLost);
    canvas.addEventListener("webglcontextrestored", this.#onRestored);
  }

  get shown(): FrameIndex | null {
    return this.#shown;
  }

  get stats(): DrawStats {
    return { draws: this.#draws, drawTimes: this.#drawTimes };
  }

  /** Puts a frame on the canvas now. */
  show(picture: Picture): void {
    this.#shown = picture.frameIndex;
    const fault = this.#draw(picture);
    this.#listeners.onFrame(picture.frameIndex);
    if (fault !== null) this.#listeners.onError(fault);
  }

  /** How wide the canvas is on the display, in the display's pixels. */
  setShownWidth(width: number): void {
    this.#shownWidth = width;
    this.#compositor.fitTo(width);
  }

  setObjects(styles: readonly ObjectStyle[]): void {
    const visible = styles.filter(({ visible }) => visible);
    this.#masks.setDrawn(visible.map(({ objectId }) => objectId));
    this.#colours = visible.map(({ colour }) => colour);
    this.#colour();
    this.#soon();
  }

  setDraft(draft: Draft | null): void {
    const frames = [this.#draft?.frameIndex, draft?.frameIndex];
    this.#draft = draft;
    this.#masks.setDraft(draft);
    this.#colour();
    if (this.#shown !== null && frames.includes(this.#shown)) this.#soon();
  }

  maskOf(frame: FrameIndex, objectId: ObjectId): Rle | null {
    return this.#masks.maskOf(frame, objectId);
  }

  setMasks(frames: readonly FrameMasks[]): void {
    this.#masks.set(frames);
    if (frames.some(({ frameIndex }) => frameIndex === this.#shown)) this.#soon();
  }

  clearMasks(objectIds?: readonly ObjectId[]): void {
    this.#masks.clear(objectIds);
    this.#soon();
  }

  setEffect(effect: EffectSetting): void {
    effectNamed(effect.name);
    this.#effect = effect;
    this.#soon();
  }

  objectAt(x: number, y: number): ObjectId | null {
    const pixel = pixelIndex({ x, y }, { width: this.#width, height: this.#height });
    if (pixel === null || this.#shown === null) return null;
    return this.#masks.objectAt(this.#shown, pixel.column * this.#height + pixel.row);
  }

  /** RGBA rows from the top, with everything that is set by now. Null before the first frame. */
  pixels(): Uint8ClampedArray<ArrayBuffer> | null {
    this.#draw(null);
    return this.#compositor.pixels();
  }

  close(): void {
    this.#canvas.removeEventListener("webglcontextlost", this.#onLost);
    this.#canvas.removeEventListener("webglcontextrestored", this.#onRestored);
    this.#compositor.dispose();
    this.#shown = null;
  }

  /** The same list as long as it says the same: another one is sent to the graphics card. */
  #colour(): void {
    const colours = this.#draft === null ? this.#colours : [...this.#colours, this.#draft.colour];
    const same =
      colours.length === this.#drawnColours.length &&
      colours.every((colour, index) => colour === this.#drawnColours[index]);
    if (!same) this.#drawnColours = colours;
  }

  /** Answers what went wrong, or null. */
  #draw(picture: Picture | null): unknown {
    if (this.#shown === null) return null;
    try {
      const [colours, effect] = [this.#drawnColours, this.#effect];
      const labels = this.#masks.idMap(this.#shown);
      if (this.#compositor.draw({ picture, labels, colours, effect })) this.#count();
      return null;
    } catch (error) {
      return error;
    }
  }

  #count(): void {
    this.#draws += 1;
    this.#drawTimes = [...this.#drawTimes.slice(1 - KEPT_TIMES), sharedNow()];
  }

  /** Many changes between two displayed pictures are drawn once. */
  #soon(): void {
    if (this.#drawSoon || this.#shown === null) return;
    this.#drawSoon = true;
    requestAnimationFrame(() => {
      this.#drawSoon = false;
      const fault = this.#draw(null);
      if (fault !== null) this.#listeners.onError(fault);
    });
  }

  readonly #onLost = (event: Event): void => {
    // Without this the browser never gives the canvas back.
    event.preventDefault();
    this.#listeners.onError(new Error("The graphics card took the picture away; it returns by itself."));
  };

  readonly #onRestored = (): void => {
    this.#compositor = new Compositor(this.#canvas, this.#width, this.#height);
    this.#compositor.fitTo(this.#shownWidth);
    this.#listeners.onRestored();
  };
}
