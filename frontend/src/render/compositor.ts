/** Knows how video, masks and effect become one picture on a canvas. Owns everything on the graphics card. */
import type { EffectSetting } from "../domain/effect";
import { effectNamed } from "../effects/registry";
import type { Picture } from "../media/picture";
import { EffectPipeline } from "./effect_pipeline";
import { type Canvas, contextOf } from "./gl";
import { Layers } from "./layers";
import type { VideoKind } from "./shader";

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

export class Compositor {
  readonly #gl: WebGL2RenderingContext;
  readonly #width: number;
  readonly #height: number;
  readonly #layers: Layers;
  #pipeline: { name: string; kind: VideoKind; pipeline: EffectPipeline } | null = null;
  #effect: EffectSetting | null = null;

  /** Takes the canvas over and gives it the clip's size. Throws GraphicsError where there is no WebGL2. */
  constructor(canvas: Canvas, width: number, height: number) {
    canvas.width = width;
    canvas.height = height;
    this.#gl = contextOf(canvas);
    this.#width = width;
    this.#height = height;
    this.#layers = new Layers(this.#gl, width, height);
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
    this.#redraw(scene.effect);
    this.#effect = scene.effect;
    return true;
  }

  /** What is shown: RGBA rows from the top. Null before the first draw. */
  pixels(): Uint8ClampedArray<ArrayBuffer> | null {
    if (this.#effect === null || this.#gl.isContextLost()) return null;
    // The canvas forgets its picture once it is shown, so it is drawn again for reading.
    this.#redraw(this.#effect);
    const row = this.#width * 4;
    const upward = new Uint8Array(row * this.#height);
    this.#gl.readPixels(0, 0, this.#width, this.#height, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, upward);
    const pixels = new Uint8ClampedArray(upward.length);
    for (let y = 0; y < this.#height; y++)
      pixels.set(upward.subarray(y * row, (y + 1) * row), (this.#height - 1 - y) * row);
    return pixels;
  }

  dispose(): void {
    this.#pipeline?.pipeline.dispose();
    this.#layers.dispose();
  }

  #redraw(effect: EffectSetting): void {
    this.#pipelineOf(effect.name).draw(this.#layers, effect);
  }

  #pipelineOf(name: string): EffectPipeline {
    const { kind } = this.#layers.video;
    if (this.#pipeline?.name === name && this.#pipeline.kind === kind) return this.#pipeline.pipeline;
    const pipeline = new EffectPipeline(this.#gl, effectNamed(name), kind, [this.#width, this.#height]);
    this.#pipeline?.pipeline.dispose();
    this.#pipeline = { name, kind, pipeline };
    return pipeline;
  }
}
