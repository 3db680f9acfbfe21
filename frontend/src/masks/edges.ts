/**
 * Knows how near the edge each pixel of an object is, by the star of the contract (contract/effects/README.md): 1 where
 * one of the eight pixels at distance 1 has another label, 2 where one at distance 2 has, and so on. Shaders that look
 * for it themselves cost far more where they run on a CPU.
 */
import { calmTiles, TILE, tilesAlong } from "./calm_tiles";

/** No contour is wider, so none reaches beyond the neighbouring tile. */
export const FARTHEST_EDGE = TILE;

/** The star's eight points at a distance: straight and slanting. */
export function starAt(distance: number): readonly (readonly [x: number, y: number])[] {
  const slant = Math.floor(Math.SQRT1_2 * distance + 0.5);
  const straight = [
    [distance, 0],
    [-distance, 0],
    [0, distance],
    [0, -distance],
  ] as const;
  return [...straight, [slant, slant], [slant, -slant], [-slant, slant], [-slant, -slant]];
}

const stars = Array.from({ length: FARTHEST_EDGE }, (_, index) => starAt(index + 1));

export class EdgeMap {
  readonly #width: number;
  readonly #height: number;
  /** How far the points of each star are away in a column-major map. */
  readonly #steps: readonly (readonly number[])[];
  /** Column-major like the id map; 0: further than what was asked for, or no object. */
  readonly distances: Uint8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#steps = stars.map((star) => star.map(([x, y]) => x * height + y));
    this.distances = new Uint8Array(width * height);
  }

  /** `reach`: 1..FARTHEST_EDGE. Valid until the next call. */
  measure(ids: Uint8Array, reach: number): void {
    this.distances.fill(0);
    const calm = calmTiles(ids, this.#width, this.#height);
    const down = tilesAlong(this.#height);
    calm.forEach((isCalm, tile) => {
      if (isCalm === 0) this.#measureTile(ids, reach, Math.floor(tile / down), tile % down);
    });
  }

  #measureTile(ids: Uint8Array, reach: number, column: number, row: number): void {
    const [left, top] = [column * TILE, row * TILE];
    const [right, bottom] = [Math.min(left + TILE, this.#width), Math.min(top + TILE, this.#height)];
    const isInside =
      left >= TILE && top >= TILE && right + TILE <= this.#width && bottom + TILE <= this.#height;
    for (let x = left; x < right; x++)
      for (let y = top; y < bottom; y++) {
        const place = x * this.#height + y;
        if (ids[place] === 0) continue;
        this.distances[place] = isInside ? this.#inside(ids, place, reach) : this.#atBorder(ids, x, y, reach);
      }
  }

  #inside(ids: Uint8Array, place: number, reach: number): number {
    const label = ids[place];
    for (let distance = 1; distance <= reach; distance++)
      for (const step of this.#steps[distance - 1] ?? []) if (ids[place + step] !== label) return distance;
    return 0;
  }

  /** Beyond the border lies what lies at it. */
  #atBorder(ids: Uint8Array, x: number, y: number, reach: number): number {
    const at = (x: number, y: number): number | undefined =>
      ids[
        Math.max(0, Math.min(x, this.#width - 1)) * this.#height + Math.max(0, Math.min(y, this.#height - 1))
      ];
    const label = at(x, y);
    for (let distance = 1; distance <= reach; distance++)
      if (stars[distance - 1]?.some(([dx, dy]) => at(x + dx, y + dy) !== label)) return distance;
    return 0;
  }
}
