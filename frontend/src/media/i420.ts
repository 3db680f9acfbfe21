/**
 * Knows how a drawn picture becomes what encoders take: BT.709, 16..235, colour in half size as the mean of four pixels, as
 * the server writes it. Browsers convert canvases each in their own way; this way all make the same file.
 */

/** ITU-R BT.709 in 16 bits after the point, for 16..235 and 16..240. */
const [YR, YG, YB] = [11966, 40254, 4064];
const [UR, UG, UB] = [-6596, -22189, 28784];
const [VR, VG, VB] = [28784, -26145, -2639];
const HALF = 1 << 15;

export const i420Bytes = (width: number, height: number): number => (width * height * 3) / 2;

/**
 * `pixels`: RGBA of even size, rows from below as graphics cards give them, one number each. Fills `frame` (I420, rows
 * from the top).
 */
export function toI420(pixels: Uint32Array, width: number, height: number, frame: Uint8Array): void {
  const half = width >> 1;
  const u = width * height;
  const v = u + half * (height >> 1);
  for (let row = 0; row < height; row += 2) {
    const upper = (height - 1 - row) * width;
    const lower = upper - width;
    for (let x = 0; x < width; x += 2) {
      const p0 = pixels[upper + x] as number;
      const p1 = pixels[upper + x + 1] as number;
      const p2 = pixels[lower + x] as number;
      const p3 = pixels[lower + x + 1] as number;
      const at = row * width + x;
      frame[at] = brightness(p0);
      frame[at + 1] = brightness(p1);
      frame[at + width] = brightness(p2);
      frame[at + width + 1] = brightness(p3);
      const r = ((p0 & 255) + (p1 & 255) + (p2 & 255) + (p3 & 255)) >> 2;
      const g = (((p0 >> 8) & 255) + ((p1 >> 8) & 255) + ((p2 >> 8) & 255) + ((p3 >> 8) & 255)) >> 2;
      const b = (((p0 >> 16) & 255) + ((p1 >> 16) & 255) + ((p2 >> 16) & 255) + ((p3 >> 16) & 255)) >> 2;
      const place = (row >> 1) * half + (x >> 1);
      frame[u + place] = 128 + ((UR * r + UG * g + UB * b + HALF) >> 16);
      frame[v + place] = 128 + ((VR * r + VG * g + VB * b + HALF) >> 16);
    }
  }
}

const brightness = (pixel: number): number =>
  16 + ((YR * (pixel & 255) + YG * ((pixel >> 8) & 255) + YB * ((pixel >> 16) & 255) + HALF) >> 16);
