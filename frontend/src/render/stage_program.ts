/** Knows one compiled shader and how its uniforms are set. Owns the program. */
import type { EffectParameter, ParameterValue } from "../domain/effect";
import type { Effect } from "../effects/effect";
import { bytesOf, link } from "./gl";
import { VERTEX } from "./shader";

export type Extent = readonly [width: number, height: number];

export interface Inputs {
  /** The clip's. */
  readonly size: Extent;
  /** How video planes become RGB. */
  readonly conversion: { readonly toRgb: readonly number[]; readonly black: readonly number[] };
  readonly samplers: readonly (readonly [name: string, texture: WebGLTexture])[];
  readonly values: Readonly<Record<string, ParameterValue>>;
}

export class StageProgram {
  readonly #gl: WebGL2RenderingContext;
  readonly #effect: Effect;
  readonly #program: WebGLProgram;
  readonly #places = new Map<string, WebGLUniformLocation | null>();

  constructor(gl: WebGL2RenderingContext, effect: Effect, fragment: string) {
    this.#gl = gl;
    this.#effect = effect;
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

  #use({ size, conversion, samplers, values }: Inputs, drawn: Extent): void {
    const gl = this.#gl;
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's word, no hook.
    gl.useProgram(this.#program);
    gl.uniform2i(this.#place("size"), ...size);
    gl.uniform2i(this.#place("drawn"), ...drawn);
    gl.uniformMatrix3fv(this.#place("toRgb"), false, conversion.toRgb);
    gl.uniform3fv(this.#place("black"), conversion.black);
    samplers.forEach(([name, texture], unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform1i(this.#place(name), unit);
    });
    gl.activeTexture(gl.TEXTURE0);
    for (const parameter of this.#effect.parameters) this.#setParameter(parameter, values);
  }

  #setParameter({ name, kind, choices, default: usual }: EffectParameter, values: Inputs["values"]): void {
    const value = values[name] ?? usual;
    const place = this.#place(name);
    if (kind === "number") this.#gl.uniform1f(place, Number(value));
    else if (kind === "toggle") this.#gl.uniform1i(place, Number(value));
    else if (kind === "choice") this.#gl.uniform1i(place, choices?.indexOf(String(value)) ?? 0);
    else
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
