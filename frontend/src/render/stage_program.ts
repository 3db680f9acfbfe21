/** Knows one compiled shader and how its uniforms are set. Owns the program. */
import type { EffectParameter, ParameterValue } from "../domain/effect";
import { bytesOf, link } from "./gl";
import { VERTEX } from "./shader";

export type Extent = readonly [width: number, height: number];
export type Sampler = readonly [name: string, texture: WebGLTexture];

/** A parameter under its name in the shader. */
export interface Setting {
  readonly uniform: string;
  readonly parameter: EffectParameter;
  readonly value: ParameterValue;
}

export interface Inputs {
  /** The clip's. */
  readonly size: Extent;
  readonly frame: number;
  readonly objectCount: number;
  /** How video planes become RGB. */
  readonly conversion: { readonly toRgb: readonly number[]; readonly black: readonly number[] };
  readonly samplers: readonly Sampler[];
  readonly settings: readonly Setting[];
  /** Rows of the table of chosen labels. */
  readonly rows: readonly (readonly [uniform: string, row: number])[];
}

export class StageProgram {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #places = new Map<string, WebGLUniformLocation | null>();

  constructor(gl: WebGL2RenderingContext, fragment: string) {
    this.#gl = gl;
    this.#program = link(gl, VERTEX, fragment);
  }

  /** Draws so many pixels into what is bound. */
  draw(inputs: Inputs, drawn: Extent): void {
    this.#use(inputs, drawn);
    this.#gl.viewport(0, 0, ...drawn);
    this.#gl.drawArrays(this.#gl.TRIANGLES, 0, 3);
  }

  dispose(): void {
    this.#gl.deleteProgram(this.#program);
  }

  #use({ size, frame, objectCount, conversion, samplers, settings, rows }: Inputs, drawn: Extent): void {
    const gl = this.#gl;
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's word, no hook.
    gl.useProgram(this.#program);
    gl.uniform2i(this.#place("size"), ...size);
    gl.uniform2i(this.#place("drawn"), ...drawn);
    gl.uniform1i(this.#place("frameIndex"), frame);
    gl.uniform1i(this.#place("objectCount"), Math.min(objectCount, 255));
    gl.uniformMatrix3fv(this.#place("toRgb"), false, conversion.toRgb);
    gl.uniform3fv(this.#place("black"), conversion.black);
    for (const [uniform, row] of rows) gl.uniform1i(this.#place(uniform), row);
    this.#bind(samplers);
    for (const setting of settings) this.#set(setting);
  }

  /** Only textures that this shader reads take one of its few places. */
  #bind(samplers: readonly Sampler[]): void {
    const gl = this.#gl;
    const read = samplers.filter(([name]) => this.#place(name) !== null);
    read.forEach(([name, texture], unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform1i(this.#place(name), unit);
    });
    gl.activeTexture(gl.TEXTURE0);
  }

  #set({ uniform, parameter: { kind, choices }, value }: Setting): void {
    const place = this.#place(uniform);
    if (place === null) return;
    if (kind === "number") this.#gl.uniform1f(place, Number(value));
    else if (kind === "toggle") this.#gl.uniform1i(place, Number(value));
    else if (kind === "choice") this.#gl.uniform1i(place, choices?.indexOf(String(value)) ?? 0);
    else if (kind === "colour")
      this.#gl.uniform3fv(
        place,
        bytesOf(String(value)).map((channel) => channel / 255),
      );
  }

  #place(name: string): WebGLUniformLocation | null {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const place = this.#gl.getUniformLocation(this.#program, name);
    this.#places.set(name, place);
    return place;
  }
}
