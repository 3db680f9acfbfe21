/** Knows what every effect reads: video, labels, colours. Owns their textures; uploads only what changed. */
import type { Picture } from "../media/picture";
import { bytesInto, bytesOf, textureOf } from "./gl";
import type { DrawnObject } from "./scene";
import { VideoTexture } from "./video_texture";

export class Layers {
  readonly #gl: WebGL2RenderingContext;
  readonly #width: number;
  readonly #height: number;
  readonly video: VideoTexture;
  readonly #labels: WebGLTexture;
  readonly #colours: WebGLTexture;
  readonly #none: Uint8Array;
  #ids: Uint8Array | null = null;
  #objects: readonly DrawnObject[] | null = null;

  constructor(gl: WebGL2RenderingContext, width: number, height: number) {
    this.#gl = gl;
    this.#width = width;
    this.#height = height;
    this.video = new VideoTexture(gl);
    this.#labels = textureOf(gl, gl.NEAREST);
    this.#colours = textureOf(gl, gl.NEAREST);
    this.#none = new Uint8Array(width * height);
  }

  /** The labels that are there. */
  get ids(): Uint8Array {
    return this.#ids ?? this.#none;
  }

  /** True where it differs from what is there. The picture may be closed afterwards. */
  setPicture(picture: Picture): boolean {
    return this.video.set(picture.image);
  }

  /** Column-major labels, one byte each, or null for none. True where they differ. */
  setLabels(wanted: Uint8Array | null): boolean {
    const ids = wanted ?? this.#none;
    if (ids === this.#ids) return false;
    this.#ids = ids;
    bytesInto(this.#gl, this.#labels, this.#height, this.#width, ids);
    return true;
  }

  /** The colour of each label from 1 on. True where they differ. */
  setObjects(objects: readonly DrawnObject[]): boolean {
    if (objects === this.#objects) return false;
    this.#objects = objects;
    const row = new Uint8Array(256 * 4);
    objects.slice(0, 255).forEach(({ colour }, index) => {
      row.set(bytesOf(colour), (index + 1) * 4);
    });
    const { TEXTURE_2D, RGBA, UNSIGNED_BYTE } = this.#gl;
    this.#gl.bindTexture(TEXTURE_2D, this.#colours);
    this.#gl.texImage2D(TEXTURE_2D, 0, RGBA, 256, 1, 0, RGBA, UNSIGNED_BYTE, row);
    return true;
  }

  /** Names and textures, as the shaders call them. */
  samplers(): [name: string, texture: WebGLTexture][] {
    return [...this.video.samplers(), ["labels", this.#labels], ["colours", this.#colours]];
  }

  dispose(): void {
    this.video.dispose();
    for (const texture of [this.#labels, this.#colours]) this.#gl.deleteTexture(texture);
  }
}
