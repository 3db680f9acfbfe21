/** Where frames stand on the timeline: shares of its width, 0..1, of the stretch that it shows. Pure. */
import type { View } from "../../state/view";

/** The middle of a frame; outside 0..1 where it is not shown. */
export const shareOf = (frame: number, { first, span }: View): number => (frame + 0.5 - first) / span;

/** The frame under a share of the width, kept inside the clip. */
export const frameAt = (share: number, { first, span }: View, frameCount: number): number =>
  Math.min(frameCount - 1, Math.max(0, Math.floor(first + share * span)));

/** Which of `tiles` filmstrip tiles, spread over the clip, each of `slots` places shows. */
export const tilesShown = (
  slots: number,
  tiles: number,
  { first, span }: View,
  frameCount: number,
): readonly number[] =>
  Array.from({ length: slots }, (_, slot) => {
    const frame = first + ((slot + 0.5) / slots) * span;
    return Math.min(tiles - 1, Math.floor((frame * tiles) / frameCount));
  });

/** Round distances between numbered frames, so that numbers are at least `apart` pixels from each other. */
export function ticksOf({ first, span }: View, width: number, apart: number): readonly number[] {
  const least = (apart * span) / Math.max(1, width);
  const tens = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * tens).find((round) => round >= least) ?? 1);
  const start = Math.ceil(first / step) * step;
  const count = Math.max(0, Math.ceil((first + span - start) / step));
  return Array.from({ length: count }, (_, index) => start + index * step);
}
