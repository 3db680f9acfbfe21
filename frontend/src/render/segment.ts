/** Knows the shaders of layers that are drawn in one go, and the pictures of their passes. Owns programs and targets. */
import type { Pass } from "../effects/effect";
import { passFragment, type Scale, type ShaderSegment, segmentFragment } from "./shader";
import { type Extent, type Inputs, type Sampler, StageProgram } from "./stage_program";
import { disposeTarget, type Target, targetOf } from "./targets";

interface PassTarget extends Target {
  /** As the shaders call it. */
  readonly name: string;
  readonly program: StageProgram;
}

export class Segment {
  readonly #gl: WebGL2RenderingContext;
  readonly #shader: ShaderSegment;
  readonly #size: Extent;
  readonly #passes: readonly PassTarget[];
  readonly #programs = new Map<string, StageProgram>();

  /** For clips of this size. Throws GraphicsError where it cannot be drawn on this card. */
  constructor(gl: WebGL2RenderingContext, shader: ShaderSegment, size: Extent) {
    this.#gl = gl;
    this.#shader = shader;
    this.#size = size;
    const passes = shader.layers[0]?.effect.passes ?? [];
    this.#passes = passes.map((pass, index) => this.#passTarget(pass, passes.slice(0, index)));
  }

  /** Draws the whole clip, in so many pixels, into a picture, or the canvas where it is null. */
  draw(inputs: Inputs, target: Target | null, drawn: Extent, upward: boolean): void {
    const gl = this.#gl;
    const samplers: Sampler[] = [...inputs.samplers];
    for (const pass of this.#passes) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, pass.framebuffer);
      pass.program.draw({ ...inputs, samplers }, pass.size);
      samplers.push([pass.name, pass.texture]);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, target?.framebuffer ?? null);
    const whole = drawn[0] === this.#size[0] && drawn[1] === this.#size[1];
    this.#program(whole ? "WHOLE" : "SHRUNK", upward).draw({ ...inputs, samplers }, drawn);
  }

  dispose(): void {
    for (const pass of this.#passes) {
      pass.program.dispose();
      disposeTarget(this.#gl, pass);
    }
    for (const program of this.#programs.values()) program.dispose();
  }

  #program(scale: Scale, upward: boolean): StageProgram {
    const key = `${scale} ${upward}`;
    const program =
      this.#programs.get(key) ?? new StageProgram(this.#gl, segmentFragment(this.#shader, scale, upward));
    this.#programs.set(key, program);
    return program;
  }

  #passTarget(pass: Pass, earlier: readonly Pass[]): PassTarget {
    const [layer] = this.#shader.layers;
    if (layer === undefined) throw new RangeError("A segment without layers has no passes.");
    const program = new StageProgram(this.#gl, passFragment(this.#shader, layer, pass, earlier));
    const size = this.#size.map((pixels) => Math.ceil(pixels / pass.divisor)) as [number, number];
    return { name: `l0_${pass.name}`, program, ...targetOf(this.#gl, size, "halfFloats") };
  }
}
