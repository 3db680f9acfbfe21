/** Knows the matte of a frame: objects white, all else black, as brightness for encoders. */

const BLACK = 16;
const WHITE = 235;
const NO_COLOUR = 128;

/** From column-major labels (null for none) to one frame in I420, 16..235, rows from the top. Sizes are even. */
export function matteOf(labels: Uint8Array | null, width: number, height: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array((width * height * 3) / 2).fill(NO_COLOUR);
  frame.fill(BLACK, 0, width * height);
  if (labels === null) return frame;
  for (let column = 0; column < width; column++) {
    const start = column * height;
    for (let row = 0; row < height; row++) if (labels[start + row] !== 0) frame[row * width + column] = WHITE;
  }
  return frame;
}
