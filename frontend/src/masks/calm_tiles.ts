/** Knows where nothing changes in an id map: contours are looked for elsewhere only, which saves most of their cost. */

/** Side of a tile in pixels. No contour reaches further than 8 pixels, so not beyond the neighbouring tile. */
export const TILE = 8;

export const tilesAlong = (pixels: number): number => Math.ceil(pixels / TILE);

const MIXED = -1;

/** The label that fills each tile, or MIXED; column-major like the id map. */
function labelsOfTiles(ids: Uint8Array, width: number, height: number): Int16Array {
  const down = tilesAlong(height);
  const labels = new Int16Array(tilesAlong(width) * down);
  for (let x = 0; x < width; x++) {
    const end = (x + 1) * height;
    let tile = Math.floor(x / TILE) * down;
    for (let start = x * height; start < end; start += TILE, tile++) {
      if (x % TILE === 0) labels[tile] = ids[start] ?? 0;
      const label = labels[tile];
      const stop = Math.min(start + TILE, end);
      let position = label === MIXED ? stop : start;
      while (position < stop && ids[position] === label) position++;
      if (position < stop) labels[tile] = MIXED;
    }
  }
  return labels;
}

/** 1 for each tile that has, with its eight neighbours, one label, else 0; column-major like the id map. */
export function calmTiles(ids: Uint8Array, width: number, height: number): Uint8Array {
  const labels = labelsOfTiles(ids, width, height);
  const [across, down] = [tilesAlong(width), tilesAlong(height)];
  const calm = new Uint8Array(labels.length);
  for (let column = 0; column < across; column++)
    for (let row = 0; row < down; row++) {
      const label = labels[column * down + row];
      let same = label !== MIXED;
      for (let x = Math.max(column - 1, 0); same && x <= Math.min(column + 1, across - 1); x++)
        for (let y = Math.max(row - 1, 0); same && y <= Math.min(row + 1, down - 1); y++)
          same = labels[x * down + y] === label;
      calm[column * down + row] = Number(same);
    }
  return calm;
}
