/** Knows how what was just drawn on a canvas is read back. */
import { type Canvas, contextOf } from "./gl";

/** RGBA rows from below, one number a pixel, into `pixels`. Only right after drawing: browsers forget it later. */
export function readCanvas(canvas: Canvas, pixels: Uint32Array<ArrayBuffer>): void {
  const gl = contextOf(canvas);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  const bytes = new Uint8Array(pixels.buffer);
  gl.readPixels(0, 0, canvas.width, canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
}
