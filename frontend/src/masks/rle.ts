/**
 * Knows COCO's compressed run lengths. Masks are column-major bytes, pixel (row, column) at column * height + row, 0 or 1.
 * The text: each run as groups of 5 bits from the low end, 32 says that more follow, 48 is added to make it readable;
 * from the fourth run on, what is stored is the difference to the run two before (pycocotools' maskApi).
 */
import type { Rle } from "../domain/mask";

/** Runs of background and object in turn, background first. Throws RangeError where the text breaks off. */
export function runsOf(counts: string): number[] {
  const runs: number[] = [];
  let position = 0;
  while (position < counts.length) {
    let value = 0;
    let shift = 0;
    let group: number;
    do {
      group = counts.charCodeAt(position++) - 48;
      if (!(group >= 0 && group < 64) || shift > 30)
        throw new RangeError("This mask's run lengths are damaged.");
      value |= (group & 31) << shift;
      shift += 5;
    } while ((group & 32) !== 0);
    if ((group & 16) !== 0) value |= -1 << shift;
    const before = runs.length > 2 ? runs[runs.length - 2] : 0;
    runs.push(value + (before ?? 0));
  }
  return runs;
}

/** The inverse of `runsOf`. */
export function countsOf(runs: readonly number[]): string {
  let counts = "";
  runs.forEach((run, index) => {
    let value = run - (index > 2 ? (runs[index - 2] ?? 0) : 0);
    for (let more = true; more; ) {
      const group = value & 31;
      value >>= 5;
      more = (group & 16) !== 0 ? value !== -1 : value !== 0;
      counts += String.fromCharCode((more ? group | 32 : group) + 48);
    }
  });
  return counts;
}

/** Writes `value` into a column-major image wherever the mask is set. Throws RangeError where the mask does not fit it. */
export function paint(rle: Rle, image: Uint8Array | Uint16Array, value: number): void {
  let position = 0;
  runsOf(rle.counts).forEach((run, index) => {
    const end = position + run;
    if (run < 0 || end > image.length) throw new RangeError("This mask does not fit its clip.");
    if (index % 2 === 1) image.fill(value, position, end);
    position = end;
  });
}

/** Column-major mask of height * width bytes. */
export function decode(rle: Rle): Uint8Array {
  const mask = new Uint8Array(rle.size[0] * rle.size[1]);
  paint(rle, mask, 1);
  return mask;
}

/** Four bytes of object, as painted, and of background: runs are long, so most are passed in such words. */
const [OBJECT, BACKGROUND] = [0x01010101, 0];

/** Any byte but 0 counts as object. */
export function encode(mask: Uint8Array, height: number, width: number): Rle {
  const runs: number[] = [];
  let inside = false;
  let start = 0;
  const isAligned = mask.byteOffset % 4 === 0;
  const words = isAligned
    ? new Uint32Array(mask.buffer, mask.byteOffset, mask.length >> 2)
    : new Uint32Array();
  for (let position = 0; position < mask.length; position++) {
    while (position % 4 === 0 && words[position >> 2] === (inside ? OBJECT : BACKGROUND)) position += 4;
    if (position >= mask.length || (mask[position] !== 0) === inside) continue;
    runs.push(position - start);
    inside = !inside;
    start = position;
  }
  runs.push(mask.length - start);
  return { size: [height, width], counts: countsOf(runs) };
}
