/** Small pictures of objects: the part of a frame around a mask, dark where the mask is not. One is made at a time. */
import type { Rle } from "../../domain/mask";
import { decode } from "../../masks/rle";
import { measure } from "../../masks/run_measures";

/** In pixels of the clip; square, and maybe partly outside of it. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Air around the object, of its longer side. */
const MARGIN = 0.12;
/** Frames kept: objects are mostly prompted on few. */
const KEPT_FRAMES = 3;

export function cropOf(rle: Rle): Crop | null {
  const { area, x0, y0, x1, y1 } = measure(rle);
  if (area === 0) return null;
  const side = Math.max(8, Math.max(x1 - x0 + 1, y1 - y0 + 1) * (1 + 2 * MARGIN));
  return { x: (x0 + x1 + 1 - side) / 2, y: (y0 + y1 + 1 - side) / 2, side };
}

/** RGBA of pixels × pixels: clear where the mask is, dark elsewhere. */
export function shadeOf(rle: Rle, { x, y, side }: Crop, pixels: number): Uint8ClampedArray<ArrayBuffer> {
  const [height, width] = rle.size;
  const mask = decode(rle);
  const shade = new Uint8ClampedArray(pixels * pixels * 4);
  for (let row = 0; row < pixels; row++)
    for (let column = 0; column < pixels; column++) {
      const at = [x + ((column + 0.5) * side) / pixels, y + ((row + 0.5) * side) / pixels].map(Math.floor);
      const [across = 0, down = 0] = at;
      const isInside = across >= 0 && across < width && down >= 0 && down < height;
      const isObject = isInside && mask[across * height + down] === 1;
      shade[(row * pixels + column) * 4 + 3] = isObject ? 0 : 150;
    }
  return shade;
}

const frames = new Map<string, Promise<ImageBitmap>>();
let last: Promise<void> = Promise.resolve();

async function fetchFrame(url: string): Promise<ImageBitmap> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The server has no picture at ${url}.`);
  return createImageBitmap(await answer.blob());
}

function frameAt(url: string): Promise<ImageBitmap> {
  const known = frames.get(url) ?? fetchFrame(url);
  frames.delete(url);
  frames.set(url, known);
  for (const old of [...frames.keys()].slice(0, -KEPT_FRAMES)) {
    void frames.get(old)?.then((picture) => picture.close());
    frames.delete(old);
  }
  return known;
}

async function draw(canvas: HTMLCanvasElement, url: string, rle: Rle): Promise<void> {
  const crop = cropOf(rle);
  const pen = canvas.getContext("2d");
  if (crop === null || pen === null) return;
  const picture = await frameAt(url);
  const pixels = canvas.width;
  const shade = new OffscreenCanvas(pixels, pixels);
  shade.getContext("2d")?.putImageData(new ImageData(shadeOf(rle, crop, pixels), pixels, pixels), 0, 0);
  pen.clearRect(0, 0, pixels, pixels);
  pen.drawImage(picture, crop.x, crop.y, crop.side, crop.side, 0, 0, pixels, pixels);
  pen.drawImage(shade, 0, 0);
}

/** Draws when those asked for before are done. A picture that cannot be had leaves the canvas as it is. */
export function drawThumbnail(canvas: HTMLCanvasElement, url: string, mask: () => Promise<Rle | null>): void {
  last = last
    .then(async () => {
      const rle = canvas.isConnected ? await mask() : null;
      if (rle !== null) await draw(canvas, url, rle);
    })
    // An ornament: without it the row says all that it did, and the colour shows which object it is.
    .catch(() => void frames.delete(url));
}
