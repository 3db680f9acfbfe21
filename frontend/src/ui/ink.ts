/** Which ink can be read on a colour. */

/** Relative luminance of #rrggbb, 0..1 (WCAG 2). */
export function luminance(colour: string): number {
  const channel = (start: number) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Black or white, whichever contrasts more. */
export const inkOn = (colour: string): "#000000" | "#ffffff" =>
  luminance(colour) > 0.179 ? "#000000" : "#ffffff";
