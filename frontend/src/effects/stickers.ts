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

/** Where a line at this height crosses the shape's edge, from left to right: inside between each first and second. */
function crossings({ circle, polygon = [] }: Shape, y: number): number[] {
  if (circle !== undefined) {
    const [cx = 0, cy = 0, radius = 0] = circle;
    const half = Math.sqrt(radius ** 2 - (y - cy) ** 2);
    return Number.isNaN(half) ? [] : [cx - half, cx + half];
  }
  const found: number[] = [];
  let [px = 0, py = 0] = polygon.at(-1) ?? [];
  for (const [qx = 0, qy = 0] of polygon) {
    if (py > y !== qy > y) found.push(((px - qx) * (y - qy)) / (py - qy) + qx);
    [px, py] = [qx, qy];
  }
  return found.sort((a, b) => a - b);
}

const FINE = SIDE * SAMPLES;

/** Which shape is on top at each sample, from 1; 0 for none. */
function topShapes(list: readonly Shape[]): Uint8Array {
  const tops = new Uint8Array(FINE * FINE);
  list.forEach((shape, index) => {
    for (let row = 0; row < FINE; row++) {
      const edges = crossings(shape, (row + 0.5) / FINE);
      for (let at = 0; at + 1 < edges.length; at += 2) {
        const [left, right] = [edges[at] ?? 0, edges[at + 1] ?? 0].map((x) => Math.ceil(x * FINE - 0.5));
        tops.fill(index + 1, row * FINE + Math.max(0, left ?? 0), row * FINE + Math.min(FINE, right ?? 0));
      }
    }
  });
  return tops;
}

const channelsOf = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Where no shape is, the first one's colour with no alpha, so that edges do not darken when the sheet is stretched. */
function draw(list: readonly Shape[]): Sheet {
  const bytes = new Uint8ClampedArray(SIDE * SIDE * 4);
  const colours = list.map(({ colour }) => channelsOf(colour));
  const tops = topShapes(list);
  const sums = [0, 0, 0];
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const corner = Math.floor(pixel / SIDE) * SAMPLES * FINE + (pixel % SIDE) * SAMPLES;
    let count = 0;
    sums.fill(0);
    for (let sample = 0; sample < SAMPLES ** 2; sample++) {
      const top = tops[corner + Math.floor(sample / SAMPLES) * FINE + (sample % SAMPLES)] ?? 0;
      if (top === 0) continue;
      count++;
      for (let at = 0; at < 3; at++) sums[at] = (sums[at] ?? 0) + (colours[top - 1]?.[at] ?? 0);
    }
    const mean = count === 0 ? (colours[0] ?? []) : sums.map((sum) => Math.round(sum / count));
    bytes.set([...mean, Math.round((255 * count) / SAMPLES ** 2)], pixel * 4);
  }
  return { width: SIDE, height: SIDE, bytes };
}

/** The shape that the parameter `shape` names. */
export const stickerSheet: SheetOf = ({ shape = "smile" }) => ({
  key: String(shape),
  draw: () => draw(stickers[String(shape)] ?? []),
});
