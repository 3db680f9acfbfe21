/** Knows one effect's shaders and the pictures of its passes. Owns programs, textures and framebuffers. */
import type { EffectSetting } from "../domain/effect";
import type { Effect, Pass } from "../effects/effect";
import { GraphicsError, textureOf } from "./gl";
import type { Layers } from "./layers";
import { effectFragment, passFragment, type VideoKind } from "./shader";
import { type Inputs, StageProgram } from "./stage_program";

interface Target {
  readonly name: string;
  readonly program: StageProgram;
  readonly texture: WebGLTexture;
  readonly framebuffer: WebGLFramebuffer;
  readonly width: number;
  readonly height: number;
}

export class EffectPipeline {
  readonly #gl: WebGL2RenderingContext;
  readonly #size: readonly [number, number];
  readonly #targets: readonly Target[];
  readonly #program: StageProgram;

  /** Throws GraphicsError where the effect cannot be drawn on this card. */
  constructor(
    gl: WebGL2RenderingContext,
    effect: Effect,
    kind: VideoKind,
    size: readonly [width: number, height: number],
  ) {
    this.#gl = gl;
    this.#size = size;
    const passes = effect.passes ?? [];
    this.#targets = passes.map((pass, index) => {
      const fragment = passFragment(effect, kind, pass, passes.slice(0, index));
      return this.#target(pass, new StageProgram(gl, effect, fragment), effect.title);
    });
    this.#program = new StageProgram(gl, effect, effectFragment(effect, kind));
  }

  draw(layers: Layers, setting: EffectSetting): void {
    const gl = this.#gl;
    const samplers: [string, WebGLTexture][] = layers.samplers();
    const { conversion } = layers.video;
    const inputs: Inputs = { size: this.#size, conversion, samplers, values: setting.values };
    for (const target of this.#targets) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer);
      gl.viewport(0, 0, target.width, target.height);
      target.program.draw(inputs);
      samplers.push([target.name, target.texture]);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, ...this.#size);
    this.#program.draw(inputs);
  }

  dispose(): void {
    for (const { program, texture, framebuffer } of this.#targets) {
      program.dispose();
      this.#gl.deleteTexture(texture);
      this.#gl.deleteFramebuffer(framebuffer);
    }
    this.#program.dispose();
  }

  #target(pass: Pass, program: StageProgram, title: string): Target {
    const gl = this.#gl;
    if (
      gl.getExtension("EXT_color_buffer_float") === null &&
      gl.getExtension("EXT_color_buffer_half_float") === null
    )
      throw new GraphicsError(`This browser's graphics cannot draw the effect ${title}.`);
    const [width, height] = [
      Math.ceil(this.#size[0] / pass.divisor),
      Math.ceil(this.#size[1] / pass.divisor),
    ];
    const texture = textureOf(gl, gl.LINEAR);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA16F, width, height);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    return { name: pass.name, program, texture, framebuffer, width, height };
  }
}
