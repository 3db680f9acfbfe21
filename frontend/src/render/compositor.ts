/** Knows how video, masks and effects become one picture on a canvas. Owns everything on the graphics card. */
import { type Canvas, contextOf } from "./gl";
import { Layers } from "./layers";
import type { Scene } from "./scene";
import { StackRenderer } from "./stack_renderer";
import type { Extent } from "./stage_program";
import { disposeTarget, targetOf } from "./targets";

/** A canvas that is shown nearly as large as the clip gets all of its pixels. */
const NEARLY = 0.85;

export class Compositor {
  readonly #canvas: Canvas;
  readonly #gl: WebGL2RenderingContext;
  readonly #size: Extent;
  readonly #layers: Layers;
  readonly #stack: StackRenderer;
  #drawn: Scene | null = null;
  #isFitted: boolean;

  /**
   * Takes the canvas over and gives it the clip's size. Where `isFitted` is false, nothing is drawn on it before `fitTo`:
   * the first picture is not drawn twice. Throws GraphicsError where there is no WebGL2.
   */
  constructor(canvas: Canvas, width: number, height: number, isFitted = true) {
    this.#canvas = canvas;
    this.#gl = contextOf(canvas);
    this.#size = [width, height];
    this.#isFitted = isFitted;
    this.#layers = new Layers(this.#gl, width, height);
    this.#stack = new StackRenderer(this.#gl, this.#size);
    this.#setCanvasSize(width, height);
  }

  /** Draws no more pixels than this wide a canvas shows (in pixels of the display), nor than the clip has. */
  fitTo(shownWidth: number): void {
    const share = shownWidth / this.#size[0];
    const scale = share > 0 && share < NEARLY ? share : 1;
    const [width, height] = this.#size.map((pixels) => Math.max(1, Math.round(pixels * scale))) as [
      number,
      number,
    ];
    const isSame = this.#canvas.width === width && this.#canvas.height === height;
    if (isSame && this.#isFitted) return;
    if (!isSame) this.#setCanvasSize(width, height);
    this.#isFitted = true;
    if (this.#drawn !== null) this.#drawOnCanvas(this.#drawn);
  }

  /** Draws where something changed; false where nothing had to be done, or nothing may be drawn yet. Throws GraphicsError and RangeError. */
  draw(scene: Scene): boolean {
    if (this.#gl.isContextLost()) return false;
    const before = this.#drawn;
    const changes = [
      scene.picture !== null && this.#layers.setPicture(scene.picture),
      this.#layers.setLabels(scene.labels),
      this.#layers.setObjects(scene.objects),
      scene.stack !== before?.stack,
      scene.images !== before?.images,
      scene.frame !== before?.frame,
      scene.ghostVersion !== before?.ghostVersion,
    ];
    this.#drawn = scene;
    if (!changes.includes(true) || !this.#isFitted) return false;
    this.#drawOnCanvas(scene);
    return true;
  }

  /** What is shown, at the clip's size: RGBA rows from the top. Null before the first draw. */
  pixels(): Uint8ClampedArray<ArrayBuffer> | null {
    const gl = this.#gl;
    if (this.#drawn === null || gl.isContextLost()) return null;
    const [width, height] = this.#size;
    const target = targetOf(gl, this.#size, "bytes");
    this.#stack.draw(this.#layers, this.#drawn, target, this.#size);
    const rows = new Uint8ClampedArray(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, rows);
    disposeTarget(gl, target);
    return rows;
  }

  dispose(): void {
    this.#stack.dispose();
    this.#layers.dispose();
  }

  #setCanvasSize(width: number, height: number): void {
    this.#canvas.width = width;
    this.#canvas.height = height;
  }

  #drawOnCanvas(scene: Scene): void {
    this.#stack.draw(this.#layers, scene, null, [this.#canvas.width, this.#canvas.height]);
  }
}
