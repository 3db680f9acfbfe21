/** Knows how a round brush goes over a mask. Masks are column-major bytes, pixel (row, column) at column * height + row. */
import type { PixelPoint, Size } from "../geometry/points";

/** One stretch of a stroke, in pixels of the clip; pixel (0, 0) covers 0..1 of both. */
export interface Dab {
  readonly from: PixelPoint;
  readonly to: PixelPoint;
  readonly radius: number;
  /** 1 paints, 0 erases. */
  readonly value: 0 | 1;
}

const within = (pixels: number, most: number): number => Math.min(most, Math.max(0, pixels));

/** Sets every pixel whose centre is no further than the radius from the stretch. */
export function dab(mask: Uint8Array, { width, height }: Size, { from, to, radius, value }: Dab): void {
  // The thinnest brush still marks the pixel that it is on.
  const reach = Math.max(radius, 0.71);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const lastColumn = within(Math.ceil(Math.max(from.x, to.x) + reach), width);
  const lastRow = within(Math.ceil(Math.max(from.y, to.y) + reach), height);
  const firstRow = within(Math.floor(Math.min(from.y, to.y) - reach), height);
  for (let column = within(Math.floor(Math.min(from.x, to.x) - reach), width); column < lastColumn; column++)
    for (let row = firstRow; row < lastRow; row++) {
      const [x, y] = [column + 0.5 - from.x, row + 0.5 - from.y];
      const along = length === 0 ? 0 : within((x * dx + y * dy) / length, 1);
      const [offX, offY] = [x - along * dx, y - along * dy];
      if (offX * offX + offY * offY <= reach * reach) mask[column * height + row] = value;
    }
}
