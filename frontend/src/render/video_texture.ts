/** Knows how a frame gets to the graphics card, and owns its textures: one for RGB or brightness, one for colour. */
import { type Image, isPlanes, type Planes } from "../media/picture";
import { textureOf } from "./gl";
import type { VideoKind } from "./shader";

/** ITU-R BT.601 and BT.709: what red and blue weigh in brightness. */
const WEIGHTS = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722] } as const;

/** Uniforms `toRgb` (column by column) and `black`, which turn Y, U, V of 0..1 to RGB: toRgb * (yuv - black). */
export function conversionOf({ matrix, fullRange }: Pick<Planes, "matrix" | "fullRange">): {
  toRgb: number[];
  black: [number, number, number];
} {
  const [red, blue] = WEIGHTS[matrix];
  const green = 1 - red - blue;
  const y = fullRange ? 1 : 255 / 219;
  const c = fullRange ? 1 : 255 / 224;
  const fromU = [0, (-2 * c * blue * (1 - blue)) / green, 2 * c * (1 - blue)];
  const fromV = [2 * c * (1 - red), (-2 * c * red * (1 - red)) / green, 0];
  return { toRgb: [y, y, y, ...fromU, ...fromV], black: [fullRange ? 0 : 16 / 255, 128 / 255, 128 / 255] };
}

export class VideoTexture {
  readonly #gl: WebGL2RenderingContext;
  readonly #video: WebGLTexture;
  readonly #chroma: WebGLTexture;
  #image: Image | null = null;
  #kind: VideoKind = "RGB";
  #conversion = conversionOf({ matrix: "bt709", fullRange: true });

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#video = textureOf(gl, gl.LINEAR);
    this.#chroma = textureOf(gl, gl.LINEAR);
  }

  get kind(): VideoKind {
    return this.#kind;
  }

  get conversion(): ReturnType<typeof conversionOf> {
    return this.#conversion;
  }

  /** True where it differs from what is there. The picture may be closed afterwards. */
  set(image: Image): boolean {
    if (image === this.#image) return false;
    this.#image = image;
    if (isPlanes(image)) this.#setPlanes(image);
    else this.#setBitmap(image);
    return true;
  }

  samplers(): [name: string, texture: WebGLTexture][] {
    return [
      ["video", this.#video],
      ["chroma", this.#chroma],
    ];
  }

  dispose(): void {
    for (const [, texture] of this.samplers()) this.#gl.deleteTexture(texture);
  }

  #setBitmap(image: ImageBitmap): void {
    this.#kind = "RGB";
    this.#gl.bindTexture(this.#gl.TEXTURE_2D, this.#video);
    this.#gl.texImage2D(this.#gl.TEXTURE_2D, 0, this.#gl.RGBA, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, image);
  }

  #setPlanes(image: Planes): void {
    this.#kind = "NV12";
    this.#conversion = conversionOf(image);
    const [width, height] = [Math.ceil(image.width / 2), Math.ceil(image.height / 2)];
    this.#fill(this.#video, image, 0, image.width, image.height);
    this.#fill(this.#chroma, image, 1, width, height);
  }

  #fill(texture: WebGLTexture, { bytes, layout }: Planes, plane: 0 | 1, width: number, height: number): void {
    const { TEXTURE_2D, UNPACK_ROW_LENGTH, UNSIGNED_BYTE, R8, RED, RG8, RG } = this.#gl;
    const { offset, stride } = layout[plane] ?? { offset: 0, stride: 0 };
    const pairs = plane === 1;
    this.#gl.bindTexture(TEXTURE_2D, texture);
    this.#gl.pixelStorei(UNPACK_ROW_LENGTH, pairs ? stride / 2 : stride);
    const [inside, outside] = pairs ? [RG8, RG] : [R8, RED];
    this.#gl.texImage2D(TEXTURE_2D, 0, inside, width, height, 0, outside, UNSIGNED_BYTE, bytes, offset);
    this.#gl.pixelStorei(UNPACK_ROW_LENGTH, 0);
  }
}
