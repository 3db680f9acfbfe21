/**
 * Knows how far each pixel is from the edge of some objects, exactly (Euclid), up to a reach. Rows from the top.
 * A pixel outside is (distance to the nearest pixel inside) - 0.5 away, one inside -(distance to the nearest outside) + 0.5.
 */

/** packed = nearest chosen label * 256 + away + MIDDLE: one float texel says both. Label 0: none within reach. */
export const MIDDLE = 128;

interface Region {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where chosen labels are, and `margin` around; null for nowhere. `ids` are column-major. */
function regionOf(ids: Uint8Array, height: number, chosen: Uint8Array, margin: number): Region | null {
  const width = ids.length / height;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let x = 0; x < width; x++) {
    const column = x * height;
    let first = 0;
    while (first < height && chosen[ids[column + first] ?? 0] === 0) first++;
    if (first === height) continue;
    let last = height - 1;
    while (chosen[ids[column + last] ?? 0] === 0) last--;
    if (left === width) left = x;
    right = x;
    if (first < top) top = first;
    if (last > bottom) bottom = last;
  }
  if (right < 0) return null;
  return {
    left: Math.max(0, left - margin),
    right: Math.min(width - 1, right + margin),
    top: Math.max(0, top - margin),
    bottom: Math.min(height - 1, bottom + margin),
  };
}

export class DistanceField {
  readonly #width: number;
  readonly #height: number;
  /** Distance within the column to the other side of the edge; row-major, as all here. */
  readonly #along: Uint8Array;
  readonly #near: Uint8Array;
  readonly #inside: Uint8Array;
  readonly packed: Float32Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    const pixels = width * height;
    this.#along = new Uint8Array(pixels);
    this.#near = new Uint8Array(pixels);
    this.#inside = new Uint8Array(pixels);
    this.packed = new Float32Array(pixels);
  }

  /** Fills `packed`. `ids` are column-major labels; `chosen` has a byte for each label, not 0 for those meant; reach 1..64. */
  measure(ids: Uint8Array, chosen: Uint8Array, reach: number): void {
    const none = reach + 1;
    this.packed.fill(MIDDLE + none - 0.5);
    const region = regionOf(ids, this.#height, chosen, none);
    if (region === null) return;
    for (let x = region.left; x <= region.right; x++) this.#column(ids, chosen, x, region, none);
    for (let y = region.top; y <= region.bottom; y++) this.#row(y, region, reach);
  }

  #column(ids: Uint8Array, chosen: Uint8Array, x: number, { top, bottom }: Region, none: number): void {
    const [width, along, near, inside] = [this.#width, this.#along, this.#near, this.#inside];
    const column = x * this.#height;
    let [toInside, toOutside, label] = [none, none, 0];
    for (let y = top, at = top * width + x; y <= bottom; y++, at += width) {
      const id = ids[column + y] ?? 0;
      const isIn = chosen[id] !== 0;
      toInside = isIn ? 0 : Math.min(none, toInside + 1);
      toOutside = isIn ? Math.min(none, toOutside + 1) : 0;
      if (isIn) label = id;
      inside[at] = Number(isIn);
      along[at] = isIn ? toOutside : toInside;
      near[at] = toInside < none ? label : 0;
    }
    [toInside, toOutside, label] = [none, none, 0];
    for (let y = bottom, at = bottom * width + x; y >= top; y--, at -= width) {
      const isIn = inside[at] === 1;
      toInside = isIn ? 0 : Math.min(none, toInside + 1);
      toOutside = isIn ? Math.min(none, toOutside + 1) : 0;
      if (isIn) label = near[at] ?? 0;
      const back = isIn ? toOutside : toInside;
      if (back >= (along[at] ?? 0)) continue;
      along[at] = back;
      if (!isIn) near[at] = label;
    }
  }

  /** Looks to both sides of a pixel as long as something nearer can be there. */
  #row(y: number, { left, right }: Region, reach: number): void {
    const [along, near, inside, packed] = [this.#along, this.#near, this.#inside, this.packed];
    const [first, last] = [y * this.#width + left, y * this.#width + right];
    for (let at = first; at <= last; at++) {
      const own = inside[at];
      const there = along[at] ?? 0;
      let best = there * there;
      let from = at;
      for (let dx = 1; dx <= reach && dx * dx < best; dx++) {
        const before = at - dx;
        if (before >= first) {
          const g = inside[before] === own ? (along[before] ?? 0) : 0;
          const square = dx * dx + g * g;
          if (square < best) {
            best = square;
            from = before;
          }
        }
        const after = at + dx;
        if (after <= last) {
          const g = inside[after] === own ? (along[after] ?? 0) : 0;
          const square = dx * dx + g * g;
          if (square < best) {
            best = square;
            from = after;
          }
        }
      }
      const far = Math.min(Math.sqrt(best), reach + 1) - 0.5;
      const label = own === 1 ? near[at] : near[from];
      packed[at] = (label ?? 0) * 256 + MIDDLE + (own === 1 ? -far : far);
    }
  }
}
