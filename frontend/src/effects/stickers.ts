/** Knows how stickers are drawn, from shapes that the server has too. Words: contract/effects/README.md. */
import shapes from "./data/stickers.json";
import type { Sheet, SheetOf } from "./effect";

interface Shape {
  readonly circle?: readonly number[];
  readonly polygon?: readonly (readonly number[])[];
  /** #rrggbb */
  readonly colour: string;
}

const stickers = shapes as Readonly<Record<string, readonly Shape[]>>;
const SIDE = 128;
/** Looked at in each direction of a pixel. */
const SAMPLES = 3;

function isInside({ circle, polygon = [] }: Shape, x: number, y: number): boolean {
  if (circle !== undefined) {
    const [cx = 0, cy = 0, radius = 0] = circle;
    return (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2;
  }
  let inside = false;
  let [px = 0, py = 0] = polygon.at(-1) ?? [];
  for (const [qx = 0, qy = 0] of polygon) {
    if (py > y !== qy > y && x < ((px - qx) * (y - qy)) / (py - qy) + qx) inside = !inside;
    [px, py] = [qx, qy];
  }
  return inside;
}

const channelsOf = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Where no shape is, the first one's colour with no alpha, so that edges do not darken when the sheet is stretched. */
function draw(list: readonly Shape[]): Sheet {
  const bytes = new Uint8ClampedArray(SIDE * SIDE * 4);
  const colours = list.map(({ colour }) => channelsOf(colour));
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const sum = [0, 0, 0, 0];
      for (let sample = 0; sample < SAMPLES ** 2; sample++) {
        const x = (column + ((sample % SAMPLES) + 0.5) / SAMPLES) / SIDE;
        const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / SIDE;
        const top = list.findLastIndex((shape) => isInside(shape, x, y));
        if (top < 0) continue;
        [...(colours[top] ?? []), 1].forEach((value, at) => {
          sum[at] = (sum[at] ?? 0) + value;
        });
      }
      const [red = 0, green = 0, blue = 0, count = 0] = sum;
      const mean = count === 0 ? (colours[0] ?? []) : [red / count, green / count, blue / count];
      bytes.set(
        [...mean.map(Math.round), Math.round((255 * count) / SAMPLES ** 2)],
        (row * SIDE + column) * 4,
      );
    }
  return { width: SIDE, height: SIDE, bytes };
}

/** The shape that the parameter `shape` names. */
export const stickerSheet: SheetOf = ({ shape = "smile" }) => ({
  key: String(shape),
  draw: () => draw(stickers[String(shape)] ?? []),
});
