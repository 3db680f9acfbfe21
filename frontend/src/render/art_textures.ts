/** Knows pictures that layers bring along: the person's images, text and stickers. Owns their textures; the same art is one texture. */
import type { Sheet } from "../effects/effect";
import { textureOf } from "./gl";

/** Kept beside those that the stack shows, so that sliders do not upload again. */
const MOST_KEPT = 24;

export class ArtTextures {
  readonly #gl: WebGL2RenderingContext;
  readonly #nothing: WebGLTexture;
  readonly #textures = new Map<string, WebGLTexture>();

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#nothing = this.#filled(new ImageData(1, 1));
  }

  /** Wholly transparent where there is no image (yet). */
  image(url: string, images: ReadonlyMap<string, ImageBitmap>): WebGLTexture {
    const image = images.get(url);
    return image === undefined ? this.#nothing : this.#kept(`image ${url}`, () => image);
  }

  sheet(key: string, draw: () => Sheet): WebGLTexture {
    return this.#kept(`sheet ${key}`, () => {
      const { width, height, bytes } = draw();
      return new ImageData(bytes, width, height);
    });
  }

  dispose(): void {
    for (const texture of [this.#nothing, ...this.#textures.values()]) this.#gl.deleteTexture(texture);
  }

  #kept(key: string, source: () => ImageBitmap | ImageData): WebGLTexture {
    const texture = this.#textures.get(key) ?? this.#filled(source());
    this.#textures.delete(key);
    this.#textures.set(key, texture);
    const [oldest] = this.#textures;
    if (this.#textures.size > MOST_KEPT && oldest !== undefined) {
      this.#gl.deleteTexture(oldest[1]);
      this.#textures.delete(oldest[0]);
    }
    return texture;
  }

  #filled(source: ImageBitmap | ImageData): WebGLTexture {
    const { TEXTURE_2D, RGBA, UNSIGNED_BYTE, LINEAR } = this.#gl;
    const texture = textureOf(this.#gl, LINEAR);
    this.#gl.texImage2D(TEXTURE_2D, 0, RGBA, RGBA, UNSIGNED_BYTE, source);
    return texture;
  }
}
