/**
 * Knows how far each pixel is from the edge of some objects, exactly (Euclid), up to a reach. Rows from the top.
 * A pixel outside is (distance to the nearest pixel inside) - 0.5 away, one inside -(distance to the nearest outside) + 0.5.
 */

/** packed = nearest chosen label * 256 + away + MIDDLE: one float texel says both. Label 0: none within reach. */
export const MIDDLE = 128;

/** Greater than any square of a distance that is looked for. */
const FAR = 1 << 30;

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
  /** The envelope of one row: which parabola is lowest, and from where on. */
  readonly #tops: Int32Array;
  readonly #starts: Int32Array;
  readonly #squares: Int32Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    const pixels = width * height;
    this.#along = new Uint8Array(pixels);
    this.#near = new Uint8Array(pixels);
    this.#inside = new Uint8Array(pixels);
    this.packed = new Float32Array(pixels);
    this.#tops = new Int32Array(width);
    this.#starts = new Int32Array(width);
    this.#squares = new Int32Array(width);
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

  /** Both sides of the edge in turn: each pixel's distance to the other side. */
  #row(y: number, region: Region, reach: number): void {
    const from = y * this.#width + region.left;
    const count = region.right - region.left + 1;
    this.#side(0, from, count, reach);
    if (this.#inside.subarray(from, from + count).includes(1)) this.#side(1, from, count, reach);
  }

  /**
   * Meijster, Roerdink and Hesselink's second phase (2000): the lower envelope of a parabola over each pixel, in time that
   * does not grow with the reach. `own` is the side whose pixels are measured.
   */
  #side(own: 0 | 1, from: number, count: number, reach: number): void {
    const [along, inside, squares] = [this.#along, this.#inside, this.#squares];
    const [tops, starts] = [this.#tops, this.#starts];
    const none = reach + 1;
    for (let x = 0; x < count; x++) {
      const g = inside[from + x] === own ? (along[from + x] ?? 0) : 0;
      squares[x] = g >= none ? FAR : g * g;
    }
    let last = -1;
    for (let x = 0; x < count; x++) {
      const square = squares[x] ?? FAR;
      if (square === FAR) continue;
      let start = 0;
      while (last >= 0) {
        const top = tops[last] ?? 0;
        const old = squares[top] ?? FAR;
        const meet = Math.floor((x * x - top * top + square - old) / (2 * (x - top))) + 1;
        if (meet > (starts[last] ?? 0)) {
          start = meet;
          break;
        }
        last--;
      }
      if (start >= count) continue;
      last++;
      tops[last] = x;
      starts[last] = last === 0 ? 0 : start;
    }
    if (last >= 0) this.#fill(own, from, count, last, none);
    else this.#fillFar(own, from, count, none);
  }

  #fill(own: 0 | 1, from: number, count: number, last: number, none: number): void {
    const [along, near, inside, packed] = [this.#along, this.#near, this.#inside, this.packed];
    let piece = last;
    for (let x = count - 1; x >= 0; x--) {
      while (piece > 0 && x < (this.#starts[piece] ?? 0)) piece--;
      if (inside[from + x] !== own) continue;
      const top = this.#tops[piece] ?? 0;
      const g = inside[from + top] === own ? (along[from + top] ?? 0) : 0;
      const far = Math.sqrt((x - top) * (x - top) + g * g);
      const label = own === 1 ? near[from + x] : far < none ? near[from + top] : 0;
      const away = Math.min(far, none) - 0.5;
      packed[from + x] = (label ?? 0) * 256 + MIDDLE + (own === 1 ? -away : away);
    }
  }

  /** No pixel of the other side is near this row. */
  #fillFar(own: 0 | 1, from: number, count: number, none: number): void {
    for (let at = from; at < from + count; at++)
      if (this.#inside[at] === own)
        this.packed[at] = MIDDLE + (own === 1 ? (this.#near[at] ?? 0) * 256 - none + 0.5 : none - 0.5);
  }
}
