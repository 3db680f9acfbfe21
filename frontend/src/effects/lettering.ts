/** Knows how text is drawn, from a font of strokes that the server has too, so that both draw the same. Words: contract/effects/README.md. */
import font from "./data/font.json";
import type { Sheet, SheetOf } from "./effect";

type Point = readonly number[];
interface Glyph {
  readonly width: number;
  readonly strokes: readonly (readonly Point[])[];
}

const glyphs: ReadonlyMap<string, Glyph> = new Map(Object.entries(font.glyphs));
const { height: FONT_HEIGHT, top: TOP, gap: GAP, thickness: THICKNESS } = font;

/** Text behind objects is drawn at this size and stretched. */
const SHEET_SIZE = 96;

/** What can be written of a text: letters that the font lacks become question marks. */
const writable = (text: string): string =>
  Array.from(text, (letter) => (glyphs.has(letter) ? letter : "?")).join("");

/** Names in letters that the font lacks are given as numbers. */
const writableName = (name: string, label: number): string =>
  name !== "" && Array.from(name).every((letter) => glyphs.has(letter)) ? name : String(label);

export function textWidth(text: string, size: number): number {
  const widths = Array.from(text, (letter) => glyphs.get(letter)?.width ?? 0);
  const between = GAP * Math.max(0, widths.length - 1);
  return Math.ceil(((widths.reduce((sum, width) => sum + width, between) + THICKNESS) * size) / FONT_HEIGHT);
}

/** Every stroke's pieces of a text, in pixels. */
function piecesOf(text: string, size: number): (readonly [x0: number, y0: number, x1: number, y1: number])[] {
  const scale = size / FONT_HEIGHT;
  const pieces: (readonly [number, number, number, number])[] = [];
  let pen = THICKNESS / 2;
  for (const letter of text) {
    const { width, strokes } = glyphs.get(letter) ?? { width: 0, strokes: [] };
    const place = ([x = 0, y = 0]: Point): [number, number] => [(pen + x) * scale, (TOP + y) * scale];
    for (const stroke of strokes)
      for (let i = 1; i < stroke.length; i++)
        pieces.push([...place(stroke[i - 1] ?? []), ...place(stroke[i] ?? [])]);
    pen += width + GAP;
  }
  return pieces;
}

/** Writes shares of ink (0..255) into the alpha of a sheet's rows from `row` on. */
function write(sheet: Sheet, text: string, size: number, row: number): void {
  const half = (THICKNESS * size) / FONT_HEIGHT / 2;
  const width = textWidth(text, size);
  for (const [x0, y0, x1, y1] of piecesOf(text, size)) {
    const [left, right] = [Math.min(x0, x1) - half - 1, Math.max(x0, x1) + half + 1];
    const [upper, lower] = [Math.min(y0, y1) - half - 1, Math.max(y0, y1) + half + 1];
    const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    for (let y = Math.max(0, Math.floor(upper)); y < Math.min(size, lower); y++)
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
        const [dx, dy] = [x + 0.5 - x0, y + 0.5 - y0];
        const t = length === 0 ? 0 : Math.max(0, Math.min(1, (dx * (x1 - x0) + dy * (y1 - y0)) / length));
        const far = Math.hypot(dx - t * (x1 - x0), dy - t * (y1 - y0));
        const share = Math.round(255 * Math.max(0, Math.min(1, half - far + 0.5)));
        const at = ((row + y) * sheet.width + x) * 4 + 3;
        if (share > (sheet.bytes[at] ?? 0)) sheet.bytes[at] = share;
      }
  }
}

const empty = (width: number, height: number): Sheet => ({
  width,
  height,
  bytes: new Uint8ClampedArray(width * height * 4),
});

/** One line of the parameter `text`. */
export const textSheet: SheetOf = ({ text = "MASKLET" }) => {
  const line = writable(String(text));
  return {
    key: line,
    draw: () => {
      const sheet = empty(Math.max(1, textWidth(line, SHEET_SIZE)), SHEET_SIZE);
      write(sheet, line, SHEET_SIZE, 0);
      return sheet;
    },
  };
};

/** The names of all labels under each other, each as high as the parameter `textSize`; the last texel of a row says how wide. */
export const nameSheet: SheetOf = ({ textSize = 22 }, names) => {
  const size = Number(textSize);
  const lines = names.map((name, index) => writableName(name, index + 1));
  return {
    key: JSON.stringify([size, lines]),
    draw: () => {
      const widths = lines.map((line) => textWidth(line, size));
      const sheet = empty(Math.max(1, ...widths) + 1, Math.max(1, lines.length * size));
      lines.forEach((line, index) => {
        write(sheet, line, size, index * size);
        const wide = widths[index] ?? 0;
        sheet.bytes.set([wide >> 8, wide & 255, 0, 255], ((index * size + 1) * sheet.width - 1) * 4);
      });
      return sheet;
    },
  };
};
