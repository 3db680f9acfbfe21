/** Knows how video, masks and effect become one picture on a canvas. Owns everything on the graphics card. */
import type { EffectSetting } from "../domain/effect";
import { effectNamed } from "../effects/registry";
import type { Picture } from "../media/picture";
import { EffectPipeline, framebufferOf } from "./effect_pipeline";
import { type Canvas, contextOf, textureOf } from "./gl";
import { Layers } from "./layers";
import type { VideoKind } from "./shader";
import type { Extent } from "./stage_program";

/** What is to be seen. Parts are compared by identity: the same object means that nothing changed. */
export interface Scene {
  /** Null keeps the picture that is there. */
  readonly picture: Picture | null;
  /** Column-major labels of the clip's size, or null for none. */
  readonly labels: Uint8Array | null;
  /** #rrggbb of each label from 1 on. */
  readonly colours: readonly string[];
  readonly effect: EffectSetting;
}

/** A canvas that is shown nearly as large as the clip gets all of its pixels. */
const NEARLY = 0.85;

export class Compositor {
  readonly #canvas: Canvas;
  readonly #gl: WebGL2RenderingContext;
  readonly #size: Extent;
  readonly #layers: Layers;
  #pipeline: { name: string; kind: VideoKind; pipeline: EffectPipeline } | null = null;
  #effect: EffectSetting | null = null;

  /** Takes the canvas over and gives it the clip's size. Throws GraphicsError where there is no WebGL2. */
  constructor(canvas: Canvas, width: number, height: number) {
    this.#canvas = canvas;
    this.#gl = contextOf(canvas);
    this.#size = [width, height];
    this.#layers = new Layers(this.#gl, width, height);
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
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    this.#setCanvasSize(width, height);
    if (this.#effect !== null) this.#drawOnCanvas(this.#effect);
  }

  /** Draws where something changed; false where nothing had to be done. Throws GraphicsError and RangeError. */
  draw(scene: Scene): boolean {
    if (this.#gl.isContextLost()) return false;
    const changes = [
      scene.picture !== null && this.#layers.setPicture(scene.picture),
      this.#layers.setLabels(scene.labels),
      this.#layers.setColours(scene.colours),
      scene.effect !== this.#effect,
    ];
    if (!changes.includes(true)) return false;
    this.#drawOnCanvas(scene.effect);
    this.#effect = scene.effect;
    return true;
  }

  /** What is shown, at the clip's size: RGBA rows from the top. Null before the first draw. */
  pixels(): Uint8ClampedArray<ArrayBuffer> | null {
    const gl = this.#gl;
    if (this.#effect === null || gl.isContextLost()) return null;
    const [width, height] = this.#size;
    const texture = textureOf(gl, gl.NEAREST);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
    const framebuffer = framebufferOf(gl, texture);
    this.#pipelineOf(this.#effect.name).draw(this.#layers, this.#effect, framebuffer, this.#size);
    const upward = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, upward);
    gl.deleteFramebuffer(framebuffer);
    gl.deleteTexture(texture);
    return rowsTurned(upward, width * 4);
  }

  dispose(): void {
    this.#pipeline?.pipeline.dispose();
    this.#layers.dispose();
  }

  #setCanvasSize(width: number, height: number): void {
    this.#canvas.width = width;
    this.#canvas.height = height;
  }

  #drawOnCanvas(effect: EffectSetting): void {
    const drawn: Extent = [this.#canvas.width, this.#canvas.height];
    this.#pipelineOf(effect.name).draw(this.#layers, effect, null, drawn);
  }

  #pipelineOf(name: string): EffectPipeline {
    const { kind } = this.#layers.video;
    if (this.#pipeline?.name === name && this.#pipeline.kind === kind) return this.#pipeline.pipeline;
    const pipeline = new EffectPipeline(this.#gl, effectNamed(name), kind, this.#size);
    this.#pipeline?.pipeline.dispose();
    this.#pipeline = { name, kind, pipeline };
    return pipeline;
  }
}

/** The last row first. */
function rowsTurned(pixels: Uint8Array, row: number): Uint8ClampedArray<ArrayBuffer> {
  const turned = new Uint8ClampedArray(pixels.length);
  for (let start = 0; start < pixels.length; start += row)
    turned.set(pixels.subarray(start, start + row), pixels.length - row - start);
  return turned;
}
