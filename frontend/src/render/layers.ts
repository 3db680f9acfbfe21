/** Knows the three textures that every effect reads: video, labels, colours. Owns them; uploads only what changed. */
import type { Picture } from "../media/picture";
import { bytesOf, textureOf } from "./gl";

export class Layers {
  readonly #gl: WebGL2RenderingContext;
  readonly #height: number;
  readonly #width: number;
  readonly #video: WebGLTexture;
  readonly #labels: WebGLTexture;
  readonly #colours: WebGLTexture;
  #image: Picture["image"] | null = null;
  #ids: Uint8Array | null = null;
  #styles: readonly string[] | null = null;

  constructor(gl: WebGL2RenderingContext, width: number, height: number) {
    this.#gl = gl;
    this.#width = width;
    this.#height = height;
    [this.#video, this.#labels, this.#colours] = [gl.NEAREST, gl.NEAREST, gl.NEAREST].map((filter) =>
      textureOf(gl, filter),
    ) as [WebGLTexture, WebGLTexture, WebGLTexture];
  }

  get labelled(): boolean {
    return this.#ids !== null;
  }

  /** True where it differs from what is there. The picture may be closed afterwards. */
  setPicture({ image }: Picture): boolean {
    if (image === this.#image) return false;
    this.#image = image;
    this.#gl.bindTexture(this.#gl.TEXTURE_2D, this.#video);
    this.#gl.texImage2D(this.#gl.TEXTURE_2D, 0, this.#gl.RGBA, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, image);
    return true;
  }

  /** Column-major labels, one byte each, or null for none. True where they differ. */
  setLabels(ids: Uint8Array | null): boolean {
    if (ids === this.#ids) return false;
    this.#ids = ids;
    if (ids === null) return true;
    const { TEXTURE_2D, R8UI, RED_INTEGER, UNSIGNED_BYTE } = this.#gl;
    this.#gl.bindTexture(TEXTURE_2D, this.#labels);
    this.#gl.texImage2D(TEXTURE_2D, 0, R8UI, this.#height, this.#width, 0, RED_INTEGER, UNSIGNED_BYTE, ids);
    return true;
  }

  /** Colour of each label from 1 on. True where they differ. */
  setColours(colours: readonly string[]): boolean {
    if (colours === this.#styles) return false;
    this.#styles = colours;
    const row = new Uint8Array(256 * 4);
    colours.slice(0, 255).forEach((colour, index) => {
      row.set(bytesOf(colour), (index + 1) * 4);
    });
    const { TEXTURE_2D, RGBA, UNSIGNED_BYTE } = this.#gl;
    this.#gl.bindTexture(TEXTURE_2D, this.#colours);
    this.#gl.texImage2D(TEXTURE_2D, 0, RGBA, 256, 1, 0, RGBA, UNSIGNED_BYTE, row);
    return true;
  }

  /** Names and textures, as the shaders call them. */
  samplers(): [name: string, texture: WebGLTexture][] {
    return [
      ["video", this.#video],
      ["labels", this.#labels],
      ["colours", this.#colours],
    ];
  }

  dispose(): void {
    for (const [, texture] of this.samplers()) this.#gl.deleteTexture(texture);
  }
}
