/** Knows WebGL2 only: contexts, programs, textures. What it makes belongs to the caller, who deletes it. */

/** The sentence is for the person. */
export class GraphicsError extends Error {
  override readonly name = "GraphicsError";
}

export type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** Throws GraphicsError where the browser has no WebGL2. */
export function contextOf(canvas: Canvas): WebGL2RenderingContext {
  const wish: WebGLContextAttributes = { alpha: false, antialias: false, depth: false, stencil: false };
  const gl = canvas.getContext("webgl2", wish) as WebGL2RenderingContext | null;
  if (gl === null) throw new GraphicsError("This browser offers no WebGL2, which the player draws with.");
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  return gl;
}

function compile(gl: WebGL2RenderingContext, kind: GLenum, source: string): WebGLShader {
  const shader = gl.createShader(kind);
  if (shader === null) throw new GraphicsError("The graphics card is not available.");
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

/** Throws GraphicsError with the compiler's words where the source is wrong. */
export function link(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  const shaders = [compile(gl, gl.VERTEX_SHADER, vertex), compile(gl, gl.FRAGMENT_SHADER, fragment)];
  for (const shader of shaders) gl.attachShader(program, shader);
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    const words = shaders.map((shader) => gl.getShaderInfoLog(shader)).join(" ");
    throw new GraphicsError(`This effect cannot be drawn here. ${words} ${gl.getProgramInfoLog(program)}`);
  }
  for (const shader of shaders) gl.deleteShader(shader);
  return program;
}

/** An empty texture, clamped at its borders. */
export function textureOf(gl: WebGL2RenderingContext, filter: GLenum): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, filter],
    [gl.TEXTURE_MAG_FILTER, filter],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const)
    gl.texParameteri(gl.TEXTURE_2D, name, value);
  return texture;
}

/** Fills a texture with one whole number for each pixel. */
export function bytesInto(
  gl: WebGL2RenderingContext,
  texture: WebGLTexture,
  width: number,
  height: number,
  bytes: Uint8Array,
): void {
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, width, height, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, bytes);
}

/** Red, green and blue of "#rrggbb", 0..255. */
export function bytesOf(colour: string): [red: number, green: number, blue: number] {
  const value = /^#[0-9a-f]{6}$/i.test(colour) ? Number.parseInt(colour.slice(1), 16) : Number.NaN;
  if (Number.isNaN(value)) throw new RangeError(`${colour} is not a colour like #3b9dff.`);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
