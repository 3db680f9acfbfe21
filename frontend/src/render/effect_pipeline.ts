/** Knows one effect's shaders and the pictures of its passes. Owns programs, textures and framebuffers. */
import type { EffectSetting } from "../domain/effect";
import type { Effect, Pass } from "../effects/effect";
import { GraphicsError, textureOf } from "./gl";
import type { Layers } from "./layers";
import { effectFragment, passFragment, type Scale, type VideoKind } from "./shader";
import { type Extent, type Inputs, StageProgram } from "./stage_program";

interface Target {
  readonly name: string;
  readonly program: StageProgram;
  readonly texture: WebGLTexture;
  readonly framebuffer: WebGLFramebuffer;
  readonly size: Extent;
}

export class EffectPipeline {
  readonly #gl: WebGL2RenderingContext;
  readonly #effect: Effect;
  readonly #kind: VideoKind;
  readonly #size: Extent;
  readonly #targets: readonly Target[];
  readonly #programs = new Map<Scale, StageProgram>();

  /** For clips of this size. Throws GraphicsError where the effect cannot be drawn on this card. */
  constructor(gl: WebGL2RenderingContext, effect: Effect, kind: VideoKind, size: Extent) {
    this.#gl = gl;
    this.#effect = effect;
    this.#kind = kind;
    this.#size = size;
    const passes = effect.passes ?? [];
    this.#targets = passes.map((pass, index) => this.#target(pass, passes.slice(0, index)));
  }

  /** Draws the whole clip, in so many pixels, into a framebuffer, or the canvas where it is null. */
  draw(layers: Layers, setting: EffectSetting, framebuffer: WebGLFramebuffer | null, drawn: Extent): void {
    const gl = this.#gl;
    const samplers: [string, WebGLTexture][] = layers.samplers();
    const { conversion } = layers.video;
    const inputs: Inputs = { size: this.#size, conversion, samplers, values: setting.values };
    for (const target of this.#targets) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer);
      target.program.draw(inputs, target.size);
      samplers.push([target.name, target.texture]);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    const whole = drawn[0] === this.#size[0] && drawn[1] === this.#size[1];
    this.#program(whole ? "WHOLE" : "SHRUNK").draw(inputs, drawn);
  }

  dispose(): void {
    for (const { program, texture, framebuffer } of this.#targets) {
      program.dispose();
      this.#gl.deleteTexture(texture);
      this.#gl.deleteFramebuffer(framebuffer);
    }
    for (const program of this.#programs.values()) program.dispose();
  }

  #program(scale: Scale): StageProgram {
    const known = this.#programs.get(scale);
    if (known !== undefined) return known;
    const fragment = effectFragment(this.#effect, this.#kind, scale);
    const program = new StageProgram(this.#gl, this.#effect, fragment);
    this.#programs.set(scale, program);
    return program;
  }

  #target(pass: Pass, earlier: readonly Pass[]): Target {
    const gl = this.#gl;
    if (
      (gl.getExtension("EXT_color_buffer_float") ?? gl.getExtension("EXT_color_buffer_half_float")) === null
    )
      throw new GraphicsError(`This browser's graphics cannot draw the effect ${this.#effect.title}.`);
    const fragment = passFragment(this.#effect, this.#kind, pass, earlier);
    const program = new StageProgram(gl, this.#effect, fragment);
    const size = this.#size.map((pixels) => Math.ceil(pixels / pass.divisor)) as [number, number];
    const texture = textureOf(gl, gl.LINEAR);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA16F, ...size);
    return { name: pass.name, program, texture, framebuffer: framebufferOf(gl, texture), size };
  }
}

/** Draws into the texture while it is bound. The caller deletes it. */
export function framebufferOf(gl: WebGL2RenderingContext, texture: WebGLTexture): WebGLFramebuffer {
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return framebuffer;
}
