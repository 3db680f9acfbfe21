/** Knows pictures that are drawn to be read by later shaders. Owns their textures and framebuffers. */
import { GraphicsError, textureOf } from "./gl";
import type { Extent } from "./stage_program";

export interface Target {
  readonly texture: WebGLTexture;
  readonly framebuffer: WebGLFramebuffer;
  readonly size: Extent;
}

/** Bytes for what a person would see, half floats for sums in between. */
export type Depth = "bytes" | "halfFloats";

/** Throws GraphicsError where the card cannot draw half floats. */
export function targetOf(gl: WebGL2RenderingContext, size: Extent, depth: Depth): Target {
  const floats = depth === "halfFloats";
  const can = gl.getExtension("EXT_color_buffer_float") ?? gl.getExtension("EXT_color_buffer_half_float");
  if (floats && can === null) throw new GraphicsError("This browser's graphics cannot draw this effect.");
  const texture = textureOf(gl, gl.LINEAR);
  gl.texStorage2D(gl.TEXTURE_2D, 1, floats ? gl.RGBA16F : gl.RGBA8, ...size);
  return { texture, framebuffer: framebufferOf(gl, texture), size };
}

export function disposeTarget(gl: WebGL2RenderingContext, { texture, framebuffer }: Target): void {
  gl.deleteFramebuffer(framebuffer);
  gl.deleteTexture(texture);
}

/** Draws into the texture while it is bound. The caller deletes it. */
function framebufferOf(gl: WebGL2RenderingContext, texture: WebGLTexture): WebGLFramebuffer {
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return framebuffer;
}
