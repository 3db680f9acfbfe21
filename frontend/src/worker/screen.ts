/** Knows what is on the canvas: a frame, its masks in their colours, effects. Draws at once or soon, never for nothing. */

import type { FrameIndex, ObjectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { Draft, FrameMasks, Rle } from "../domain/mask";
import { Fault } from "../domain/problem";
import { defaultStack } from "../effects/layers";
import { pixelIndex } from "../geometry/points";
import { paintGhosts } from "../masks/ghosts";
import { MaskStore } from "../masks/mask_store";
import type { Picture } from "../media/picture";
import { Compositor } from "../render/compositor";
import type { Canvas } from "../render/gl";
import type { DrawnObject } from "../render/scene";
import { planOf } from "../render/stack_plan";
import { Images } from "./images";
import { sharedNow } from "./messages";
import type { DrawStats, ObjectStyle } from "./protocol";

const KEPT_TIMES = 8;
/** What a click changes comes in a few messages, one right after the other. */
const GATHERING_MS = 4;
const RESTED_MS = 100;

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
  readonly #images: Images;
  #objects: readonly DrawnObject[] = [];
  #draft: Draft | null = null;
  /** The objects, and above them the draft's. */
  #drawnObjects: readonly DrawnObject[] = [];
  #stack: EffectStack = defaultStack;
  #shown: FrameIndex | null = null;
  #words: Uint16Array | null = null;
  /** The stack shows earlier frames' masks. */
  #hasTrail = false;
  #ghostVersion = 0;
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
    this.#compositor = new Compositor(canvas, width, height, false);
    this.#images = new Images(
      () => this.#soon(),
      (error) => listeners.onError(error),
    );
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
    this.#objects = visible.map(({ objectId, colour, name = "" }) => ({ objectId, colour, name }));
    this.#list();
    this.#soon();
  }

  setDraft(draft: Draft | null): void {
    const frames = [this.#draft?.frameIndex, draft?.frameIndex];
    this.#draft = draft;
    this.#masks.setDraft(draft);
    this.#list();
    if (this.#shown !== null && frames.includes(this.#shown)) this.#soon();
  }

  maskOf(frame: FrameIndex, objectId: ObjectId): Rle | null {
    return this.#masks.maskOf(frame, objectId);
  }

  setMasks(frames: readonly FrameMasks[]): void {
    this.#masks.set(frames);
    if (this.#hasTrail) this.#ghostVersion += 1;
    if (this.#hasTrail || frames.some(({ frameIndex }) => frameIndex === this.#shown)) this.#atOnce();
  }

  clearMasks(objectIds?: readonly ObjectId[]): void {
    this.#masks.clear(objectIds);
    this.#ghostVersion += 1;
    this.#soon();
  }

  /** Throws RangeError for an unknown effect. */
  setEffects(stack: EffectStack): void {
    this.#hasTrail = planOf(stack).segments.some((layers) => layers.some(({ effect }) => effect.seesTrail));
    this.#stack = stack;
    this.#images.want(stack);
    this.#soon();
  }

  /** The pictures of the effects are there: for who draws each frame once only. */
  effectsReady(): Promise<void> {
    return this.#images.settled();
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
    this.#images.close();
    this.#shown = null;
  }

  /** The same list as long as it says the same: another one is sent to the graphics card. */
  #list(): void {
    const draft = this.#draft;
    const objects =
      draft === null
        ? this.#objects
        : [...this.#objects, { objectId: draft.objectId, colour: draft.colour, name: "" }];
    const same =
      objects.length === this.#drawnObjects.length &&
      objects.every((one, index) => isSame(one, this.#drawnObjects[index]));
    if (!same) this.#drawnObjects = objects;
  }

  /** Answers what went wrong, or null. */
  #draw(picture: Picture | null): unknown {
    if (this.#shown === null) return null;
    try {
      const frame = this.#shown;
      const isDrawn = this.#compositor.draw({
        picture,
        frame,
        labels: this.#masks.idMap(frame),
        objects: this.#drawnObjects,
        stack: this.#stack,
        images: this.#images.decoded,
        ghostVersion: this.#ghostVersion,
        ghosts: (count, spacing) => this.#ghosts(frame, count, spacing),
      });
      if (isDrawn) this.#count();
      return null;
    } catch (error) {
      return error;
    }
  }

  #count(): void {
    this.#draws += 1;
    this.#drawTimes = [...this.#drawTimes.slice(1 - KEPT_TIMES), sharedNow()];
  }

  #ghosts(frame: FrameIndex, count: number, spacing: number): Uint16Array {
    this.#words ??= new Uint16Array(this.#width * this.#height);
    paintGhosts(this.#masks.ghosts(frame, count, spacing), this.#words);
    return this.#words;
  }

  /** Many changes between two displayed pictures are drawn once; the first ones after a rest without waiting for the display. */
  #soon(): void {
    if (this.#drawSoon || this.#shown === null) return;
    this.#drawSoon = true;
    if (this.#hasRested()) setTimeout(this.#drawDue, GATHERING_MS);
    else requestAnimationFrame(this.#drawDue);
  }

  /** For the last of what a click changes: after a rest nothing more is waited for. */
  #atOnce(): void {
    if (this.#shown !== null && this.#hasRested()) this.#drawDue();
    else this.#soon();
  }

  #hasRested(): boolean {
    return sharedNow() - (this.#drawTimes.at(-1) ?? 0) > RESTED_MS;
  }

  readonly #drawDue = (): void => {
    this.#drawSoon = false;
    const fault = this.#draw(null);
    if (fault !== null) this.#listeners.onError(fault);
  };

  readonly #onLost = (event: Event): void => {
    // Without this the browser never gives the canvas back.
    event.preventDefault();
    this.#listeners.onError(
      new Fault({
        code: "GRAPHICS_LOST",
        message: "The graphics card took the picture away; it returns by itself.",
      }),
    );
  };

  readonly #onRestored = (): void => {
    this.#compositor = new Compositor(this.#canvas, this.#width, this.#height);
    this.#compositor.fitTo(this.#shownWidth);
    this.#listeners.onRestored();
  };
}

const isSame = (a: DrawnObject, b: DrawnObject | undefined): boolean =>
  a.objectId === b?.objectId && a.colour === b.colour && a.name === b.name;
