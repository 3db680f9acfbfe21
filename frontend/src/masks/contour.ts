/** Knows the outline of a mask as closed lines, for drawing it without filling it. */
import type { Rle } from "../domain/mask";
import { decode, runsOf } from "./rle";

/** Corners of the pixel grid are numbered column * (height + 1) + row. */
interface Grid {
  readonly mask: Uint8Array;
  readonly height: number;
  readonly width: number;
}

type Step = readonly [dx: number, dy: number];
/** Right, down, left, up; turning right is one further. */
const STEPS: readonly Step[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

const isSet = ({ mask, height, width }: Grid, column: number, row: number): boolean =>
  column >= 0 && row >= 0 && column < width && row < height && mask[column * height + row] !== 0;

/** The pixels before a corner, right and left of the way on. */
function ahead(grid: Grid, x: number, y: number, heading: number): readonly [right: boolean, left: boolean] {
  if (heading === 0) return [isSet(grid, x, y), isSet(grid, x, y - 1)];
  if (heading === 1) return [isSet(grid, x - 1, y), isSet(grid, x, y)];
  if (heading === 2) return [isSet(grid, x - 1, y - 1), isSet(grid, x - 1, y)];
  return [isSet(grid, x, y - 1), isSet(grid, x - 1, y - 1)];
}

/** The object is on the right of the way; where it touches itself by a corner, its parts stay apart. */
function headingAt(grid: Grid, x: number, y: number, heading: number): number {
  const [right, left] = ahead(grid, x, y, heading);
  if (!right) return (heading + 1) % 4;
  return left ? (heading + 3) % 4 : heading;
}

/** Goes round once from the upper left corner of a pixel whose upper neighbour is not set, marking the upper edges. */
function walk(grid: Grid, startX: number, startY: number, seen: Uint8Array): string {
  let [x, y, heading] = [startX, startY, 0];
  const corners: string[] = [];
  do {
    if (heading === 0) seen[x * grid.height + y] = 1;
    const [dx, dy] = STEPS[heading] ?? [0, 0];
    // Through the edges' middles: a staircase becomes a slope.
    corners.push(`${x + dx / 2} ${y + dy / 2}`);
    x += dx;
    y += dy;
    heading = headingAt(grid, x, y, heading);
  } while (x !== startX || y !== startY || heading !== 0);
  return `M${corners.join("L")}Z`;
}

/** As the `d` of an SVG path in pixels of the clip; empty for an empty mask. */
export function contourPath(rle: Rle): string {
  const [height, width] = rle.size;
  const grid = { mask: decode(rle), height, width };
  const seen = new Uint8Array(grid.mask.length);
  let path = "";
  for (const position of tops(rle))
    if (seen[position] === 0) path += walk(grid, Math.floor(position / height), position % height, seen);
  return path;
}

/** Positions of the object's pixels that have none of it above: where runs begin, and columns within them. */
function tops({ size: [height], counts }: Rle): number[] {
  const found: number[] = [];
  let start = 0;
  runsOf(counts).forEach((run, index) => {
    const end = start + run;
    if (index % 2 === 1)
      for (let top = start; top < end; top = (Math.floor(top / height) + 1) * height) found.push(top);
    start = end;
  });
  return found;
}
